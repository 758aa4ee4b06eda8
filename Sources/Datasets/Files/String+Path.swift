extension String {
    /// The path without its extension: `a/b.c` for `a/b.c.jpg`.
    var stem: String {
        guard let dot = lastIndex(of: "."), !self[dot...].contains("/") else { return self }
        return String(self[..<dot])
    }

    /// The part before the last slash; empty without one.
    var parent: String { lastIndex(of: "/").map { String(self[..<$0]) } ?? "" }

    /// The folder that holds a path, as the process opens it: `.` for a bare name, `/` for a name at the root.
    var enclosingFolder: String {
        // A search by bytes is much faster than one by characters.
        utf8.lastIndex(of: UInt8(ascii: "/")).map { $0 == startIndex ? "/" : String(self[..<$0]) } ?? "."
    }

    /// The part after the last slash.
    package var lastPart: String { lastIndex(of: "/").map { String(self[index(after: $0)...]) } ?? self }
}
