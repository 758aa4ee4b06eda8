internal import Geometry
internal import Pictures

/// The samples of one pixel added up.
///
/// One thread uses it at a time.
final class PixelSums {
    /// The largest weight of one exposed sample, so that a glint does not turn a whole pixel at an edge white.
    static let brightestSample: Float = 8

    /// The samples of one instance, in eight sums each: one for every sample that is traced at once.
    private struct Seen {
        /// The samples that see the instance first.
        var counts = SIMD8<Int32>()
        var isTouched = false
        var depths = Float8()
        var normals = Vector8.zero
        /// The samples whose ray ended on it, and their light.
        var struck = SIMD8<Int32>()
        var albedos = Vector8.zero
        /// Those of them whose light was found.
        var lit = SIMD8<Int32>()
        var radiances = Vector8.zero
        var litAlbedos = Vector8.zero
        /// The samples whose light it stops: those that met nothing blended count whole, the others in shares.
        var whole = SIMD8<Int32>()
        var shares: Float = 0

        var stopped: Float { Float(whole.total) + shares }
    }

    private var samples = SIMD8<Int32>()
    private var lit = Vector8.zero
    private var unshadowed = Vector8.zero
    private var ground = SIMD8<Int32>()
    /// The samples on the ground whose light was found.
    private var litGround = SIMD8<Int32>()
    private let seen: UnsafeMutablePointer<Seen>
    private let instances: Int
    /// The instances with samples, which are few even where there are many instances.
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
        (samples, ground, litGround) = (SIMD8(), SIMD8(), SIMD8())
        (lit, unshadowed) = (.zero, .zero)
    }

    /// Adds the instance that each sample sees, and nothing else.
    func addSeen(_ paths: UnsafePointer<Paths>) {
        Self.count(paths.pointee.isUsed, in: &samples)
        var left = paths.pointee.seen
        while case let instance = left.largest, instance >= 0 {
            let mask = left.isEqual(to: instance)
            Self.count(mask, in: &touch(instance).pointee.counts)
            left = left.replacing(with: -1, where: mask)
        }
    }

    /// Adds all of the samples except their light.
    func add(_ paths: UnsafePointer<Paths>) {
        Self.count(paths.pointee.isUsed, in: &samples)
        Self.count(paths.pointee.isGround, in: &ground)
        var left = paths.pointee.seen
        while case let instance = left.largest, instance >= 0 {
            let mask = left.isEqual(to: instance)
            let seen = touch(instance)
            Self.count(mask, in: &seen.pointee.counts)
            seen.pointee.depths += Float8.zero.replacing(with: paths.pointee.depth, where: mask)
            seen.pointee.normals.add(paths.pointee.normal, where: mask)
            left = left.replacing(with: -1, where: mask)
        }
        left = SIMD8(repeating: -1).replacing(with: paths.pointee.struck, where: paths.pointee.isObject)
        while case let instance = left.largest, instance >= 0 {
            let mask = left.isEqual(to: instance)
            let seen = touch(instance)
            Self.count(mask, in: &seen.pointee.struck)
            Self.count(mask .& .!paths.pointee.isVeiled, in: &seen.pointee.whole)
            seen.pointee.albedos.add(paths.pointee.albedo, where: mask)
            left = left.replacing(with: -1, where: mask)
        }
    }

    /// Adds the share of a sample that an instance stops together with others.
    func stop(_ instance: Int32, _ share: Float) { touch(instance).pointee.shares += share }

    /// Adds the light of samples that `add` was given before.
    func addLight(_ paths: UnsafePointer<Paths>, exposure: Float) {
        Self.count(paths.pointee.isGround, in: &litGround)
        lit.add(paths.pointee.radiance, where: paths.pointee.isGround)
        unshadowed.add(paths.pointee.unshadowed, where: paths.pointee.isGround)
        let most = Float8(repeating: Self.brightestSample)
        let exposed = paths.pointee.radiance * Float8(repeating: exposure)
        let light = Vector8(exposed.x.smallest(most), exposed.y.smallest(most), exposed.z.smallest(most))
        var left = SIMD8(repeating: -1).replacing(with: paths.pointee.struck, where: paths.pointee.isObject)
        while case let instance = left.largest, instance >= 0 {
            let mask = left.isEqual(to: instance)
            Self.count(mask, in: &seen[Int(instance)].lit)
            seen[Int(instance)].radiances.add(light, where: mask)
            seen[Int(instance)].litAlbedos.add(paths.pointee.albedo, where: mask)
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

    /// Whether all samples end on one instance, with nothing blended before it.
    var isOneSurface: Bool {
        guard touched.count == 1, let only = touched.first else { return false }
        return seen[only].whole.total == samples.total
    }

    /// Whether all samples end on the ground.
    var isGroundAlone: Bool { touched.isEmpty && ground.total == samples.total }

    /// How far the two halves of the samples differ in the square root of their light, where they all end on one surface.
    /// The pattern of the surface does not count. On the ground, it is that of a white one in its whole light.
    var difference: Float {
        var halves = (
            Self.share(lit.firstHalf, unshadowed.firstHalf), Self.share(lit.secondHalf, unshadowed.secondHalf)
        )
        if let only = touched.first {
            let sums = seen[only]
            let least = Vector(repeating: 1e-3)
            let albedos = (
                pointwiseMax(sums.litAlbedos.firstHalf, least), pointwiseMax(sums.litAlbedos.secondHalf, least)
            )
            let albedo = (albedos.0 + albedos.1) / Float(max(1, sums.lit.total))
            halves = (
                sums.radiances.firstHalf / albedos.0 * albedo, sums.radiances.secondHalf / albedos.1 * albedo
            )
        }
        let apart = pointwiseMax(halves.0, .zero).squareRoot() - pointwiseMax(halves.1, .zero).squareRoot()
        return max(apart.max(), -apart.min())
    }

    /// Whether any sample met an object.
    var hasObjects: Bool { !touched.isEmpty }

    /// The share of the pixel that shows ground, 0…1.
    var groundShare: Float { samples.total > 0 ? Float(ground.total) / Float(samples.total) : 0 }

    /// The factor on the light of the ground in the pixel; nil where there is no ground.
    var shadow: Vector? {
        guard ground.total > 0 else { return nil }
        return Self.share(lit.total, unshadowed.total)
    }

    /// The parts of that factor, where the sums hold all light but the sun's; nil where there is no ground.
    ///
    /// - Parameter sun: the radiance of white ground in the sun's light.
    func groundLight(besides sun: Vector) -> GroundLight? {
        guard litGround.total > 0 else { return nil }
        let scale = 1 / Float(litGround.total)
        let whole = unshadowed.total * scale + sun
        let sky = Self.share(lit.total * scale, whole)
        let isLit = (whole .> 0) .& (whole .< .infinity)
        return GroundLight(sky: sky, sun: Vector.zero.replacing(with: sun / whole, where: isLit))
    }

    /// The same factor for each half of the samples.
    var shadows: NoisyPixels.Halves {
        NoisyPixels.Halves(
            first: Self.share(lit.firstHalf, unshadowed.firstHalf),
            second: Self.share(lit.secondHalf, unshadowed.secondHalf),
            firstCount: Float(litGround.lowHalf.wrappedSum()), secondCount: Float(litGround.highHalf.wrappedSum()))
    }

    private static func share(_ lit: Vector, _ unshadowed: Vector) -> Vector {
        let share = lit / unshadowed
        // Light near the largest float adds up to infinity, whose share is meaningless.
        return share.replacing(with: .one, where: .!(share .< .infinity))
    }

    func write(x: Int, y: Int, to layers: inout [InstanceLayer], _ lights: inout [TracedLight]) {
        // The loop starts from the instance on top: each instance then gets its share of the light that those above it
        // let through.
        touched.sort(by: >)
        let samples = Float(samples.total)
        var above: Float = 0
        for instance in touched where layers[instance].rect.contains(x: x, y: y) {
            let rect = layers[instance].rect
            let sums = seen[instance]
            let index = (y - rect.minY) * rect.width + x - rect.minX
            let (count, stopped) = (sums.counts.total, sums.stopped)
            // No sample ended on this thin veil, so its colour is not known.
            if stopped > 0, sums.struck.total > 0 {
                let left = samples - above
                // The shares sum to the whole except for their last digits.
                let alpha = stopped < left * (1 - 1e-5) ? stopped / left : 1
                layers[instance].colour.bytes[4 * index + 3] = UInt8(alpha * 255 + 0.5)
                lights[instance].set(
                    index, albedo: sums.albedos.total / Float(sums.struck.total),
                    .init(count: sums.lit, radiances: sums.radiances, albedos: sums.litAlbedos))
                above += stopped
            }
            if count > 0 {
                layers[instance].coverage.shares[index] = Float(count) / samples
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
    var total: Int { Int(wrappedSum()) }
}

extension Vector8 {
    var total: Vector { Vector(x.sum(), y.sum(), z.sum()) }
    var firstHalf: Vector { Vector(x.lowHalf.sum(), y.lowHalf.sum(), z.lowHalf.sum()) }
    var secondHalf: Vector { Vector(x.highHalf.sum(), y.highHalf.sum(), z.highHalf.sum()) }
}
