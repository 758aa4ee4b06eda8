/// Writes tar archives in POSIX's ustar format (IEEE Std 1003.1, pax), without times and owners, so that the same members
/// give the same bytes.
package enum Tar {
    private static let block = 512
    /// The longest name that the header itself holds, in bytes.
    private static let longestName = 100

    /// The end of an archive: two blocks of zeros.
    package static let end = [UInt8](repeating: 0, count: 2 * block)

    /// Appends a member, a plain file.
    package static func append(_ bytes: [UInt8], as name: String, to archive: inout [UInt8]) {
        var short = Array(name.utf8)
        if short.count > longestName {
            // A member of its own, which is no file, gives the next one its name.
            append(record("path", name), named: Array("././@PaxHeader".utf8), type: "x", to: &archive)
            short = Array(short.prefix(longestName))
        }
        append(bytes, named: short, type: "0", to: &archive)
    }

    /// The number of bytes that a member takes.
    package static func size(_ bytes: Int, as name: String) -> Int {
        let long = name.utf8.count > longestName ? block + padded(record("path", name).count) : 0
        return long + block + padded(bytes)
    }

    private static func append(_ bytes: [UInt8], named name: [UInt8], type: Character, to archive: inout [UInt8]) {
        var header = [UInt8](repeating: 0, count: block)
        func put(_ text: some Sequence<UInt8>, at place: Int) {
            for (offset, byte) in text.enumerated() { header[place + offset] = byte }
        }
        func octal(_ number: Int, digits: Int) -> [UInt8] {
            let text = String(number, radix: 8)
            return Array((String(repeating: "0", count: max(0, digits - text.count)) + text).utf8)
        }
        put(name, at: 0)
        put(octal(0o644, digits: 7), at: 100)
        put(octal(0, digits: 7), at: 108)
        put(octal(0, digits: 7), at: 116)
        put(octal(bytes.count, digits: 11), at: 124)
        put(octal(0, digits: 11), at: 136)
        // The checksum counts its own field as spaces.
        put([UInt8](repeating: UInt8(ascii: " "), count: 8), at: 148)
        put(String(type).utf8, at: 156)
        put("ustar\u{0}00".utf8, at: 257)
        put(octal(header.reduce(0) { $0 + Int($1) }, digits: 6) + [0, UInt8(ascii: " ")], at: 148)
        archive += header
        archive += bytes
        archive += repeatElement(0, count: padded(bytes.count) - bytes.count)
    }

    /// A pax record: its own length, the key and the value.
    private static func record(_ key: String, _ value: String) -> [UInt8] {
        let rest = " \(key)=\(value)\n"
        var length = rest.utf8.count
        while "\(length)".utf8.count + rest.utf8.count != length { length = "\(length)".utf8.count + rest.utf8.count }
        return Array("\(length)\(rest)".utf8)
    }

    private static func padded(_ count: Int) -> Int { (count + block - 1) / block * block }
}
