/// The rows of a table of comma-separated values (RFC 4180); rows may end in LF alone.
struct CSVReader {
    private let bytes: [UInt8]
    private var index = 0
    private var line = 1
    /// Whether the text ended within a field in quotation marks.
    private(set) var isCut = false

    /// - Parameter text: without a byte order mark, which spreadsheets put in front.
    init(_ text: String) { bytes = Array(text.utf8) }

    /// The next row, and the line it begins in, from 1; nil at the end. Empty lines are skipped.
    mutating func next() -> (fields: [String], line: Int)? {
        while index < bytes.count, bytes[index] == UInt8(ascii: "\n") || bytes[index] == UInt8(ascii: "\r") {
            if bytes[index] == UInt8(ascii: "\n") { line += 1 }
            index += 1
        }
        guard index < bytes.count else { return nil }
        let first = line
        var fields: [String] = []
        while true {
            fields.append(field())
            guard index < bytes.count else { break }
            let end = bytes[index]
            index += 1
            if end == UInt8(ascii: ",") { continue }
            if end == UInt8(ascii: "\r"), index < bytes.count, bytes[index] == UInt8(ascii: "\n") { index += 1 }
            line += 1
            break
        }
        return (fields, first)
    }

    /// Reads up to the next comma, the end of the line or the end of the text.
    private mutating func field() -> String {
        var text: [UInt8] = []
        var isQuoted = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                // Two quotation marks within quotes stand for one.
                if isQuoted, index + 1 < bytes.count, bytes[index + 1] == byte {
                    text.append(byte)
                    index += 1
                } else {
                    isQuoted.toggle()
                }
            } else if !isQuoted, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                return String(decoding: text, as: UTF8.self)
            } else {
                if byte == UInt8(ascii: "\n") { line += 1 }
                text.append(byte)
            }
            index += 1
        }
        isCut = isCut || isQuoted
        return String(decoding: text, as: UTF8.self)
    }
}
