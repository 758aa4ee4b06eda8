import Cards
public import Findings

/// All mistakes in a pipeline file and in the files that it names, in the order of their places there.
public struct PipelineMistakes: Error, Sendable, CustomStringConvertible {
    /// One mistake, and its place.
    public struct Mistake: Sendable, Hashable {
        /// The file, by the name that was given.
        public let file: String
        /// The line, from 1.
        public let line: Int
        /// The column, from 1, in characters.
        public let column: Int
        /// The mistake in a sentence, with the nearest right name where there is one.
        public let message: String
    }

    /// The mistakes, at least one.
    public let mistakes: [Mistake]
    /// The mistakes as `diorama check` prints them: each with its line and a mark below the place.
    public let description: String
    /// The mistakes as findings, each with its code.
    public let findings: [Finding]

    init(_ invalid: InvalidFile) {
        mistakes = invalid.diagnostics.map {
            Mistake(
                file: $0.position.source.name, line: $0.position.line, column: $0.position.column,
                message: $0.problem.message)
        }
        description = invalid.description
        findings = invalid.findings
    }
}

extension PipelineMistakes: ReportableError {}
