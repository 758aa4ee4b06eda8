extension String {
    /// Without what it ends in: `a/b.c` for `a/b.c.jpg`.
    var stem: String {
        guard let dot = lastIndex(of: "."), !self[dot...].contains("/") else { return self }
        return String(self[..<dot])
    }

    /// What stands before the last slash; empty without one.
    var parent: String { lastIndex(of: "/").map { String(self[..<$0]) } ?? "" }

    /// What stands after the last slash.
    var lastPart: String { lastIndex(of: "/").map { String(self[index(after: $0)...]) } ?? self }
}
