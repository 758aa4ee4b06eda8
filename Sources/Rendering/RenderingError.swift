package import Findings

/// A mesh that cannot be loaded, or a scene that cannot be rendered: what kind of failure, of which file, and why.
package struct RenderingError: Error, Hashable, Sendable {
    /// What kind of failure it is, for a caller who treats some kinds differently. More may come.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String

        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The file of a mesh is not there.
        package static let missing = Code(rawValue: "missing")
        /// Assimp cannot read the file.
        package static let unreadable = Code(rawValue: "unreadable")
        /// The process that was to read the file crashed, or could not be started.
        package static let crashed = Code(rawValue: "crashed")
        /// Reading the file took more time than the limit.
        package static let tookTooLong = Code(rawValue: "tookTooLong")
        /// Reading the file took more memory than the limit.
        package static let outOfMemory = Code(rawValue: "outOfMemory")
        /// There is no triangle with an area in it, only points and lines or nothing at all.
        package static let noFaces = Code(rawValue: "noFaces")
        /// More triangles than the limit.
        package static let tooManyFaces = Code(rawValue: "tooManyFaces")
        /// A vertex is not a number or infinite.
        package static let notFinite = Code(rawValue: "notFinite")
        /// Larger or smaller than what can be drawn.
        package static let extremeSize = Code(rawValue: "extremeSize")
        /// A triangle names a vertex or a material that does not exist, or lists do not match in length.
        package static let inconsistent = Code(rawValue: "inconsistent")
        /// A texture's file is not there.
        package static let missingTexture = Code(rawValue: "missingTexture")
        /// The file of an OBJ's materials is not there.
        package static let missingMaterials = Code(rawValue: "missingMaterials")
        /// The file asks for something that is not supported, such as an extension of glTF.
        package static let unsupported = Code(rawValue: "unsupported")
        /// A texture's file or bytes cannot be decoded.
        package static let badTexture = Code(rawValue: "badTexture")
        /// A pose, or the transform of a file's node, that flattens its object or holds no finite numbers.
        package static let badPose = Code(rawValue: "badPose")
        /// A camera that is not above the ground it looks at.
        package static let badCamera = Code(rawValue: "badCamera")
        /// Light that is negative or not finite, or a sun without a direction.
        package static let badLight = Code(rawValue: "badLight")
        /// Embree failed: most often for want of memory.
        package static let tracer = Code(rawValue: "tracer")
    }

    package var code: Code
    /// The file as the caller named it, where one is concerned.
    package var file: String?
    /// The reason: a sentence of ours, or the words of Assimp, Embree or libvips as they gave them.
    package var words: String

    package init(_ code: Code, file: String? = nil, _ words: String) {
        self.code = code
        self.file = file
        self.words = words
    }
}

extension RenderingError: CustomStringConvertible {
    /// One line for a person.
    package var description: String {
        file.map { "\($0): \(words)" } ?? words
    }
}

extension RenderingError: ReportableError {
    /// For a program: `model.too-large`.
    package var findingCode: Finding.Code { Finding.Code(room: "model", code.rawValue) }

    package var findings: [Finding] { [Finding(.error, findingCode, file: file, words)] }
}
