import Foundation

/// Reads tar archives member by member: POSIX's ustar and pax, and GNU's long names. Memory holds no member's content.
struct TarReader {
    /// A plain file in the archive.
    struct Member {
        var name: String
        /// The place of its content in the archive.
        var content: Range<Int>
    }

    /// The reason why the archive cannot be read on, in words.
    struct Torn: Error {
        var problem: String
    }

    private let file: OpenFile
    private let size: Int
    private var place = 0

    private static let block = 512
    /// No name takes more than this, in bytes.
    private static let longestRecord = 1 << 16

    init(_ path: String) throws {
        file = try OpenFile(path, flags: O_RDONLY, action: "cannot read")
        size = try file.size()
    }

    /// The content of a member.
    func content(of member: Member) throws -> [UInt8] {
        try file.read(count: member.content.count, at: member.content.lowerBound)
    }

    /// The next plain file; nil at the end of the archive, which has to be there.
    mutating func next() throws -> Member? {
        var longName: String?
        while true {
            let header = try file.read(count: Self.block, at: place)
            guard header.count == Self.block else {
                throw Torn(problem: "it was cut off: the blocks that end an archive are missing")
            }
            if header.allSatisfy({ $0 == 0 }) { return nil }
            guard Self.isSound(header), let count = Self.number(header[124..<136]) else {
                throw Torn(problem: "it is damaged: there is no member's header at byte \(place)")
            }
            let content = place + Self.block..<place + Self.block + count
            let name = longName ?? Self.name(in: header)
            guard content.upperBound <= size else {
                throw Torn(problem: "it was cut off: \(content.upperBound - size) bytes of \(name) are missing")
            }
            place = content.lowerBound + (count + Self.block - 1) / Self.block * Self.block
            switch header[156] {
            case UInt8(ascii: "0"), 0: return Member(name: name, content: content)
            case UInt8(ascii: "x"): longName = try Self.path(inRecords: record(content)) ?? longName
            case UInt8(ascii: "L"): longName = String(decoding: try record(content).prefix { $0 != 0 }, as: UTF8.self)
            case UInt8(ascii: "g"): break
            // A folder, a link or a device is no file, and has its name with it.
            default: longName = nil
            }
        }
    }

    private func record(_ content: Range<Int>) throws -> [UInt8] {
        guard content.count <= Self.longestRecord else {
            throw Torn(problem: "it is damaged: a name takes \(content.count) bytes")
        }
        return try file.read(count: content.count, at: content.lowerBound)
    }

    /// Whether the header's checksum, which counts its own field as spaces, is right.
    private static func isSound(_ header: [UInt8]) -> Bool {
        var sum = 0
        for place in header.indices { sum += (148..<156).contains(place) ? 0x20 : Int(header[place]) }
        return number(header[148..<156]) == sum
    }

    /// An octal number between spaces or zero bytes, or one in binary, which GNU writes for large files.
    private static func number(_ field: ArraySlice<UInt8>) -> Int? {
        if let first = field.first, first & 0x80 != 0 {
            let bytes = field.dropFirst().drop { $0 == 0 }
            guard first == 0x80, bytes.count < 8 else { return nil }
            return bytes.reduce(0) { $0 << 8 | Int($1) }
        }
        let text = String(decoding: field, as: UTF8.self).trimmingPrefix { $0 == " " }.prefix {
            ("0"..."7").contains($0)
        }
        return Int(text, radix: 8)
    }

    private static func name(in header: [UInt8]) -> String {
        func text(_ range: Range<Int>) -> String { String(decoding: header[range].prefix { $0 != 0 }, as: UTF8.self) }
        let isPOSIX = header[257..<263].elementsEqual("ustar\u{0}".utf8)
        let folder = isPOSIX ? text(345..<500) : ""
        return folder.isEmpty ? text(0..<100) : "\(folder)/\(text(0..<100))"
    }

    /// The value of `path` in pax's records: `LENGTH KEY=VALUE\n` each.
    private static func path(inRecords bytes: [UInt8]) throws -> String? {
        var (rest, path): (ArraySlice<UInt8>, String?) = (bytes[...], nil)
        while let space = rest.firstIndex(of: 0x20) {
            guard let length = Int(String(decoding: rest[..<space], as: UTF8.self)),
                length > space - rest.startIndex + 1, length <= rest.count
            else { throw Torn(problem: "it is damaged: a name's record has no length") }
            let text = rest[(space + 1)..<(rest.startIndex + length)].dropLast()
            if text.starts(with: "path=".utf8) { path = String(decoding: text.dropFirst(5), as: UTF8.self) }
            rest = rest.dropFirst(length)
        }
        return path
    }
}
