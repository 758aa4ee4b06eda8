internal import CAssimp
import Findings
internal import Geometry

/// The triangles of all nodes of a file, in one frame.
struct ImportedGeometry {
    let scene: UnsafePointer<aiScene>
    let path: String
    let maxFaces: Int
    private let isGLTF: Bool
    private let posesSkins: Bool
    /// Whether parts without normals have flat faces, as glTF requires (Khronos, "glTF 2.0 Specification", 2021,
    /// §3.7.2.1); otherwise their corners are smoothed.
    private var isFlat: Bool { isGLTF }
    /// Whether colours of vertices are linear, as in glTF; in other formats they are sRGB.
    private var isLinear: Bool { isGLTF }
    private(set) var positions: [SIMD3<Float>] = []
    private(set) var normals: [SIMD3<Float>] = []
    /// Per vertex; zero where a part has none.
    private(set) var coordinates: [SIMD2<Float>] = []
    private(set) var hasCoordinates = false
    /// Per vertex, linear; white where a part has none.
    private(set) var colours: [SIMD3<Float>] = []
    private(set) var hasColours = false
    /// The set of texture coordinates for a part with each material.
    private let channels: [Int]
    private(set) var triangles: [SIMD3<UInt32>] = []
    private(set) var materialIndices: [UInt16] = []
    /// Contents of the file that the triangles lack, a sentence each.
    private(set) var notices: [String] = []

    init(
        scene: UnsafePointer<aiScene>, path: String, maxFaces: Int, channels: [Int], isGLTF: Bool, posesSkins: Bool
    ) {
        self.scene = scene
        self.path = path
        self.maxFaces = maxFaces
        self.channels = channels
        self.isGLTF = isGLTF
        self.posesSkins = posesSkins
    }

    /// Adds the parts of a node and of the nodes below it.
    mutating func add(_ root: UnsafePointer<aiNode>, _ worldFromRoot: Pose) throws(RenderingError) {
        let nodes = Self.nodes(root, worldFromRoot)
        let bones = boneNames.isEmpty ? [:] : Self.places(of: boneNames, nodes)
        for (node, worldFromNode) in nodes where node.pointee.mNumMeshes > 0 {
            guard worldFromNode.isRegular else {
                throw RenderingError(
                    .badPose, file: path,
                    "its node “\(node.pointee.mName.text)” is flattened by its transform, or those of the nodes above it: "
                        + "a scale is 0, or no finite number")
            }
            for index in 0..<Int(node.pointee.mNumMeshes) {
                guard let number = node.pointee.mMeshes?[index], number < scene.pointee.mNumMeshes,
                    let part = scene.pointee.mMeshes[Int(number)]
                else { throw RenderingError(.inconsistent, file: path, "names a mesh that is not there") }
                try add(part.pointee, worldFromNode, bones)
            }
        }
    }

    /// A node and all nodes below it, each with its place, in the order of the file. The search uses a list, not
    /// recursion, since files may nest without limit.
    private static func nodes(
        _ root: UnsafePointer<aiNode>, _ worldFromRoot: Pose
    ) -> [(node: UnsafePointer<aiNode>, worldFromNode: Pose)] {
        var nodes: [(node: UnsafePointer<aiNode>, worldFromNode: Pose)] = []
        var open = [(root, worldFromRoot)]
        while let (node, worldFromParent) = open.popLast() {
            let worldFromNode = worldFromParent * Pose(node.pointee.mTransformation)
            nodes.append((node, worldFromNode))
            for index in (0..<Int(node.pointee.mNumChildren)).reversed() {
                if let child = node.pointee.mChildren[index] { open.append((UnsafePointer(child), worldFromNode)) }
            }
        }
        return nodes
    }

    /// The names of all bones of the parts.
    private var boneNames: Set<String> {
        var names: Set<String> = []
        for index in 0..<Int(scene.pointee.mNumMeshes) {
            guard let part = scene.pointee.mMeshes[index]?.pointee else { continue }
            for bone in 0..<Int(part.mNumBones) {
                if let own = part.mBones?[bone] { names.insert(own.pointee.mName.text) }
            }
        }
        return names
    }

