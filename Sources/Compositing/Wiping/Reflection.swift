import Geometry
import Masks
import Pictures

/// The surroundings of a hole, mirrored into it across the hole's edge: texture and lines go on where a smooth fill
/// would end them in a smear. Deeper inside, the reflection gives way to that fill, since mirrored pieces from
/// different sides do not meet.
///
/// The nearest pixel outside is carried inwards from neighbour to neighbour, after P.-E. Danielsson, "Euclidean
/// distance mapping", Computer Graphics and Image Processing 14 (1980), doi:10.1016/0146-664X(80)90054-4.
struct Reflection {
    /// The depth of the reflection in pixels; it is no deeper than the hole.
    private static let deepest = 48.0

    private let rect: PixelRect
    /// The share of the reflection, 0…1, and its colour, for each pixel of the hole's rectangle, by rows.
    private let shares: [Float]
    private let colours: [SIMD4<Float>]

    /// - Parameter isKnown: whether a pixel of the picture may be looked at; no other is.
    init(into hole: Mask, of raster: Raster, isKnown: (_ x: Int, _ y: Int) -> Bool) {
        rect = hole.rect
        let frame = PixelRect(width: raster.width, height: raster.height)
        let window = rect.inset(by: -1).intersection(frame)
        let far = SIMD2<Int>(1 << 20, 1 << 20)
        // From each pixel to the nearest that is known.
        var nearest: [SIMD2<Int>] = []
        for y in window.minY..<window.maxY {
            for x in window.minX..<window.maxX { nearest.append(isKnown(x, y) ? .zero : far) }
        }
        func look(_ x: Int, _ y: Int, _ dx: Int, _ dy: Int) {
            guard (0..<window.width).contains(x + dx), (0..<window.height).contains(y + dy) else { return }
            let offset = nearest[(y + dy) * window.width + x + dx] &+ SIMD2(dx, dy)
            let at = y * window.width + x
            if (offset &* offset).wrappedSum() < (nearest[at] &* nearest[at]).wrappedSum() { nearest[at] = offset }
        }
        for y in 0..<window.height {
            for x in 0..<window.width {
                for step in [(-1, 0), (0, -1), (-1, -1), (1, -1)] { look(x, y, step.0, step.1) }
            }
            for x in (0..<window.width).reversed() { look(x, y, 1, 0) }
        }
        for y in (0..<window.height).reversed() {
            for x in (0..<window.width).reversed() {
                for step in [(1, 0), (0, 1), (1, 1), (-1, 1)] { look(x, y, step.0, step.1) }
            }
            for x in 0..<window.width { look(x, y, -1, 0) }
        }

        let depths = nearest.map { Double(($0 &* $0).wrappedSum()).squareRoot() }
        let reach = min(Self.deepest, depths.filter { $0 < Double(far.x) }.max() ?? 0)
        var (shares, colours) = ([Float](), [SIMD4<Float>]())
        for y in rect.minY..<rect.maxY {
            for x in rect.minX..<rect.maxX {
                let at = (y - window.minY) * window.width + x - window.minX
                let (u, v) = (x + 2 * nearest[at].x, y + 2 * nearest[at].y)
                guard hole[x: x, y: y], depths[at] < reach, frame.contains(x: u, y: v), isKnown(u, v) else {
                    shares.append(0)
                    colours.append(SIMD4())
                    continue
                }
                let share = Float(1 - depths[at] / reach)
                shares.append(share * share * (3 - 2 * share))
                colours.append(raster.colour(u, v))
            }
        }
        (self.shares, self.colours) = (shares, colours)
    }

    /// The share of the reflection that a pixel of the hole's rectangle takes, 0…1.
    func share(_ x: Int, _ y: Int) -> Float { shares[(y - rect.minY) * rect.width + x - rect.minX] }

    /// Lays the reflection over the fill of the hole.
    func lay(in raster: inout Raster) {
        for y in rect.minY..<rect.maxY {
            for x in rect.minX..<rect.maxX where share(x, y) > 0 {
                let colour = colours[(y - rect.minY) * rect.width + x - rect.minX]
                let own = raster.colour(x, y)
                raster.setColour(x, y, own + (colour - own) * share(x, y))
            }
        }
    }
}
