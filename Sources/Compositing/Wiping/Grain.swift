import Cards
import Geometry
import Masks
import Pictures

/// The fine structure of a picture around a hole, laid into what fills the hole: a smooth fill in a noisy photo is seen.
///
/// Small tiles of what a 5 × 5 mean leaves of the surroundings are laid over each other, each from a place of about the
/// same colour and without strong edges, chosen at random. Their overlap keeps the variance, and being pieces of the photo
/// they keep the grain's size and how its channels go together. After Efros and Freeman, "Image quilting for texture
/// synthesis and transfer", SIGGRAPH 2001, doi:10.1145/383259.383296, without seams, which grain does not need.
struct Grain {
    /// The side of a tile, in pixels; tiles are laid half of it apart.
    private static let side = 8
    /// How far a mean reaches.
    private static let reach = 2
    /// How far around a hole tiles are looked for, in pixels.
    static let band = 32
    /// The most places that tiles are taken from.
    private static let mostSources = 256

    private struct Source {
        let residuals: [SIMD4<Float>]
        let colour: SIMD4<Float>
        let energy: Float
    }

    private let sources: [Source]

    /// - Parameter isKnown: whether a pixel of the picture may be looked at.
    init(around rect: PixelRect, of raster: Raster, isKnown: (_ x: Int, _ y: Int) -> Bool) {
        let (side, reach) = (Grain.side, Grain.reach)
        let window = rect.inset(by: -Grain.band).intersection(
            PixelRect(width: raster.width, height: raster.height))
        // How many unknown pixels lie above and to the left of each: any rectangle is then told at once.
        let stride = window.width + 1
        var unknown = [Int32](repeating: 0, count: stride * (window.height + 1))
        for y in 0..<window.height {
            var sum: Int32 = 0
            for x in 0..<window.width {
                sum += isKnown(window.minX + x, window.minY + y) ? 0 : 1
                unknown[(y + 1) * stride + x + 1] = unknown[y * stride + x + 1] + sum
            }
        }
        let span = side + 2 * reach
        var places: [(x: Int, y: Int)] = []
        for y in Swift.stride(from: 0, through: window.height - span, by: 2) {
            for x in Swift.stride(from: 0, through: window.width - span, by: 2) {
                let hidden =
                    unknown[(y + span) * stride + x + span] - unknown[y * stride + x + span]
                    - unknown[(y + span) * stride + x] + unknown[y * stride + x]
                if hidden == 0 { places.append((window.minX + x + reach, window.minY + y + reach)) }
            }
        }
        let count = min(places.count, Grain.mostSources)
        let found = (0..<count).map { Grain.source(places[$0 * places.count / count], of: raster) }
        // Strong edges are no grain.
        sources = Array(found.sorted { $0.energy < $1.energy }.prefix((count + 1) / 2))
    }

    private static func source(_ place: (x: Int, y: Int), of raster: Raster) -> Source {
        var (residuals, colour, energy) = ([SIMD4<Float>](), SIMD4<Float>(), Float(0))
        for y in place.y..<place.y + side {
            for x in place.x..<place.x + side {
                var mean = SIMD4<Float>()
                for v in y - reach...y + reach {
                    for u in x - reach...x + reach { mean += raster.colour(u, v) }
                }
                mean /= Float((2 * reach + 1) * (2 * reach + 1))
                let residual = raster.colour(x, y) - mean
                residuals.append(residual)
                colour += mean
                energy += (residual * residual).sum()
            }
        }
        return Source(residuals: residuals, colour: colour / Float(side * side), energy: energy)
    }

    /// Lays grain over the set pixels of a mask.
    ///
    /// - Parameter share: the share of the grain that a pixel takes, 0…1.
    func lay(
        on hole: Mask, in raster: inout Raster, from stream: inout RandomStream,
        share: (_ x: Int, _ y: Int) -> Float = { _, _ in 1 }
    ) {
        guard !sources.isEmpty else { return }
        let (side, rect) = (Grain.side, hole.rect)
        var sums = [SIMD4<Float>](repeating: SIMD4(), count: rect.area)
        var weights = [Float](repeating: 0, count: rect.area)
        let ramp = (0..<side).map { Float(min($0 + 1, side - $0)) }
        for top in Swift.stride(from: rect.minY - side / 2, to: rect.maxY, by: side / 2) {
            for left in Swift.stride(from: rect.minX - side / 2, to: rect.maxX, by: side / 2) {
                let (x, y) = (
                    min(max(left + side / 2, rect.minX), rect.maxX - 1),
                    min(max(top + side / 2, rect.minY), rect.maxY - 1)
                )
                let source = source(like: raster.colour(x, y), &stream)
                for row in max(top, rect.minY)..<min(top + side, rect.maxY) {
                    for column in max(left, rect.minX)..<min(left + side, rect.maxX) {
                        let weight = ramp[row - top] * ramp[column - left]
                        let at = (row - rect.minY) * rect.width + column - rect.minX
                        sums[at] += source.residuals[(row - top) * side + column - left] * weight
                        weights[at] += weight * weight
                    }
                }
            }
        }
        for y in rect.minY..<rect.maxY {
            for x in rect.minX..<rect.maxX where hole[x: x, y: y] {
                let at = (y - rect.minY) * rect.width + x - rect.minX
                raster.setColour(x, y, raster.colour(x, y) + sums[at] * (share(x, y) / weights[at].squareRoot()))
            }
        }
    }

    /// One of a few that are drawn: the one whose colour is nearest.
    private func source(like colour: SIMD4<Float>, _ stream: inout RandomStream) -> Source {
        var best = sources[stream.integer(0, sources.count - 1)]
        for _ in 0..<7 {
            let other = sources[stream.integer(0, sources.count - 1)]
            func distance(_ source: Source) -> Float {
                let difference = source.colour - colour
                return (difference * difference).sum()
            }
            if distance(other) < distance(best) { best = other }
        }
        return best
    }
}

extension Raster {
    /// Red, green and blue, 0…255, and 0.
    func colour(_ x: Int, _ y: Int) -> SIMD4<Float> {
        let at = (y * width + x) * 4
        return SIMD4(Float(bytes[at]), Float(bytes[at + 1]), Float(bytes[at + 2]), 0)
    }

    mutating func setColour(_ x: Int, _ y: Int, _ colour: SIMD4<Float>) {
        let at = (y * width + x) * 4
        for band in 0..<3 { bytes[at + band] = UInt8(min(max(colour[band].rounded(), 0), 255)) }
    }
}
