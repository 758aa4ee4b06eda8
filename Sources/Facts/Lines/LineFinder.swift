import Foundation
import Geometry

/// Finds the straight edges of a picture.
///
/// LSD: R. Grompone von Gioi, J. Jakubowicz, J.-M. Morel and G. Randall, "LSD: a Line Segment Detector", Image Processing
/// On Line 2 (2012), doi:10.5201/ipol.2012.gjmr-lsd. Pixels whose edges run the same way are gathered into a region, a
/// rectangle is fitted to it, and it counts where so many aligned pixels would be a rare accident in a picture of noise.
/// Departures: the picture comes in its own scale (the caller makes it smaller), a rectangle that fails is not tried again
/// with other widths and precisions, and its pixels are those of the rows it crosses, not those of an exact polygon.
package struct LineFinder {
    /// How far edges of one line may differ in direction.
    private static let tolerance = Float.pi / 8
    /// The error that rounding to whole greys makes of a gradient's direction is then below the tolerance.
    private static let leastGradient = Float(2 / 0.3826834)
    /// The share of a rectangle that its region fills.
    private static let leastDensity: Float = 0.7

    private let width: Int
    private let height: Int
    /// The direction along the edge at each pixel, in radians; `none` where there is no edge.
    private var angles: [Float]
    private var strengths: [Float]
    private var used: [Bool]
    private static let none: Float = -1000
    /// The number of rectangles in a picture, as a logarithm.
    private let logTests: Double

    private struct Pixel {
        var x: Int32
        var y: Int32
    }

    private struct Rectangle {
        var from: Point
        var to: Point
        var width: Double
        var angle: Float
        var tolerance: Float
    }

    private init(_ picture: GreyPicture) {
        (width, height) = (picture.width, picture.height)
        let count = width * height
        angles = [Float](repeating: Self.none, count: count)
        strengths = [Float](repeating: 0, count: count)
        used = [Bool](repeating: false, count: count)
        logTests = 5 * (log10(Double(width)) + log10(Double(height))) / 2 + log10(11)
        let (width, height) = (width, height)
        picture.values.withUnsafeBufferPointer { grey in
            for y in 0..<max(0, height - 1) {
                for x in 0..<max(0, width - 1) {
                    let at = y * width + x
                    let (a, b, c, d) = (grey[at], grey[at + 1], grey[at + width], grey[at + width + 1])
                    let (right, down) = ((b + d - a - c) / 2, (c + d - a - b) / 2)
                    let strength = (right * right + down * down).squareRoot()
                    strengths[at] = strength
                    if strength > Self.leastGradient { angles[at] = atan2(right, -down) }
                }
            }
        }
    }

    /// The straight edges, the longest first. Their places are those of the picture's pixels.
    package static func lines(in picture: GreyPicture) -> [LineSegment] {
        guard picture.width > 2, picture.height > 2 else { return [] }
        var finder = LineFinder(picture)
        return finder.find()
    }

    private mutating func find() -> [LineSegment] {
        var found: [LineSegment] = []
        var region: [Pixel] = []
        // A region of fewer aligned pixels is no rare accident, whatever its shape.
        let least = Int((-logTests / log10(Double(Self.tolerance) / .pi)).rounded(.up))
        for seed in seeds() where !used[Int(seed)] {
            let (x, y) = (Int(seed) % width, Int(seed) / width)
            var angle = grow(from: x, y, within: Self.tolerance, into: &region)
            guard region.count >= least else { continue }
            var rectangle = rectangle(around: region, angle, Self.tolerance)
            guard refine(&region, &rectangle, &angle), region.count >= least, isMeaningful(rectangle) else { continue }
            found.append(
                LineSegment(
                    // An edge between two pixels lies at their common corner.
                    Point(rectangle.from.x + 1, rectangle.from.y + 1), Point(rectangle.to.x + 1, rectangle.to.y + 1)))
        }
        // Of equally long ones the one that was found first.
        return found.enumerated().sorted {
            ($1.element.length, $0.offset) < ($0.element.length, $1.offset)
        }.map(\.element)
    }

    /// The pixels with edges, the strongest first.
    private func seeds() -> [Int32] {
        let bins = 1024
        let greatest = strengths.max() ?? 0
        guard greatest > 0 else { return [] }
        var starts = [Int](repeating: 0, count: bins + 1)
        func bin(_ strength: Float) -> Int { bins - 1 - min(bins - 1, Int(strength / greatest * Float(bins))) }
        for at in strengths.indices where angles[at] != Self.none { starts[bin(strengths[at]) + 1] += 1 }
        for index in 1...bins { starts[index] += starts[index - 1] }
        var order = [Int32](repeating: 0, count: starts[bins])
        for at in strengths.indices where angles[at] != Self.none {
            let bin = bin(strengths[at])
            order[starts[bin]] = Int32(at)
            starts[bin] += 1
        }
        return order
    }

    private static func differ(_ a: Float, _ b: Float) -> Float {
        var difference = abs(a - b)
        if difference > 1.5 * Float.pi { difference = abs(difference - 2 * Float.pi) }
        return difference
    }

    /// Gathers the connected pixels whose edges run as those of the region so far, on the average.
    private mutating func grow(
        from x: Int, _ y: Int, within tolerance: Float, into region: inout [Pixel]
    ) -> Float {
        region.removeAll(keepingCapacity: true)
        region.append(Pixel(x: Int32(x), y: Int32(y)))
        var angle = angles[y * width + x]
        var (dx, dy) = (cos(angle), sin(angle))
        used[y * width + x] = true
        var next = 0
        while next < region.count {
            let (px, py) = (Int(region[next].x), Int(region[next].y))
            next += 1
            for ny in max(0, py - 1)...min(height - 1, py + 1) {
                for nx in max(0, px - 1)...min(width - 1, px + 1) {
                    let at = ny * width + nx
                    guard !used[at], angles[at] != Self.none, Self.differ(angles[at], angle) <= tolerance else {
                        continue
                    }
                    used[at] = true
                    region.append(Pixel(x: Int32(nx), y: Int32(ny)))
                    dx += cos(angles[at])
                    dy += sin(angles[at])
                    angle = atan2(dy, dx)
                }
            }
        }
        return angle
    }

    /// The rectangle along the region's main axis, each pixel as heavy as its edge is strong.
    private func rectangle(around region: [Pixel], _ angle: Float, _ tolerance: Float) -> Rectangle {
        var (sum, x, y) = (0.0, 0.0, 0.0)
        for pixel in region {
            let weight = Double(strengths[Int(pixel.y) * width + Int(pixel.x)])
            sum += weight
            x += Double(pixel.x) * weight
            y += Double(pixel.y) * weight
        }
        (x, y) = (x / sum, y / sum)
        var (xx, yy, xy) = (0.0, 0.0, 0.0)
        for pixel in region {
            let weight = Double(strengths[Int(pixel.y) * width + Int(pixel.x)])
            let (dx, dy) = (Double(pixel.x) - x, Double(pixel.y) - y)
            xx += dy * dy * weight
            yy += dx * dx * weight
            xy -= dx * dy * weight
        }
        let least = (xx + yy - ((xx - yy) * (xx - yy) + 4 * xy * xy).squareRoot()) / 2
        var axis = abs(xx) > abs(yy) ? atan2(least - xx, xy) : atan2(xy, least - yy)
        // The axis has no sense, and the edge has one.
        if Self.differ(Float(axis), angle) > tolerance { axis += .pi }
        let (ux, uy) = (cos(axis), sin(axis))
        var (low, high, left, right) = (0.0, 0.0, 0.0, 0.0)
        for pixel in region {
            let (dx, dy) = (Double(pixel.x) - x, Double(pixel.y) - y)
            let (along, across) = (dx * ux + dy * uy, dy * ux - dx * uy)
            (low, high) = (min(low, along), max(high, along))
            (left, right) = (min(left, across), max(right, across))
        }
        // The line runs in the middle of the rectangle.
        let shift = (left + right) / 2
        func place(_ along: Double) -> Point { Point(x + along * ux - shift * uy, y + along * uy + shift * ux) }
        return Rectangle(
            from: place(low), to: place(high), width: max(1, right - left), angle: Float(axis), tolerance: tolerance)
    }

    private func density(_ region: [Pixel], _ rectangle: Rectangle) -> Float {
        Float(Double(region.count) / max(1, rectangle.from.distance(to: rectangle.to) * rectangle.width))
    }

    /// Cuts a region that bends: with the tolerance that its own middle has, and then with a smaller reach.
    private mutating func refine(_ region: inout [Pixel], _ rectangle: inout Rectangle, _ angle: inout Float) -> Bool {
        guard density(region, rectangle) < Self.leastDensity else { return true }
        let seed = region[0]
        let (sx, sy) = (Double(seed.x), Double(seed.y))
        let own = angles[Int(seed.y) * width + Int(seed.x)]
        var (sum, squares, count): (Float, Float, Float) = (0, 0, 0)
        for pixel in region {
            let at = Int(pixel.y) * width + Int(pixel.x)
            used[at] = false
            let (dx, dy) = (Double(pixel.x) - sx, Double(pixel.y) - sy)
            guard (dx * dx + dy * dy).squareRoot() < rectangle.width else { continue }
            var difference = angles[at] - own
            while difference <= -Float.pi { difference += 2 * Float.pi }
            while difference > Float.pi { difference -= 2 * Float.pi }
            sum += difference
            squares += difference * difference
            count += 1
        }
        let mean = sum / count
        let tolerance = 2 * max(0, (squares - 2 * mean * sum) / count + mean * mean).squareRoot()
        angle = grow(from: Int(seed.x), Int(seed.y), within: tolerance, into: &region)
        guard region.count > 1 else { return false }
        rectangle = self.rectangle(around: region, angle, tolerance)
        var reach = max(
            rectangle.from.distance(to: Point(sx, sy)), rectangle.to.distance(to: Point(sx, sy)))
        while density(region, rectangle) < Self.leastDensity {
            reach *= 0.75
            region.removeAll { pixel in
                let (dx, dy) = (Double(pixel.x) - sx, Double(pixel.y) - sy)
                guard dx * dx + dy * dy > reach * reach else { return false }
                used[Int(pixel.y) * width + Int(pixel.x)] = false
                return true
            }
            guard region.count > 2 else { return false }
            rectangle = self.rectangle(around: region, angle, tolerance)
        }
        return true
    }

    /// Whether a rectangle of noise would have so many aligned pixels less than once in a picture.
    private func isMeaningful(_ rectangle: Rectangle) -> Bool {
        let (from, to) = (rectangle.from, rectangle.to)
        let length = max(1, from.distance(to: to))
        let (ux, uy) = ((to.x - from.x) / length, (to.y - from.y) / length)
        let half = rectangle.width / 2
        let (reachX, reachY) = (half * abs(uy), half * abs(ux))
        func whole(_ a: Double, _ b: Double, _ reach: Double, below end: Int) -> Range<Int> {
            let low = max(0, Int((min(a, b) - reach).rounded(.up)))
            return low..<max(low, min(end, Int((max(a, b) + reach).rounded(.down)) + 1))
        }
        let rows = whole(from.y, to.y, reachY, below: height)
        let columns = whole(from.x, to.x, reachX, below: width)
        var (all, aligned) = (0, 0)
        for y in rows {
            for x in columns {
                let (dx, dy) = (Double(x) - from.x, Double(y) - from.y)
                let (along, across) = (dx * ux + dy * uy, dy * ux - dx * uy)
                guard along >= 0, along <= length, abs(across) <= half else { continue }
                all += 1
                let angle = angles[y * width + x]
                if angle != Self.none, Self.differ(angle, rectangle.angle) <= rectangle.tolerance { aligned += 1 }
            }
        }
        return Self.logChance(all, aligned, Double(rectangle.tolerance) / .pi) + logTests < 0
    }

    /// The decimal logarithm of the chance that at least `aligned` of `all` independent pixels are aligned.
    private static func logChance(_ all: Int, _ aligned: Int, _ p: Double) -> Double {
        guard all > 0, aligned > 0 else { return 0 }
        guard p > 0, p < 1 else { return p <= 0 ? -1000 : 0 }
        let (n, k) = (Double(all), Double(aligned))
        let first = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(p) + (n - k) * log(1 - p)
        // The terms fall like a geometric series once k is beyond n p; before that the chance is no rarity.
        guard k > n * p else { return 0 }
        var (sum, term) = (1.0, 1.0)
        var i = k + 1
        while i <= n {
            term *= (n - i + 1) / i * p / (1 - p)
            sum += term
            if term < 1e-3 * sum { break }
            i += 1
        }
        return min(0, (first + log(sum)) / M_LN10)
    }
}
