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
        /// The size in pixels of the cells in which the sky's light is found.
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
        var factors = [SIMD3<Float>](repeating: SIMD3(1, 1, 1), count: rect.area)
        factors.withUnsafeMutableBufferPointer { factors in
            for (row, span) in spans.enumerated() {
                let start = row * rect.width - rect.minX
                for at in start + span.lowerBound..<start + span.upperBound {
                    factors[at] = directShare * seenSun[at] + restShare * (1 - min(1, hiddenSky[at]))
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
        shadow.occluder.withSilhouette { silhouette in
            for y in part.minY..<part.maxY {
                let row = (y - rect.minY) * rect.width - rect.minX
                var (first, end) = (Int.max, Int.min)
                for x in shadow.sun.span(ofRow: y).clamped(to: part.minX..<part.maxX) {
                    let hidden = silhouette.hiddenSun(beam, x: Double(x) + 0.5, y: Double(y) + 0.5)
                    guard hidden > 0 else { continue }
                    seenSun[row + x] *= Float(1 - hidden)
                    first = min(first, x)
                    end = x + 1
                }
                if first < end { spans[y - rect.minY] = spans[y - rect.minY].spanning(first..<end) }
            }
        }
    }

    /// Adds the share of the sky that a card hides. It changes slowly, so it is found on a grid and interpolated.
    private func hideSky(
        by shadow: Shadow, _ hidden: UnsafeMutableBufferPointer<Float>, within rect: PixelRect,
        _ spans: inout [Range<Int>]
    ) {
        let part = shadow.sky.intersection(rect)
        guard !part.isEmpty else { return }
        let step = shadow.step
        let columns = (part.width + step - 1) / step + 1
        func line(_ y: Int) -> [Float] {
            (0..<columns).map { column in
                let x = part.minX + column * step
                guard let point = plane.seen(x: Double(x), y: Double(y)) else { return 0 }
                return Float(shadow.occluder.hiddenSky(from: point, on: plane.normal))
            }
        }
        // How far each row or column of a cell is from its first edge to the next.
        let ways = (0..<step).map { (Float($0) + 0.5) / Float(step) }
        var upper = line(part.minY)
        for top in stride(from: part.minY, to: part.maxY, by: step) {
            let lower = line(top + step)
            // The cells at whose corners anything is hidden.
            let isHidden = (0..<columns - 1).map { max(upper[$0], upper[$0 + 1], lower[$0], lower[$0 + 1]) > 0 }
            guard let first = isHidden.firstIndex(of: true), let last = isHidden.lastIndex(of: true) else {
                upper = lower
                continue
            }
            let span = part.minX + first * step..<min(part.minX + (last + 1) * step, part.maxX)
            for y in top..<min(top + step, part.maxY) {
                let t = ways[y - top]
                let row = (y - rect.minY) * rect.width - rect.minX
                spans[y - rect.minY] = spans[y - rect.minY].spanning(span)
                for column in first...last {
                    let left = upper[column] + (lower[column] - upper[column]) * t
                    let right = upper[column + 1] + (lower[column + 1] - upper[column + 1]) * t
                    let start = part.minX + column * step
                    for x in start..<min(start + step, part.maxX) {
                        hidden[row + x] += left + (right - left) * ways[x - start]
                    }
                }
            }
            upper = lower
        }
    }
}

extension Range<Int> {
    /// The smallest range that holds both; an empty one counts nothing.
    fileprivate func spanning(_ other: Range<Int>) -> Range<Int> {
        if isEmpty { return other }
        return other.isEmpty ? self : Swift.min(lowerBound, other.lowerBound)..<Swift.max(upperBound, other.upperBound)
    }
}
