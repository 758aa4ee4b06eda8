internal import Geometry
internal import Vips

/// The samples of one pixel added up.
struct PixelSums {
    /// The most that one sample counts for once exposed, so that a glint does not turn a whole pixel at an edge white.
    static let brightestSample: Float = 8

    /// One instance's samples.
    private struct Seen {
        /// Those in which it is what is seen first.
        var count = 0
        var depth: Float = 0
        var normal = Vector()
        /// Those whose light it stops.
        var stopped = 0
        var radiance = Vector()
    }

    private var samples = 0
    private var lit = Vector()
    private var unshadowed = Vector()
    private var ground = 0
    private var seen: [Seen]
    /// Those with samples, which are few even where instances are many.
    private var touched: [Int] = []

    init(instances: Int) {
        seen = Array(repeating: Seen(), count: instances)
    }

    mutating func reset() {
        for index in touched { seen[index] = Seen() }
        touched.removeAll(keepingCapacity: true)
        (samples, ground) = (0, 0)
        (lit, unshadowed) = (.zero, .zero)
    }

    mutating func add(_ lane: PathTracer.Lane, exposure: Float) {
        samples += 1
        switch lane.target {
        case .nothing: break
        case .object:
            touch(lane.struck)
            seen[lane.struck].stopped += 1
            seen[lane.struck].radiance += pointwiseMin(
                lane.radiance * exposure, Vector(repeating: Self.brightestSample))
        case .ground:
            ground += 1
            lit += lane.radiance
            unshadowed += lane.unshadowed
        }
        if lane.seen >= 0 {
            touch(lane.seen)
            seen[lane.seen].count += 1
            seen[lane.seen].depth += lane.depth
            seen[lane.seen].normal += lane.normal
        }
    }

    private mutating func touch(_ index: Int) {
        if seen[index].count == 0, seen[index].stopped == 0 { touched.append(index) }
    }

    /// Whether any sample met an object.
    var hasObjects: Bool { !touched.isEmpty }

    /// The share of the pixel that shows ground, 0…1.
    var groundShare: Float { samples > 0 ? Float(ground) / Float(samples) : 0 }

    /// What the light of the ground in it is multiplied by; nil where there is none.
    var shadow: SIMD3<Float>? {
        guard ground > 0 else { return nil }
        var shadow = SIMD3<Float>.one
        for channel in 0..<3 where unshadowed[channel] > 0 { shadow[channel] = lit[channel] / unshadowed[channel] }
        return shadow
    }

    mutating func write(x: Int, y: Int, to layers: inout [InstanceLayer]) {
        // From the one that is laid on last: each is then given the share of what those above it leave of the pixel.
        touched.sort(by: >)
        var above = 0
        for instance in touched where layers[instance].rect.contains(x: x, y: y) {
            let rect = layers[instance].rect
            let sums = seen[instance]
            let index = (y - rect.minY) * rect.width + x - rect.minX
            if sums.stopped > 0 {
                let alpha = Float(sums.stopped) / Float(samples - above)
                let colour = sums.radiance / Float(sums.stopped)
                for channel in 0..<3 {
                    layers[instance].colour.bytes[4 * index + channel] = UInt8(
                        SRGB.encoded(colour[channel]) * alpha * 255 + 0.5)
                }
                layers[instance].colour.bytes[4 * index + 3] = UInt8(alpha * 255 + 0.5)
                above += sums.stopped
            }
            if sums.count > 0 {
                layers[instance].coverage.shares[index] = Float(sums.count) / Float(samples)
                layers[instance].depthMetres[index] = sums.depth / Float(sums.count)
                layers[instance].normals[index] = sums.normal.normalizedOrZero
            }
        }
    }

    func write(x: Int, y: Int, to coverages: inout [Coverage]) {
        for instance in touched where coverages[instance].rect.contains(x: x, y: y) {
            let rect = coverages[instance].rect
            coverages[instance].shares[(y - rect.minY) * rect.width + x - rect.minX] =
                Float(seen[instance].count) / Float(samples)
        }
    }
}
