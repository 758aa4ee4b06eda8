internal import Foundation

/// Single-precision vectors, as the tracer uses them.
typealias Vector = SIMD3<Float>

extension SIMD3<Float> {
    @inline(__always) static var one: Vector { Vector(repeating: 1) }

    @inline(__always) func dot(_ other: Vector) -> Float {
        (self * other).sum()
    }

    @inline(__always) func cross(_ other: Vector) -> Vector {
        Vector(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
    }

    @inline(__always) var length: Float { dot(self).squareRoot() }

    /// The same direction with length 1; zero stays zero.
    @inline(__always) var normalizedOrZero: Vector {
        let length = length
        return length > 0 && length.isFinite ? self / length : .zero
    }

    @inline(__always) var isFinite: Bool { x.isFinite && y.isFinite && z.isFinite }

    /// The angle of two vectors of length 1, in radians.
    func angle(to other: Vector) -> Float {
        atan2(cross(other).length, dot(other))
    }

    /// The brightness that the eye sees: the luminance of linear sRGB (IEC 61966-2-1).
    @inline(__always) var luminance: Float { dot(Vector(0.2126, 0.7152, 0.0722)) }

    /// Two directions that make a right-handed frame with this one, which has length 1: Duff et al., "Building an
    /// orthonormal basis, revisited", JCGT 6 (2017).
    @inline(__always) var frame: (x: Vector, y: Vector) {
        let sign: Float = z < 0 ? -1 : 1
        let a = -1 / (sign + z)
        let b = x * y * a
        return (Vector(1 + sign * x * x * a, sign * b, -sign * x), Vector(b, sign + y * y * a, -y))
    }
}
