/// A linear map of space, stored as the images of the axes x, y and z (its columns).
///
/// Named *target from source*; products read right to left: `(a * b) * v == a * (b * v)`.
package struct Matrix3: Hashable, Sendable, Codable {
    package var x: Vector3
    package var y: Vector3
    package var z: Vector3

    package init(x: Vector3, y: Vector3, z: Vector3) {
        self.x = x
        self.y = y
        self.z = z
    }

    package static let identity = Matrix3(x: [1, 0, 0], y: [0, 1, 0], z: [0, 0, 1])

    package static func * (m: Matrix3, v: Vector3) -> Vector3 {
        m.x * v.x + m.y * v.y + m.z * v.z
    }

    package static func * (a: Matrix3, b: Matrix3) -> Matrix3 {
        Matrix3(x: a * b.x, y: a * b.y, z: a * b.z)
    }

    /// The matrix with rows and columns exchanged, which is the inverse of a rotation.
    package var transposed: Matrix3 {
        Matrix3(x: [x.x, y.x, z.x], y: [x.y, y.y, z.y], z: [x.z, y.z, z.z])
    }

    package var determinant: Double { x.dot(y.cross(z)) }
}
