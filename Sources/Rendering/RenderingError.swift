package import Findings

/// A mesh that cannot be loaded, or a scene that cannot be rendered.
package typealias RenderingError = Failure<RenderingFailure>

/// The kinds of `RenderingError`.
package enum RenderingFailure: String, FailureKind {
    package static let room = "model"

    /// The file of a mesh does not exist.
    case missing
    /// Assimp cannot read the file.
    case unreadable
    /// The process that should read the file crashed, or could not be started.
    case crashed
    /// Reading the file took more time than the limit.
    case tookTooLong
    /// Reading the file took more memory than the limit.
    case outOfMemory
    /// The file has no triangle with an area, only points and lines or nothing at all.
    case noFaces
    /// The file has more triangles than the limit.
    case tooManyFaces
    /// A coordinate of a vertex is infinite or not a number.
    case notFinite
    /// The mesh is too large or too small to be drawn.
    case extremeSize
    /// A triangle names a vertex or a material that does not exist, or lists do not match in length.
    case inconsistent
    /// A texture's file does not exist.
    case missingTexture
    /// The file of an OBJ's materials does not exist.
    case missingMaterials
    /// The file asks for something that is not supported, such as an extension of glTF.
    case unsupported
    /// A texture's file or bytes cannot be decoded.
    case badTexture
    /// A pose, or the transform of a file's node, flattens its object or holds numbers that are not finite.
    case badPose
    /// A camera is not above the ground that it looks at.
    case badCamera
    /// Light is negative or not finite, or a sun has no direction.
    case badLight
    /// Embree failed: most often because memory was short.
    case tracer
}