    /// The places of the nodes with these names.
    private static func places(
        of names: Set<String>, _ nodes: [(node: UnsafePointer<aiNode>, worldFromNode: Pose)]
    ) -> [String: Set<Pose>] {
        var places: [String: Set<Pose>] = [:]
        for (node, worldFromNode) in nodes {
            let name = node.pointee.mName.text
            if names.contains(name) { places[name, default: []].insert(worldFromNode) }
        }
        return places
    }

    /// The skin of a part; nil where the part's vertices stay where its node places them. That is a part without bones
    /// or, outside of glTF, one with a bone whose place cannot be known.
    private mutating func skin(
        of part: aiMesh, _ worldFromNode: Pose, _ bones: [String: Set<Pose>]
    ) throws(RenderingError) -> ImportedSkin? {
        guard posesSkins else { return nil }
        do throws(RenderingError) {
            return try ImportedSkin(part, bones, worldFromNode, file: path)
        } catch {
            guard !isGLTF, error.code == .unsupported else { throw error }
            let notice = "\(error.words); the skin is left as its vertices lie in the file"
            if !notices.contains(notice) { notices.append(notice) }
            return nil
        }
    }

    private mutating func add(
        _ part: aiMesh, _ worldFromNode: Pose, _ bones: [String: Set<Pose>]
    ) throws(RenderingError) {
        let faces = Int(part.mNumFaces)
        guard triangles.count + faces <= maxFaces else {
            throw RenderingError(
                .tooManyFaces, file: path,
                "has more than \(maxFaces) faces, the most that are taken")
        }
        guard part.mMaterialIndex <= UInt16.max, part.mVertices != nil, let list = part.mFaces else {
            throw RenderingError(.inconsistent, file: path, "has a mesh without vertices or material")
        }
        var own: [SIMD3<UInt32>] = []
        for index in 0..<faces where list[index].mNumIndices == 3 {
            guard let corners = list[index].mIndices, max(corners[0], corners[1], corners[2]) < part.mNumVertices else {
                throw RenderingError(.inconsistent, file: path, "has a face at a vertex that is not there")
            }
            own.append(SIMD3(corners[0], corners[1], corners[2]))
        }
        let skin = try skin(of: part, worldFromNode, bones)
        // A mirror turns the order of a face's corners round, and with it the side that is its front (glTF 2.0, 3.7.4).
        if (skin?.worldFromVertex.first ?? worldFromNode).linear.determinant < 0 {
            own = own.map { SIMD3($0.x, $0.z, $0.y) }
        }
        let morph = ImportedMorph(part, isGLTF: isGLTF)
        let places = (0..<Int(part.mNumVertices)).map { vertex in
            SIMD3<Float>((skin?.worldFromVertex[vertex] ?? worldFromNode)(Vector3(morph.position(vertex))))
        }
        let first = UInt32(positions.count)
        // For each of our vertices, the part's vertex that it is made from.
        var sources = Array(places.indices)
        if part.mNormals != nil {
            let normalMap = worldFromNode.normals
            normals += sources.map { vertex in
                SIMD3<Float>((skin?.worldFromVertex[vertex].normals ?? normalMap) * Vector3(morph.normal(vertex)))
            }
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
            var own = sources.map { SIMD3(given[$0].r, given[$0].g, given[$0].b) }
            if !isLinear {
                // Some programs write 0 to 255 into formats that know 0 to 1 alone, such as OBJ.
                if own.contains(where: { $0.max() > 1.001 }) {
                    own = own.map { $0 / 255 }
                    let notice = "its vertex colours go beyond 1; they are read as numbers from 0 to 255"
                    if !notices.contains(notice) { notices.append(notice) }
                }
                own = own.map(\.linearFromSRGB)
            }
            colours += own
        } else {
            colours.append(contentsOf: repeatElement(.one, count: sources.count))
        }
        triangles += own.map { $0 &+ SIMD3(repeating: first) }
        materialIndices.append(contentsOf: repeatElement(UInt16(part.mMaterialIndex), count: own.count))
    }
}

extension aiMesh {
    /// One of the eight sets of coordinates that a mesh may have.
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
