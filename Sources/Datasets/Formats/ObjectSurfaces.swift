/// The triangles of an object of three dimensions.
package struct ObjectSurface: Hashable, Sendable {
    /// In the object's own frame, y up and the front towards +z, in metres before it is brought to its size.
    package var positions: [SIMD3<Float>]
    /// Places in `positions`, counter-clockwise as seen from outside.
    package var triangles: [SIMD3<UInt32>]

    package init(positions: [SIMD3<Float>], triangles: [SIMD3<UInt32>]) {
        self.positions = positions
        self.triangles = triangles
    }

    /// As an object has it that is mirrored from left to right.
    var mirrored: ObjectSurface {
        ObjectSurface(
            positions: positions.map { SIMD3(-$0.x, $0.y, $0.z) },
            triangles: triangles.map { SIMD3($0.x, $0.z, $0.y) })
    }
}

/// Where formats get the surfaces of objects from, for models of their own. Only a run has them: a finished dataset knows
/// its files by names that mean nothing elsewhere.
package struct ObjectSurfaces: Sendable {
    /// - Parameter from: what a scene stores of where an object comes from, as JSON.
    /// - Returns: nil for a flat object, and for one that cannot be made any more.
    let surface: @Sendable (_ from: String) -> ObjectSurface?

    package init(_ surface: @escaping @Sendable (_ from: String) -> ObjectSurface?) {
        self.surface = surface
    }
}
