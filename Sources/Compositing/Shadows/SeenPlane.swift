import Geometry

/// A plane of the world as the pixels of an image see it.
struct SeenPlane {
    /// The normal, of length 1, towards the camera.
    let normal: Vector3
    private let position: Vector3
    /// From the camera's position to the plane, against the normal; negative.
    private let offset: Double
    /// The direction through the image's origin, and how it changes from pixel to pixel: of depth 1.
    private let first: Vector3
    private let across: Vector3
    private let along: Vector3

    /// Nil for a plane that is seen edge on.
    init?(through point: Vector3, normal: Vector3, seenBy camera: Camera) {
        let length = normal.length
        guard length > 0, length.isFinite else { return nil }
        let unit = normal / length
        let away = unit.dot(point - camera.position)
        guard abs(away) > 1e-6, away.isFinite else { return nil }
        self.normal = away > 0 ? -unit : unit
        offset = -abs(away)
        position = camera.position
        let axes = camera.worldFromCamera
        across = axes.x / camera.focalPixels
        along = -axes.y / camera.focalPixels
        first = -axes.z - across * camera.principal.x - along * camera.principal.y
    }

    /// How far a point is from the plane, on the camera's side of it; negative behind it.
    func height(of point: Vector3) -> Double { (normal * (point - position)).sum() - offset }

    /// Two directions in the plane, square to each other and of length 1.
    var axes: (u: Vector3, v: Vector3) {
        let aside = abs(normal.y) < 0.9 ? Vector3(0, 1, 0) : Vector3(1, 0, 0)
        let u = normal.cross(aside).normalized
        return (u, normal.cross(u))
    }

    /// How fast the places that the image shows come nearer in depth: below 0 where the plane is seen, linear in the
    /// image.
    var nearing: Linear {
        Linear(
            start: (normal * first).sum(), right: (normal * across).sum(), below: (normal * along).sum())
    }

    /// How far a place of the plane lies along an axis, less a constant, is a linear function of the point of the image
    /// that shows it, over `nearing`.
    ///
    /// - Returns: the constant, and the linear function.
    func place(along axis: Vector3, from origin: Vector3) -> (constant: Double, rest: Linear) {
        (
            (axis * (position - origin)).sum(),
            Linear(
                start: offset * (axis * first).sum(), right: offset * (axis * across).sum(),
                below: offset * (axis * along).sum())
        )
    }

    /// A linear function of a point of the image.
    struct Linear {
        var start: Double
        /// Its change to the next pixel on the right, and to the next below.
        var right: Double
        var below: Double

        @inline(__always)
        func callAsFunction(x: Double, y: Double) -> Double { start + right * x + below * y }
    }
}
