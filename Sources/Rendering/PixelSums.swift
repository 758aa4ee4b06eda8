internal import Geometry
internal import Vips

/// The samples of one pixel added up.
///
/// For one thread at a time.
final class PixelSums {
    /// The most that one sample counts for once exposed, so that a glint does not turn a whole pixel at an edge white.
    static let brightestSample: Float = 8

    /// One instance's samples, in eight sums each: one for every sample that is taken at once.
    private struct Seen {
        /// Those in which it is what is seen first.
        var counts = SIMD8<Int32>()
        var isTouched = false
        var depths = Float8()
        var normals = Vector8.zero
        /// Those whose light it stops.
        var stopped = SIMD8<Int32>()
        var radiances = Vector8.zero
    }

    private var samples = SIMD8<Int32>()
    private var lit = Vector8.zero
    private var unshadowed = Vector8.zero
    private var ground = SIMD8<Int32>()
    private let seen: UnsafeMutablePointer<Seen>
    private let instances: Int
    /// Those with samples, which are few even where instances are many.
    private var touched: [Int] = []

    init(instances: Int) {
        self.instances = instances
        seen = .allocate(capacity: max(1, instances))
        seen.initialize(repeating: Seen(), count: instances)
    }

    deinit {
        seen.deinitialize(count: instances)
        seen.deallocate()
    }

    func reset() {
        for index in touched { seen[index] = Seen() }
        touched.removeAll(keepingCapacity: true)
        (samples, ground) = (SIMD8(), SIMD8())
        (lit, unshadowed) = (.zero, .zero)
    }

    /// Adds which instance each sample sees, and nothing else.
    func addSeen(_ paths: borrowing Paths) {
        Self.count(paths.isUsed, in: &samples)
        var left = paths.seen
        while case let instance = left.largest, instance >= 0 {
            let mask = left.isEqual(to: instance)
            Self.count(mask, in: &touch(instance).pointee.counts)
            left = left.replacing(with: -1, where: mask)
        }
    }

    /// Adds what samples show, but for its light.
    func add(_ paths: borrowing Paths) {
        Self.count(paths.isUsed, in: &samples)
        Self.count(paths.isGround, in: &ground)
        var left = paths.seen
        while case let instance = left.largest, instance >= 0 {
            let mask = left.isEqual(to: instance)
            let seen = touch(instance)
            Self.count(mask, in: &seen.pointee.counts)
            seen.pointee.depths += Float8.zero.replacing(with: paths.depth, where: mask)
            seen.pointee.normals.add(paths.normal, where: mask)
            left = left.replacing(with: -1, where: mask)
        }
        left = SIMD8(repeating: -1).replacing(with: paths.struck, where: paths.isObject)
        while case let instance = left.largest, instance >= 0 {
            let mask = left.isEqual(to: instance)
            Self.count(mask, in: &touch(instance).pointee.stopped)
            left = left.replacing(with: -1, where: mask)
        }
    }

    /// Adds the light of samples that `add` was given before.
    func addLight(_ paths: borrowing Paths, exposure: Float) {
        lit.add(paths.radiance, where: paths.isGround)
        unshadowed.add(paths.unshadowed, where: paths.isGround)
        let most = Float8(repeating: Self.brightestSample)
        let exposed = paths.radiance * Float8(repeating: exposure)
        let light = Vector8(exposed.x.smallest(most), exposed.y.smallest(most), exposed.z.smallest(most))
        var left = SIMD8(repeating: -1).replacing(with: paths.struck, where: paths.isObject)
        while case let instance = left.largest, instance >= 0 {
            let mask = left.isEqual(to: instance)
            seen[Int(instance)].radiances.add(light, where: mask)
            left = left.replacing(with: -1, where: mask)
        }
    }

    @inline(__always) private static func count(_ mask: Mask8, in counts: inout SIMD8<Int32>) {
        counts = counts.replacing(with: counts &+ 1, where: mask)
    }

    @inline(__always) private func touch(_ instance: Int32) -> UnsafeMutablePointer<Seen> {
        let place = seen + Int(instance)
        if !place.pointee.isTouched {
            place.pointee.isTouched = true
            touched.append(Int(instance))
        }
        return place
    }

    /// Whether any sample met an object.
    var hasObjects: Bool { !touched.isEmpty }

    /// The share of the pixel that shows ground, 0…1.
    var groundShare: Float { samples.total > 0 ? Float(ground.total) / Float(samples.total) : 0 }

    /// What the light of the ground in it is multiplied by; nil where there is none.
    var shadow: SIMD3<Float>? {
        guard ground.total > 0 else { return nil }
        let (lit, unshadowed) = (lit.total, unshadowed.total)
        var shadow = SIMD3<Float>.one
        for channel in 0..<3 where unshadowed[channel] > 0 { shadow[channel] = lit[channel] / unshadowed[channel] }
        return shadow
    }

    func write(x: Int, y: Int, to layers: inout [InstanceLayer]) {
        // From the one that is laid on last: each is then given the share of what those above it leave of the pixel.
        touched.sort(by: >)
        let samples = samples.total
        var above = 0
        for instance in touched where layers[instance].rect.contains(x: x, y: y) {
            let rect = layers[instance].rect
            let sums = seen[instance]
            let index = (y - rect.minY) * rect.width + x - rect.minX
            let (count, stopped) = (sums.counts.total, sums.stopped.total)
            if stopped > 0 {
                let alpha = Float(stopped) / Float(samples - above)
                let colour = sums.radiances.total / Float(stopped)
                for channel in 0..<3 {
                    layers[instance].colour.bytes[4 * index + channel] = UInt8(
                        SRGB.encoded(colour[channel]) * alpha * 255 + 0.5)
                }
                layers[instance].colour.bytes[4 * index + 3] = UInt8(alpha * 255 + 0.5)
                above += stopped
            }
            if count > 0 {
                layers[instance].coverage.shares[index] = Float(count) / Float(samples)
                layers[instance].depthMetres[index] = sums.depths.sum() / Float(count)
                layers[instance].normals[index] = sums.normals.total.normalizedOrZero
            }
        }
    }

    func write(x: Int, y: Int, to coverages: inout [Coverage]) {
        for instance in touched where coverages[instance].rect.contains(x: x, y: y) {
            let rect = coverages[instance].rect
            coverages[instance].shares[(y - rect.minY) * rect.width + x - rect.minX] =
                Float(seen[instance].counts.total) / Float(samples.total)
        }
    }
}

extension SIMD8<Int32> {
    fileprivate var total: Int { Int(wrappedSum()) }
}

extension Vector8 {
    fileprivate var total: Vector { Vector(x.sum(), y.sum(), z.sum()) }
}
