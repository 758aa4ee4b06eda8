/// The place of a pixel among the middles of square cells that are laid over an image: the four cells round it, by their
/// indices in a list by rows, and the way from one to the next.
struct CellPlace {
    let upperLeft: Int
    let upperRight: Int
    let lowerLeft: Int
    let lowerRight: Int
    /// From the left cells to the right ones and from the upper cells to the lower ones, 0…1.
    let right: Float
    let down: Float

    /// - Parameter side: of a cell, in pixels.
    @inline(__always)
    init(x: Int, y: Int, side: Int, columns: Int, rows: Int) {
        let (u, v) = (
            max(0, (Float(x) + 0.5) / Float(side) - 0.5), max(0, (Float(y) + 0.5) / Float(side) - 0.5)
        )
        let (column, row) = (min(Int(u), columns - 1), min(Int(v), rows - 1))
        let (nextColumn, nextRow) = (min(column + 1, columns - 1), min(row + 1, rows - 1))
        (upperLeft, upperRight) = (row * columns + column, row * columns + nextColumn)
        (lowerLeft, lowerRight) = (nextRow * columns + column, nextRow * columns + nextColumn)
        (right, down) = (u - Float(column), v - Float(row))
    }
}
