import Cards
package import Findings
package import Pictures

/// A failure to read or make an object.
package typealias ObjectError = Failure<ObjectFailure>

/// The kinds of `ObjectError`.
package enum ObjectFailure: String, FailureKind {
    package static let room = "object"

    /// A named file does not exist, or a folder or pattern holds no file.
    case missing
    /// The file cannot be read as a file of its kind.
    case unreadable
    /// A picture without alpha, and without a mask.
    case noAlpha
    /// A mask is missing, or does not fit its picture.
    case mask
    /// A picture is fully transparent.
    case nothingVisible
    case tooLarge
    /// A model with more triangles than the limit.
    case tooManyFaces
    /// A model that took more time, or more memory, to be read than the limit.
    case tookTooLong
    case outOfMemory
    /// A drawing has no parameter of this name.
    case unknownParameter
    /// A value that the source cannot use.
    case badValue
    /// The photo of an object is the photo that the object would be placed in.
    case samePhoto
    /// No font family of this name is installed.
    case unknownFont
    /// No installed font has a glyph for a character of a text.
    case missingGlyph
}

extension ObjectError {
    /// A picture that could not be read.
    package init(_ error: PictureError) {
        let code: ObjectFailure =
            switch error.code {
            case .missing: .missing
            case .tooLarge: .tooLarge
            default: .unreadable
            }
        self.init(code, file: error.file, error.reason)
    }

    package static func nothingVisible(_ file: String?) -> ObjectError {
        ObjectError(.nothingVisible, file: file, "is fully transparent: there is nothing to see of the object")
    }

    /// A parameter that a drawing or a solid does not have.
    ///
    /// - Parameter hint: an explanation of parameters, for a file without any.
    package static func unknownParameter(_ name: String, known: [String], hint: String = "", file: String?)
        -> ObjectError
    {
        var words = "has no parameter “\(name)”"
        if let nearest = name.nearest(among: known) { words += "; did you mean “\(nearest)”?" }
        words +=
            known.isEmpty
            ? "; it has none\(hint)"
            : (words.hasSuffix("?") ? " It has: " : "; it has: ") + known.joined(separator: ", ")
        return ObjectError(.unknownParameter, file: file, words)
    }
}
