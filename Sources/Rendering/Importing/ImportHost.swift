internal import Foundation
internal import Synchronization

/// Where models are read.
package enum ImportHost: Hashable, Sendable {
    /// In this process, which a broken file may end or hold up for ever.
    case here
    /// In children: a program that, called with these arguments, does nothing but `ImportServer.serve()`.
    case child(executable: String, arguments: [String])

    /// Where they are read unless a caller says otherwise: in this process, until `serveWhereAsked` is called.
    package static var standard: ImportHost { current.withLock { $0 } }

    private static let current = Mutex(ImportHost.here)

    /// The argument of a program that is to read models.
    package static let argument = "import-models"

    /// Makes the program of this process the one that reads its models. To be called before anything else: where this
    /// process is such a child itself, it serves, and does not come back.
    package static func serveWhereAsked() {
        if CommandLine.arguments.dropFirst() == [argument] { ImportServer.serve() }
        // The link leads to the very file that runs, though it may have been replaced since.
        current.withLock { $0 = .child(executable: "/proc/self/exe", arguments: [argument]) }
    }
}
