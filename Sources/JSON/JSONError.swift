/// The place where a text stops being the expected JSON, and what was expected there.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line and the column, from 1; both count bytes from the start of the text that was read.
    package var line: Int
    package var column: Int
    /// The problem, for example "expected a number, found a string".
    package var problem: String

    package init(line: Int, column: Int, problem: String) {
        self.line = line
        self.column = column
        self.problem = problem
    }

    package var description: String { "\(line):\(column): \(problem)" }
}
