/// What could not be done: the kind of failure, the file that it is about, and why.
///
/// Each room has failures of its own, told apart by the kinds that it knows, so that a function can say in its `throws`
/// which room's failures a caller meets.
package struct Failure<Kind: FailureKind>: Error, Hashable, Sendable {
    package var code: Kind
    /// What was being done, where that is worth knowing: for example the name of an operation of libvips.
    package var operation: String?
    /// The file, as the caller named it or as the process opens it, where one is concerned.
    package var file: String?
    /// What is wrong and what to do: a sentence of ours, or the words of a library as it gave them.
    package var words: String

    package init(_ code: Kind, file: String? = nil, _ words: String) {
        (self.code, self.file, self.words) = (code, file, words)
    }

    package init(_ code: Kind, _ operation: String, file: String? = nil, _ words: String) {
        self.init(code, file: file, words)
        self.operation = operation
    }

    /// For a person, without the file.
    package var reason: String { Kind.reason(of: self) }

    /// The same failure, told of a file.
    package func concerning(_ file: String) -> Failure {
        var failure = self
        failure.file = file
        return failure
    }
}

/// The kinds of failure that a room knows, for callers who treat some differently. More may come.
package protocol FailureKind: RawRepresentable<String>, Hashable, Sendable {
    /// The first part of the codes that programs read, such as `picture` of `picture.too-large`.
    static var room: String { get }

    /// What a person reads of a failure, without its file; its words unless a room has another rule.
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
    /// For a program: `object.too-large`.
    package var findingCode: Finding.Code { Finding.Code(room: Kind.room, code.rawValue) }

    /// What a report lists.
    package var finding: Finding { Finding(.error, findingCode, file: file, reason) }

    package var findings: [Finding] { [finding] }
}
