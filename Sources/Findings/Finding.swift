/// Something that is wrong, or worth knowing: the one shape in which every room reports it.
public struct Finding: Error, Hashable, Sendable {
    /// Ranked by what it does to a reader or to a training run, not by the letter of a format.
    public enum Severity: Int, Sendable, Comparable {
        /// Worth knowing, and nothing need be done: rounding, habits of tools, what a format cannot say.
        case note
        /// Odd, but the work goes on; a person should look at it.
        case warning
        /// A reader or a training run breaks on it, a label is wrong beyond doubt, or the work ended.
        case error

        /// By rank.
        public static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }

        /// As reports spell it: `note`, `warning`, `error`.
        public var word: String {
            switch self {
            case .note: "note"
            case .warning: "warning"
            case .error: "error"
            }
        }
    }

    /// What kind of finding it is, for a program: the room, a point and the kind, such as `pipeline.unknown-key`. A code
    /// keeps its meaning from version to version, while words may change; more may come.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// Such as `pipeline.unknown-key`.
        public let rawValue: String

        /// Any code: a program may compare with ones that it knows.
        public init(rawValue: String) { self.rawValue = rawValue }
        package init(_ rawValue: String) { self.rawValue = rawValue }

        /// Of a name as programs have it: `noArea` becomes `room.no-area`.
        package init(room: String, _ name: String) {
            rawValue = "\(room)." + name.map { $0.isUppercase ? "-\($0.lowercased())" : String($0) }.joined()
        }
    }

    /// How bad it is.
    public package(set) var severity: Severity
    /// What kind of finding it is.
    public package(set) var code: Code
    /// The file that it is about; of a dataset's files relative to its folder where it lies inside.
    public package(set) var file: String?
    /// In the file, from 1.
    public package(set) var line: Int?
    /// In the line, from 1.
    public package(set) var column: Int?
    /// What in the file, or what without a file, such as “annotation 17”; nil for the file itself.
    public package(set) var subject: String?
    /// For example “the box is [1, 2, 3, 4], but the mask's is [1, 2, 3, 5]”.
    public package(set) var problem: String
    /// What to do about it, where there is something to be said besides the problem.
    public package(set) var remedy: String?
    /// How often it was met.
    public package(set) var count: Int
    /// How bad it is among those of its kind: a `FindingList` keeps the worst. In the kind's own unit, such as pixels.
    package var weight: Double
    /// Where notes that are alike are told once; nil for the file, or for the folder of files that have no subject.
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

    /// The same, of a file that is known only now.
    package func inFile(_ name: String) -> Finding {
        var finding = self
        finding.file = name
        return finding
    }

    /// The same where the work goes on in spite of it.
    package var asWarning: Finding {
        var finding = self
        finding.severity = .warning
        return finding
    }
}

/// An error that can say of itself what a report lists.
package protocol ReportableError: Error {
    /// At least one, in order.
    var findings: [Finding] { get }
}
