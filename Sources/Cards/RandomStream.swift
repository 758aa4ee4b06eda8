/// The named random numbers of one image: every number comes from a stream keyed by (seed, image, name).
///
/// Streams do not affect each other: if one gives more or fewer numbers, or one is added, the others stay the same.
package struct RandomStreams: Sendable {
    package let seed: UInt64
    package let image: Int
    private let path: String

    /// - Parameter image: 0 or more, below 2³².
    package init(seed: UInt64, image: Int) {
        self.init(seed: seed, image: image, path: "")
    }

    private init(seed: UInt64, image: Int, path: String) {
        self.seed = seed
        self.image = image
        self.path = path
    }

    /// The streams whose names begin with `name` and a slash.
    package func scope(_ name: String) -> RandomStreams {
        RandomStreams(seed: seed, image: image, path: path + name + "/")
    }

    package func stream(_ name: String) -> RandomStream {
        RandomStream(seed: seed, image: image, name: path + name)
    }

    /// A draw that is alone in its stream.
    package func draw<V>(_ name: String, _ distribution: Distribution<V>) -> V {
        var stream = stream(name)
        return distribution.draw(from: &stream)
    }

    /// Whether an event happens that has this chance in each image, by a stream of its own: at 1 always, at 0 never.
    package func happens(_ name: String, chance: Double) -> Bool {
        var stream = stream(name)
        return stream.unit() < chance
    }
}

/// One stream of random numbers: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
/// 1, 2, 3", SC 2011, doi:10.1145/2063384.2063405).
///
/// The key is the seed; the counter holds the draw, the image and a 64-bit hash of the stream's name (FNV-1a). Ranges
/// and shapes are made here and not by the standard library, whose results may change between releases.
package struct RandomStream: Sendable {
    private let key: SIMD2<UInt32>
    private var counter: SIMD4<UInt32>
    private var block = SIMD4<UInt32>()
    /// How many words of `block` have been handed out.
    private var used = 4

    package init(seed: UInt64, image: Int, name: String) {
        key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
        let hash = name.fnv1a
        counter = SIMD4(
            0, UInt32(truncatingIfNeeded: image), UInt32(truncatingIfNeeded: hash),
            UInt32(truncatingIfNeeded: hash >> 32))
    }

    /// 32 uniform bits.
    package mutating func next() -> UInt32 {
        if used == 4 {
            block = RandomStream.philox(counter: counter, key: key)
            counter.x &+= 1
            used = 0
        }
        defer { used += 1 }
        return block[used]
    }

    /// Gives the next words, as many as there is room for, as that many calls of `next` do, in less time.
    package mutating func fill(_ words: UnsafeMutableBufferPointer<UInt32>) {
        var index = 0
        while index < words.count, used < 4 {
            words[index] = next()
            index += 1
        }
        guard let base = words.baseAddress else { return }
        while index + 16 <= words.count {
            fillFour(base + index)
            index += 16
        }
        while index < words.count {
            words[index] = next()
            index += 1
        }
    }

    /// Gives the words of the next four blocks, which are made side by side.
    @inline(__always)
    private mutating func fillFour(_ words: UnsafeMutablePointer<UInt32>) {
        // Each lane is a word of 32 bits with room for its product.
        let low = SIMD4<UInt64>(repeating: 0xFFFF_FFFF)
        var x = (SIMD4<UInt64>(repeating: UInt64(counter.x)) &+ SIMD4(0, 1, 2, 3)) & low
        var y = SIMD4<UInt64>(repeating: UInt64(counter.y))
        var z = SIMD4<UInt64>(repeating: UInt64(counter.z))
        var w = SIMD4<UInt64>(repeating: UInt64(counter.w))
        var key = key
        for _ in 0..<10 {
            let a = (x & low) &* SIMD4(repeating: 0xD251_1F53)
            let b = (z & low) &* SIMD4(repeating: 0xCD9E_8D57)
            x = b &>> 32 ^ y ^ SIMD4(repeating: UInt64(key.x))
            z = a &>> 32 ^ w ^ SIMD4(repeating: UInt64(key.y))
            (y, w) = (b & low, a & low)
            key = SIMD2(key.x &+ 0x9E37_79B9, key.y &+ 0xBB67_AE85)
        }
        let (first, second) = (x | y &<< 32, z | w &<< 32)
        for lane in 0..<4 {
            let place = UnsafeMutableRawPointer(words + 4 * lane)
            // The lower half first, whatever the machine's own order.
            place.storeBytes(of: SIMD2(first[lane].littleEndian, second[lane].littleEndian), as: SIMD2<UInt64>.self)
        }
        counter.x &+= 4
    }

    /// 64 uniform bits.
    package mutating func next64() -> UInt64 {
        let high = UInt64(next())
        return high << 32 | UInt64(next())
    }

    /// Uniform in 0 ..< 1, a multiple of 2⁻⁵³.
    package mutating func unit() -> Double { Double(next64() >> 11) * 0x1p-53 }

    package mutating func uniform(_ low: Double, _ high: Double) -> Double {
        // Rounding may carry the sum to `high` and no further.
        min(high, low + (high - low) * unit())
    }

    /// A whole number from `low` through `high`, each equally likely (Lemire, "Fast random integer generation in an
    /// interval", 2019, doi:10.1145/3230636).
    package mutating func integer(_ low: Int, _ high: Int) -> Int {
        precondition(low <= high, "a range of integers holds at least one")
        let span = UInt64(bitPattern: Int64(high)) &- UInt64(bitPattern: Int64(low)) &+ 1
        guard span != 0 else { return Int(Int64(bitPattern: next64())) }
        var product = next64().multipliedFullWidth(by: span)
        if product.low < span {
            let threshold = (0 &- span) % span
            while product.low < threshold { product = next64().multipliedFullWidth(by: span) }
        }
        return Int(Int64(bitPattern: UInt64(bitPattern: Int64(low)) &+ product.high))
    }

    /// An index into `weights` with a probability in proportion to its weight. Weights are ≥ 0 and not all 0.
    package mutating func index(weights: [Double]) -> Int {
        var left = unit() * weights.reduce(0, +)
        var last = 0
        for (index, weight) in weights.enumerated() where weight > 0 {
            last = index
            if left < weight { return index }
            left -= weight
        }
        return last
    }

    /// Ten rounds of Philox4x32.
    static func philox(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
        var c = counter
        var k = key
        for _ in 0..<10 {
            c = round(c, k)
            k = SIMD2(k.x &+ 0x9E37_79B9, k.y &+ 0xBB67_AE85)
        }
        return c
    }

    @inline(__always) private static func round(_ c: SIMD4<UInt32>, _ key: SIMD2<UInt32>) -> SIMD4<UInt32> {
        let a = c.x.multipliedFullWidth(by: 0xD251_1F53)
        let b = c.z.multipliedFullWidth(by: 0xCD9E_8D57)
        return SIMD4(b.high ^ c.y ^ key.x, b.low, a.high ^ c.w ^ key.y, a.low)
    }
}
