import Geometry
import Masks
import Pictures

/// Fills holes in a picture from their surroundings, so that nothing is left of what was there.
///
/// A pyramid carries colours inwards (pull-push: Gortler, Grzeszczuk, Szeliski and Cohen, "The lumigraph", SIGGRAPH 1996,
/// section 3.4): each level halves the one below over the pixels that are known, and what is unknown takes the coarser
/// level's colour. Some sweeps at each level then draw the colours towards the mean of their neighbours (Laplace's
/// equation), which takes away the pyramid's steps. Colours are those of the encoded picture.
struct SmoothFill {
    private static let sweeps = 8
    /// The colour of the fill where nothing at all is known.
    private static let grey = SIMD4<Float>(repeating: 128)

    private struct Level {
        var width: Int
        var height: Int
        var colours: [SIMD4<Float>]
        /// Whether each pixel is known; false for one that is to be filled.
        var known: [Bool]
    }

    /// How far around a hole colours are taken from: one row of pixels alone would draw its noise into the hole, and the
    /// dark rim that many things have.
    private static let band = 8
    /// How far the mean reaches that known pixels are seen through.
    private static let calm = 2

    /// Fills the set pixels of a mask. No pixel outside of it is changed, and none is looked at that is not known.
    ///
    /// The work is that of the mask's rectangle and a band around it.
    ///
    /// - Parameter isKnown: whether a pixel may be looked at; all but the mask's unless given.
    static func fill(_ mask: Mask, in raster: inout Raster, isKnown: ((_ x: Int, _ y: Int) -> Bool)? = nil) {
        let frame = PixelRect(width: raster.width, height: raster.height)
        let window = mask.rect.inset(by: -band).intersection(frame)
        guard let hole = mask.box, !window.isEmpty, !hole.isEmpty else { return }
        var levels = [level(of: raster, window, isKnown ?? { !mask[x: $0, y: $1] })]
        while let last = levels.last, last.width > 1 || last.height > 1, last.known.contains(false) {
            levels.append(halved(last))
        }
        // Of the coarsest, what is still unknown has nothing to come from.
        for index in levels[levels.count - 1].known.indices where !levels[levels.count - 1].known[index] {
            levels[levels.count - 1].colours[index] = grey
        }
        for number in (0..<levels.count - 1).reversed() {
            push(levels[number + 1], into: &levels[number])
            for _ in 0..<sweeps { smooth(&levels[number]) }
        }
        write(levels[0], window, mask, into: &raster)
    }

    private static func level(
        of raster: Raster, _ window: PixelRect, _ isKnown: (_ x: Int, _ y: Int) -> Bool
    ) -> Level {
        var level = Level(width: window.width, height: window.height, colours: [], known: [])
        level.known.reserveCapacity(window.area)
        level.colours.reserveCapacity(window.area)
        for y in window.minY..<window.maxY {
            for x in window.minX..<window.maxX { level.known.append(isKnown(x, y)) }
        }
        for y in 0..<window.height {
            for x in 0..<window.width {
                var (sum, count) = (SIMD4<Float>(), Float(0))
                if level.known[y * window.width + x] {
                    for v in max(0, y - calm)...min(window.height - 1, y + calm) {
                        for u in max(0, x - calm)...min(window.width - 1, x + calm)
                        where level.known[v * window.width + u] {
                            sum += raster.colour(window.minX + u, window.minY + v)
                            count += 1
                        }
                    }
                }
                level.colours.append(count > 0 ? sum / count : sum)
            }
        }
        return level
    }

    /// At half the size: the mean of the known pixels of each two by two.
    private static func halved(_ fine: Level) -> Level {
        let (width, height) = ((fine.width + 1) / 2, (fine.height + 1) / 2)
        var coarse = Level(
            width: width, height: height, colours: [SIMD4<Float>](repeating: SIMD4(), count: width * height),
            known: [Bool](repeating: false, count: width * height))
        for y in 0..<height {
            for x in 0..<width {
                var (sum, count) = (SIMD4<Float>(), Float(0))
                for row in 2 * y..<min(2 * y + 2, fine.height) {
                    for column in 2 * x..<min(2 * x + 2, fine.width) where fine.known[row * fine.width + column] {
                        sum += fine.colours[row * fine.width + column]
                        count += 1
                    }
                }
                guard count > 0 else { continue }
                coarse.colours[y * width + x] = sum / count
                coarse.known[y * width + x] = true
            }
        }
        return coarse
    }

    /// Gives unknown pixels the coarser level's colour, between the centres of its pixels.
    private static func push(_ coarse: Level, into fine: inout Level) {
        for y in 0..<fine.height {
            let v = min(max((Float(y) + 0.5) / 2 - 0.5, 0), Float(coarse.height - 1))
            let top = min(Int(v), max(0, coarse.height - 2))
            let below = min(top + 1, coarse.height - 1)
            let fy = v - Float(top)
            for x in 0..<fine.width where !fine.known[y * fine.width + x] {
                let u = min(max((Float(x) + 0.5) / 2 - 0.5, 0), Float(coarse.width - 1))
                let left = min(Int(u), max(0, coarse.width - 2))
                let right = min(left + 1, coarse.width - 1)
                let fx = u - Float(left)
                let upper =
                    coarse.colours[top * coarse.width + left] * (1 - fx)
                    + coarse.colours[top * coarse.width + right] * fx
                let lower =
                    coarse.colours[below * coarse.width + left] * (1 - fx)
                    + coarse.colours[below * coarse.width + right] * fx
                fine.colours[y * fine.width + x] = upper * (1 - fy) + lower * fy
            }
        }
    }

    /// One sweep: each unknown pixel becomes the mean of its neighbours, those above and to the left already done.
    private static func smooth(_ level: inout Level) {
        for y in 0..<level.height {
            for x in 0..<level.width where !level.known[y * level.width + x] {
                let at = y * level.width + x
                var (sum, count) = (SIMD4<Float>(), Float(0))
                if x > 0 { (sum, count) = (sum + level.colours[at - 1], count + 1) }
                if x + 1 < level.width { (sum, count) = (sum + level.colours[at + 1], count + 1) }
                if y > 0 { (sum, count) = (sum + level.colours[at - level.width], count + 1) }
                if y + 1 < level.height { (sum, count) = (sum + level.colours[at + level.width], count + 1) }
                if count > 0 { level.colours[at] = sum / count }
            }
        }
    }

    private static func write(_ level: Level, _ window: PixelRect, _ mask: Mask, into raster: inout Raster) {
        for y in window.minY..<window.maxY {
            for x in window.minX..<window.maxX where mask[x: x, y: y] {
                raster.setColour(x, y, level.colours[(y - window.minY) * window.width + x - window.minX])
            }
        }
    }
}
