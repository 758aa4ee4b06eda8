import Drawings
package import Geometry

/// A line, a word or a character in a finished image.
package struct SeenText: Sendable {
    package var text: String
    /// Clockwise from the top left of the upright text; the other way round on a mirrored object.
    package var corners: [Point]
    /// Of what stands along an arc or on a bent surface: points along its upper edge, then as many back along its lower one.
    package var outline: [Point] = []
    /// The share of its box that lies inside the image and that nothing hides, 0…1; of a line or a word, the mean of that of
    /// its characters, each by its area.
    package private(set) var visibility: Double
    /// A line's words, and a word's characters.
    package private(set) var parts: [SeenText]
    /// Which of a character's samples are seen, the first in the lowest bit; those that its own object hides count as seen.
    private var seen = UInt64.max

    /// The corners' polygon: its area, in pixels.
    var area: Double { Polygon(corners).area }

    /// Points spread evenly over a box with these corners; none where there are not four.
    package static func samples(_ corners: [Point]) -> [Point] {
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

    /// A line or a word.
    ///
    /// - Parameter shownShare: the share of its parts that its own object shows, which parts that are not listed lower.
    init(_ text: String, _ corners: [Point], _ outline: [Point], of parts: [SeenText], shownShare: Double) {
        (self.text, self.corners, self.outline, self.parts) = (text, corners, outline, parts)
        visibility = Self.visibility(of: parts) * shownShare
    }

    /// A character.
    ///
    /// - Parameters:
    ///   - shownShare: the share of it that its own object does not hide.
    ///   - isSeen: whether the image shows each of its samples.
    init(_ text: String, _ corners: [Point], _ outline: [Point], shownShare: Double, isSeen: [Bool]) {
        (self.text, self.corners, self.outline) = (text, corners, outline)
        seen = isSeen.enumerated().reduce(0) { $1.element ? $0 | 1 << UInt64($1.offset) : $0 }
        visibility = shownShare * Double(seen.nonzeroBitCount) / Double(max(1, isSeen.count))
        parts = []
    }

    /// A part that has its place in the image.
    init(_ part: WrittenPart) {
        (text, corners, outline, visibility) = (part.text, part.corners, part.outline, part.seenShare)
        parts = part.parts.map(SeenText.init)
    }

    /// The mean visibility of some parts, each by its area.
    private static func visibility(of parts: [SeenText]) -> Double {
        Polygon.mean(parts.map { ($0.visibility, $0.corners) }) ?? 0
    }

    /// Takes away what is no longer seen.
    ///
    /// - Parameter isSeen: whether the image still shows a point of it.
    mutating func keep(where isSeen: (Point) -> Bool) {
        guard parts.isEmpty else {
            let before = Self.visibility(of: parts)
            for index in parts.indices { parts[index].keep(where: isSeen) }
            let after = Self.visibility(of: parts)
            if after != before { visibility = before > 0 ? after * (visibility / before) : 0 }
            return
        }
        var kept: UInt64 = 0
        for (number, sample) in Self.samples(corners).enumerated()
        where seen >> UInt64(number) & 1 == 1 && isSeen(sample) {
            kept |= 1 << UInt64(number)
        }
        guard kept != seen else { return }
        visibility *= Double(kept.nonzeroBitCount) / Double(seen.nonzeroBitCount)
        seen = kept
    }

    /// The same in a warped picture; nil where the warp has no place for it.
    ///
    /// Of a line or a word whose corners have no place, what is left is that of its parts.
    func warped(in frame: Rect, by place: (Point) -> Point?) -> SeenText? {
        var warped = self
        (warped.corners, warped.outline) = (corners.compactMap(place), outline.compactMap(place))
        let isWhole = warped.corners.count == corners.count && warped.outline.count == outline.count
        guard !parts.isEmpty else {
            guard isWhole else { return nil }
            warped.keep(where: frame.contains)
            return warped
        }
        var (left, whole) = (0.0, 0.0)
        warped.parts = parts.compactMap { part in
            let moved = part.warped(in: frame, by: place)
            whole += part.area
            if moved != nil { left += part.area }
            return moved
        }
        guard let first = warped.parts.first, let last = warped.parts.last else { return nil }
        if !isWhole, first.corners.count == 4, last.corners.count == 4 {
            warped.corners = [first.corners[0], last.corners[1], last.corners[2], first.corners[3]]
            warped.outline = []
        }
        // Characters that are not seen at all may be missing among its parts.
        let before = Self.visibility(of: parts)
        let share = left < whole ? left / whole : 1
        warped.visibility = before > 0 ? Self.visibility(of: warped.parts) * share * (visibility / before) : 0
        return warped
    }
}
