internal import CAssimp
internal import Geometry

/// The triangles of all nodes of a file, in one frame.
struct ImportedGeometry {
    let scene: UnsafePointer<aiScene>
    let path: String
    let maxFaces: Int
    /// Whether parts without normals have flat faces, as glTF says (Khronos, "glTF 2.0 Specification", 2021, §3.7.2.1);
    /// else their corners are smoothed.
    let isFlat: Bool
    /// Whether colours of vertices are linear, as glTF has them; elsewhere they are what a screen shows.
    let isLinear: Bool
    private(set) var positions: [SIMD3<Float>] = []
    private(set) var normals: [SIMD3<Float>] = []
    /// Zero where a part has none.
    private(set) var coordinates: [SIMD2<Float>] = []
    private(set) var hasCoordinates = false
    /// Linear; white where a part has none.
    private(set) var colours: [SIMD3<Float>] = []
    private(set) var hasColours = false
    /// Which set of texture coordinates a part with a material is drawn by.
    private let channels: [Int]
    private(set) var triangles: [SIMD3<UInt32>] = []
    private(set) var materialIndices: [UInt16] = []

    init(scene: UnsafePointer<aiScene>, path: String, maxFaces: Int, channels: [Int], isGLTF: Bool) {
        self.scene = scene
        self.path = path
        self.maxFaces = maxFaces
        self.channels = channels
        isFlat = isGLTF
        isLinear = isGLTF
    }

    /// Adds what hangs on a node and below it. Nodes are visited from a list, since files nest as deep as they like.
    mutating func add(_ root: UnsafePointer<aiNode>, _ worldFromRoot: Pose) throws(RenderingError) {
        var open = [(root, worldFromRoot)]
        while let (node, worldFromParent) = open.popLast() {
            let worldFromNode = worldFromParent * Pose(node.pointee.mTransformation)
            guard node.pointee.mNumMeshes == 0 || worldFromNode.isRegular else {
                throw RenderingError(
                    .badPose, file: path,
                    "its node “\(node.pointee.mName.text)” is flattened by its transform, or those of the nodes above it: "
                        + "a scale is 0, or no finite number")
            }
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
        var own: [SIMD3<UInt32>] = []
        for index in 0..<faces where list[index].mNumIndices == 3 {
            guard let corners = list[index].mIndices, max(corners[0], corners[1], corners[2]) < part.mNumVertices else {
                throw RenderingError(.inconsistent, file: path, "has a face at a vertex that is not there")
            }
            own.append(SIMD3(corners[0], corners[1], corners[2]))
        }
        let places = (0..<Int(part.mNumVertices)).map { SIMD3<Float>(worldFromNode(Vector3(vertices[$0]))) }
        let first = UInt32(positions.count)
        // Which of the part's vertices each of ours is made from.
        var sources = Array(places.indices)
        if let given = part.mNormals {
            let normalMap = worldFromNode.normals
            normals += sources.map { SIMD3<Float>(normalMap * Vector3(given[$0])) }
        } else if isFlat {
            normals.append(contentsOf: repeatElement(.zero, count: places.count))
        } else {
            let made = MadeNormals(own, places)
            (sources, own) = (made.sources, made.triangles)
            normals += made.normals
        }
        positions += sources.map { places[$0] }
        let channel = channels.indices.contains(Int(part.mMaterialIndex)) ? channels[Int(part.mMaterialIndex)] : 0
        if let uvs = part.textureCoordinates(channel) {
            hasCoordinates = true
            coordinates += sources.map { SIMD2(uvs[$0].x, uvs[$0].y) }
        } else {
            coordinates.append(contentsOf: repeatElement(.zero, count: sources.count))
        }
        if let given = part.mColors.0 {
            hasColours = true
            colours += sources.map { vertex in
                let colour = SIMD3(given[vertex].r, given[vertex].g, given[vertex].b)
                return isLinear ? colour : colour.linearFromSRGB
            }
        } else {
            colours.append(contentsOf: repeatElement(.one, count: sources.count))
        }
        triangles += own.map { $0 &+ SIMD3(repeating: first) }
        materialIndices.append(contentsOf: repeatElement(UInt16(part.mMaterialIndex), count: own.count))
    }
}

extension aiMesh {
    /// One of the eight sets that it may have.
    fileprivate func textureCoordinates(_ channel: Int) -> UnsafeMutablePointer<aiVector3D>? {
        withUnsafeBytes(of: mTextureCoords) { sets in
            let all = sets.bindMemory(to: UnsafeMutablePointer<aiVector3D>?.self)
            return all.indices.contains(channel) ? all[channel] : nil
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
