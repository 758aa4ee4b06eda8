/// Takes all samples of one pixel one after the other: the surfaces that they see and, on request, the light on them.
///
/// One thread uses it at a time.
final class PixelTracer {
    /// The pixel's sums.
    let sums: PixelSums

    private let tracer: PathTracer
    private let samples: Int
    private let exposure: Float
    private let seed: UInt64
    /// The difference of the two halves of a pixel's samples, in the square root of the light, at which it has less noise
    /// than most pixels have with all samples.
    private let tolerance: Float
    private var pixelSeed: UInt32 = 0
    /// Eight samples each, kept between `look` and `light`.
    private let paths: UnsafeMutablePointer<Paths>
    private let count: Int

    init(_ tracer: PathTracer, samples: Int, instances: Int, exposure: Double, seed: UInt64) {
        self.tracer = tracer
        self.samples = samples
        self.exposure = Float(exposure)
        self.seed = seed
        sums = PixelSums(instances: instances)
        count = (samples + 7) / 8
        tolerance = 6 / 255 * (32 / Float(samples)).squareRoot()
        paths = .allocate(capacity: count)
        paths.initialize(repeating: .empty, count: count)
    }

    deinit {
        paths.deinitialize(count: count)
        paths.deallocate()
    }

    /// Finds the surfaces in a pixel; returns whether there is any object in it.
    ///
    /// - Parameters:
    ///   - meetsObjects: whether any object may be in the pixel; otherwise no rays are traced.
    ///   - litLater: whether `light` may follow; otherwise only the instances are found.
    @discardableResult func look(x: Int, y: Int, meetsObjects: Bool = true, litLater: Bool = true) -> Bool {
        sums.reset()
        pixelSeed = Sobol.seed(seed, x: x, y: y)
        for group in 0..<count {
            tracer.look(
                x: x, y: y, first: 8 * group, count: min(8, samples - 8 * group), seed: pixelSeed,
                meetsObjects: meetsObjects, litLater: litLater, &paths[group])
            if litLater {
                sums.add(paths + group)
                tracer.veils.each { sums.stop($0, $1) }
            } else {
                sums.addSeen(paths + group)
            }
        }
        return sums.hasObjects
    }

    /// Finds the light on them.
    ///
    /// Where a pixel shows a single surface, or the ground alone, a quarter or a half of the samples are enough if their
    /// halves hardly differ: in the open, and away from the edges of shadows. Under a sky with lamps all are taken.
    func light(from sources: PathTracer.Sources = .all) {
        let mayStop = sources == .all && tracer.open != nil && (sums.isOneSurface || sums.isGroundAlone)
        for group in 0..<count {
            tracer.light(&paths[group], first: 8 * group, seed: pixelSeed, from: sources)
            sums.addLight(paths + group, exposure: exposure)
            let done = group + 1
            if mayStop, 4 * done == count || 2 * done == count, sums.difference < tolerance { return }
        }
    }

    /// Whether the ground in a pixel sees the whole sun or nothing of it, to its first eight samples; nil where they
    /// differ.
    func seesSun(x: Int, y: Int) -> Bool? {
        pixelSeed = Sobol.seed(seed, x: x, y: y)
        tracer.look(
            x: x, y: y, first: 0, count: min(8, samples), seed: pixelSeed, meetsObjects: false, litLater: true,
            &paths[0])
        tracer.light(&paths[0], first: 0, seed: pixelSeed, from: .sun)
        let (lit, whole) = (paths[0].radiance.total, paths[0].unshadowed.total)
        guard lit != whole else { return true }
        return lit == .zero ? false : nil
    }
}
