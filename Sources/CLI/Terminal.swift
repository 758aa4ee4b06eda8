import Diorama
import Foundation

/// What people read: results on standard output, everything else on standard error.
enum Terminal {
    /// Results that nobody can read: a full disk, or a reader that has ended.
    struct Unwritten: Error, CustomStringConvertible {
        var reason: String

        var description: String { "the result cannot be written to standard output: \(reason)" }
    }

    /// Writes a result and a terminator to standard output, past the buffer of the C library, which would find out after
    /// the end of the program that they cannot be written.
    static func print(_ result: some CustomStringConvertible, terminator: String = "\n") throws(Unwritten) {
        if let code = write(result.description + terminator, to: STDOUT_FILENO) {
            throw Unwritten(reason: String(cString: strerror(code)))
        }
    }

    /// Writes to standard error. Where that cannot be written there is nobody to report it to; the exit code remains.
    static func complain(_ text: String) {
        _ = write(text + "\n", to: STDERR_FILENO)
    }

    /// Our errors describe themselves; diagnostics say “error” on each of their lines already.
    static func words(for error: any Error) -> String {
        let words = String(describing: error)
        return Mistake.isListed(error) ? words : "error: \(words)"
    }

    /// A reader that ends early, such as `head`, shall be an error of the write that finds it gone, not the end of a
    /// process that still has a dataset to finish.
    static func keepGoingWithoutReader() {
        signal(SIGPIPE, SIG_IGN)
    }

    /// - Returns: the error's number, where not all of it can be written.
    private static func write(_ text: String, to descriptor: Int32) -> Int32? {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno != EINTR { return errno }
            rest = rest.dropFirst(max(0, written))
        }
        return nil
    }
}
