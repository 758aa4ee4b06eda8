import Foundation

/// Other people's readers, as judges: the Python that the environment variable `DIORAMA_PYTHON` names has them.
package enum OtherReaders {
    package static let python = ProcessInfo.processInfo.environment["DIORAMA_PYTHON"]

    /// The path of a script of `Tests/Conformance`.
    package static func script(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../Conformance/\(name)").standardizedFileURL.path
    }

    /// Runs Python and waits for its end.
    ///
    /// - Returns: the exit status, and all that it wrote.
    /// - Throws: where there is no such Python.
    package static func run(_ arguments: [String]) throws -> (status: Int32, text: String) {
        guard let python else { throw CocoaError(.fileNoSuchFile) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = arguments
        let output = Pipe()
        (process.standardOutput, process.standardError) = (output, output)
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }
}
