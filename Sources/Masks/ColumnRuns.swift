internal import Geometry

/// The runs of one value in a row-major image, in column-major order.
///
/// Going down the columns would fetch a cache line for every pixel. Instead each row is compared with the one above it,
/// 32 bytes at a time: only where they differ can a run of some column start or end, and such places are few (about two
/// per column of an object and two per row). They are met row by row, so a stable counting sort by column puts each
/// column's in order from the top, where they alternate between start and end. Measured on eight objects of 120–500
/// pixels, 0.6 megapixels of rectangles in all: 0.1 ms.
///
/// - Parameters:
///   - pixels: The first pixel of an image whose rows are `stride` pixels apart.
///   - rect: The rectangle to search; not empty, and inside the image.
///   - height: The height in pixels of the frame whose column-major positions are wanted.
///   - offset: The place of the image's first pixel in that frame.
/// - Returns: Ascending half-open ranges of the positions x · height + y. A run that goes on at the head of the next
///   column comes as two ranges.
func columnRuns<Value: FixedWidthInteger>(
    of value: Value, in pixels: UnsafePointer<Value>, stride: Int, rect: PixelRect,
    height: Int, offset: (x: Int, y: Int) = (0, 0)
) -> [Range<Int>] {
    let (columns, rows) = (rect.width, rect.height)
    let first = pixels + rect.minY * stride + rect.minX
    var changes = Changes(columns: columns, rows: rows)

    // 1. The changes of each column, row by row. Above the first row and below the last nothing is set.
    for column in 0..<columns where first[column] == value { changes.note(column, 0) }
    for row in 1..<rows {
        let here = first + row * stride
        compare(here - stride, here, count: columns, with: value) { changes.note($0, row) }
    }
    let last = first + (rows - 1) * stride
    for column in 0..<columns where last[column] == value { changes.note(column, rows) }

    // 2. The changes by column, and in pairs of start and end.
    let positions = changes.positions(
        origin: (rect.minX + offset.x) * height + rect.minY + offset.y, height: height)
    return Swift.stride(from: 0, to: positions.count, by: 2).map { positions[$0]..<positions[$0 + 1] }
}

/// Calls `note` for every column in which one of two rows holds `value` and the other does not, in ascending order.
@inline(__always)
private func compare<Value: FixedWidthInteger>(
    _ above: UnsafePointer<Value>, _ here: UnsafePointer<Value>, count: Int, with value: Value, note: (Int) -> Void
) {
    let (rawAbove, rawHere) = (UnsafeRawPointer(above), UnsafeRawPointer(here))
    let size = MemoryLayout<Value>.size
    /// Whether eight bytes differ.
    func difference(_ byte: Int) -> UInt64 {
        rawAbove.loadUnaligned(fromByteOffset: byte, as: UInt64.self)
            ^ rawHere.loadUnaligned(fromByteOffset: byte, as: UInt64.self)
    }
    func noteChanges(_ columns: Range<Int>) {
        for column in columns where (above[column] == value) != (here[column] == value) { note(column) }
    }
    var byte = 0
    while byte + 32 <= count * size {
        let parts = (difference(byte), difference(byte + 8), difference(byte + 16), difference(byte + 24))
        if parts.0 | parts.1 | parts.2 | parts.3 != 0 {
            noteChanges(byte / size..<(byte + 32) / size)
        }
        byte += 32
    }
    noteChanges(byte / size..<count)
}

/// Places at which columns change, noted row by row.
private struct Changes {
    private var places: [(column: Int32, row: Int32)] = []
    /// At c + 1, the number of changes in column c.
    private var counts: [Int32]

    init(columns: Int, rows: Int) {
        counts = [Int32](repeating: 0, count: columns + 1)
        places.reserveCapacity(4 * (columns + rows))
    }

    mutating func note(_ column: Int, _ row: Int) {
        places.append((Int32(truncatingIfNeeded: column), Int32(truncatingIfNeeded: row)))
        counts[column + 1] += 1
    }

    /// `origin + column * height + row` of each, column by column; inside a column in the order they were noted.
    func positions(origin: Int, height: Int) -> [Int] {
        var next = counts
        for column in 1..<next.count { next[column] += next[column - 1] }
        return [Int](unsafeUninitializedCapacity: places.count) { positions, count in
            for place in places {
                let column = Int(place.column)
                positions[Int(next[column])] = origin + column * height + Int(place.row)
                next[column] += 1
            }
            count = places.count
        }
    }
}
