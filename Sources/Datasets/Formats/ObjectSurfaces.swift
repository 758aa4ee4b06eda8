/// The triangles of an object of three dimensions.
package struct ObjectSurface: Hashable, Sendable {
    /// The positions in the object's own frame, y up and the front towards +z, in metres before the object is scaled to
    /// its size.
    package var positions: [SIMD3<Float>]
    /// Indices of `positions`, counter-clockwise as seen from outside.
    package var triangles: [SIMD3<UInt32>]

    package init(positions: [SIMD3<Float>], triangles: [SIMD3<UInt32>]) {
        self.positions = positions
        self.triangles = triangles
    }

    /// The surface mirrored from left to right.
    var mirrored: ObjectSurface {
        ObjectSurface(
            positions: positions.map { SIMD3(-$0.x, $0.y, $0.z) },
            triangles: triangles.map { SIMD3($0.x, $0.z, $0.y) })
    }
}

/// The surfaces of objects, for formats that write models. Only a run has them: a finished dataset names its files by
/// names that mean nothing elsewhere.
package struct ObjectSurfaces: Sendable {
    /// - Parameter from: the origin of an object as a scene stores it, in JSON.
    /// - Returns: nil for a flat object, and for one that cannot be made any more.
    let surface: @Sendable (_ from: String) -> ObjectSurface?

    package init(_ surface: @escaping @Sendable (_ from: String) -> ObjectSurface?) {
        self.surface = surface
    }
}
