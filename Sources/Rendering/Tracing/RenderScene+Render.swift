package import Geometry

extension RenderScene {
    /// Renders a rectangle of the camera's image, which may reach outside it.
    ///
    /// On machines of one type, the same scene, samples and seed give the same pixels whatever the rectangle and
    /// whatever else runs. The exception is a few pixels along the rectangle's edges, beyond which the noise filter
    /// finds nothing. It runs on the calling thread.
    ///
    /// - Parameters:
    ///   - samples: the samples of each pixel: a power of two up to 1024.
    ///   - coverages: what `coverages` found in a rectangle that holds this one, with as many samples and the same seed, if
    ///     it is known. Where it has nothing, no rays look for objects again.
    ///
    /// Throws `.badPose`, `.badCamera`, `.badLight` and `.tracer`.
    package func render(
        _ rect: PixelRect, samples: Int, seed: UInt64, coverages: [Coverage]? = nil
    ) throws(RenderingError) -> RenderedLayers {
        try check()
        let tracer = try PathTracer(self, samples: samples, lightsObjects: true)
        let takesShadow = self.ground?.takesShadow ?? false
        var layers = RenderedLayers(rect: rect, instances: seenExtents, takesShadow: takesShadow)
        var lights = layers.instances.map { TracedLight(rect: $0.rect) }
        let pixel = PixelTracer(tracer, samples: samples, instances: instances.count, exposure: exposure, seed: seed)
        let ground = camera.groundRays
        var known = coverages
        var smooth: SmoothShadow?
        if takesShadow {
            let found: [Coverage]
            if let coverages {
                found = coverages
            } else {
                found = try self.coverages(SmoothShadow.pixels(around: rect), samples: samples, seed: seed)
            }
            smooth = try SmoothShadow(self, within: rect, samples: samples, seed: seed, around: found)
            known = found
        }
        // A coverage does not tell of faint veils.
        if instances.contains(where: { $0.isSeen && $0.model.isPatterned }) { known = nil }
        var shadow = takesShadow ? NoisyPixels(width: rect.width, height: rect.height) : nil
        for y in rect.minY..<max(rect.minY, rect.maxY) {
            let row = layers.instances.indices.filter {
                y >= layers.instances[$0].rect.minY && y < layers.instances[$0].rect.maxY
            }
            for x in rect.minX..<max(rect.minX, rect.maxX) {
                let mayShowObjects = row.contains {
                    let rect = layers.instances[$0].rect
                    return x >= rect.minX && x < rect.maxX && (known?[$0].share(x: x, y: y) ?? 1) > 0
                }
                guard mayShowObjects || (takesShadow && ground.mayMeetGround(inPixel: x, y)) else { continue }
                let index = (y - rect.minY) * rect.width + x - rect.minX
                if !mayShowObjects || !pixel.look(x: x, y: y) {
                    guard takesShadow else { continue }
                    let light = smooth?.light(x: x, y: y)
                    if let light, let isInSun = smooth?.isInSun(x: x, y: y) {
                        shadow?.set(index, isInSun ? light.underSun : light.sky, samples: samples)
                        continue
                    }
                    if !mayShowObjects { pixel.look(x: x, y: y, meetsObjects: false) }
                    if let light {
                        pixel.light(from: .sun)
                        shadow?.set(index, pixel.sums.shadows.map(light.shadow))
                        continue
                    }
                }
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
        let spans = coverages.indices.map { self.spans(ofInstance: $0, within: coverages[$0].rect) }
        for y in rect.minY..<max(rect.minY, rect.maxY) {
            let row = coverages.indices.compactMap { index in
                let rect = coverages[index].rect
                return y >= rect.minY && y < rect.maxY ? spans[index][y - rect.minY] : nil
            }.filter { !$0.isEmpty }
            guard let first = row.map(\.lowerBound).min(), let end = row.map(\.upperBound).max() else { continue }
            for x in first..<end where row.contains(where: { $0.contains(x) }) {
                if pixel.look(x: x, y: y, litLater: false) { pixel.sums.write(x: x, y: y, to: &coverages) }
            }
        }
        return coverages
    }

    /// The whole of one instance, whatever stands in front of it: its coverage of each pixel of a rectangle, from the
    /// same samples that `render` takes, so that a pixel labelled there is covered by at least a half here. Parts below
    /// the ground do not count.
    ///
    /// - Parameter coverages: as for `render`. Rays are traced again only where they hold some of another instance.
    ///
    /// Throws like `render`.
    package func coverage(
        ofInstance index: Int, _ rect: PixelRect, samples: Int, seed: UInt64, coverages: [Coverage]? = nil
    ) throws(RenderingError) -> Coverage {
        var alone = self
        alone.instances = [instances[index]]
        guard let coverages, coverages[index].rect == rect else {
            return try alone.coverages(rect, samples: samples, seed: seed)[0]
        }
        let others = coverages.indices.filter { $0 != index && !coverages[$0].rect.intersection(rect).isEmpty }
        var whole = [coverages[index]]
        guard !others.isEmpty else { return whole[0] }
        try alone.check()
        let pixel = PixelTracer(
            try PathTracer(alone, samples: samples), samples: samples, instances: 1, exposure: 0, seed: seed)
        for y in rect.minY..<rect.maxY {
            for x in rect.minX..<rect.maxX where others.contains(where: { coverages[$0].share(x: x, y: y) > 0 }) {
                if pixel.look(x: x, y: y, litLater: false) { pixel.sums.write(x: x, y: y, to: &whole) }
            }
        }
        return whole[0]
    }

    /// The pixels in which each instance can be seen; empty for one that only throws a shadow.
    private var seenExtents: [PixelRect] {
        instances.indices.map {
            instances[$0].isSeen ? extent(ofInstance: $0) : PixelRect(minX: 0, minY: 0, maxX: 0, maxY: 0)
        }
    }
}
