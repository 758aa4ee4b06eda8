package import Findings

/// A picture that could not be read, made or written.
///
/// The operation is libvips' name of one (`webpload_buffer`), or a word of ours (`read`).
package typealias PictureError = Failure<PictureFailure>

/// The kinds of `PictureError`.
package enum PictureFailure: String, FailureKind {
    package static let room = "picture"

    /// The file does not exist.
    case missing
    /// The path leads to a folder, a device, or a file that may not be read.
    case unreadable
    /// The file has no bytes.
    case empty
    /// The bytes are not a picture, or are of a kind that is not read here.
    case wrongFormat
    /// The picture has more pixels than the limit, or more than the format can hold.
    case tooLarge
    /// The picture is cut off or corrupt.
    case damaged
    /// The pixels are unusable: not a number, or black throughout where there must be light.
    case badPixels
    /// The request does not fit the picture, such as a crop that reaches outside it.
    case outOfRange
    /// An operation of libvips failed.
    case operation

    /// The reason, and the operation where the words are not ours.
    ///
    /// libvips gives a line for each layer that failed, each led by its C class: the lines are joined, without classes
    /// and repetitions.
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
