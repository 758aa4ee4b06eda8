/// One reading of a file: collects its mistakes, so that all are reported together, and knows the folder that its
/// relative paths start from.
package struct Reading {
    package private(set) var diagnostics: [Diagnostic] = []
    /// The folder of the file; empty for the current one.
    package let folder: String

    package init(folder: String) {
        self.folder = folder
    }

    package mutating func report(_ problem: Problem, at position: Position) {
        diagnostics.append(Diagnostic(problem, at: position))
    }

    package mutating func report(_ diagnostics: [Diagnostic]) {
        self.diagnostics += diagnostics
    }

    /// The path as the process can open it: relative paths start from the file's folder. Tidied, so that one file has
    /// one name: `a/../b` is `b`.
    package func resolve(_ path: String) -> String {
        let joined = path.hasPrefix("/") || folder.isEmpty ? path : folder + "/" + path
        var parts: [Substring] = []
        for part in joined.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
        }
        let tidy = parts.joined(separator: "/")
        if joined.hasPrefix("/") { return "/" + tidy }
        return tidy.isEmpty ? "." : tidy
    }
}
