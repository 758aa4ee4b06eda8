import Geometry
import Pictures

/// How sharp a picture is in each of its parts.
struct SharpnessMap: Sendable {
    private let width: Int
    private let height: Int
    /// The edges of each part, and its faint ones.
    private let cells: [EdgeSpreads]
    private let faint: [EdgeSpreads]
    /// The edges of the whole picture, without its faint ones and with them.
    private let whole: EdgeSpreads
    private let all: EdgeSpreads

    private static let columns = 8
    private static let rows = 6
    /// So many lines are looked at in each direction, at most.
    private static let mostLines = 120
    private static let leastEdges = 24
    /// What is out of focus has few strong edges. Faint ones count that are stronger than this, in levels, and than so many
    /// deviations of the picture's noise.
    private static let leastFaintContrast: Float = 14
    private static let leastFaintDeviations: Float = 10

    /// - Parameters:
    ///   - lines: so many are looked at in each direction, at most.
    ///   - noise: the deviation of the picture's noise, for faint edges to be told from it; nil leaves these out.
    init(of picture: Raster, lines: Int = mostLines, noise: Float? = nil) {
        (width, height) = (picture.width, picture.height)
        let none = [EdgeSpreads](repeating: EdgeSpreads(), count: SharpnessMap.columns * SharpnessMap.rows)
        var (cells, faint) = (none, none)
        let (width, height) = (width, height)
        let least = noise.map {
            min(
                EdgeSpreads.leastContrast,
                Int32(max(SharpnessMap.leastFaintContrast, $0 * SharpnessMap.leastFaintDeviations).rounded(.up)))
        }
        func add(_ x: Int, _ y: Int, _ deviation: Float, _ contrast: Int32, _ isAcross: Bool) {
            let cell = y * SharpnessMap.rows / height * SharpnessMap.columns + x * SharpnessMap.columns / width
            if contrast >= EdgeSpreads.leastContrast {
                cells[cell].add(deviation, isAcross: isAcross)
            } else {
                faint[cell].add(deviation, isAcross: isAcross)
            }
        }
        guard width > 2, height > 2 else {
            (self.cells, self.faint, whole, all) = (cells, faint, EdgeSpreads(), EdgeSpreads())
            return
        }
        SharpnessMap.scan(picture, lines: lines, leastContrast: least ?? EdgeSpreads.leastContrast, add)
        (self.cells, self.faint) = (cells, faint)
        let whole = cells.reduce(into: EdgeSpreads()) { $0 += $1 }
        self.whole = whole
        all = least == nil ? whole : faint.reduce(into: whole) { $0 += $1 }
    }

    /// Finds the edges of a picture that is more than two pixels wide and high.
    ///
    /// - Parameter found: takes each edge's place, deviation and contrast, and whether it was seen along a row.
    @inline(__always)
    private static func scan(
        _ picture: Raster, lines: Int, leastContrast: Int32, _ found: (Int, Int, Float, Int32, Bool) -> Void
    ) {
        let (width, height) = (picture.width, picture.height)
        let columns = stride(from: 1, to: width - 1, by: max(1, (width + lines - 1) / lines))
        // The columns' luma, gathered row by row: going down the columns would wait for the memory at each pixel.
        let room = width + columns.reduce(0) { count, _ in count + 1 } * height
        withUnsafeTemporaryAllocation(of: Float.self, capacity: room) { values in
            picture.bytes.withUnsafeBufferPointer { bytes in
                guard let line = values.baseAddress else { return }
                let gathered = line + width
                for y in stride(from: 1, to: height - 1, by: max(1, (height + lines - 1) / lines)) {
                    for x in 0..<width { line[x] = Float(EdgeSpreads.luma(bytes, (y * width + x) * 4)) }
                    EdgeSpreads.scan(
                        bytes, from: y * width * 4, count: width, step: 4, side: width * 4, line,
                        leastContrast: leastContrast
                    ) { x, deviation, contrast in found(x, y, deviation, contrast, true) }
                }
                for y in 0..<height {
                    var to = y
                    for x in columns {
                        gathered[to] = Float(EdgeSpreads.luma(bytes, (y * width + x) * 4))
                        to += height
                    }
                }
                var column = gathered
                for x in columns {
                    EdgeSpreads.scan(
                        bytes, from: x * 4, count: height, step: width * 4, side: 4, column,
                        leastContrast: leastContrast
                    ) { y, deviation, contrast in found(x, y, deviation, contrast, false) }
                    column += height
                }
            }
        }
    }

    /// The blur of a whole picture, as a map of it without faint edges has it.
    static func blur(of picture: Raster, lines: Int) -> Blur? {
        guard picture.width > 2, picture.height > 2 else { return nil }
        var whole = EdgeSpreads()
        scan(picture, lines: lines, leastContrast: EdgeSpreads.leastContrast) { _, _, deviation, _, isAcross in
            whole.add(deviation, isAcross: isAcross)
        }
        return whole.blur(atLeast: leastEdges)
    }

    /// How much more blurred than the whole picture a part may count: what is behind an object may be out of focus where
    /// the object would not be.
    private static let mostTimesTheWhole: Float = 1.5

    /// The blur around a rectangle, in the whole picture's direction; that of the whole picture where too few edges are
    /// near. Nil where the picture has none.
    func blur(around rect: PixelRect) -> Blur? {
        guard let blur else { return nil }
        let part = rect.intersection(PixelRect(width: width, height: height))
        guard !part.isEmpty else { return blur }
        var (near, nearFaint) = (EdgeSpreads(), EdgeSpreads())
        for row in part.minY * SharpnessMap.rows / height...(part.maxY - 1) * SharpnessMap.rows / height {
            for column in part.minX * SharpnessMap.columns / width...(part.maxX - 1) * SharpnessMap.columns / width {
                near += cells[row * SharpnessMap.columns + column]
                nearFaint += faint[row * SharpnessMap.columns + column]
            }
        }
        var (ratio, least) = (Float(1), Float(0))
        if near.count >= SharpnessMap.leastEdges {
            ratio = near.deviation / max(whole.deviation, 0.1)
        } else {
            near += nearFaint
            guard near.count >= SharpnessMap.leastEdges else { return blur }
            // Noise cuts faint edges short, so that they do not tell that a part is sharper.
            ratio = near.deviation / max(all.deviation, 0.1)
            least = 1
        }
        ratio = max(least, min(ratio, SharpnessMap.mostTimesTheWhole))
        return Blur(x: blur.x * ratio, y: blur.y * ratio)
    }

    /// The blur of the whole picture.
    var blur: Blur? { whole.blur(atLeast: SharpnessMap.leastEdges) ?? all.blur(atLeast: SharpnessMap.leastEdges) }
}
