/// The keys and values of a `.properties` file, as Java writes them.
///
/// Format: the documentation of java.util.Properties, `load(Reader)`: Latin-1, `\uXXXX` for what that lacks, `#` and `!`
/// before a comment, a backslash at the end of a line that goes on.
struct JavaProperties: Sendable {
    private let values: [String: String]
    /// The keys in the order of the file, each once.
    let keys: [String]

    subscript(key: String) -> String? { values[key] }

    init(_ bytes: [UInt8]) {
        var values: [String: String] = [:]
        var keys: [String] = []
        for line in Self.lines(bytes) {
            let (key, value) = Self.pair(line)
            if values.updateValue(value, forKey: key) == nil { keys.append(key) }
        }
        (self.values, self.keys) = (values, keys)
    }

    private static let (backslash, lineFeed, carriageReturn) = (UInt8(ascii: "\\"), UInt8(10), UInt8(13))

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 12 }

    /// The lines that hold a pair, without leading blanks, those that go on joined.
    private static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var open: [UInt8]?
        for natural in bytes.split(whereSeparator: { $0 == lineFeed || $0 == carriageReturn }) {
            let text = natural.drop(while: isBlank)
            if open == nil, text.first.map({ $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "!") }) ?? true { continue }
            let trailing = text.reversed().prefix { $0 == backslash }.count
            let line = (open ?? []) + text.dropLast(trailing % 2)
            open = trailing % 2 == 1 ? line : nil
            if open == nil { lines.append(line) }
        }
        return lines + (open.map { [$0] } ?? [])
    }

    /// The key ends at the first `=`, `:` or blank that no backslash stands before.
    private static func pair(_ line: [UInt8]) -> (key: String, value: String) {
        var end = 0
        while end < line.count, !isBlank(line[end]), line[end] != UInt8(ascii: "="), line[end] != UInt8(ascii: ":") {
            end += line[end] == backslash ? 2 : 1
        }
        end = min(end, line.count)
        var rest = line[end...].drop(while: isBlank)
        if let first = rest.first, first == UInt8(ascii: "=") || first == UInt8(ascii: ":") {
            rest = rest.dropFirst().drop(while: isBlank)
        }
        return (text(line[..<end]), text(rest))
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        var units: [UInt16] = []
        var at = bytes.startIndex
        while at < bytes.endIndex {
            guard bytes[at] == backslash, at + 1 < bytes.endIndex else {
                units.append(UInt16(bytes[at]))
                at += 1
                continue
            }
            let escaped = bytes[at + 1]
            at += 2
            switch escaped {
            case UInt8(ascii: "t"): units.append(9)
            case UInt8(ascii: "n"): units.append(10)
            case UInt8(ascii: "r"): units.append(13)
            case UInt8(ascii: "f"): units.append(12)
            case UInt8(ascii: "u"):
                let digits = String(decoding: bytes[at..<min(at + 4, bytes.endIndex)], as: UTF8.self)
                if digits.utf8.count == 4, let unit = UInt16(digits, radix: 16) {
                    units.append(unit)
                    at += 4
                } else {
                    units.append(UInt16(escaped))
                }
            default: units.append(UInt16(escaped))
            }
        }
        return String(decoding: units, as: UTF16.self)
    }
}
