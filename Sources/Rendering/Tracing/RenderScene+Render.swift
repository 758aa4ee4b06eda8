package import Geometry

extension RenderScene {
    /// Renders a rectangle of the camera's image, which may reach outside it.
    ///
    /// On machines of one type, the same scene, samples and seed give the same pixels whatever the rectangle and
    /// whatever else runs. The exception is a few pixels along the rectangle's edges, beyond which the noise filter
    /// finds nothing. It runs on the calling thread.
    ///
    /// - Parameter samples: the samples of each pixel: a power of two up to 1024.
    ///
    /// Throws `.badPose`, `.badCamera`, `.badLight` and `.tracer`.
    package func render(_ rect: PixelRect, samples: Int, seed: UInt64) throws(RenderingError) -> RenderedLayers {
        try check()
        let tracer = try PathTracer(self, samples: samples)
        let takesShadow = self.ground?.takesShadow ?? false
        var layers = RenderedLayers(rect: rect, instances: seenExtents, takesShadow: takesShadow)
        var lights = layers.instances.map { TracedLight(rect: $0.rect) }
        var smooth: SmoothShadow?
        if takesShadow { smooth = try SmoothShadow(self, within: rect, samples: samples, seed: seed) }
        let pixel = PixelTracer(tracer, samples: samples, instances: instances.count, exposure: exposure, seed: seed)
        let ground = camera.groundRays
        var shadow = takesShadow ? NoisyPixels(width: rect.width, height: rect.height) : nil
        for y in rect.minY..<max(rect.minY, rect.maxY) {
            let row = layers.instances.map(\.rect).filter { y >= $0.minY && y < $0.maxY }
            for x in rect.minX..<max(rect.minX, rect.maxX) {
                let mayShowObjects = row.contains { x >= $0.minX && x < $0.maxX }
                guard mayShowObjects || (takesShadow && ground.mayMeetGround(inPixel: x, y)) else { continue }
                let index = (y - rect.minY) * rect.width + x - rect.minX
                if !mayShowObjects || !pixel.look(x: x, y: y), let share = smooth?.shadow(x: x, y: y) {
                    shadow?.set(index, share, samples: samples)
                    continue
                }
                if !mayShowObjects { _ = pixel.look(x: x, y: y) }
                pixel.light()
                pixel.sums.write(x: x, y: y, to: &layers.instances, &lights)
                shadow?.set(index, pixel.sums.shadows)
            }
        }
        for index in lights.indices { lights[index].show(in: &layers.instances[index], tone) }
        if let shadow {
            let calm = NoiseFilter.filtered(shadow)
            for index in calm.indices where shadow.means[index].w > 0 { layers.shadow[index] = calm[index] }
        }
        return layers
    }

    /// The coverage of every instance in a rectangle, from the same samples that `render` takes, without any light.
    ///
    /// Throws like `render`.
    package func coverages(_ rect: PixelRect, samples: Int, seed: UInt64) throws(RenderingError) -> [Coverage] {
        try check()
        let tracer = try PathTracer(self, samples: samples)
        var coverages = seenExtents.map { Coverage(rect: $0.intersection(rect)) }
        let pixel = PixelTracer(tracer, samples: samples, instances: instances.count, exposure: 0, seed: seed)
        for y in rect.minY..<max(rect.minY, rect.maxY) {
            let row = coverages.map(\.rect).filter { y >= $0.minY && y < $0.maxY }
            guard !row.isEmpty else { continue }
            for x in rect.minX..<max(rect.minX, rect.maxX) where row.contains(where: { x >= $0.minX && x < $0.maxX }) {
                if pixel.look(x: x, y: y, litLater: false) { pixel.sums.write(x: x, y: y, to: &coverages) }
            }
        }
        return coverages
    }

    /// The whole of one instance, whatever stands in front of it: its coverage of each pixel of a rectangle, from the
    /// same samples that `render` takes, so that a pixel labelled there is covered by at least a half here. Parts below
    /// the ground do not count.
    ///
    /// Throws like `render`.
    package func coverage(
        ofInstance index: Int, _ rect: PixelRect, samples: Int, seed: UInt64
    ) throws(RenderingError) -> Coverage {
        var alone = self
        alone.instances = [instances[index]]
        return try alone.coverages(rect, samples: samples, seed: seed)[0]
    }

    /// The pixels in which each instance can be seen; empty for one that only throws a shadow.
    private var seenExtents: [PixelRect] {
        instances.indices.map {
            instances[$0].isSeen ? extent(ofInstance: $0) : PixelRect(minX: 0, minY: 0, maxX: 0, maxY: 0)
        }
    }
}
