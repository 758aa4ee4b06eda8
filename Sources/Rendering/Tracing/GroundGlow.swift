/// The light that the ground sends back to objects, found once for each cell of the ground.
///
/// Four in five rays that leave an object and meet a second surface meet the ground, which is matt: its light is the same
/// in all directions and changes slowly, except at the edge of a shadow, where a ray that stands for a wide patch does not
/// tell the difference. So the ground is cut into square cells, finer ones for shorter rays, and eight samples of the light
/// on a cell serve all rays that meet it. A ray takes the cell at a random place within a cell's width around its end,
/// which mixes neighbours by their distance.
///
/// A cell's light depends on its place alone, not on the rays that ask for it. One thread uses it at a time.
final class GroundGlow {
    /// A cell's width as a power of two in metres, and its place in cells.
    struct Cell {
        var level: Int32
        var x: Int32
        var z: Int32

        /// The cell as one number, which is never 0.
        fileprivate var key: UInt64 {
            UInt64(UInt32(bitPattern: level &+ 64) & 0xFF) << 56 | UInt64(UInt32(bitPattern: x) & 0xFFF_FFFF) << 28
                | UInt64(UInt32(bitPattern: z) & 0xFFF_FFFF)
        }
    }

    /// The cells, each in the first free place from its hash on. A key of 0 is a free place.
    private var keys: UnsafeMutablePointer<UInt64>
    private var lights: UnsafeMutablePointer<Vector>
    private var capacity = 1 << 12
    private var count = 0

    init() {
        keys = .allocate(capacity: capacity)
        keys.initialize(repeating: 0, count: capacity)
        lights = .allocate(capacity: capacity)
        lights.initialize(repeating: .zero, count: capacity)
    }

    deinit {
        keys.deallocate()
        lights.deallocate()
    }

    /// The light of a cell.
    ///
    /// - Parameter make: finds it where it is not known yet.
    @inline(__always) func light(_ cell: Cell, make: (Cell) -> Vector) -> Vector {
        let key = cell.key
        var place = Self.hash(key) & (capacity - 1)
        while keys[place] != key {
            guard keys[place] != 0 else {
                let light = make(cell)
                add(key, light)
                return light
            }
            place = (place + 1) & (capacity - 1)
        }
        return lights[place]
    }

    private func add(_ key: UInt64, _ light: Vector) {
        if 2 * (count + 1) > capacity { grow() }
        let place = free(key)
        (keys[place], lights[place]) = (key, light)
        count += 1
    }

    private func free(_ key: UInt64) -> Int {
        var place = Self.hash(key) & (capacity - 1)
        while keys[place] != 0 { place = (place + 1) & (capacity - 1) }
        return place
    }

    private func grow() {
        let (oldKeys, oldLights, old) = (keys, lights, capacity)
        capacity = 4 * old
        keys = .allocate(capacity: capacity)
        keys.initialize(repeating: 0, count: capacity)
        lights = .allocate(capacity: capacity)
        lights.initialize(repeating: .zero, count: capacity)
        for index in 0..<old where oldKeys[index] != 0 {
            let place = free(oldKeys[index])
            (keys[place], lights[place]) = (oldKeys[index], oldLights[index])
        }
        oldKeys.deallocate()
        oldLights.deallocate()
    }

    /// Fibonacci hashing: the upper bits of a product.
    @inline(__always) private static func hash(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key ^ key >> 29) &* 0x9E37_79B9_7F4A_7C15 >> 32)
    }
}
