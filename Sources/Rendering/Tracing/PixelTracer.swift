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
    func light(from sources: PathTracer.Sources = .all) {
        for group in 0..<count {
            tracer.light(&paths[group], first: 8 * group, seed: pixelSeed, from: sources)
            sums.addLight(paths + group, exposure: exposure)
        }
    }
}
