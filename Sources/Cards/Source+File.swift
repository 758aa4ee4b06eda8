import Foundation

extension Source {
    /// Reads a UTF-8 file.
    package convenience init(path: String) throws(InvalidFile) {
        func failure(_ reason: String) -> InvalidFile {
            let source = Source(name: path, text: "")
            let position = Position(source: source, line: 1, column: 1)
            return InvalidFile([Diagnostic(.unreadable(path: path, reason: reason), at: position)])
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw failure("there is no such file")
        }
        guard !isFolder.boolValue else { throw failure("it is a folder") }
        guard let data = FileManager.default.contents(atPath: path) else { throw failure("it cannot be opened") }
        guard let text = String(data: data, encoding: .utf8) else { throw failure("it is not UTF-8 text") }
        self.init(name: path, text: text)
    }
}
