import Geometry
import Rendering

/// The shadows of cards on one plane.
struct CardShade {
    let plane: SeenPlane
    let sun: RenderScene.Sun?
    /// The irradiance of the plane by all but the sun.
    let sky: Vector3
    let shadows: [Shadow]

    /// A card, and where in the image it takes light from the plane.
    struct Shadow {
        let occluder: CardOccluder
        /// The size in pixels of the finest cells in which the sky's light is found.
        let step: Int
        /// The pixels in which it may keep off the sky.
        let sky: PixelRect
        /// The pixels in which it may keep off the sun.
        let sun: RowSpans
        /// Of the picture that shows the shadow.
        var blur = Blur.none
    }

    /// The factors of the plane's light; nil where nothing keeps any from it.
    func shade(within rect: PixelRect) -> Shade? {
        guard !rect.isEmpty else { return nil }
        let facing = sun.map { max(0, plane.normal.dot($0.direction.normalized)) } ?? 0
        let direct = SIMD3<Float>((sun?.irradiance ?? .zero) * facing)
        let rest = SIMD3<Float>(sky)
        let whole = direct + rest
        guard whole.min() > 0 else { return nil }
        var hiddenSky = [Float](repeating: 0, count: rect.area)
        var seenSun = [Float](repeating: 1, count: rect.area)
        var spans = [Range<Int>](repeating: rect.minX..<rect.minX, count: rect.height)
        hiddenSky.withUnsafeMutableBufferPointer { hiddenSky in
            seenSun.withUnsafeMutableBufferPointer { seenSun in
                for shadow in shadows {
                    hideSky(by: shadow, hiddenSky, within: rect, &spans)
                    if facing > 0, let sun { hide(sun, by: shadow, seenSun, within: rect, &spans) }
                }
            }
        }
        let (directShare, restShare) = (direct / whole, rest / whole)
        let factors = [SIMD3<Float>](unsafeUninitializedCapacity: spans.reduce(0) { $0 + $1.count }) { factors, count in
            for (row, span) in spans.enumerated() {
                let start = row * rect.width - rect.minX
                for at in start + span.lowerBound..<start + span.upperBound {
                    factors[count] = directShare * seenSun[at] + restShare * (1 - min(1, hiddenSky[at]))
                    count += 1
                }
            }
        }
        return Shade(rect: rect, factors: factors, in: spans)
    }

    /// Multiplies what is seen of the sun by what a card leaves of it.
    private func hide(
        _ sun: RenderScene.Sun, by shadow: Shadow, _ seenSun: UnsafeMutableBufferPointer<Float>,
        within rect: PixelRect, _ spans: inout [Range<Int>]
    ) {
        let part = shadow.sun.rect.intersection(rect)
        guard !part.isEmpty, let beam = shadow.occluder.beam(sun, on: plane, blur: shadow.blur)
        else { return }
        let run = CardOccluder.Silhouette.run
        withUnsafeTemporaryAllocation(of: Float.self, capacity: run) { shares in
            shadow.occluder.withSilhouette { silhouette in
                for y in part.minY..<part.maxY {
                    let row = (y - rect.minY) * rect.width - rect.minX
                    var (first, end) = (Int.max, Int.min)
                    let span = shadow.sun.span(ofRow: y).clamped(to: part.minX..<part.maxX)
                    for start in stride(from: span.lowerBound, to: span.upperBound, by: run) {
                        let columns = start..<min(start + run, span.upperBound)
                        guard silhouette.hideSun(beam, columns: columns, row: y, into: shares)
                        else { continue }
                        for x in columns {
                            let hidden = shares[x - start]
                            guard hidden > 0 else { continue }
                            seenSun[row + x] *= 1 - hidden
                            first = min(first, x)
                            end = x + 1
                        }
                    }
                    if first < end { spans[y - rect.minY] = spans[y - rect.minY].spanning(first..<end) }
                }
            }
        }
    }

    /// A share of the sky's light that makes less than half a step of 255 in all but the brightest parts of a picture.
    static let leastShare: Float = 1 / 150

