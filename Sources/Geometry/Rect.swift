/// A rectangle with real corners. COCO's box: (x, y) is the corner nearest to the origin, sizes are never negative.
///
/// In JSON: `[x, y, width, height]`.
package struct Rect: Hashable, Sendable {
    package var x: Double
    package var y: Double
    package var width: Double
    package var height: Double

    package init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    package init(minX: Double, minY: Double, maxX: Double, maxY: Double) {
        self.init(x: minX, y: minY, width: maxX - minX, height: maxY - minY)
    }

    /// The outline of whole pixels: pixel (x, y) covers x…x+1 and y…y+1.
    package init(_ pixels: PixelRect) {
        self.init(
            x: Double(pixels.minX), y: Double(pixels.minY),
            width: Double(pixels.width), height: Double(pixels.height))
    }

    /// The smallest rectangle that holds every point; nil when there is none.
    package init?(bounding points: some Sequence<Point>) {
        var bounds: (minX: Double, minY: Double, maxX: Double, maxY: Double)?
        for point in points {
            guard let b = bounds else {
                bounds = (point.x, point.y, point.x, point.y)
                continue
            }
            bounds = (min(b.minX, point.x), min(b.minY, point.y), max(b.maxX, point.x), max(b.maxY, point.y))
        }
        guard let b = bounds else { return nil }
        self.init(minX: b.minX, minY: b.minY, maxX: b.maxX, maxY: b.maxY)
    }

    package var minX: Double { x }
    package var minY: Double { y }
    package var maxX: Double { x + width }
    package var maxY: Double { y + height }
    package var center: Point { Point(x + width / 2, y + height / 2) }
    package var area: Double { width * height }

    /// The corners from the top left, clockwise on the screen.
    package var corners: [Point] {
        [Point(minX, minY), Point(maxX, minY), Point(maxX, maxY), Point(minX, maxY)]
    }

    /// Whether the point is inside; the left and top edges belong to the rectangle, the right and bottom ones do not.
    package func contains(_ point: Point) -> Bool {
        point.x >= minX && point.x < maxX && point.y >= minY && point.y < maxY
    }

    /// The common part; nil when they share no area.
    package func intersection(_ other: Rect) -> Rect? {
        let (left, top) = (max(minX, other.minX), max(minY, other.minY))
        let (right, bottom) = (min(maxX, other.maxX), min(maxY, other.maxY))
        guard left < right, top < bottom else { return nil }
        return Rect(minX: left, minY: top, maxX: right, maxY: bottom)
    }

    /// The smallest rectangle that holds both.
    package func union(_ other: Rect) -> Rect {
        Rect(
            minX: min(minX, other.minX), minY: min(minY, other.minY),
            maxX: max(maxX, other.maxX), maxY: max(maxY, other.maxY))
    }
}

extension Rect: Codable {
    package init(from decoder: any Decoder) throws {
        let numbers = try decoder.numbers(count: 4)
        self.init(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
    }

    package func encode(to encoder: any Encoder) throws {
        try encoder.encode(numbers: [x, y, width, height])
    }
}
