internal import CEmbree

/// Eight rays and their hits, in the memory layout of Embree's `RTCRayHit8`: each field eight numbers in a row.
///
/// One thread uses it at a time.
final class RayPacket {
    private let memory: UnsafeMutableRawPointer
    private let valid: UnsafeMutableRawPointer
    /// A saved hit of each ray.
    private let kept: UnsafeMutableRawPointer
    /// The ends that the rays were given, which Embree overwrites with the distances of hits.
    private var ends = Float8()

    /// Positions of the fields, in rows of eight.
    private enum Row: Int {
        case originX, originY, originZ, near, directionX, directionY, directionZ, time, far, mask, id, flags
        case normalX, normalY, normalZ, u, v, triangle, geometry, instance
    }

    init() {
        // The mask of rays to trace lies behind them, with the same alignment.
        let size = (cembree_rayhit8_size + 63) & ~63
        memory = .allocate(byteCount: 2 * size + 64, alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: 2 * size + 64)
        valid = memory + size
        kept = valid + 64
        store(SIMD8<UInt32>(repeating: .max), .mask)
        store(SIMD8<UInt32>(0, 1, 2, 3, 4, 5, 6, 7), .id)
    }

    deinit {
        memory.deallocate()
    }

    @inline(__always) private func store<Value>(_ value: Value, _ row: Row) {
        memory.storeBytes(of: value, toByteOffset: row.rawValue * 32, as: Value.self)
    }

    @inline(__always) private func floats(_ row: Row) -> Float8 {
        memory.load(fromByteOffset: row.rawValue * 32, as: Float8.self)
    }

    @inline(__always) private func words(_ row: Row) -> SIMD8<UInt32> {
        memory.load(fromByteOffset: row.rawValue * 32, as: SIMD8<UInt32>.self)
    }

    @inline(__always) private func word(_ row: Row, _ lane: Int) -> UInt32 {
        memory.load(fromByteOffset: row.rawValue * 32 + lane * 4, as: UInt32.self)
    }

    @inline(__always) private func float(_ row: Row, _ lane: Int) -> Float {
        memory.load(fromByteOffset: row.rawValue * 32 + lane * 4, as: Float.self)
    }

    /// The rays that are traced.
    @inline(__always) var isSet: Mask8 {
        get { valid.load(as: SIMD8<Int32>.self).isNegative }
        set { valid.storeBytes(of: SIMD8<Int32>().replacing(with: -1, where: newValue), as: SIMD8<Int32>.self) }
    }

    /// New rays, of which those in the mask are traced.
    @inline(__always) func set(
        _ mask: Mask8, origin: Vector8, direction: Vector8, near: Float = 0, far: Float8 = Float8(repeating: .infinity)
    ) {
        store(origin.x, .originX)
        store(origin.y, .originY)
        store(origin.z, .originZ)
        store(direction.x, .directionX)
        store(direction.y, .directionY)
        store(direction.z, .directionZ)
        store(Float8(repeating: near), .near)
        store(far, .far)
        ends = far
        store(SIMD8<UInt32>(repeating: cembree_nothing), .geometry)
        store(SIMD8<UInt32>(repeating: cembree_nothing), .instance)
        isSet = mask
    }

    /// Lets the rays in the mask continue behind their hits, to the ends that they were given, and leaves out the
    /// others.
    func resume(_ mask: Mask8) {
        let hit = floats(.far)
        let near = hit + (hit * 4e-6).largest(Float8(repeating: 1e-6))
        store(floats(.near).replacing(with: near, where: mask), .near)
        store(hit.replacing(with: ends, where: mask), .far)
        let nothing = SIMD8<UInt32>(repeating: cembree_nothing)
        store(words(.geometry).replacing(with: nothing, where: mask), .geometry)
        store(words(.instance).replacing(with: nothing, where: mask), .instance)
        isSet = mask
    }

    /// Saves the hit of a ray.
    func keep(_ lane: Int) {
        for row in Self.hitRows {
            let at = row.rawValue * 32 + lane * 4
            kept.storeBytes(of: memory.load(fromByteOffset: at, as: UInt32.self), toByteOffset: at, as: UInt32.self)
        }
    }

    /// Gives the rays in the mask their saved hits back.
    func takeBack(_ mask: Mask8) {
        for row in Self.hitRows {
            let other = kept.load(fromByteOffset: row.rawValue * 32, as: SIMD8<UInt32>.self)
            store(words(row).replacing(with: other, where: mask), row)
        }
    }

    private static let hitRows: [Row] = [.far, .normalX, .normalY, .normalZ, .u, .v, .triangle, .geometry, .instance]

    /// Finds the first hit of each ray that is set.
    func intersect(_ tree: Tree, coherent: Bool) {
        cembree_intersect8(tree.scene, coherent, valid.assumingMemoryBound(to: Int32.self), memory)
    }

    /// Finds out whether each ray that is set hits anything: its distance is then negative.
    func occlude(_ tree: Tree, coherent: Bool) {
        cembree_occluded8(tree.scene, coherent, valid.assumingMemoryBound(to: Int32.self), memory)
    }

    /// The rays that hit something, among those that were ever set.
    @inline(__always) var hits: Mask8 {
        // A ray without a hit has −1.
        .!memory.load(fromByteOffset: Row.geometry.rawValue * 32, as: SIMD8<Int32>.self).isNegative
    }
    @inline(__always) var instances: SIMD8<Int32> {
        memory.load(fromByteOffset: Row.instance.rawValue * 32, as: SIMD8<Int32>.self)
    }
    /// The distances in lengths of the direction.
    @inline(__always) var distances: Float8 { floats(.far) }
    @inline(__always) func distance(_ lane: Int) -> Float { float(.far, lane) }
    @inline(__always) func direction(_ lane: Int) -> SIMD3<Float> {
        SIMD3(float(.directionX, lane), float(.directionY, lane), float(.directionZ, lane))
    }
    @inline(__always) func barycentric(_ lane: Int) -> SIMD2<Float> { SIMD2(float(.u, lane), float(.v, lane)) }
    @inline(__always) func triangle(_ lane: Int) -> Int { Int(word(.triangle, lane)) }
    @inline(__always) func instance(_ lane: Int) -> Int { Int(word(.instance, lane)) }
}
