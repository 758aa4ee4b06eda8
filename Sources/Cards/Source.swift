/// A text that a user wrote and that diagnostics point into: a pipeline file, a catalogue, or a `--set` option.
package final class Source: Sendable {
    /// The name for the user: the path as given, or the option.
    package let name: String
    package let text: String

    package init(name: String, text: String) {
        self.name = name
        self.text = text
    }

    /// The 1-based line without its line break, or nil when there is no such line.
    package func line(_ number: Int) -> Substring? {
        var current = 1
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            if current == number { return line }
            current += 1
        }
        return nil
    }
}

/// A place in a source. Lines and columns count from 1; columns count characters.
package struct Position: Sendable {
    package let source: Source
    package let line: Int
    package let column: Int

    package init(source: Source, line: Int, column: Int) {
        self.source = source
        self.line = line
        self.column = column
    }
}
