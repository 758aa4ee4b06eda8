package import Pictures

/// A photo that was asked for and is not used: which, why, and what to do about it.
package struct PhotoSkip: Error, Hashable, Sendable {
    package var path: String
    /// What is wrong, to be read after the path and a colon.
    package var reason: String
    package var remedy: String?

    package init(path: String, reason: String, remedy: String? = nil) {
        self.path = path
        self.reason = reason
        self.remedy = remedy
    }

    /// From a failure to read it, while probing or later while decoding.
    package init(path: String, _ error: PictureError) {
        var bare = error
        bare.file = nil
        let remedy: String? =
            switch error.code {
            case .missing: "correct its path"
            case .unreadable: "make it a file that may be read"
            case .empty, .damaged: "put a whole copy in its place"
            // The words for one that is too large, or of a wrong format, say already what would be right.
            default: nil
            }
        self.init(path: path, reason: bare.description, remedy: remedy)
    }
}

extension PhotoSkip: CustomStringConvertible {
    /// One line: `PATH: REASON; REMEDY`.
    package var description: String { "\(path): \(words)" }

    /// All but the path.
    package var words: String { reason + (remedy.map { "; \($0)" } ?? "") }
}
