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

    /// The bits of every point in reverse, which is how the scramble takes them.
    private static let reversed: [SIMD4<UInt32>] = points.map(reverse)

    /// How many points the sequence has: a power of two.
    let count: Int

    init(count: Int) {
        precondition(count >= 1 && count <= Self.mostPoints && count & (count - 1) == 0, "a power of two up to 1024")
        self.count = count
    }

    /// The seed of a pixel's sequences. Coordinates may be negative.
    @inline(__always) static func seed(_ seed: UInt64, x: Int, y: Int) -> UInt32 {
        let low = mix(UInt32(truncatingIfNeeded: seed) ^ mix(UInt32(truncatingIfNeeded: seed >> 32)))
        return mix(UInt32(truncatingIfNeeded: x) &+ mix(UInt32(truncatingIfNeeded: y) &+ low))
    }

    /// Four numbers in 0 ..< 1: point `index` of a pixel's set `set`. Over all indices each set is one scrambled net.
    @inline(__always) func point(_ index: Int, set: UInt32, seed: UInt32) -> SIMD4<Float> {
        let setSeed = Self.mix(seed ^ ((set &+ 1) &* 0x9E37_79B9))
        // Owen-scrambling an index shuffles the points so that every aligned run of them stays a net.
        let shuffled = Self.scramble(
            SIMD4(repeating: UInt32(truncatingIfNeeded: index).reversedBits), SIMD4(repeating: setSeed))
        let position = Int(shuffled.x.reversedBits) & (count - 1)
        let seeds = Self.mix(
            SIMD4(setSeed ^ 0x68BC_21EB, setSeed ^ 0x02E5_BE93, setSeed ^ 0x967A_889B, setSeed ^ 0x368C_C8B7))
        let bits = Self.reverse(Self.scramble(Self.reversed[position], seeds))
        return SIMD4<Float>(bits &>> 8) * 0x1p-24
    }

    /// Direction numbers for 32 bits: of degree 0 van der Corput's, else from a primitive polynomial (its inner
    /// coefficients as bits) and the first odd numbers m.
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
    @inline(__always) private static func scramble(_ bits: SIMD4<UInt32>, _ seed: SIMD4<UInt32>) -> SIMD4<UInt32> {
        var x = bits
        x ^= x &* 0x3D20_ADEA
        x = x &+ seed
        x = x &* ((seed &>> 16) | 1)
        x ^= x &* 0x0552_6C56
        x ^= x &* 0x53A2_2864
        return x
    }

    @inline(__always) private static func reverse(_ bits: SIMD4<UInt32>) -> SIMD4<UInt32> {
        var x = bits
        x = (x &>> 1) & 0x5555_5555 | (x & 0x5555_5555) &<< 1
        x = (x &>> 2) & 0x3333_3333 | (x & 0x3333_3333) &<< 2
        x = (x &>> 4) & 0x0F0F_0F0F | (x & 0x0F0F_0F0F) &<< 4
        x = (x &>> 8) & 0x00FF_00FF | (x & 0x00FF_00FF) &<< 8
        return x &>> 16 | x &<< 16
    }

    /// A hash of 32 bits to 32 bits: the finalizer of MurmurHash3 (Austin Appleby).
    @inline(__always) private static func mix(_ bits: UInt32) -> UInt32 {
        mix(SIMD4(repeating: bits)).x
    }

    @inline(__always) private static func mix(_ bits: SIMD4<UInt32>) -> SIMD4<UInt32> {
        var x = bits
        x = (x ^ x &>> 16) &* 0x85EB_CA6B
        x = (x ^ x &>> 13) &* 0xC2B2_AE35
        return x ^ x &>> 16
    }
}

extension UInt32 {
    @inline(__always) fileprivate var reversedBits: UInt32 {
        var x = self
        x = (x &>> 1) & 0x5555_5555 | (x & 0x5555_5555) &<< 1
        x = (x &>> 2) & 0x3333_3333 | (x & 0x3333_3333) &<< 2
        x = (x &>> 4) & 0x0F0F_0F0F | (x & 0x0F0F_0F0F) &<< 4
        return x.byteSwapped
    }
}
