package import Findings

/// A zip archive or a member of it that cannot be read: what kind of failure, which of them, and why.
package struct ArchiveError: Error, Hashable, Sendable {
    /// What kind of failure it is. More may come.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String

        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The archive is not there.
        package static let missing = Code(rawValue: "missing")
        /// The file is no zip archive, or its list of members is damaged.
        package static let unreadable = Code(rawValue: "unreadable")
        /// A member's name would lead outside the archive.
        package static let unsafe = Code(rawValue: "unsafe")
        /// The archive has no member of that name.
        package static let noMember = Code(rawValue: "noMember")
        /// More bytes than the limit.
        package static let tooLarge = Code(rawValue: "tooLarge")
        /// The member cannot be unpacked: it is cut off, its checksum is wrong, or it is encrypted.
        package static let damaged = Code(rawValue: "damaged")
    }

    package var code: Code
    /// The archive as the caller named it, with `#` and the member's name where one is concerned.
    package var file: String
    package var words: String

    package init(_ code: Code, file: String, _ words: String) {
        self.code = code
        self.file = file
        self.words = words
    }
}

extension ArchiveError: CustomStringConvertible {
    /// One line for a person.
    package var description: String { "\(file): \(words)" }
}

extension ArchiveError: ReportableError {
    /// For a program: `archive.too-large`.
    package var findingCode: Finding.Code { Finding.Code(room: "archive", code.rawValue) }

    package var findings: [Finding] { [Finding(.error, findingCode, file: file, words)] }
}
