import Foundation
import Studios
import Testing

/// The built executable, run as a person runs it.
struct Tool {
    /// What one run of it came to.
    struct Outcome {
        var status: Int32
        var output: String
        var errors: String
        /// Ended by a signal rather than by itself.
        var isKilled: Bool
    }

    /// Beside the test bundle, where the build has put it.
    static let path: String = {
        let bundle = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
        return bundle.deletingLastPathComponent().appendingPathComponent("diorama").path
    }()

    /// A run that has been started.
    final class Running {
        let process = Process()
        private let folder: URL

        /// Both outputs go to files: a full pipe would hold the process up.
        ///
        /// - Parameter environment: variables besides those of this process.
        init(_ arguments: [String], in directory: String?, environment: [String: String] = [:]) throws {
            folder = FileManager.default.temporaryDirectory.appendingPathComponent("tool-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for name in ["output", "errors"] {
                try Data().write(to: folder.appendingPathComponent(name))
            }
            process.executableURL = URL(fileURLWithPath: Tool.path)
            process.arguments = arguments
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = try FileHandle(forWritingTo: folder.appendingPathComponent("output"))
            process.standardError = try FileHandle(forWritingTo: folder.appendingPathComponent("errors"))
            process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
            if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
            try process.run()
        }

        deinit {
            if process.isRunning { process.terminate() }
            try? FileManager.default.removeItem(at: folder)
        }

        func send(_ signal: Int32) {
            kill(process.processIdentifier, signal)
        }

        private func text(_ name: String) throws -> String {
            String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
        }

        /// What it has printed so far.
        var output: String { get throws { try text("output") } }

        func wait() throws -> Outcome {
            process.waitUntilExit()
            return Outcome(
                status: process.terminationStatus, output: try text("output"), errors: try text("errors"),
                isKilled: process.terminationReason == .uncaughtSignal)
        }
    }

    static func run(_ arguments: String..., in studio: Studio? = nil) throws -> Outcome {
        try Running(arguments, in: studio?.path).wait()
    }

    static func start(_ arguments: String..., in studio: Studio? = nil) throws -> Running {
        try Running(arguments, in: studio?.path)
    }
}
