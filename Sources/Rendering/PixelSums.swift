internal import Vips

/// The samples of one pixel added up.
struct PixelSums {
    /// The most that one sample counts for once exposed, so that a glint does not turn a whole pixel at an edge white.
    static let brightestSample: Float = 8

    /// One instance's samples.
    private struct Seen {
        var count = 0
        var depth: Float = 0
        var normal = Vector()
    }

    private var samples = 0
    private var stopped = 0
    private var radiance = Vector()
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
        (samples, stopped, ground) = (0, 0, 0)
        (radiance, lit, unshadowed) = (.zero, .zero, .zero)
    }

    mutating func add(_ lane: PathTracer.Lane, exposure: Float) {
        samples += 1
        switch lane.target {
        case .nothing: break
        case .object:
            stopped += 1
            radiance += pointwiseMin(lane.radiance * exposure, Vector(repeating: Self.brightestSample))
        case .ground:
            ground += 1
            lit += lane.radiance
            unshadowed += lane.unshadowed
        }
        if lane.seen >= 0 {
            if seen[lane.seen].count == 0 { touched.append(lane.seen) }
            seen[lane.seen].count += 1
            seen[lane.seen].depth += lane.depth
            seen[lane.seen].normal += lane.normal
        }
    }

    /// The share of the pixel that shows ground, 0…1.
    var groundShare: Float { samples > 0 ? Float(ground) / Float(samples) : 0 }

    func write(to layers: inout RenderedLayers, at index: Int) {
        if stopped > 0 {
            let alpha = Float(stopped) / Float(samples)
            let colour = radiance / Float(stopped)
            for channel in 0..<3 {
                layers.colour.bytes[4 * index + channel] = UInt8(SRGB.encoded(colour[channel]) * alpha * 255 + 0.5)
            }
            layers.colour.bytes[4 * index + 3] = UInt8(alpha * 255 + 0.5)
        }
        if ground > 0 {
            for channel in 0..<3 where unshadowed[channel] > 0 {
                layers.shadow[index][channel] = lit[channel] / unshadowed[channel]
            }
        }
        var best: Int?
        var covered = 0
        for index in touched {
            covered += seen[index].count
            guard let other = best else {
                best = index
                continue
            }
            let (a, b) = (seen[index], seen[other])
            if a.count > b.count || (a.count == b.count && (a.depth, index) < (b.depth, other)) { best = index }
        }
        layers.coverage[index] = Float(covered) / Float(samples)
        if let best, 2 * seen[best].count >= samples {
            layers.ids[index] = UInt16(best + 1)
            layers.depthMetres[index] = seen[best].depth / Float(seen[best].count)
            layers.normals[index] = seen[best].normal.normalizedOrZero
        }
    }
}
