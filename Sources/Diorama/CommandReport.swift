public import Findings
import JSON

/// The report of a command, for people and for programs.
public protocol CommandReport: CustomStringConvertible, Sendable {
    /// Whether the work gave the requested result.
    var isSound: Bool { get }
    /// The faults and notes, in the order of the report.
    var findings: [Finding] { get }
    /// The whole report as one JSON document: `diorama`, `command`, `ok`, `findings`, `summary`.
    var json: String { get }
}

/// The report of a command that ended with an error.
public struct FailureReport: CommandReport {
    /// The error in words.
    public let description: String
    /// Always false.
    public let isSound = false
    /// The findings, at least one.
    public let findings: [Finding]
    private let command: String

    /// - Parameter command: the command's name on the command line.
    public init(_ command: String, _ error: any Error) {
        self.command = command
        description = String(describing: error)
        findings = Mistake.findings(error)
    }

    /// The error's findings as a document.
    public var json: String { ReportDocument(command: command, isSound: false, findings: findings).text }
}

/// The document that programs read. Its members have a fixed order, and so do the findings.
struct ReportDocument {
    let command: String
    let isSound: Bool
    let findings: [Finding]
    /// Writes the members of the summary.
    var summary: (inout JSONWriter) -> Void = { _ in }

    var text: String {
        var writer = JSONWriter(style: .indented)
        writer.object { writer in
            writer.member("diorama", Version.current)
            writer.member("command", command)
            writer.member("ok", isSound)
            writer.member("findings", findings)
            writer.key("summary")
            writer.object(summary)
        }
        return String(decoding: writer.drain(), as: UTF8.self)
    }
}
