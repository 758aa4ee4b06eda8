import Cards
import JSON

/// JSON files of labels, which have to be UTF-8: every reader of them uses these functions.
enum JSONFile {
    /// A whole file, without a byte order mark.
    ///
    /// - Throws: `JSONError` for a file that is empty or not UTF-8, with the place; `DatasetError` for one that cannot be
    ///   read.
    static func bytes(of path: String) throws -> [UInt8] {
        let bytes = try OpenFile.bytes(of: path, action: "cannot read")
        if let problem = problem(ofStart: bytes) { throw JSONError(line: 1, column: 1, problem: problem) }
        if let place = firstInvalid(bytes) {
            let before = bytes[..<place]
            let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
            throw JSONError(
                line: before.count { $0 == UInt8(ascii: "\n") } + 1, column: place - start + 1,
                problem: problem(ofByte: bytes[place], at: place))
        }
        return ByteOrderMark(of: bytes).map { Array(bytes[$0.length...]) } ?? bytes
    }

    /// Refuses a file that is empty, or that begins like text of another encoding.
    static func checkStart(of file: OpenFile) throws {
        if let problem = problem(ofStart: try file.read(count: 4096, at: 0)) { throw malformed(file, problem) }
    }

    /// Refuses a part of a file that is not UTF-8.
    ///
    /// - Parameter offset: where the part begins.
    static func check(_ bytes: [UInt8], at offset: Int, of file: OpenFile) throws {
        guard let place = firstInvalid(bytes) else { return }
        let line = try file.line(at: offset + place)
        throw malformed(file, "line \(line): \(problem(ofByte: bytes[place], at: offset + place))")
    }

    private static func malformed(_ file: OpenFile, _ reason: String) -> DatasetError {
        DatasetError(code: .malformed, action: "cannot read", path: file.path, reason: reason)
    }

    /// The index of the first byte that is not UTF-8; nil where all are.
    private static func firstInvalid(_ bytes: [UInt8]) -> Int? {
        // Nearly all text is ASCII.
        guard bytes.contains(where: { $0 >= 0x80 }), String(validating: bytes, as: UTF8.self) == nil else { return nil }
        return EncodedText.firstInvalid(bytes[...])
    }

    private static func problem(ofByte byte: UInt8, at index: Int) -> String {
        let value = String(byte, radix: 16, uppercase: true)
        return "byte \(index) (0x\(value)) is not UTF-8, which JSON has to be; save the file as UTF-8"
    }

    private static func problem(ofStart bytes: [UInt8]) -> String? {
        if bytes.isEmpty { return "it is empty (zero bytes)" }
        if let mark = ByteOrderMark(of: bytes), mark.encoding != "UTF-8" {
            return "it is \(mark.encoding), and JSON has to be UTF-8; save it as UTF-8"
        }
        return bytes.prefix(64).contains(0)
            ? "it holds zero bytes, as UTF-16 and UTF-32 do, and JSON has to be UTF-8; save it as UTF-8" : nil
    }
}
