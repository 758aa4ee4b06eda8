extension PathTracer {
    /// The width of a cell of the ground, as a share of the length of the ray that meets it, lies between half of this and
    /// this.
    private static let cellShare: Float = 0.25
    /// The smallest cell that is worth its samples: so many pixels of the object that it lights.
    private static let cellPixels: Float = 2

    /// Adds the ground's light to paths that have left an object.
    ///
    /// - Parameters:
    ///   - distances: the lengths of the rays to the ground, along directions of length 1.
    ///   - mask: the paths that end there.
    func addGround(
        _ throughput: Vector8, from: Vector8, along direction: Vector8, _ distances: Float8, _ mask: Mask8,
        _ paths: inout Paths
    ) {
        // The numbers that chose the sun's point know nothing of this ray.
        let (u, v) = (paths.sunU - 0.5, paths.sunV - 0.5)
        let depth = (from - Vector8(repeating: origin)).dot(Vector8(repeating: forward)).magnitudes
        let least = depth * (spreadOfPixel * Self.cellPixels)
        // The exponent of a number is the logarithm of the largest power of two below it.
        let widths = (distances * Self.cellShare).largest(least).smallest(Float8(repeating: 0x1p20))
            .largest(Float8(repeating: 0x1p-20))
        let bits = unsafeBitCast(widths, to: SIMD8<UInt32>.self)
        let sizes = unsafeBitCast(bits & 0x7F80_0000, to: Float8.self)
        let x = (from.x + direction.x * distances) / sizes + u
        let z = (from.z + direction.z * distances) / sizes + v
        var light = Vector8.zero
        for lane in 0..<8 where mask[lane] {
            let cell = GroundGlow.Cell(
                level: Int32(truncatingIfNeeded: bits[lane] >> 23) - 127, x: Self.floored(x[lane]),
                z: Self.floored(z[lane]))
            light[lane] = glow.light(cell, make: light(on:))
        }
        paths.radiance.add(limited(throughput * light), where: mask)
    }

    /// The value rounded down, where it is far from the largest integer.
    @inline(__always) private static func floored(_ value: Float) -> Int32 {
        guard abs(value) < 0x1p27 else { return 0 }
        let cut = Int32(value)
        return Float(cut) > value ? cut - 1 : cut
    }

    /// The mean radiance of a cell of the ground.
    private func light(on cell: GroundGlow.Cell) -> Vector {
        let seed = Sobol.seed(UInt64(UInt32(bitPattern: cell.level)), x: Int(cell.x), y: Int(cell.z))
        let points = sampler.points(0, set: 2, seed: seed)
        let size = Float(sign: .plus, exponent: Int(cell.level), significand: 1)
        let up = Vector8(repeating: Vector(0, 1, 0))
        var paths = Paths.empty
        paths.begin(used: .!paths.isUsed, direction: -up)
        paths.point = Vector8(
            (sampler.x(points) + Float(cell.x)) * size, .zero, (sampler.y(points) + Float(cell.z)) * size)
        (paths.geometric, paths.view) = (up, up)
        paths.surface = SurfacePacket(
            normal: up, view: up, baseColour: Vector8(repeating: ground ?? .zero), roughness: Float8(repeating: 1),
            metalness: .zero, specular: .zero)
        if hasSun { lightBySun(&paths, 0, seed, 1) }
        if panorama != nil { lightByPanorama(&paths, 0, seed, 1) }
        bounceOn(&paths, 0, seed, 1)
        return paths.radiance.total * (1 / 8)
    }
}
