package import Findings

/// A zip archive or a member of it that cannot be read. The file is the caller's name for the archive, with `#` and the
/// member's name where one is concerned.
package typealias ArchiveError = Failure<ArchiveFailure>

/// The kinds of `ArchiveError`.
package enum ArchiveFailure: String, FailureKind {
    package static let room = "archive"

    /// The archive does not exist.
    case missing
    /// The file is no zip archive, or its list of members is damaged.
    case unreadable
    /// A member's name would lead outside the archive.
    case unsafe
    /// The archive has no member of that name.
    case noMember
    /// The member has more bytes than the limit.
    case tooLarge
    /// The member cannot be unpacked: it is cut off, its checksum is wrong, or it is encrypted.
    case damaged
}
