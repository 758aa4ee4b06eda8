/// A failure: its kind, the file that it is about, and the reason.
///
/// Each room has failures of its own, with its own kinds, so that a function can state in its `throws` which room's
/// failures a caller may get.
package struct Failure<Kind: FailureKind>: Error, Hashable, Sendable {
    package var code: Kind
    /// The step that failed, where that is of use: for example the name of an operation of libvips.
    package var operation: String?
    /// The file, by the caller's name for it or as the process opens it, where one is concerned.
    package var file: String?
    /// The fault and what to do: a sentence of ours, or the words of a library unchanged.
    package var words: String

    package init(_ code: Kind, file: String? = nil, _ words: String) {
        (self.code, self.file, self.words) = (code, file, words)
    }

    package init(_ code: Kind, _ operation: String, file: String? = nil, _ words: String) {
        self.init(code, file: file, words)
        self.operation = operation
    }

    /// The text for a person, without the file.
    package var reason: String { Kind.reason(of: self) }

    /// The same failure about a file.
    package func concerning(_ file: String) -> Failure {
        var failure = self
        failure.file = file
        return failure
    }
}

/// The kinds of failure of a room, for callers that treat some differently. More may come.
package protocol FailureKind: RawRepresentable<String>, Hashable, Sendable {
    /// The first part of the codes that programs read, such as `picture` of `picture.too-large`.
    static var room: String { get }

    /// The text of a failure for a person, without its file; its words unless a room has another rule.
    static func reason(of failure: Failure<Self>) -> String
}

extension FailureKind {
    package static func reason(of failure: Failure<Self>) -> String { failure.words }
}

extension Failure: CustomStringConvertible {
    /// One line for a person.
    package var description: String { file.map { "\($0): \(reason)" } ?? reason }
}

extension Failure: ReportableError {
    /// The code for a program: `object.too-large`.
    package var findingCode: Finding.Code { Finding.Code(room: Kind.room, code.rawValue) }

    /// The finding for a report.
    package var finding: Finding { Finding(.error, findingCode, file: file, reason) }

    package var findings: [Finding] { [finding] }
}
