/// Something that an audit found in a dataset.
package struct Finding: Hashable, Sendable, CustomStringConvertible {
    package enum Severity: String, Sendable, Comparable {
        /// Odd, but readers cope with it; common in real datasets.
        case warning
        /// A file or a label is wrong.
        case error

        package static func < (a: Severity, b: Severity) -> Bool { a == .warning && b == .error }
    }

    package var severity: Severity
    /// The file that it is about, relative to the dataset's folder where it lies inside.
    package var file: String
    /// What in the file, such as "annotation 17"; nil for the file itself.
    package var subject: String?
    /// For example "the box is [1, 2, 3, 4], but the mask's is [1, 2, 3, 5]".
    package var problem: String

    package init(_ severity: Severity, file: String, subject: String? = nil, _ problem: String) {
        self.severity = severity
        self.file = file
        self.subject = subject
        self.problem = problem
    }

    package var description: String {
        "\(severity.rawValue): \(file)\(subject.map { ": \($0)" } ?? ""): \(problem)"
    }
}
