/// A position or direction in space: x, y, z. In the world: metres, right-handed, y up, the camera looking along −z.
package typealias Vector3 = SIMD3<Double>

extension SIMD3<Double> {
    package func dot(_ other: Vector3) -> Double {
        (self * other).sum()
    }

    /// The cross product, right-handed: x × y = z.
    package func cross(_ other: Vector3) -> Vector3 {
        Vector3(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
    }

    package var length: Double { dot(self).squareRoot() }

    /// The same direction with length 1. The zero vector has none: every component is then NaN.
    package var normalized: Vector3 { self / length }
}
