import Foundation

/// Words in the metadata of sheets that mark a sheet as ours, so that a later one may replace it.
enum SheetMark {
    private static let words = "diorama sheet"
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    private static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF]

    /// A PNG with a `tEXt` chunk behind its header (W3C PNG, 11.3.3.2), or a JPEG with a comment behind its `APP0` (ITU
    /// T.81, B.2.4.5).
    static func marking(_ picture: [UInt8]) -> [UInt8] {
        if picture.starts(with: png) {
            let header = png.count + 25
            let body = Array("tEXtComment".utf8) + [0] + Array(words.utf8)
            let chunk = bigEndian(UInt32(body.count - 4), 4) + body + bigEndian(checksum(body), 4)
            return picture[..<header] + chunk + picture[header...]
        }
        guard picture.starts(with: jpeg), picture.count > 6 else { return picture }
        let hasAPP0 = picture[3] == 0xE0
        let place = hasAPP0 ? 4 + Int(picture[4]) << 8 + Int(picture[5]) : 2
        let comment = [0xFF, 0xFE] + bigEndian(UInt32(words.utf8.count + 2), 2) + Array(words.utf8)
        return picture[..<place] + comment + picture[place...]
    }

    /// Whether a file is a sheet of ours.
    static func isOn(_ path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path), let start = try? file.read(upToCount: 128) else {
            return false
        }
        let bytes = [UInt8](start)
        guard bytes.starts(with: png) || bytes.starts(with: jpeg) else { return false }
        return String(decoding: bytes, as: UTF8.self).contains(words)
    }

    private static func bigEndian(_ number: UInt32, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * (count - 1 - $0))) }
    }

    /// The CRC-32 of a PNG's chunk (W3C PNG, annex D).
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum = UInt32.max
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return ~sum
    }
}
