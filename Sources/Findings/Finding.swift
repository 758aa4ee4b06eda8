/// A fault or a note: every room reports in this one form.
public struct Finding: Error, Hashable, Sendable {
    /// The rank of a finding by its effect on a reader or a training run, not by the letter of a format.
    public enum Severity: Int, Sendable, Comparable {
        /// A fact that needs no action: rounding, habits of tools, a fact that a format cannot hold.
        case note
        /// Odd, but the work goes on; a person should look at it.
        case warning
        /// A reader or a training run breaks on it, a label is wrong beyond doubt, or the work ended.
        case error

        /// Compares ranks.
        public static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }

        /// The word in reports: `note`, `warning`, `error`.
        public var word: String {
            switch self {
            case .note: "note"
            case .warning: "warning"
            case .error: "error"
            }
        }
    }

    /// The kind of finding, for a program: the room, a point and the kind, such as `pipeline.unknown-key`. A code keeps
    /// its meaning from version to version, while words may change; more may come.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The text, such as `pipeline.unknown-key`.
        public let rawValue: String

        /// Makes any code: a program may compare with the codes that it knows.
        public init(rawValue: String) { self.rawValue = rawValue }
        package init(_ rawValue: String) { self.rawValue = rawValue }

        /// Makes a code from a Swift name: `noArea` becomes `room.no-area`.
        package init(room: String, _ name: String) {
            rawValue = "\(room)." + name.map { $0.isUppercase ? "-\($0.lowercased())" : String($0) }.joined()
        }
    }

    /// The severity.
    public package(set) var severity: Severity
    /// The kind of finding.
    public package(set) var code: Code
    /// The file that the finding is about; a file inside a dataset's folder is relative to that folder.
    public package(set) var file: String?
    /// The line in the file, from 1.
    public package(set) var line: Int?
    /// The column in the line, from 1.
    public package(set) var column: Int?
    /// The thing in the file, or the thing without a file, such as “annotation 17”; nil for the file itself.
    public package(set) var subject: String?
    /// The problem, for example “the box is [1, 2, 3, 4], but the mask's is [1, 2, 3, 5]”.
    public package(set) var problem: String
    /// What to do about it, where the problem alone does not say this.
    public package(set) var remedy: String?
    /// The number of times that it was found.
    public package(set) var count: Int
    /// The rank among findings of its kind: a `FindingList` keeps the worst. In the kind's own unit, such as pixels.
    package var weight: Double
    /// The place for which similar notes are reported once; nil for the file, or for the folder of files without a
    /// subject.
    package var scope: String?

    package init(
        _ severity: Severity, _ code: Code, file: String? = nil, line: Int? = nil, column: Int? = nil,
        subject: String? = nil, _ problem: String, remedy: String? = nil, count: Int = 1, weight: Double = 0,
        scope: String? = nil
    ) {
        self.severity = severity
        self.code = code
        (self.file, self.line, self.column, self.subject) = (file, line, column, subject)
        (self.problem, self.remedy, self.count) = (problem, remedy, count)
        (self.weight, self.scope) = (weight, scope)
    }

    /// The same finding about a file that is known only now.
    package func inFile(_ name: String) -> Finding {
        var finding = self
        finding.file = name
        return finding
    }

    /// The same finding as a warning, where the work goes on in spite of it.
    package var asWarning: Finding {
        var finding = self
        finding.severity = .warning
        return finding
    }
}

/// An error with findings for a report.
package protocol ReportableError: Error {
    /// The findings, at least one, in order.
    var findings: [Finding] { get }
}
