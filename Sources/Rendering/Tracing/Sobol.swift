internal import CLanes

/// Points that fill the unit hypercube evenly: Sobol's sequence in four dimensions, shuffled and Owen-scrambled by hash.
///
/// Brent Burley, "Practical hash-based Owen scrambling", JCGT 9 (2020), with Nathan Vegdahl's hash ("Building a better
/// LK hash", 2021). Where more dimensions are needed, further sets of four are made from the same points with another
/// shuffle and scramble. Direction numbers by Joe and Kuo, "Constructing Sobol sequences with better two-dimensional
/// projections", SIAM J. Sci. Comput. 30 (2008).
struct Sobol {
    /// The most points of one sequence.
    static let mostPoints = 1024

    /// The plain sequence: point `i` as four 32-bit fractions, in the sequence's own order (not Gray code's).
    static let points: [SIMD4<UInt32>] = {
        let matrices = [
            directions(degree: 0, polynomial: 0, initial: []), directions(degree: 1, polynomial: 0, initial: [1]),
            directions(degree: 2, polynomial: 1, initial: [1, 3]),
            directions(degree: 3, polynomial: 1, initial: [1, 3, 1]),
        ]
        return (0..<mostPoints).map { index in
            var point = SIMD4<UInt32>()
            for dimension in 0..<4 {
                for bit in 0..<32 where index >> bit & 1 == 1 { point[dimension] ^= matrices[dimension][bit] }
            }
            return point
        }
    }()

    /// The bits of every point's second, third and fourth number in reverse, as the scramble needs them; the reversed
    /// bits of the first number are the point's index.
    private static let reversed: [[UInt32]] = (1..<4).map { dimension in points.map { $0[dimension].reversedBits } }

    /// The number of points of the sequence: a power of two.
    let count: Int
    private let second: [UInt32]
    private let third: [UInt32]
    private let fourth: [UInt32]

    init(count: Int) {
        precondition(count >= 1 && count <= Self.mostPoints && count & (count - 1) == 0, "a power of two up to 1024")
        self.count = count
        (second, third, fourth) = (Self.reversed[0], Self.reversed[1], Self.reversed[2])
    }

    /// The seed of a pixel's sequences. Coordinates may be negative.
    @inline(__always) static func seed(_ seed: UInt64, x: Int, y: Int) -> UInt32 {
        let low = mix(UInt32(truncatingIfNeeded: seed) ^ mix(UInt32(truncatingIfNeeded: seed >> 32)))
        return mix(UInt32(truncatingIfNeeded: x) &+ mix(UInt32(truncatingIfNeeded: y) &+ low))
    }

    /// Eight points of a pixel's set. Each of their four numbers, in 0 ..< 1, is computed only on request.
    struct Points {
        fileprivate var positions: SIMD8<UInt32>
        fileprivate var seed: UInt32
    }

    /// Points `first ..< first + 8` of a pixel's set `set`; beyond `count` they begin again. Over all indices each set is
    /// one scrambled net.
    @inline(__always) func points(_ first: Int, set: UInt32, seed: UInt32) -> Points {
        let setSeed = Self.mix(seed ^ ((set &+ 1) &* 0x9E37_79B9))
        // Owen-scrambling an index shuffles the points so that every aligned run of them stays a net.
        let indices = SIMD8<UInt32>(0, 1, 2, 3, 4, 5, 6, 7) &+ UInt32(truncatingIfNeeded: first)
        let positions =
            Self.reverse(Self.scramble(Self.reverse(indices), setSeed)) & UInt32(truncatingIfNeeded: count - 1)
        return Points(positions: positions, seed: setSeed)
    }

