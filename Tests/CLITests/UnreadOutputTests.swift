import Foundation
import Studios
import Testing

/// Results that nobody can read: the disk that they go to is full, or the program that reads them has ended.
@Suite struct UnreadOutputTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
    }

    private func run(_ arguments: [String], output: FileHandle, errors: FileHandle) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Tool.path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: studio.path)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        return process.terminationStatus
    }

    private func full() throws -> FileHandle {
        try #require(FileHandle(forWritingAtPath: "/dev/full"))
    }

    /// A pipe's end to write to, whose other end is closed.
    private func unread() throws -> FileHandle {
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        return pipe.fileHandleForWriting
    }

    @Test(arguments: [["schema"], ["list", "objects"], ["--help"], ["--version"], ["init", "starter"]])
    func resultsThatCannotBeWrittenAreAFailure(arguments: [String]) throws {
        for (output, reason) in [(try full(), "No space left on device"), (try unread(), "Broken pipe")] {
            let errors = Pipe()
            let status = try run(
                arguments.first == "init" ? ["init", UUID().uuidString] : arguments, output: output,
                errors: errors.fileHandleForWriting)
            try errors.fileHandleForWriting.close()
            #expect(status == 1)
            #expect(
                String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                    == "error: the result cannot be written to standard output: \(reason)\n")
        }
    }

    /// The limit of `ulimit -f` ends a process that does not expect it.
    @Test func aFileBeyondTheLimitOfSizesIsAFailureThatIsNamed() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", "ulimit -f 1; exec \"$0\" init begin", Tool.path]
        process.currentDirectoryURL = URL(fileURLWithPath: studio.path)
        let errors = Pipe()
        (process.standardError, process.standardOutput) = (errors, FileHandle.nullDevice)
        try process.run()
        let text = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 1)
        #expect(text == "error: cannot write begin/pipeline.yaml: File too large\n")
        #expect(try studio.names("begin") == [])
    }

    @Test func mistakesKeepTheirCodeWhereNobodyCanReadThem() throws {
        for errors in [try full(), try unread()] {
            #expect(try run(["run"], output: .nullDevice, errors: errors) == 2)
            #expect(try run(["explain", "nowhere", "1"], output: .nullDevice, errors: errors) != 0)
        }
    }
}
