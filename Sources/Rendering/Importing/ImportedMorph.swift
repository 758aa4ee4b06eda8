internal import CAssimp

/// A part's vertices and normals after its morph targets with the weights in the file: the weighted differences of the
/// targets, added to the part's own (Khronos, "glTF 2.0 Specification", 2021, §3.7.2.2).
struct ImportedMorph {
    private let part: aiMesh
    private let targets: [aiAnimMesh]

    /// - Parameter isGLTF: whether to use the weights; in other formats Assimp's weights are not those of the rest
    ///   state.
    init(_ part: aiMesh, isGLTF: Bool) {
        self.part = part
        guard isGLTF, part.mNumAnimMeshes > 0, let list = part.mAnimMeshes else {
            targets = []
            return
        }
        targets = (0..<Int(part.mNumAnimMeshes)).compactMap { list[$0]?.pointee }.filter {
            $0.mWeight != 0 && $0.mNumVertices == part.mNumVertices
        }
    }

    func position(_ vertex: Int) -> aiVector3D { sum(part.mVertices, vertex) { $0.mVertices } }

    func normal(_ vertex: Int) -> aiVector3D { sum(part.mNormals, vertex) { $0.mNormals } }

    private func sum(
        _ own: UnsafeMutablePointer<aiVector3D>, _ vertex: Int,
        _ list: (aiAnimMesh) -> UnsafeMutablePointer<aiVector3D>?
    ) -> aiVector3D {
        var sum = own[vertex]
        for target in targets {
            guard let moved = list(target)?[vertex] else { continue }
            sum.x += target.mWeight * (moved.x - own[vertex].x)
            sum.y += target.mWeight * (moved.y - own[vertex].y)
            sum.z += target.mWeight * (moved.z - own[vertex].z)
        }
        return sum
    }
}
