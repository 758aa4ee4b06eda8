import Geometry

/// Finds the rectangles of a list that overlap another one without a look at all of them: by the cells of a grid over the
/// image that each touches.
struct PlaceIndex {
    /// The side of a cell in pixels.
    private static let cell = 64

    private let rects: [PixelRect]
    private let columns: Int
    private let rows: Int
    /// For each cell, the rectangles that touch it, ascending.
    private var cells: [[Int32]]

    /// - Parameter frame: the image, from (0, 0). What lies outside counts to the cells at its edges.
    init(_ rects: [PixelRect], within frame: PixelRect) {
        self.rects = rects
        columns = max(1, (frame.width + Self.cell - 1) / Self.cell)
        rows = max(1, (frame.height + Self.cell - 1) / Self.cell)
        cells = Array(repeating: [], count: columns * rows)
        for (index, rect) in rects.enumerated() where !rect.isEmpty {
            let (across, down) = range(of: rect)
            for row in down {
                for column in across { cells[row * columns + column].append(Int32(index)) }
            }
        }
    }

    /// The indices of the rectangles that share a pixel with this one, ascending.
    func overlapping(_ rect: PixelRect) -> [Int] {
        guard !rect.isEmpty else { return [] }
        let (across, down) = range(of: rect)
        var found: [Int] = []
        for row in down {
            for column in across {
                for index in cells[row * columns + column] where !rects[Int(index)].intersection(rect).isEmpty {
                    found.append(Int(index))
                }
            }
        }
        guard across.count * down.count > 1 else { return found }
        found.sort()
        var last = -1
        return found.filter { index in
            defer { last = index }
            return index != last
        }
    }

    private func range(of rect: PixelRect) -> (across: ClosedRange<Int>, down: ClosedRange<Int>) {
        func cell(_ pixel: Int, _ count: Int) -> Int { min(count - 1, max(0, pixel) / Self.cell) }
        return (
            cell(rect.minX, columns)...cell(rect.maxX - 1, columns), cell(rect.minY, rows)...cell(rect.maxY - 1, rows)
        )
    }
}
