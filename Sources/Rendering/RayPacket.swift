internal import CEmbree

/// Eight rays and what they hit, in the memory layout of Embree's `RTCRayHit8`: each field eight numbers in a row.
///
/// For one thread at a time.
final class RayPacket {
    private let memory: UnsafeMutableRawPointer
    private let floats: UnsafeMutablePointer<Float>
    private let words: UnsafeMutablePointer<UInt32>
    private let valid: UnsafeMutablePointer<Int32>
    /// Where each ray was set to end, which Embree overwrites with where it hit.
    private var ends = SIMD8<Float>()

    /// Positions of the fields, in rows of eight.
    private enum Row {
        static let origin = 0
        static let near = 3
        static let direction = 4
        static let time = 7
        static let far = 8
        static let mask = 9
        static let id = 10
        static let flags = 11
        static let u = 15
        static let v = 16
        static let triangle = 17
        static let geometry = 18
        static let instance = 19
    }

    init() {
        // The mask of which rays to trace lies behind them, aligned as they are.
        let size = (cembree_rayhit8_size + 63) & ~63
        memory = .allocate(byteCount: size + 64, alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: size + 64)
        floats = memory.assumingMemoryBound(to: Float.self)
        words = memory.assumingMemoryBound(to: UInt32.self)
        valid = (memory + size).assumingMemoryBound(to: Int32.self)
    }

    deinit {
        memory.deallocate()
    }

    /// Rays that are not to be traced until they are set.
    func clear() {
        for lane in 0..<8 { valid[lane] = 0 }
    }

    func set(_ lane: Int, origin: SIMD3<Float>, direction: SIMD3<Float>, near: Float = 0, far: Float = .infinity) {
        floats[Row.origin * 8 + lane] = origin.x
        floats[(Row.origin + 1) * 8 + lane] = origin.y
        floats[(Row.origin + 2) * 8 + lane] = origin.z
        floats[Row.direction * 8 + lane] = direction.x
        floats[(Row.direction + 1) * 8 + lane] = direction.y
        floats[(Row.direction + 2) * 8 + lane] = direction.z
        floats[Row.near * 8 + lane] = near
        floats[Row.far * 8 + lane] = far
        ends[lane] = far
        floats[Row.time * 8 + lane] = 0
        words[Row.mask * 8 + lane] = .max
        words[Row.id * 8 + lane] = UInt32(lane)
        words[Row.flags * 8 + lane] = 0
        words[Row.geometry * 8 + lane] = cembree_nothing
        words[Row.instance * 8 + lane] = cembree_nothing
        valid[lane] = -1
    }

    /// Lets a ray go on behind what it hit, to the end it was set with.
    func resume(_ lane: Int) {
        let hit = floats[Row.far * 8 + lane]
        floats[Row.near * 8 + lane] = hit + max(1e-6, hit * 4e-6)
        floats[Row.far * 8 + lane] = ends[lane]
        words[Row.geometry * 8 + lane] = cembree_nothing
        words[Row.instance * 8 + lane] = cembree_nothing
        valid[lane] = -1
    }

    /// Leaves a ray out of what is traced next.
    func drop(_ lane: Int) {
        valid[lane] = 0
    }

    /// Takes it in again, with what it hit.
    func keep(_ lane: Int) {
        valid[lane] = -1
    }

    /// Finds what each ray that was set hits first.
    func intersect(_ tree: Tree, coherent: Bool) {
        cembree_intersect8(tree.scene, coherent, valid, memory)
    }

    /// Finds out whether each ray that was set hits anything: `distance` is then negative.
    func occlude(_ tree: Tree, coherent: Bool) {
        cembree_occluded8(tree.scene, coherent, valid, memory)
    }

    func isSet(_ lane: Int) -> Bool { valid[lane] != 0 }
    func hits(_ lane: Int) -> Bool { words[Row.geometry * 8 + lane] != cembree_nothing }
    /// In lengths of the direction.
    func distance(_ lane: Int) -> Float { floats[Row.far * 8 + lane] }
    func barycentric(_ lane: Int) -> SIMD2<Float> { SIMD2(floats[Row.u * 8 + lane], floats[Row.v * 8 + lane]) }
    func triangle(_ lane: Int) -> Int { Int(words[Row.triangle * 8 + lane]) }
    func instance(_ lane: Int) -> Int { Int(words[Row.instance * 8 + lane]) }
}
