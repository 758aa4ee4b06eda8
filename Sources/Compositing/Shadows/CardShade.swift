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
        hiddenSky.withUnsafeMutableBufferPointer { hiddenSky in
            seenSun.withUnsafeMutableBufferPointer { seenSun in
                for shadow in shadows {
                    hideSky(by: shadow, hiddenSky, within: rect)
                    if facing > 0, let sun { hide(sun, by: shadow, seenSun, within: rect) }
                }
            }
        }
        let (directShare, restShare) = (direct / whole, rest / whole)
        return Shade(
            rect: rect,
            factors: zip(hiddenSky, seenSun).map { hidden, seen in
                directShare * seen + restShare * (1 - min(1, hidden))
            })
    }

    /// Multiplies what is seen of the sun by what a card leaves of it.
    private func hide(
        _ sun: RenderScene.Sun, by shadow: Shadow, _ seenSun: UnsafeMutableBufferPointer<Float>,
        within rect: PixelRect
    ) {
        let part = shadow.sun.rect.intersection(rect)
        guard !part.isEmpty, let beam = shadow.occluder.beam(sun, on: plane) else { return }
        for y in part.minY..<part.maxY {
            let row = (y - rect.minY) * rect.width - rect.minX
            for x in shadow.sun.span(ofRow: y).clamped(to: part.minX..<part.maxX) {
                let hidden = shadow.occluder.hiddenSun(beam, x: Double(x) + 0.5, y: Double(y) + 0.5)
                if hidden > 0 { seenSun[row + x] *= Float(1 - hidden) }
            }
        }
    }

    /// Adds the share of the sky that a card hides. It changes slowly, so it is found on a grid and interpolated.
    private func hideSky(
        by shadow: Shadow, _ hidden: UnsafeMutableBufferPointer<Float>, within rect: PixelRect
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
        var upper = line(part.minY)
        for top in stride(from: part.minY, to: part.maxY, by: step) {
            let lower = line(top + step)
            for y in top..<min(top + step, part.maxY) {
                let t = (Float(y - top) + 0.5) / Float(step)
                let row = (y - rect.minY) * rect.width - rect.minX
                for column in 0..<columns - 1 {
                    let left = upper[column] + (lower[column] - upper[column]) * t
                    let right = upper[column + 1] + (lower[column + 1] - upper[column + 1]) * t
                    let first = part.minX + column * step
                    for x in first..<min(first + step, part.maxX) {
                        hidden[row + x] += left + (right - left) * ((Float(x - first) + 0.5) / Float(step))
                    }
                }
            }
            upper = lower
        }
    }
}
