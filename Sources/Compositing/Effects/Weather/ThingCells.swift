import Masks

/// Which parts of an image show an object or a labelled thing of the photo at all, in cells of 16 × 16 pixels: what most
/// of an image need not be asked pixel by pixel.
struct ThingCells {
    private let columns: Int
    private let isOccupied: [Bool]
    private let isRowOccupied: [Bool]

    private static let shift = 4

    /// - Parameters:
    ///   - ids: of objects, by rows; 0 where there is none.
    ///   - depthMetres: of objects, by rows; 0 where there is none. May be empty.
    ///   - things: numbers of the photo's things, by rows; 0 where there is none. May be empty.
    init(width: Int, ids: [UInt16], depthMetres: [Float], things: [UInt16]) {
        let height = width > 0 ? ids.count / width : 0
        let side = 1 << ThingCells.shift
        columns = (width + side - 1) >> ThingCells.shift
        var cells = [Bool](repeating: false, count: columns * ((height + side - 1) >> ThingCells.shift))
        var rows = [Bool](repeating: false, count: height)
        for y in 0..<height {
            let first = y >> ThingCells.shift * columns
            for column in 0..<columns {
                let start = y * width + column << ThingCells.shift
                let pixels = start..<min(start + side, (y + 1) * width)
                let found =
                    ThingCells.hasAny(ids, pixels) || ThingCells.hasAny(depthMetres, pixels)
                    || ThingCells.hasAny(things, pixels)
                guard found else { continue }
                cells[first + column] = true
                rows[y] = true
            }
        }
        (isOccupied, isRowOccupied) = (cells, rows)
    }

    @inline(__always)
    private static func hasAny(_ values: [UInt16], _ pixels: Range<Int>) -> Bool {
        guard !values.isEmpty else { return false }
        return values.withUnsafeBufferPointer { values in
            var all: UInt16 = 0
            for pixel in pixels { all |= values[pixel] }
            return all != 0
        }
    }

    @inline(__always)
    private static func hasAny(_ values: [Float], _ pixels: Range<Int>) -> Bool {
        guard !values.isEmpty else { return false }
        return values.withUnsafeBufferPointer { values in
            var all: UInt32 = 0
            for pixel in pixels { all |= values[pixel].bitPattern }
            return all != 0
        }
    }

    /// Whether a pixel of the image may show a thing.
    @inline(__always)
    func mayShow(x: Int, y: Int) -> Bool {
        isOccupied.withUnsafeBufferPointer { $0[y >> ThingCells.shift * columns + x >> ThingCells.shift] }
    }

    /// Whether a row of the image shows a thing.
    @inline(__always)
    func isOccupied(row y: Int) -> Bool { isRowOccupied[y] }
}
