/// A rectangle of whole pixels, half open: it holds the pixels with `minX ≤ x < maxX` and `minY ≤ y < maxY`.
///
/// It may lie outside any image. Use `isEmpty`, not equality, to recognise an empty one.
package struct PixelRect: Hashable, Sendable, Codable {
    package var minX: Int
    package var minY: Int
    package var maxX: Int
    package var maxY: Int

    package init(minX: Int, minY: Int, maxX: Int, maxY: Int) {
        self.minX = minX
        self.minY = minY
        self.maxX = maxX
        self.maxY = maxY
    }

    /// The frame of an image.
    package init(width: Int, height: Int) {
        self.init(minX: 0, minY: 0, maxX: width, maxY: height)
    }

    /// The fewest pixels that cover the rectangle: its edges rounded outwards.
    ///
    /// Coordinates beyond ±2³⁰, which perspective makes near the horizon of a plane, become ±2³⁰.
    package init(covering rect: Rect) {
        self.init(
            minX: Self.pixel(rect.minX.rounded(.down)), minY: Self.pixel(rect.minY.rounded(.down)),
            maxX: Self.pixel(rect.maxX.rounded(.up)), maxY: Self.pixel(rect.maxY.rounded(.up)))
    }

    /// Each edge moved to the nearest pixel edge, halves away from zero; clamped as in `init(covering:)`.
    package init(rounding rect: Rect) {
        self.init(
            minX: Self.pixel(rect.minX.rounded()), minY: Self.pixel(rect.minY.rounded()),
            maxX: Self.pixel(rect.maxX.rounded()), maxY: Self.pixel(rect.maxY.rounded()))
    }

    /// The fewest pixels that cover all points; nil when there is none.
    package init?(covering points: some Sequence<Point>) {
        guard let bounds = Rect(bounding: points) else { return nil }
        self.init(covering: bounds)
    }

    package var width: Int { max(0, maxX - minX) }
    package var height: Int { max(0, maxY - minY) }
    package var isEmpty: Bool { maxX <= minX || maxY <= minY }
    /// Its number of pixels.
    package var area: Int { width * height }

    package func contains(x: Int, y: Int) -> Bool {
        x >= minX && x < maxX && y >= minY && y < maxY
    }

    package func contains(_ other: PixelRect) -> Bool {
        other.isEmpty || (other.minX >= minX && other.maxX <= maxX && other.minY >= minY && other.maxY <= maxY)
    }

    /// The pixels of both, empty when they share none.
    package func intersection(_ other: PixelRect) -> PixelRect {
        let (left, top) = (max(minX, other.minX), max(minY, other.minY))
        let (right, bottom) = (min(maxX, other.maxX), min(maxY, other.maxY))
        return PixelRect(minX: left, minY: top, maxX: max(left, right), maxY: max(top, bottom))
    }

    /// The smallest rectangle that holds both; an empty one adds nothing.
    package func union(_ other: PixelRect) -> PixelRect {
        if isEmpty { return other }
        if other.isEmpty { return self }
        return PixelRect(
            minX: min(minX, other.minX), minY: min(minY, other.minY),
            maxX: max(maxX, other.maxX), maxY: max(maxY, other.maxY))
    }

    /// The rectangle shrunk by `margin` pixels on every side; a negative margin makes it larger.
    package func inset(by margin: Int) -> PixelRect {
        PixelRect(minX: minX + margin, minY: minY + margin, maxX: maxX - margin, maxY: maxY - margin)
    }

    private static func pixel(_ coordinate: Double) -> Int {
        precondition(!coordinate.isNaN, "a pixel rectangle cannot be made from a coordinate that is not a number")
        return Int(min(max(coordinate, -0x1p30), 0x1p30))
    }
}
