internal import CLanes

/// Eight numbers, one for each sample that is followed at once.
typealias Float8 = SIMD8<Float>
/// A mask of the eight.
typealias Mask8 = SIMDMask<SIMD8<Int32>>

/// Eight vectors: their x in a row, their y in a row, their z in a row, so that one instruction works on several.
struct Vector8 {
    var x: Float8
    var y: Float8
    var z: Float8

    @inline(__always) init(_ x: Float8, _ y: Float8, _ z: Float8) {
        (self.x, self.y, self.z) = (x, y, z)
    }

    @inline(__always) init(repeating vector: Vector) {
        self.init(Float8(repeating: vector.x), Float8(repeating: vector.y), Float8(repeating: vector.z))
    }

    @inline(__always) static var zero: Vector8 { Vector8(.zero, .zero, .zero) }

    @inline(__always) subscript(lane: Int) -> Vector {
        get { Vector(x[lane], y[lane], z[lane]) }
        set { (x[lane], y[lane], z[lane]) = (newValue.x, newValue.y, newValue.z) }
    }

    @inline(__always) static func + (a: Vector8, b: Vector8) -> Vector8 { Vector8(a.x + b.x, a.y + b.y, a.z + b.z) }
    @inline(__always) static func - (a: Vector8, b: Vector8) -> Vector8 { Vector8(a.x - b.x, a.y - b.y, a.z - b.z) }
    @inline(__always) static func * (a: Vector8, b: Vector8) -> Vector8 { Vector8(a.x * b.x, a.y * b.y, a.z * b.z) }
    @inline(__always) static func * (a: Vector8, b: Float8) -> Vector8 { Vector8(a.x * b, a.y * b, a.z * b) }
    @inline(__always) static prefix func - (a: Vector8) -> Vector8 { Vector8(-a.x, -a.y, -a.z) }

    @inline(__always) func dot(_ other: Vector8) -> Float8 { x * other.x + y * other.y + z * other.z }

    @inline(__always) func cross(_ other: Vector8) -> Vector8 {
        Vector8(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
    }

    @inline(__always) var length: Float8 { dot(self).root }

    /// The same directions with length 1; zero stays zero.
    @inline(__always) var normalizedOrZero: Vector8 {
        let length = length
        let isRegular = (length .> 0) .& (length .< .infinity)
        return self * Float8.zero.replacing(with: 1 / length, where: isRegular)
    }

    /// The largest of x, y and z.
    @inline(__always) var most: Float8 { x.largest(y).largest(z) }

    @inline(__always) var luminance: Float8 { x * 0.2126 + y * 0.7152 + z * 0.0722 }

    @inline(__always) func replacing(with other: Vector8, where mask: Mask8) -> Vector8 {
        Vector8(
            x.replacing(with: other.x, where: mask), y.replacing(with: other.y, where: mask),
            z.replacing(with: other.z, where: mask))
    }

    /// Adds where the mask is set; elsewhere even NaN does no harm.
    @inline(__always) mutating func add(_ other: Vector8, where mask: Mask8) {
        self = self + Vector8.zero.replacing(with: other, where: mask)
    }

    /// Two directions that make a right-handed frame with this one, like `SIMD3.frame`.
    @inline(__always) var frame: (x: Vector8, y: Vector8) {
        let sign = Float8(repeating: 1).replacing(with: -1, where: z .< 0)
        let a = -1 / (sign + z)
        let b = x * y * a
        return (Vector8(1 + sign * x * x * a, sign * b, -sign * x), Vector8(b, sign + y * y * a, -y))
    }
}

extension SIMD3<Float> {
    @inline(__always) static func * (a: Vector, b: Float8) -> Vector8 { Vector8(a.x * b, a.y * b, a.z * b) }
}

extension SIMD8<Float> {
    /// The square root; NaN below 0.
    @inline(__always) var root: Float8 { clanes_root(self) }
    /// The smaller number; where one is NaN, the other.
    @inline(__always) func smallest(_ other: Float8) -> Float8 { clanes_least(self, other) }
    @inline(__always) func largest(_ other: Float8) -> Float8 { clanes_most(self, other) }
    @inline(__always) var magnitudes: Float8 { largest(-self) }
}

extension SIMD8<Int32> {
    // Swift compiles comparisons of integers to a loop. As floats they are compared at once, exactly up to 2²⁴.

    @inline(__always) var isNegative: Mask8 { clanes_float(self) .< .zero }
    @inline(__always) func isEqual(to number: Int32) -> Mask8 {
        clanes_float(self) .== Float8(repeating: Float(number))
    }
    @inline(__always) var largest: Int32 { clanes_largest(self) }
}

extension Mask8 {
    @inline(__always) var isAnySet: Bool { clanes_any(SIMD8<Int32>().replacing(with: -1, where: self)) != 0 }
}

/// The whole numbers below values of 0 up to 2²²; a value that is whole itself may give the one below.
@inline(__always) func wholes(_ values: Float8) -> SIMD8<UInt32> {
    // From 2²³ on, a number has no digits after the point: adding 2²³ rounds, and leaves the integer in its bits.
    unsafeBitCast((values - 0.499_999).largest(.zero) + 0x1p23, to: SIMD8<UInt32>.self) & 0x7F_FFFF
}
