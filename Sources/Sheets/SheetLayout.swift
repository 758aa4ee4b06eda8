import Foundation

/// The places of the tiles of a contact sheet: rows of equal columns with even margins. All in pixels.
struct SheetLayout: Equatable {
    /// The top left corner of each tile.
    var corners: [Corner] = []
    var width = 0
    /// The height without a legend.
    var height = 0

    struct Corner: Equatable {
        var x: Int
        var y: Int
    }

    /// A column is as wide as the widest tile, a row as high as its highest; smaller tiles are centred.
    ///
    /// - Parameters:
    ///   - sizes: The sizes of the tiles, in order.
    ///   - margin: The margin between tiles and around all.
    ///   - caption: The height of the free space under each tile for its caption.
    init(sizes: [(width: Int, height: Int)], columns: Int, margin: Int, caption: Int) {
        let columnWidth = sizes.map(\.width).max() ?? 0
        width = margin + columns * (columnWidth + margin)
        height = margin
        for start in stride(from: 0, to: sizes.count, by: columns) {
            let row = sizes[start..<min(start + columns, sizes.count)]
            let rowHeight = row.map(\.height).max() ?? 0
            for (column, size) in row.enumerated() {
                corners.append(
                    Corner(
                        x: margin + column * (columnWidth + margin) + (columnWidth - size.width) / 2,
                        y: height + (rowHeight - size.height) / 2))
            }
            height += rowHeight + caption + margin
        }
    }

    /// The number of columns for `count` tiles of an aspect ratio (width / height): the sheet should be near 7 : 5,
    /// with few empty places in its last row.
    static func columns(for count: Int, aspect: Double) -> Int {
        guard count > 1 else { return 1 }
        func cost(_ columns: Int) -> Double {
            let rows = (count + columns - 1) / columns
            let empty = Double(rows * columns - count) / Double(rows * columns)
            return abs(log(Double(columns) * aspect / Double(rows) / 1.4)) + 8 * empty
        }
        return (1...count).min { cost($0) < cost($1) } ?? 1
    }
}
