import Foundation

/// A mixture of Gaussian distributions of colours, as a model of what an object or its background looks like.
struct ColourMixture {
    /// The most components.
    static let components = 5

    private struct Component {
        var mean = SIMD3<Double>()
        /// The rows of the inverse covariance.
        var inverse: (SIMD3<Double>, SIMD3<Double>, SIMD3<Double>)
        /// −log(weight) + ½ log(determinant).
        var offset: Double
    }

    private var parts: [Component] = []

    /// No covariance is less than that of rounding to whole levels and a little noise: 1 squared level.
    private static let leastVariance = 1.0

    /// Groups colours by k-means, and learns a component from each group. The first centres are the means of equal parts
    /// along the colours' main direction, so that nothing is random.
    init(grouping colours: [SIMD3<Float>]) {
        guard !colours.isEmpty else { return }
        let count = min(ColourMixture.components, colours.count)
        let axis = Moments(colours).mainAxis
        let order = colours.indices.sorted {
            let (a, b) = ((colours[$0] * axis).sum(), (colours[$1] * axis).sum())
            return (a, $0) < (b, $1)
        }
        var centres = (0..<count).map { part in
            let own = order[part * order.count / count..<(part + 1) * order.count / count]
            return own.reduce(SIMD3<Float>()) { $0 + colours[$1] } / Float(max(1, own.count))
        }
        var groups = [UInt8](repeating: 0, count: colours.count)
        for _ in 0..<10 {
            var sums = [SIMD3<Float>](repeating: SIMD3(), count: count)
            var counts = [Float](repeating: 0, count: count)
            for (index, colour) in colours.enumerated() {
                var best = (0, Float.infinity)
                for (group, centre) in centres.enumerated() {
                    let apart = colour - centre
                    let distance = (apart * apart).sum()
                    if distance < best.1 { best = (group, distance) }
                }
                groups[index] = UInt8(best.0)
                sums[best.0] += colour
                counts[best.0] += 1
            }
            for group in 0..<count where counts[group] > 0 { centres[group] = sums[group] / counts[group] }
        }
        learn(colours, groups)
    }

    /// Gives each colour to the component that explains it best, and learns the components anew.
    mutating func refine(_ colours: [SIMD3<Float>]) {
        guard !parts.isEmpty, !colours.isEmpty else { return }
        let groups = colours.map { colour -> UInt8 in
            var best = (0, Double.infinity)
            for part in parts.indices {
                let cost = cost(of: colour, by: parts[part])
                if cost < best.1 { best = (part, cost) }
            }
            return UInt8(best.0)
        }
        learn(colours, groups)
    }

    private mutating func learn(_ colours: [SIMD3<Float>], _ groups: [UInt8]) {
        var moments = [Moments](repeating: Moments(), count: ColourMixture.components)
        for (colour, group) in zip(colours, groups) { moments[Int(group)].add(colour) }
        parts = moments.compactMap { moment in
            guard moment.count > 0 else { return nil }
            let covariance = moment.covariance(atLeast: ColourMixture.leastVariance)
            let (inverse, determinant) = covariance.inverted
            return Component(
                mean: moment.mean, inverse: inverse,
                offset: -log(moment.count / Double(colours.count)) + 0.5 * log(determinant))
        }
    }

    /// −log of the colour's probability by its likeliest component, but for a constant.
    func cost(of colour: SIMD3<Float>) -> Double {
        var least = Double.infinity
        for part in parts { least = min(least, cost(of: colour, by: part)) }
        return least
    }

    private func cost(of colour: SIMD3<Float>, by part: Component) -> Double {
        let d = SIMD3<Double>(colour) - part.mean
        let distance =
            d.x * (part.inverse.0 * d).sum() + d.y * (part.inverse.1 * d).sum() + d.z * (part.inverse.2 * d).sum()
        return part.offset + 0.5 * distance
    }
}

/// Sums from which a mean and a covariance follow.
private struct Moments {
    var count = 0.0
    private var sum = SIMD3<Double>()
    private var squares = SIMD3<Double>()
    /// xy, yz, zx.
    private var products = SIMD3<Double>()

    init() {}

    init(_ colours: [SIMD3<Float>]) {
        for colour in colours { add(colour) }
    }

    mutating func add(_ colour: SIMD3<Float>) {
        let c = SIMD3<Double>(colour)
        count += 1
        sum += c
        squares += c * c
        products += c * SIMD3(c.y, c.z, c.x)
    }

    var mean: SIMD3<Double> { sum / max(count, 1) }

    func covariance(atLeast least: Double) -> Symmetric {
        let mean = mean
        let diagonal = squares / max(count, 1) - mean * mean
        let mixed = products / max(count, 1) - mean * SIMD3(mean.y, mean.z, mean.x)
        return Symmetric(
            xx: max(0, diagonal.x) + least, yy: max(0, diagonal.y) + least, zz: max(0, diagonal.z) + least,
            xy: mixed.x, yz: mixed.y, zx: mixed.z)
    }

    /// The direction in which the colours differ most, by the power method.
    var mainAxis: SIMD3<Float> {
        let m = covariance(atLeast: 1e-6)
        var axis = SIMD3<Double>(1, 1, 1)
        for _ in 0..<30 {
            axis = SIMD3(
                m.xx * axis.x + m.xy * axis.y + m.zx * axis.z, m.xy * axis.x + m.yy * axis.y + m.yz * axis.z,
                m.zx * axis.x + m.yz * axis.y + m.zz * axis.z)
            let length = (axis * axis).sum().squareRoot()
            guard length > 0 else { return SIMD3(1, 1, 1) }
            axis /= length
        }
        return SIMD3<Float>(axis)
    }
}

/// A symmetric 3 × 3 matrix.
private struct Symmetric {
    var xx, yy, zz, xy, yz, zx: Double

    /// The rows of the inverse, and the determinant.
    var inverted: ((SIMD3<Double>, SIMD3<Double>, SIMD3<Double>), Double) {
        let (a, b, c) = (yy * zz - yz * yz, yz * zx - xy * zz, xy * yz - yy * zx)
        let determinant = max(xx * a + xy * b + zx * c, 1e-9)
        let (e, f, i) = (xx * zz - zx * zx, xy * zx - xx * yz, xx * yy - xy * xy)
        return (
            (
                SIMD3(a, b, c) / determinant, SIMD3(b, e, f) / determinant, SIMD3(c, f, i) / determinant
            ), determinant
        )
    }
}
