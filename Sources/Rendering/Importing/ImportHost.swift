internal import Foundation
internal import Synchronization

/// The process that reads models.
package enum ImportHost: Hashable, Sendable {
    /// This process, which a broken file may end or stop for ever.
    case here
    /// Child processes: a program that, called with these arguments, does nothing but `ImportServer.serve()`.
    case child(executable: String, arguments: [String])

    /// The default host: this process, until `serveWhereAsked` is called.
    package static var standard: ImportHost { current.withLock { $0 } }

    private static let current = Mutex(ImportHost.here)

    /// The argument that makes a program read models.
    package static let argument = "import-models"

    /// Makes the program of this process the one that reads its models. The caller must call it before anything else:
    /// where this process is such a child itself, it serves, and does not return.
    package static func serveWhereAsked() {
        if CommandLine.arguments.dropFirst() == [argument] { ImportServer.serve() }
        // The link leads to the running file, even where that has been replaced since.
        current.withLock { $0 = .child(executable: "/proc/self/exe", arguments: [argument]) }
    }
}
