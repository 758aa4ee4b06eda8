/// One reading of a file. It collects the mistakes, so that all are reported together, and it knows the folder that
/// relative paths start from.
package struct Reading {
    package private(set) var diagnostics: [Diagnostic] = []
    /// The paths that the file names, as the process can open them.
    package private(set) var paths: [String] = []
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

    /// Takes in a path that the file names, as the process can open it.
    package mutating func note(path: String) { paths.append(path) }

    /// The path as the process can open it: relative paths start from the file's folder. It is tidied, so that one file
    /// has one name: `a/../b` is `b`. The text behind `#` may be a name within the file, and stays as it is. A path that
    /// begins with `diorama:` is that of a file that comes with the program.
    package func resolve(_ path: String) -> String {
        let path = ShippedFiles.opened(path)
        let joined = path.hasPrefix("/") || folder.isEmpty ? path : folder + "/" + path
        var tidied: [Substring] = []
        var isName = false
        // Only what is written here can hold a name; its folder cannot.
        let written = path.split(separator: "/", omittingEmptySubsequences: false).count
        let parts = joined.split(separator: "/", omittingEmptySubsequences: false)
        for (number, part) in parts.enumerated() {
            if !isName {
                if part.isEmpty || part == "." { continue }
                if part == "..", let last = tidied.last, last != ".." {
                    tidied.removeLast()
                    continue
                }
            }
            tidied.append(part)
            isName = isName || (number >= parts.count - written && part.contains("#"))
        }
        let tidy = tidied.joined(separator: "/")
        if joined.hasPrefix("/") { return "/" + tidy }
        return tidy.isEmpty ? "." : tidy
    }
}
