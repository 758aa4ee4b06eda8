/// A position in a plane. In image coordinates: pixels, origin at the top left, x to the right, y down, a pixel's
/// centre at +0.5.
///
/// In JSON: `[x, y]`.
package struct Point: Hashable, Sendable {
    package var x: Double
    package var y: Double

    package init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }

    package func distance(to other: Point) -> Double {
        let (dx, dy) = (other.x - x, other.y - y)
        return (dx * dx + dy * dy).squareRoot()
    }
}

extension Point: Codable {
    package init(from decoder: any Decoder) throws {
        let numbers = try decoder.numbers(count: 2)
        self.init(numbers[0], numbers[1])
    }

    package func encode(to encoder: any Encoder) throws {
        try encoder.encode(numbers: [x, y])
    }
}
