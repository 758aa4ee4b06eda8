import Geometry
import Rendering

/// The triangles of a solid as its parts are added, one after the other.
struct SolidMesh: Sendable {
    private(set) var positions: [SIMD3<Float>] = []
    private(set) var normals: [SIMD3<Float>] = []
    private(set) var coordinates: [SIMD2<Float>] = []
    private(set) var triangles: [SIMD3<UInt32>] = []
    /// The material of each triangle.
    private(set) var materials: [UInt16] = []
    /// The patch of each triangle: a piece of a face of one part or copy that shows no place of its texture twice, except
    /// where the texture repeats.
    private(set) var patches: [UInt32] = []
    private var patchCount: UInt32 = 0
    /// For each vertex, whether each part and each copy shows another piece of its pattern.
    private var isScattered: [Bool] = []
    /// The number of parts and copies so far.
    private var pieces = 0

    /// The extent of a material's texture.
    struct Tile: Sendable {
        /// The size in metres; nil where the texture is stretched over each face.
        var size: SIMD2<Double>?
        var isScattered = false
    }

    /// Adds a part.
    ///
    /// - Parameters:
    ///   - pose: solid from part.
    ///   - materials: the materials of the part's faces.
    ///   - tiles: the tiles of the materials.
    mutating func add(_ shape: SolidShape, _ pose: Pose, materials ofFaces: [Int], tiles: [Tile]) {
        let vertices = shape.vertices()
        var part = SolidMesh()
        part.positions = vertices.positions.map { SIMD3<Float>($0) }
        part.normals = vertices.normals.map { SIMD3<Float>($0) }
        let scales = ofFaces.enumerated().map { face, material in
            tiles[material].size.map { SIMD2<Float>(shape.extents[face] / $0) } ?? .one
        }
        part.coordinates = zip(vertices.places, vertices.faces).map { $0 * scales[Int($1)] }
        part.isScattered = vertices.faces.map { tiles[ofFaces[Int($0)]].isScattered }
        part.triangles = vertices.triangles
        part.materials = shape.faces.map { UInt16(ofFaces[Int($0)]) }
        (part.patches, part.patchCount) = (shape.patches, UInt32(shape.patchCount))
        add(part, pose)
    }

    /// Adds a copy of another solid. A mirrored copy keeps its outside, and its lettering stays readable.
    mutating func add(_ other: SolidMesh, _ pose: Pose) {
        let first = UInt32(positions.count)
        let isMirrored = pose.linear.determinant < 0
        let linear = pose.linear
        // The inverse transposed up to a factor, which maps normals to normals.
        var turned = Matrix3(x: linear.y.cross(linear.z), y: linear.z.cross(linear.x), z: linear.x.cross(linear.y))
        if isMirrored { turned = Matrix3(x: -turned.x, y: -turned.y, z: -turned.z) }
        positions += other.positions.map { SIMD3<Float>(pose(Vector3($0))) }
        normals += other.normals.map { SIMD3<Float>((turned * Vector3($0)).normalized) }
        // Evenly spread, however many there are: M. Roberts, "The unreasonable effectiveness of quasirandom
        // sequences" (2018), the generalized golden ratio in two dimensions.
        pieces += 1
        let shift = SIMD2<Float>(
            SIMD2(0.754_877_666, 0.569_840_291) * Double(pieces) - SIMD2(repeating: Double(pieces / 2)))
        coordinates += zip(other.coordinates, other.isScattered).map { index, isScattered in
            (isMirrored ? SIMD2(1 - index.x, index.y) : index) + (isScattered ? shift : .zero)
        }
        isScattered += other.isScattered
        triangles += other.triangles.map {
            let moved = $0 &+ SIMD3(repeating: first)
            return isMirrored ? SIMD3(moved.x, moved.z, moved.y) : moved
        }
        materials += other.materials
        patches += other.patches.map { $0 + patchCount }
        patchCount += other.patchCount
    }
}
