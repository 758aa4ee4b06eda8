package import Geometry
internal import Vips

extension RenderScene {
    /// Renders a rectangle of the camera's image, which may reach outside it.
    ///
    /// The same scene, samples and seed give the same pixels whatever the rectangle and whatever else runs, on machines
    /// of one type. Runs on the calling thread. Below 32 samples the shadow is filtered, which looks a few pixels
    /// beyond the rectangle's edge and finds nothing there.
    ///
    /// - Parameter samples: of each pixel: a power of two up to 1024.
    ///
    /// Throws `.badPose`, `.badCamera`, `.badLight` and `.tracer`.
    package func render(_ rect: PixelRect, samples: Int, seed: UInt64) throws(RenderingError) -> RenderedLayers {
        try check()
        let tracer = try PathTracer(self, samples: samples)
        var layers = RenderedLayers(rect: rect)
        var pixel = PixelSums(instances: instances.count)
        var groundShares = [Float](repeating: 0, count: rect.area)
        var index = 0
        for y in rect.minY..<max(rect.minY, rect.maxY) {
            for x in rect.minX..<max(rect.minX, rect.maxX) {
                pixel.reset()
                let pixelSeed = Sobol.seed(seed, x: x, y: y)
                for first in stride(from: 0, to: samples, by: 8) {
                    let count = min(8, samples - first)
                    tracer.trace(x: x, y: y, first: first, count: count, seed: pixelSeed, onlySeen: false)
                    for lane in 0..<count { pixel.add(tracer.lanes[lane], exposure: Float(exposure)) }
                }
                groundShares[index] = pixel.groundShare
                pixel.write(to: &layers, at: index)
                index += 1
            }
        }
        if ground != nil, samples < RenderQuality.fewestUnfiltered {
            layers.shadow = ShadowFilter.filtered(
                layers.shadow, weights: groundShares, width: rect.width, height: rect.height, samples: samples)
        }
        return layers
    }

    /// The whole of one instance, whatever stands in front of it: its coverage of each pixel of a rectangle, 0…1, from
    /// the very samples that `render` takes, so that what is labelled there is covered by at least a half here. What
    /// lies below the ground does not count.
    ///
    /// Throws as `render` does.
    package func coverage(
        ofInstance index: Int, _ rect: PixelRect, samples: Int, seed: UInt64
    ) throws(RenderingError) -> [Float] {
        var alone = self
        alone.instances = [instances[index]]
        try alone.check()
        let tracer = try PathTracer(alone, samples: samples)
        var coverage: [Float] = []
        coverage.reserveCapacity(rect.area)
        for y in rect.minY..<max(rect.minY, rect.maxY) {
            for x in rect.minX..<max(rect.minX, rect.maxX) {
                let pixelSeed = Sobol.seed(seed, x: x, y: y)
                var seen = 0
                for first in stride(from: 0, to: samples, by: 8) {
                    let count = min(8, samples - first)
                    tracer.trace(x: x, y: y, first: first, count: count, seed: pixelSeed, onlySeen: true)
                    for lane in 0..<count where tracer.lanes[lane].seen >= 0 { seen += 1 }
                }
                coverage.append(Float(seen) / Float(samples))
            }
        }
        return coverage
    }
}
