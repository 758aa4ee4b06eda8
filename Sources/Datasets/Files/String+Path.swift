extension String {
    /// Without what it ends in: `a/b.c` for `a/b.c.jpg`.
    var stem: String {
        guard let dot = lastIndex(of: "."), !self[dot...].contains("/") else { return self }
        return String(self[..<dot])
    }

    /// What stands before the last slash; empty without one.
    var parent: String { lastIndex(of: "/").map { String(self[..<$0]) } ?? "" }

    /// The folder that a path lies in, as the process opens it: `.` for a bare name, `/` for one at the root.
    var enclosingFolder: String {
        // By bytes, which is much faster than by characters.
        utf8.lastIndex(of: UInt8(ascii: "/")).map { $0 == startIndex ? "/" : String(self[..<$0]) } ?? "."
    }

    /// What stands after the last slash.
    var lastPart: String { lastIndex(of: "/").map { String(self[index(after: $0)...]) } ?? self }
}