    @inline(__always) func x(_ points: Points) -> Float8 {
        Self.fraction(points.positions, points.seed ^ 0x68BC_21EB)
    }
    @inline(__always) func y(_ points: Points) -> Float8 {
        Self.fraction(Self.gather(second, points.positions), points.seed ^ 0x02E5_BE93)
    }
    @inline(__always) func z(_ points: Points) -> Float8 {
        Self.fraction(Self.gather(third, points.positions), points.seed ^ 0x967A_889B)
    }
    @inline(__always) func w(_ points: Points) -> Float8 {
        Self.fraction(Self.gather(fourth, points.positions), points.seed ^ 0x368C_C8B7)
    }

    /// An even random number in 0 ..< 1 for each of eight indices.
    static func fraction(_ indices: SIMD8<UInt32>, seed: UInt32) -> Float8 {
        var numbers = Float8()
        for lane in 0..<8 { numbers[lane] = Float(mix(indices[lane] ^ mix(seed)) >> 8) * 0x1p-24 }
        return numbers
    }

    /// A scrambled number in 0 ..< 1, from reversed bits.
    @inline(__always) private static func fraction(_ bits: SIMD8<UInt32>, _ seed: UInt32) -> Float8 {
        clanes_float(SIMD8<Int32>(truncatingIfNeeded: reverse(scramble(bits, mix(seed))) &>> 8)) * 0x1p-24
    }

    @inline(__always) private static func gather(_ table: [UInt32], _ positions: SIMD8<UInt32>) -> SIMD8<UInt32> {
        table.withUnsafeBufferPointer { table in
            var values = SIMD8<UInt32>()
            for lane in 0..<8 { values[lane] = table[Int(positions[lane])] }
            return values
        }
    }

    /// Direction numbers for 32 bits: those of van der Corput for degree 0, otherwise from a primitive polynomial (its
    /// inner coefficients as bits) and the first odd numbers m.
    private static func directions(degree: Int, polynomial: UInt32, initial: [UInt32]) -> [UInt32] {
        guard degree > 0 else { return (0..<32).map { 1 << (31 - $0) } }
        var m = initial
        while m.count < 32 {
            var next = m[m.count - degree] ^ m[m.count - degree] << UInt32(degree)
            for step in 1..<max(1, degree) where polynomial >> UInt32(degree - 1 - step) & 1 == 1 {
                next ^= m[m.count - step] << UInt32(step)
            }
            m.append(next)
        }
        return (0..<32).map { m[$0] << UInt32(31 - $0) }
    }

    /// An Owen scramble of numbers whose bits are reversed: every bit is flipped by a hash of the bits below it.
    @inline(__always) private static func scramble(_ bits: SIMD8<UInt32>, _ seed: UInt32) -> SIMD8<UInt32> {
        var x = bits
        x ^= x &* 0x3D20_ADEA
        x = x &+ seed
        x = x &* (seed >> 16 | 1)
        x ^= x &* 0x0552_6C56
        x ^= x &* 0x53A2_2864
        return x
    }

    @inline(__always) private static func reverse(_ bits: SIMD8<UInt32>) -> SIMD8<UInt32> {
        var x = bits
        x = (x &>> 1) & 0x5555_5555 | (x & 0x5555_5555) &<< 1
        x = (x &>> 2) & 0x3333_3333 | (x & 0x3333_3333) &<< 2
        x = (x &>> 4) & 0x0F0F_0F0F | (x & 0x0F0F_0F0F) &<< 4
        x = (x &>> 8) & 0x00FF_00FF | (x & 0x00FF_00FF) &<< 8
        return x &>> 16 | x &<< 16
    }

    /// A hash of 32 bits to 32 bits: the finalizer of MurmurHash3 (Austin Appleby).
    @inline(__always) private static func mix(_ bits: UInt32) -> UInt32 {
        var x = bits
        x = (x ^ x >> 16) &* 0x85EB_CA6B
        x = (x ^ x >> 13) &* 0xC2B2_AE35
        return x ^ x >> 16
    }
}

extension UInt32 {
    fileprivate var reversedBits: UInt32 {
        (0..<32).reduce(0) { $0 << 1 | self >> UInt32($1) & 1 }
    }
}
