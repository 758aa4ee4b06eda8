/// The place of an object: a linear map (rotation, scale) and then a shift. World from object.
package struct Pose: Hashable, Sendable, Codable {
    package var linear: Matrix3
    /// The place of the object's origin, in metres.
    package var position: Vector3

    package init(_ linear: Matrix3 = .identity, at position: Vector3 = .zero) {
        self.linear = linear
        self.position = position
    }

    package static func * (a: Pose, b: Pose) -> Pose {
        Pose(a.linear * b.linear, at: a(b.position))
    }

    /// A point of the object in the world.
    package func callAsFunction(_ point: Vector3) -> Vector3 {
        linear * point + position
    }

    /// The linear map for normals, up to a factor: the inverse transposed times the determinant's magnitude.
    package var normals: Matrix3 {
        let cofactors = Matrix3(x: linear.y.cross(linear.z), y: linear.z.cross(linear.x), z: linear.x.cross(linear.y))
        guard linear.determinant < 0 else { return cofactors }
        return Matrix3(x: -cofactors.x, y: -cofactors.y, z: -cofactors.z)
    }

    /// Whether an object keeps a volume under this pose, without being flattened or moved to infinity.
    package var isRegular: Bool {
        let longest = max(linear.x.length, linear.y.length, linear.z.length)
        let determinant = linear.determinant
        return longest.isFinite && determinant.isFinite && abs(determinant) > 1e-9 * longest * longest * longest
            && position.length.isFinite
    }
}
