package import Geometry

extension RenderScene {
    /// The points of one instance that the camera sees, inside its frame or not: no surface of any instance, nor the
    /// ground, stands before them.
    ///
    /// A ray is followed from the camera to just before each point. The surfaces at an edge or a corner lie on one side
    /// of this ray alone, so a pixel beside the point cannot give the answer. A blended surface hides a point behind it
    /// where it stops more than half of the light.
    ///
    /// - Parameter points: in the instance's own frame. A point that lies below the surface by up to 1/500 of the
    ///   longest side of the instance's box, along the ray, counts as on it.
    ///
    /// Throws like `render`.
    package func sees(_ points: [Vector3], ofInstance index: Int) throws(RenderingError) -> [Bool] {
        guard !points.isEmpty else { return [] }
        try check()
        let (model, pose) = (instances[index].model, instances[index].pose)
        let size = model.bounds.size
        let slack =
            max(size.x * pose.linear.x.length, size.y * pose.linear.y.length, size.z * pose.linear.z.length) / 500
        let tracer = try PathTracer(self, samples: 1)
        return points.map { point in
            let world = pose(point)
            let way = world - camera.position
            guard camera.depth(of: world) > 0 else { return false }
            if ground != nil, world.y < -slack { return false }
            // At a point right before the camera nothing of the way is left.
            let end = 1 - slack / way.length
            return end <= 0 || tracer.isClear(from: camera.position, along: way, until: end)
        }
    }
}

extension PathTracer {
    /// Whether more than half of the light gets from one point to another.
    ///
    /// - Parameter end: the end of the way, in lengths of `way`.
    fileprivate func isClear(from point: Vector3, along way: Vector3, until end: Double) -> Bool {
        let first = SIMD8<Int32>(-1, 0, 0, 0, 0, 0, 0, 0).isNegative
        packet.set(
            first, origin: Vector8(repeating: Vector(point)), direction: Vector8(repeating: Vector(way)),
            far: Float8(repeating: Float(end)))
        var clear: Float = 1
        for _ in 0..<Self.mostLayers {
            packet.intersect(seenTree, coherent: false)
            guard packet.hits[0] else { return true }
            clear *= 1 - opacity(0)
            guard clear >= 0.5 else { return false }
            packet.resume(first)
        }
        return false
    }
}
