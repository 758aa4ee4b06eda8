import CLanes
import Pictures

/// How wide the edges of a picture are, counted by their width: for edges that run up and down (seen along rows) and
/// for those that lie level (seen along columns).
///
/// Along a line, the steps of a rise or fall are the edge's spread function; the root of its second moment is the
/// deviation of the blur that made it (the line spread function of ISO 12233, without its slanted edge).
struct EdgeSpreads: Sendable, Hashable {
    /// Counts by tenths of a pixel.
    private(set) var across = [UInt32](repeating: 0, count: binCount)
    private(set) var down = [UInt32](repeating: 0, count: binCount)

    private static let binCount = 64
    private static let binsPerPixel: Float = 10
    /// Weaker edges may be those of noise and texture.
    static let leastContrast: Int32 = 40
    /// Steps at the ends that are smaller than this share of the greatest belong to the surroundings. Of a bell curve
    /// the rest has this share of the deviation.
    private static let tail: Float = 0.1
    private static let keptDeviation: Float = 0.92
    /// Wider than this, a slope is no blurred edge but the shading of something round, or of a sky.
    private static let widest: Float = 5

    mutating func add(_ deviation: Float, isAcross: Bool) {
        let bin = min(EdgeSpreads.binCount - 1, Int(deviation * EdgeSpreads.binsPerPixel))
        if isAcross { across[bin] += 1 } else { down[bin] += 1 }
    }

    static func += (sum: inout EdgeSpreads, other: EdgeSpreads) {
        for bin in 0..<binCount {
            sum.across[bin] += other.across[bin]
            sum.down[bin] += other.down[bin]
        }
    }

    /// The number of edges.
    var count: Int { Int(across.reduce(0, +) + down.reduce(0, +)) }

    /// The blur that the sharpest quarter of the edges has at most: soft edges are soft in the world, too.
    ///
    /// Where both directions have edges enough, and their blurs are far apart, the picture was moved while it was taken,
    /// and each direction has its own. Else it is one for both. Nil for fewer than `least` edges.
    func blur(atLeast least: Int) -> Blur? {
        guard count >= least else { return nil }
        let counts = (across.reduce(0, +), down.reduce(0, +))
        if min(counts.0, counts.1) >= least {
            let own = (EdgeSpreads.quarter(across), EdgeSpreads.quarter(down))
            if max(own.0, own.1) > EdgeSpreads.movedRatio * min(own.0, own.1) { return Blur(x: own.0, y: own.1) }
        }
        return Blur(x: deviation, y: deviation)
    }

    /// The deviation that the sharpest quarter of the edges has at most, whatever their direction.
    var deviation: Float { EdgeSpreads.quarter(zip(across, down).map { $0 + $1 }) }

    private static let movedRatio: Float = 1.8

    private static func quarter(_ counts: [UInt32]) -> Float {
        let all = Float(counts.reduce(0, +))
        var passed: Float = 0
        for (bin, count) in counts.enumerated() where count > 0 {
            let next = passed + Float(count)
            if next >= all / 4 { return (Float(bin) + (all / 4 - passed) / Float(count)) / binsPerPixel }
            passed = next
        }
        return 0
    }

    /// Finds the edges on a line of pixels.
    ///
    /// - Parameters:
    ///   - bytes: four to a pixel; edges count where the pixels at both ends are opaque.
    ///   - start: the line's first byte.
    ///   - step: from one of its pixels to the next, in bytes.
    ///   - side: to the neighbouring line, in bytes; both neighbours lie in the picture.
    ///   - line: the luma of its pixels, in whole numbers.
    ///   - leastContrast: of the edges that count, in levels.
    ///   - found: takes the place along the line of each edge, its deviation and its contrast.
    static func scan(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, count: Int, step: Int, side: Int,
        _ line: UnsafePointer<Float>, leastContrast: Int32, _ found: (Int, Float, Int32) -> Void
    ) {
        let leastContrast = Float(leastContrast)
        var first = 0
        while first + 1 < count {
            if let next = quietEnd(line, from: first, count, below: leastContrast / 2) {
                first = next
                continue
            }
            let sign: Float = line[first + 1] >= line[first] ? 1 : -1
            var end = first
            var (peak, peakAt) = (Float(0), first)
            while end + 1 < count {
                let rise = (line[end + 1] - line[end]) * sign
                guard rise > 0 else { break }
                if rise > peak { (peak, peakAt) = (rise, end) }
                end += 1
            }
            guard end > first else {
                first += 1
                continue
            }
            let next = end
            defer { first = next }
            guard (line[end] - line[first]) * sign >= leastContrast else { continue }
            var begin = first
            let least = peak * tail
            while (line[begin + 1] - line[begin]) * sign < least { begin += 1 }
            while (line[end] - line[end - 1]) * sign < least { end -= 1 }
            let contrast = (line[end] - line[begin]) * sign
            guard contrast >= leastContrast, bytes[start + begin * step + 3] == 255,
                bytes[start + end * step + 3] == 255
            else { continue }
            var (one, two) = (Float(0), Float(0))
            for index in begin..<end {
                let weight = (line[index + 1] - line[index]) * sign
                let distance = Float(index - begin)
                one += weight * distance
                two += weight * distance * distance
            }
            let mean = one / contrast
            let deviation = max(0, two / contrast - mean * mean).squareRoot() / keptDeviation
            guard deviation <= widest else { continue }
            // An edge that crosses the line aslant looks wider by the cosine of its angle.
            let at = start + peakAt * step
            let beside = Float(luma(bytes, at + side) - luma(bytes, at - side)) / 2
            let slope = beside / peak
            guard abs(slope) < 0.7 else { continue }
            found(peakAt, deviation / (1 + slope * slope).squareRoot(), Int32(contrast))
        }
    }

    /// Where to go on looking for rises and falls, if none that begins at a place or in the eight steps after it counts;
    /// else nil.
    ///
    /// - Parameter most: half of the contrast that counts.
    @inline(__always)
    private static func quietEnd(
        _ line: UnsafePointer<Float>, from first: Int, _ count: Int, below most: Float
    ) -> Int? {
        guard first + 8 < count else { return nil }
        let change = UnsafeRawPointer(line + first + 1).loadUnaligned(as: SIMD8<Float>.self) - line[first]
        let isQuiet = clanes_most(change, -change) .< most
        guard clanes_any(SIMD8<Int32>(repeating: -1).replacing(with: 0, where: isQuiet)) == 0 else { return nil }
        // A rise or fall that goes on beyond these steps is looked at from its beginning.
        var next = first + 8
        let last = line[next] - line[next - 1]
        guard last != 0 else { return next }
        repeat { next -= 1 } while next > first && (line[next] - line[next - 1]) * last > 0
        return next > first ? next : nil
    }

    /// The luma of a pixel, 0…255, given its first byte.
    @inline(__always)
    static func luma(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int32 {
        (77 &* Int32(bytes[at]) &+ 150 &* Int32(bytes[at + 1]) &+ 29 &* Int32(bytes[at + 2])) &>> 8
    }
}

/// The deviations of a blur, in pixels.
struct Blur: Sendable, Hashable {
    var x: Float
    var y: Float

    static let none = Blur(x: 0, y: 0)
}
