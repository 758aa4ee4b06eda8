import Cards
package import Findings
package import Pictures

/// Why an object cannot be had: which source and file, what is wrong, and what to do about it.
package struct ObjectError: Error, Hashable, Sendable {
    /// What kind of failure it is. More may come.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String

        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// No file is where one was named, or none in a folder or for a pattern.
        package static let missing = Code(rawValue: "missing")
        /// The file cannot be read as what it should be.
        package static let unreadable = Code(rawValue: "unreadable")
        /// A picture without alpha, and without a mask.
        package static let noAlpha = Code(rawValue: "noAlpha")
        /// A mask that is missing, or that does not fit its picture.
        package static let mask = Code(rawValue: "mask")
        /// Fully transparent.
        package static let nothingVisible = Code(rawValue: "nothingVisible")
        package static let tooLarge = Code(rawValue: "tooLarge")
        /// A model with more triangles than the limit.
        package static let tooManyFaces = Code(rawValue: "tooManyFaces")
        /// A model that took more time, or more memory, to be read than the limit.
        package static let tookTooLong = Code(rawValue: "tookTooLong")
        package static let outOfMemory = Code(rawValue: "outOfMemory")
        /// A drawing has no parameter of this name.
        package static let unknownParameter = Code(rawValue: "unknownParameter")
        /// A value that the source cannot use.
        package static let badValue = Code(rawValue: "badValue")
        /// An instance would have to be set into the photo that it comes from.
        package static let samePhoto = Code(rawValue: "samePhoto")
        /// No font family of this name is installed.
        package static let unknownFont = Code(rawValue: "unknownFont")
        /// No installed font has a glyph for a character of a text.
        package static let missingGlyph = Code(rawValue: "missingGlyph")
    }

    package var code: Code
    /// The file as the process opens it, where one is concerned.
    package var file: String?
    /// What is wrong and what to do.
    package var words: String

    package init(_ code: Code, file: String? = nil, _ words: String) {
        self.code = code
        self.file = file
        self.words = words
    }

    /// A picture that could not be read.
    package init(_ error: PictureError) {
        let code: Code =
            switch error.code {
            case .missing: .missing
            case .tooLarge: .tooLarge
            default: .unreadable
            }
        let file = error.file
        var plain = error
        plain.file = nil
        self.init(code, file: file, plain.description)
    }
}

extension ObjectError {
    static func nothingVisible(_ file: String?) -> ObjectError {
        ObjectError(.nothingVisible, file: file, "is fully transparent: there is nothing to see of the object")
    }

    /// A parameter that a drawing or a solid does not have.
    ///
    /// - Parameter hint: what a parameter is, said of a file without any.
    static func unknownParameter(_ name: String, known: [String], hint: String = "", file: String?) -> ObjectError {
        var words = "has no parameter “\(name)”"
        if let nearest = name.nearest(among: known) { words += "; did you mean “\(nearest)”?" }
        words +=
            known.isEmpty
            ? "; it has none\(hint)"
            : (words.hasSuffix("?") ? " It has: " : "; it has: ") + known.joined(separator: ", ")
        return ObjectError(.unknownParameter, file: file, words)
    }

    init(_ error: SpriteError, file: String?) {
        switch error {
        case .nothingVisible: self = .nothingVisible(file)
        case .tooLarge(let width, let height):
            self.init(
                .tooLarge, file: file,
                "the object has \(width) × \(height) pixels, more than \(Sprite.longestSide) a side: make it smaller")
        }
    }
}

extension ObjectError: CustomStringConvertible {
    package var description: String {
        file.map { "\($0): \(words)" } ?? words
    }
}

extension ObjectError: ReportableError {
    /// For a program: `object.too-large`.
    package var findingCode: Finding.Code { Finding.Code(room: "object", code.rawValue) }

    package var findings: [Finding] { [Finding(.error, findingCode, file: file, words)] }
}
