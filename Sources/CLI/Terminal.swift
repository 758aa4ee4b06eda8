import Diorama
import Foundation

/// Text for people: results on standard output, everything else on standard error.
enum Terminal {
    /// A result that cannot be written: the disk is full, or its reader has ended.
    struct Unwritten: Error, CustomStringConvertible {
        var reason: String

        var description: String { "the result cannot be written to standard output: \(reason)" }
    }

    /// Writes a result and a terminator to standard output. It avoids the buffer of the C library, which would report a
    /// failed write only after the end of the program.
    static func print(_ result: some CustomStringConvertible, terminator: String = "\n") throws(Unwritten) {
        if let code = writeWhole(Array((result.description + terminator).utf8), to: STDOUT_FILENO) {
            throw Unwritten(reason: String(cString: strerror(code)))
        }
    }

    /// Writes to standard error. Where that fails there is no one to report it to; the exit code remains.
    static func complain(_ text: String) {
        _ = writeWhole(Array((text + "\n").utf8), to: STDERR_FILENO)
    }

    /// The words of an error. Our errors describe themselves; diagnostics have “error” on each of their lines already.
    static func words(for error: any Error) -> String {
        let words = String(describing: error)
        return Mistake.isListed(error) ? words : "error: \(words)"
    }

    /// Makes a write that fails an error, and not the end of a process that still has a dataset to finish: where a
    /// reader ends early, such as `head`, and where a file grows beyond the limit of `ulimit -f`.
    static func keepGoingAfterFailedWrites() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }
}
