package import Findings

/// A picture that could not be read, made or written.
///
/// The operation is libvips' name of one (`webpload_buffer`), or a word of ours (`read`).
package typealias PictureError = Failure<PictureFailure>

/// The kinds of `PictureError`.
package enum PictureFailure: String, FailureKind {
    package static let room = "picture"

    /// The file is not there.
    case missing
    /// The path leads to a folder, a device, or a file that may not be read.
    case unreadable
    /// The file has no bytes.
    case empty
    /// The bytes are no picture, or one of a kind that is not read here.
    case wrongFormat
    /// More pixels than the limit, or more than the format can say.
    case tooLarge
    /// A picture that is cut off or corrupt.
    case damaged
    /// Pixels that say nothing: not a number, or black throughout where there must be light.
    case badPixels
    /// What was asked for does not fit the picture, such as a crop that reaches outside it.
    case outOfRange
    /// An operation of libvips failed.
    case operation

    /// The reason, and the operation where the words are not ours.
    ///
    /// libvips gives a line per layer that failed, each led by the C class it came from: the lines are joined, the
    /// classes and repetitions dropped.
    package static func reason(of failure: PictureError) -> String {
        var reasons: [Substring] = []
        for line in failure.words.split(whereSeparator: \.isNewline) {
            var reason = line
            if let colon = line.firstIndex(of: ":"),
                line[..<colon].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }),
                line[colon...].hasPrefix(": ")
            {
                reason = line[colon...].dropFirst(2)
            }
            if !reasons.contains(reason) { reasons.append(reason) }
        }
        let text = reasons.isEmpty ? "failed without a reason" : reasons.joined(separator: "; ")
        guard failure.code == .operation, let operation = failure.operation else { return text }
        return "\(operation): \(text)"
    }
}
