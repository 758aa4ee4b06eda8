import Geometry
import Pictures

/// How sharp a picture is in each of its parts.
struct SharpnessMap: Sendable {
    private let width: Int
    private let height: Int
    private let cells: [EdgeSpreads]

    private static let columns = 8
    private static let rows = 6
    /// So many lines are looked at in each direction, at most.
    private static let mostLines = 120
    private static let leastEdges = 24

    init(of picture: Raster, lines: Int = mostLines) {
        (width, height) = (picture.width, picture.height)
        var cells = [EdgeSpreads](repeating: EdgeSpreads(), count: SharpnessMap.columns * SharpnessMap.rows)
        let (width, height) = (width, height)
        func cell(_ x: Int, _ y: Int) -> Int {
            y * SharpnessMap.rows / height * SharpnessMap.columns + x * SharpnessMap.columns / width
        }
        guard width > 2, height > 2 else {
            self.cells = cells
            return
        }
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: max(width, height)) { line in
            picture.bytes.withUnsafeBufferPointer { bytes in
                for y in stride(from: 1, to: height - 1, by: max(1, (height + lines - 1) / lines)) {
                    EdgeSpreads.scan(
                        bytes, from: y * width * 4, count: width, step: 4, side: width * 4, line
                    ) { x, deviation in cells[cell(x, y)].add(deviation, isAcross: true) }
                }
                for x in stride(from: 1, to: width - 1, by: max(1, (width + lines - 1) / lines)) {
                    EdgeSpreads.scan(
                        bytes, from: x * 4, count: height, step: width * 4, side: 4, line
                    ) { y, deviation in cells[cell(x, y)].add(deviation, isAcross: false) }
                }
            }
        }
        self.cells = cells
    }

    /// How much more blurred than the whole picture a part may count: what is behind an object may be out of focus where
    /// the object would not be.
    private static let mostTimesTheWhole: Float = 1.5

    /// The blur around a rectangle, in the whole picture's direction; that of the whole picture where too few edges are
    /// near. Nil where the picture has none.
    func blur(around rect: PixelRect) -> Blur? {
        let whole = whole
        guard let blur = whole.blur(atLeast: SharpnessMap.leastEdges) else { return nil }
        let part = rect.intersection(PixelRect(width: width, height: height))
        guard !part.isEmpty else { return blur }
        var near = EdgeSpreads()
        for row in part.minY * SharpnessMap.rows / height...(part.maxY - 1) * SharpnessMap.rows / height {
            for column in part.minX * SharpnessMap.columns / width...(part.maxX - 1) * SharpnessMap.columns / width {
                near += cells[row * SharpnessMap.columns + column]
            }
        }
        guard near.count >= SharpnessMap.leastEdges else { return blur }
        let ratio = min(near.deviation / max(whole.deviation, 0.1), SharpnessMap.mostTimesTheWhole)
        return Blur(x: blur.x * ratio, y: blur.y * ratio)
    }

    /// The blur of the whole picture.
    var blur: Blur? { whole.blur(atLeast: SharpnessMap.leastEdges) }

    private var whole: EdgeSpreads {
        var all = EdgeSpreads()
        for cell in cells { all += cell }
        return all
    }
}
