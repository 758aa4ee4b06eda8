import Drawings
package import Geometry

/// A line, a word or a character in a finished image.
package struct SeenText: Sendable {
    package var text: String
    /// Clockwise from the top left of the upright text; the other way round on a mirrored object.
    package var corners: [Point]
    /// Of what stands along an arc or on a bent surface: points along its upper edge, then as many back along its lower one.
    package var outline: [Point] = []
    /// The share of its box that lies inside the image and that no other object hides, 0…1.
    package var visibility: Double
    /// A line's words, and a word's characters.
    package var parts: [SeenText]

    /// The corners' polygon: its area, in pixels.
    var area: Double { Polygon(corners).area }

    /// Points spread evenly over a box with these corners.
    static func samples(_ corners: [Point]) -> [Point] {
        guard corners.count == 4 else { return [] }
        let steps = 8
        return (0..<steps * steps).map { number in
            let (u, v) = (
                (Double(number % steps) + 0.5) / Double(steps), (Double(number / steps) + 0.5) / Double(steps)
            )
            func mixed(_ part: KeyPath<Point, Double>) -> Double {
                (corners[0][keyPath: part] * (1 - u) + corners[1][keyPath: part] * u) * (1 - v)
                    + (corners[3][keyPath: part] * (1 - u) + corners[2][keyPath: part] * u) * v
            }
            return Point(mixed(\.x), mixed(\.y))
        }
    }

    /// A part whose visibility is that of the parts that it has, each by its area.
    init(_ text: String, _ corners: [Point], _ outline: [Point], of parts: [SeenText]) {
        (self.text, self.corners, self.outline, self.parts) = (text, corners, outline, parts)
        let whole = parts.reduce(0) { $0 + $1.area }
        visibility = whole > 0 ? parts.reduce(0) { $0 + $1.visibility * $1.area } / whole : 0
    }

    init(_ text: String, _ corners: [Point], visibility: Double) {
        (self.text, self.corners, self.visibility) = (text, corners, visibility)
        parts = []
    }

    /// A part that has its place in the image.
    init(_ part: WrittenPart) {
        (text, corners, outline, visibility) = (part.text, part.corners, part.outline, part.seenShare)
        parts = part.parts.map(SeenText.init)
    }

    /// The same in a warped picture; nil where the warp has no place for one of its corners.
    func warped(in frame: Rect, by place: (Point) -> Point?) -> SeenText? {
        let moved = corners.compactMap(place)
        let outline = outline.compactMap(place)
        guard moved.count == corners.count, outline.count == self.outline.count else { return nil }
        guard parts.isEmpty else {
            let parts = parts.compactMap { $0.warped(in: frame, by: place) }
            guard !parts.isEmpty else { return nil }
            var warped = SeenText(text, moved, outline, of: parts)
            // Characters that are not seen at all may be missing among its parts.
            let seen = SeenText(text, corners, self.outline, of: self.parts).visibility
            if seen > 0 { warped.visibility *= visibility / seen }
            return warped
        }
        let samples = Self.samples(moved)
        let inside = Double(samples.count { frame.contains($0) }) / Double(max(1, samples.count))
        var warped = SeenText(text, moved, visibility: min(visibility, inside))
        warped.outline = outline
        return warped
    }
}
