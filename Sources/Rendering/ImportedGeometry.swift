internal import CAssimp
internal import Geometry

/// The triangles of all nodes of a file, in one frame.
struct ImportedGeometry {
    let scene: UnsafePointer<aiScene>
    let path: String
    let maxFaces: Int
    private(set) var positions: [SIMD3<Float>] = []
    private(set) var normals: [SIMD3<Float>] = []
    /// Zero where a part has none.
    private(set) var coordinates: [SIMD2<Float>] = []
    private(set) var hasCoordinates = false
    private(set) var triangles: [SIMD3<UInt32>] = []
    private(set) var materialIndices: [UInt16] = []

    init(scene: UnsafePointer<aiScene>, path: String, maxFaces: Int) {
        self.scene = scene
        self.path = path
        self.maxFaces = maxFaces
    }

    /// Adds what hangs on a node and below it. Nodes are visited from a list, since files nest as deep as they like.
    mutating func add(_ root: UnsafePointer<aiNode>, _ worldFromRoot: Pose) throws(RenderingError) {
        var open = [(root, worldFromRoot)]
        while let (node, worldFromParent) = open.popLast() {
            let worldFromNode = worldFromParent * Pose(node.pointee.mTransformation)
            for index in 0..<Int(node.pointee.mNumMeshes) {
                guard let number = node.pointee.mMeshes?[index], number < scene.pointee.mNumMeshes,
                    let part = scene.pointee.mMeshes[Int(number)]
                else { throw RenderingError(.inconsistent, file: path, "names a mesh that is not there") }
                try add(part.pointee, worldFromNode)
            }
            for index in (0..<Int(node.pointee.mNumChildren)).reversed() {
                if let child = node.pointee.mChildren[index] { open.append((UnsafePointer(child), worldFromNode)) }
            }
        }
    }

    private mutating func add(_ part: aiMesh, _ worldFromNode: Pose) throws(RenderingError) {
        let faces = Int(part.mNumFaces)
        guard triangles.count + faces <= maxFaces else {
            throw RenderingError(
                .tooManyFaces, file: path,
                "has more than \(maxFaces) faces, the most that are taken")
        }
        guard part.mMaterialIndex <= UInt16.max, let vertices = part.mVertices, let list = part.mFaces else {
            throw RenderingError(.inconsistent, file: path, "has a mesh without vertices or material")
        }
        let first = UInt32(positions.count)
        let normalMap = worldFromNode.normals
        for index in 0..<Int(part.mNumVertices) {
            positions.append(SIMD3<Float>(worldFromNode(Vector3(vertices[index]))))
            let normal = part.mNormals.map { normalMap * Vector3($0[index]) } ?? .zero
            normals.append(SIMD3<Float>(normal))
        }
        if let uvs = part.mTextureCoords.0 {
            hasCoordinates = true
            for index in 0..<Int(part.mNumVertices) {
                coordinates.append(SIMD2(uvs[index].x, uvs[index].y))
            }
        } else {
            coordinates.append(contentsOf: repeatElement(.zero, count: Int(part.mNumVertices)))
        }
        for index in 0..<faces where list[index].mNumIndices == 3 {
            guard let corners = list[index].mIndices, max(corners[0], corners[1], corners[2]) < part.mNumVertices else {
                throw RenderingError(.inconsistent, file: path, "has a face at a vertex that is not there")
            }
            triangles.append(SIMD3(first + corners[0], first + corners[1], first + corners[2]))
            materialIndices.append(UInt16(part.mMaterialIndex))
        }
    }
}

extension Vector3 {
    init(_ vector: aiVector3D) {
        self.init(Double(vector.x), Double(vector.y), Double(vector.z))
    }
}

extension Pose {
    /// Assimp's matrices are stored by rows and map columns.
    init(_ m: aiMatrix4x4) {
        self.init(
            Matrix3(
                x: [Double(m.a1), Double(m.b1), Double(m.c1)], y: [Double(m.a2), Double(m.b2), Double(m.c2)],
                z: [Double(m.a3), Double(m.b3), Double(m.c3)]),
            at: [Double(m.a4), Double(m.b4), Double(m.c4)])
    }
}
