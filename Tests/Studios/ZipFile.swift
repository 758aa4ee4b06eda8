/// Zip archives made by hand, members stored as they are: what tests need to say exactly what an archive holds.
///
/// Format: PKWARE's APPNOTE.TXT 6.3, sections 4.3.7 to 4.3.16.
package struct ZipFile {
    package struct Member {
        package var name: String
        package var bytes: [UInt8]
        /// What the archive says of it in place of the truth.
        package var statedSize: Int?
        package var statedChecksum: UInt32?
        package var isEncrypted = false

        package init(_ name: String, _ bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }

        package init(_ name: String, _ text: String) {
            self.init(name, Array(text.utf8))
        }
    }

    package var members: [Member]

    package init(_ members: [Member]) {
        self.members = members
    }

    package var bytes: [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for member in members {
            let name = Array(member.name.utf8)
            let sum = member.statedChecksum ?? Self.checksum(member.bytes)
            // Version, flags (encrypted, UTF-8), stored, time, date, checksum, sizes, lengths of name and extra field.
            let header =
                Self.words(20, (member.isEncrypted ? 1 : 0) | 0x800, 0, 0, 33) + Self.long(Int(sum))
                + Self.long(member.bytes.count) + Self.long(member.statedSize ?? member.bytes.count)
                + Self.words(name.count, 0)
            directory += Self.long(0x0201_4b50) + Self.words(20) + header + Self.words(0, 0, 0)
            directory += Self.long(0) + Self.long(file.count) + name
            file += Self.long(0x0403_4b50) + header + name + member.bytes
        }
        let start = file.count
        return file + directory + Self.long(0x0605_4b50) + Self.words(0, 0, members.count, members.count)
            + Self.long(directory.count) + Self.long(start) + Self.words(0)
    }

    private static func words(_ values: Int...) -> [UInt8] {
        values.flatMap { [UInt8($0 & 255), UInt8($0 >> 8 & 255)] }
    }

    private static func long(_ value: Int) -> [UInt8] { words(value & 0xffff, value >> 16) }

    /// CRC-32 of ISO 3309, bit by bit.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum = ~UInt32(0)
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xedb8_8320 : sum >> 1 }
        }
        return ~sum
    }
}
