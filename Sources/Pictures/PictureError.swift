package import Findings

/// A picture that could not be read, made or written: what was being done, to which file, and why.
package struct PictureError: Error, Hashable, Sendable {
    /// What kind of failure it is, for a caller who treats some kinds differently. More may come.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String

        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The file is not there.
        package static let missing = Code(rawValue: "missing")
        /// The path leads to a folder, a device, or a file that may not be read.
        package static let unreadable = Code(rawValue: "unreadable")
        /// The file has no bytes.
        package static let empty = Code(rawValue: "empty")
        /// The bytes are no picture, or one of a kind that is not read here.
        package static let wrongFormat = Code(rawValue: "wrongFormat")
        /// More pixels than the limit, or more than the format can say.
        package static let tooLarge = Code(rawValue: "tooLarge")
        /// A picture that is cut off or corrupt.
        package static let damaged = Code(rawValue: "damaged")
        /// Pixels that say nothing: not a number, or black throughout where there must be light.
        package static let badPixels = Code(rawValue: "badPixels")
        /// What was asked for does not fit the picture, such as a crop that reaches outside it.
        package static let outOfRange = Code(rawValue: "outOfRange")
        /// An operation of libvips failed.
        package static let operation = Code(rawValue: "operation")
    }

    package var code: Code
    /// What was being done: libvips' name of an operation (`webpload_buffer`), or a word of ours (`read`).
    package var operation: String
    /// The file as the caller named it, where one is concerned.
    package var file: String?
    /// The reason: a sentence of ours, or the words of libvips, libjpeg or libpng as they gave them.
    package var words: String

    package init(_ code: Code, _ operation: String, file: String? = nil, _ words: String) {
        self.code = code
        self.operation = operation
        self.file = file
        self.words = words
    }
}

extension PictureError: CustomStringConvertible {
    /// One line for a person: the file, the reason, and the operation where the words are not ours.
    ///
    /// libvips gives a line per layer that failed, each led by the C class it came from: the lines are joined, the
    /// classes and repetitions dropped.
    package var description: String {
        var reasons: [Substring] = []
        for line in words.split(whereSeparator: \.isNewline) {
            var reason = line
            if let colon = line.firstIndex(of: ":"),
                line[..<colon].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }),
                line[colon...].hasPrefix(": ")
            {
                reason = line[colon...].dropFirst(2)
            }
            if !reasons.contains(reason) { reasons.append(reason) }
        }
        var text = reasons.isEmpty ? "failed without a reason" : reasons.joined(separator: "; ")
        if code == .operation { text = "\(operation): \(text)" }
        return file.map { "\($0): \(text)" } ?? text
    }
}

extension PictureError: ReportableError {
    /// For a program: `picture.too-large`.
    package var findingCode: Finding.Code { Finding.Code(room: "picture", code.rawValue) }

    package var finding: Finding {
        var bare = self
        bare.file = nil
        return Finding(.error, findingCode, file: file, bare.description)
    }

    package var findings: [Finding] { [finding] }
}
