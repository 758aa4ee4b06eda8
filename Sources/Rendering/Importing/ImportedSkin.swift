internal import CAssimp
import Findings
internal import Geometry

/// A part with bones, in its rest state: each vertex where the bones take it as they stand in the file.
///
/// A vertex lies at Σ w · worldFromBone · boneFromPart · v, where the weights sum to 1. The place of the part's own
/// node does not matter: Khronos, "glTF 2.0 Specification", 2021, §3.7.3, and Assimp's `aiBone::mOffsetMatrix`.
struct ImportedSkin {
    /// The pose for each vertex.
    let worldFromVertex: [Pose]

    /// Nil for a part without bones.
    ///
    /// - Parameters:
    ///   - bones: the places of the nodes with a name.
    ///   - worldFromNode: for vertices that no bone moves.
    /// - Throws: `.unsupported` where it cannot be known which node a bone is, `.inconsistent`.
    init?(
        _ part: aiMesh, _ bones: [String: Set<Pose>], _ worldFromNode: Pose, file: String
    ) throws(RenderingError) {
        guard part.mNumBones > 0, let list = part.mBones else { return nil }
        var sums = [Pose](
            repeating: Pose(Matrix3(x: .zero, y: .zero, z: .zero)), count: Int(part.mNumVertices))
        var weights = [Double](repeating: 0, count: sums.count)
        for index in 0..<Int(part.mNumBones) {
            guard let bone = list[index]?.pointee else { continue }
            guard bone.mNumWeights > 0, let own = bone.mWeights else { continue }
            let name = bone.mName.text
            let places = bones[name] ?? []
            guard places.count == 1, let worldFromBone = places.first else {
                throw RenderingError(
                    .unsupported, file: file,
                    places.isEmpty
                        ? "its skin hangs on a bone “\(name)” that is not there"
                        : "its skin hangs on a bone “\(name)”, and \(places.count) nodes have that name: give each its own"
                )
            }
            let worldFromPart = worldFromBone * Pose(bone.mOffsetMatrix)
            for entry in 0..<Int(bone.mNumWeights) {
                let vertex = Int(own[entry].mVertexId)
                guard sums.indices.contains(vertex) else {
                    throw RenderingError(.inconsistent, file: file, "has a bone at a vertex that is not there")
                }
                let weight = Double(own[entry].mWeight)
                sums[vertex].add(worldFromPart, weight)
                weights[vertex] += weight
            }
        }
        worldFromVertex = sums.indices.map { vertex in
            weights[vertex] > 0 ? sums[vertex].scaled(1 / weights[vertex]) : worldFromNode
        }
    }
}

extension Pose {
    fileprivate mutating func add(_ other: Pose, _ weight: Double) {
        linear.x = linear.x + other.linear.x * weight
        linear.y = linear.y + other.linear.y * weight
        linear.z = linear.z + other.linear.z * weight
        position = position + other.position * weight
    }

    fileprivate func scaled(_ factor: Double) -> Pose {
        Pose(Matrix3(x: linear.x * factor, y: linear.y * factor, z: linear.z * factor), at: position * factor)
    }
}
