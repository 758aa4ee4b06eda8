package import Geometry

extension RenderScene {
    /// The height over the ground of what pixels show of one instance, by itself, as far as that may be low.
    ///
    /// Each pixel is looked at in its middle. Surfaces of which a texture blends more than half away are looked through.
    ///
    /// - Parameters:
    ///   - index: of the instance.
    ///   - most: the heights that count, in metres.
    ///   - margin: around the pixels that may show such a height.
    ///   - frame: in pixels of the camera's image.
    /// - Returns: a rectangle that holds all pixels with such heights, and its heights in metres by rows: infinite where
    ///   the instance is not seen, and below the ground.
    ///
    /// Throws like `render`.
    package func heights(
        ofInstance index: Int, upTo most: Double, margin: Int, within frame: PixelRect
    ) throws(RenderingError) -> (rect: PixelRect, heights: [Float]) {
        let corners = corners(index)
        let lowest = corners.map(\.y).min() ?? 0
        guard lowest <= most else { return (PixelRect(width: 0, height: 0), []) }
        // The part of the box around it that is as low.
        let (xs, zs) = (corners.map(\.x), corners.map(\.z))
        var low: [Vector3] = []
        for x in [xs.min() ?? 0, xs.max() ?? 0] {
            for z in [zs.min() ?? 0, zs.max() ?? 0] { low += [[x, max(0, lowest), z], [x, most, z]] }
        }
        let rect = pixels(of: low).inset(by: -margin).intersection(frame)
        var heights = [Float](repeating: .infinity, count: rect.area)
        guard !rect.isEmpty else { return (rect, heights) }
        var alone = self
        alone.instances = [instances[index]]
        try alone.check()
        let tracer = try PathTracer(alone, samples: 1)
        for y in rect.minY..<rect.maxY {
            for x in rect.minX..<rect.maxX {
                let way = camera.ray(through: Point(Double(x) + 0.5, Double(y) + 0.5))
                guard let distance = tracer.distance(from: camera.position, along: way) else { continue }
                let height = camera.heightMetres + way.y * Double(distance)
                if height >= 0 { heights[(y - rect.minY) * rect.width + x - rect.minX] = Float(height) }
            }
        }
        return (rect, heights)
    }
}

extension PathTracer {
    /// How far the first surface is that stops more than half of the light; nil where there is none.
    fileprivate func distance(from point: Vector3, along way: Vector3) -> Float? {
        let first = SIMD8<Int32>(-1, 0, 0, 0, 0, 0, 0, 0).isNegative
        packet.set(
            first, origin: Vector8(repeating: Vector(point)), direction: Vector8(repeating: Vector(way)),
            far: Float8(repeating: .infinity))
        for _ in 0..<Self.mostLayers {
            packet.intersect(seenTree, coherent: false)
            guard packet.hits[0] else { return nil }
            if opacity(0) >= 0.5 { return packet.distance(0) }
            packet.resume(first)
        }
        return nil
    }
}
