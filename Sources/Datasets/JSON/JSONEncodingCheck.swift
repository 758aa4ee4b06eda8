/// The encoding of a JSON file, which has to be UTF-8.
enum JSONEncodingCheck {
    /// Refuses a file that is empty, or begins as text of another encoding does.
    ///
    /// - Throws: `DatasetError`.
    static func check(_ file: OpenFile) throws {
        func malformed(_ reason: String) -> DatasetError {
            DatasetError(code: .malformed, action: "cannot read", path: file.path, reason: reason)
        }
        let start = try file.read(count: 4096, at: 0)
        if start.isEmpty { throw malformed("it is empty (zero bytes)") }
        if let mark = ByteOrderMark(of: start), mark.encoding != "UTF-8" {
            throw malformed("it is \(mark.encoding), and JSON has to be UTF-8; save it as UTF-8")
        }
        if start.prefix(64).contains(0) {
            throw malformed("it holds zero bytes, as UTF-16 and UTF-32 do, and JSON has to be UTF-8; save it as UTF-8")
        }
    }
}
