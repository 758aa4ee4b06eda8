package import Findings

/// A mesh that cannot be loaded, or a scene that cannot be rendered.
package typealias RenderingError = Failure<RenderingFailure>

/// The kinds of `RenderingError`.
package enum RenderingFailure: String, FailureKind {
    package static let room = "model"

    /// The file of a mesh is not there.
    case missing
    /// Assimp cannot read the file.
    case unreadable
    /// The process that was to read the file crashed, or could not be started.
    case crashed
    /// Reading the file took more time than the limit.
    case tookTooLong
    /// Reading the file took more memory than the limit.
    case outOfMemory
    /// There is no triangle with an area in it, only points and lines or nothing at all.
    case noFaces
    /// More triangles than the limit.
    case tooManyFaces
    /// A vertex is not a number or infinite.
    case notFinite
    /// Larger or smaller than what can be drawn.
    case extremeSize
    /// A triangle names a vertex or a material that does not exist, or lists do not match in length.
    case inconsistent
    /// A texture's file is not there.
    case missingTexture
    /// The file of an OBJ's materials is not there.
    case missingMaterials
    /// The file asks for something that is not supported, such as an extension of glTF.
    case unsupported
    /// A texture's file or bytes cannot be decoded.
    case badTexture
    /// A pose, or the transform of a file's node, that flattens its object or holds no finite numbers.
    case badPose
    /// A camera that is not above the ground it looks at.
    case badCamera
    /// Light that is negative or not finite, or a sun without a direction.
    case badLight
    /// Embree failed: most often for want of memory.
    case tracer
}
