import Geometry
import Masks
import Studios

/// Some hundred masks of many kinds, the same in every run: single pixels, noise of all densities (diagonal touches,
/// holes, full borders), overlapping discs that may reach over the border, full and empty frames.
enum RandomMasks {
    /// The pixels as rows of `#` and `.`, and their run lengths.
    static let all: [(rows: [String], runs: RunLengths)] = (0..<600).map { index in
        var numbers = Numbers(seed: UInt64(index))
        let size = index % 10 == 0 ? 60.0 : 12
        let (width, height) = (1 + Int(numbers.next() * size), 1 + Int(numbers.next() * size))
        var isSet: (Int, Int) -> Bool
        switch index % 6 {
        case 0:
            let (only, row) = (Int(numbers.next() * Double(width)), Int(numbers.next() * Double(height)))
            isSet = { x, y in x == only && y == row }
        case 1, 2, 3:
            let share = numbers.next(in: 0...1)
            let noise = (0..<width * height).map { _ in numbers.next() < share }
            isSet = { x, y in noise[y * width + x] }
        default:
            let discs = (0..<3).map { _ in
                (
                    x: numbers.next(in: 0...Double(width)), y: numbers.next(in: 0...Double(height)),
                    radius: numbers.next(in: 0...size / 2)
                )
            }
            isSet = { x, y in
                discs.contains { disc in
                    Point(Double(x) + 0.5, Double(y) + 0.5).distance(to: Point(disc.x, disc.y)) <= disc.radius
                }
            }
        }
        let rows = (0..<height).map { y in String((0..<width).map { x in isSet(x, y) ? "#" : "." }) }
        return (rows, Drawing.runLengths(rows))
    }
}