    /// How many cells of the fine grid a cell of the coarse one has along each side.
    private static let fineCells = 4
    /// A coarse cell is divided where the shares at its corners are farther apart, or their mean is farther from the
    /// share at its middle.
    private static let mostRange: Float = 0.05
    private static let mostBend: Float = 0.003

    /// Adds the share of the sky that a card hides. It changes slowly but at the card's foot, so it is found on a coarse
    /// grid, and on a fine one where that does not do, and interpolated.
    private func hideSky(
        by shadow: Shadow, _ hidden: UnsafeMutableBufferPointer<Float>, within rect: PixelRect,
        _ spans: inout [Range<Int>]
    ) {
        let part = shadow.sky.intersection(rect)
        guard !part.isEmpty else { return }
        let fine = shadow.step
        let step = fine * Self.fineCells
        let columns = (part.width + step - 1) / step
        func share(_ x: Int, _ y: Int) -> Float {
            guard let point = plane.seen(x: Double(x), y: Double(y)) else { return 0 }
            return Float(shadow.occluder.hiddenSky(from: point, on: plane.normal))
        }
        func fill(_ corners: SkyCell, x left: Int, y top: Int, size: Int) {
            guard corners.most > Self.leastShare else { return }
            let way = 1 / Float(size)
            let span = left..<min(left + size, part.maxX)
            for y in top..<min(top + size, part.maxY) {
                let t = (Float(y - top) + 0.5) * way
                let start = corners.upperLeft + (corners.lowerLeft - corners.upperLeft) * t
                let end = corners.upperRight + (corners.lowerRight - corners.upperRight) * t
                let slope = (end - start) * way
                let row = (y - rect.minY) * rect.width - rect.minX
                spans[y - rect.minY] = spans[y - rect.minY].spanning(span)
                for x in span { hidden[row + x] += start + slope * (Float(x - left) + 0.5) }
            }
        }
        var upper = (0...columns).map { share(part.minX + $0 * step, part.minY) }
        var lower = upper
        // The corners of a coarse cell's fine ones, by rows.
        let side = Self.fineCells + 1
        var grid = [Float](repeating: 0, count: side * side)
        for top in stride(from: part.minY, to: part.maxY, by: step) {
            for column in 0...columns { lower[column] = share(part.minX + column * step, top + step) }
            for column in 0..<columns {
                let left = part.minX + column * step
                let corners = SkyCell(
                    upperLeft: upper[column], upperRight: upper[column + 1], lowerLeft: lower[column],
                    lowerRight: lower[column + 1])
                let middle = share(left + step / 2, top + step / 2)
                guard corners.range > Self.mostRange || abs(corners.mean - middle) > Self.mostBend else {
                    fill(corners, x: left, y: top, size: step)
                    continue
                }
                for row in 0..<side where top + (row - 1) * fine < part.maxY {
                    for place in 0..<side where left + (place - 1) * fine < part.maxX {
                        grid[row * side + place] = share(left + place * fine, top + row * fine)
                    }
                }
                for row in 0..<Self.fineCells where top + row * fine < part.maxY {
                    for place in 0..<Self.fineCells where left + place * fine < part.maxX {
                        let at = row * side + place
                        fill(
                            SkyCell(
                                upperLeft: grid[at], upperRight: grid[at + 1], lowerLeft: grid[at + side],
                                lowerRight: grid[at + side + 1]), x: left + place * fine, y: top + row * fine,
                            size: fine)
                    }
                }
            }
            swap(&upper, &lower)
        }
    }

    /// The shares of the sky that are hidden at the corners of a cell.
    private struct SkyCell {
        var upperLeft: Float
        var upperRight: Float
        var lowerLeft: Float
        var lowerRight: Float

        var most: Float { max(upperLeft, upperRight, lowerLeft, lowerRight) }
        var range: Float { most - min(upperLeft, upperRight, lowerLeft, lowerRight) }
        var mean: Float { (upperLeft + upperRight + lowerLeft + lowerRight) / 4 }
    }
}

extension Range<Int> {
    /// The smallest range that holds both; an empty one counts nothing.
    fileprivate func spanning(_ other: Range<Int>) -> Range<Int> {
        if isEmpty { return other }
        return other.isEmpty ? self : Swift.min(lowerBound, other.lowerBound)..<Swift.max(upperBound, other.upperBound)
    }
}
