import Diorama
import Foundation

/// What people read: results on standard output, everything else on standard error.
enum Terminal {
    static func complain(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// Our errors describe themselves; diagnostics say “error” on each of their lines already.
    static func words(for error: any Error) -> String {
        let words = String(describing: error)
        return Mistake.isListed(error) ? words : "error: \(words)"
    }
}
