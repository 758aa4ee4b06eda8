import Foundation
package import Geometry
package import Pictures

/// A part of what is written on an object, with its place: a line, a word of it, or a character.
package struct WrittenPart: Hashable, Sendable {
    /// In Unicode's form NFC.
    package var text: String
    /// The corners of the smallest box round its ink along its line: clockwise from the top left of the upright text,
    /// whatever direction it is read in.
    package var corners: [Point]
    /// Of a line or a word along an arc: points along its upper edge, then as many back along its lower one. Empty for a
    /// straight one, whose corners say all.
    package var outline: [Point] = []
    /// The share of it that its own object does not hide, 0…1: less than 1 on a view of a solid alone.
    package var seenShare = 1.0
    /// A line's words and a word's characters, in the order in which they are read. A character with its marks is one, and
    /// so are the characters of a ligature.
    package var parts: [WrittenPart]

    /// - Parameters:
    ///   - text: what is written.
    ///   - corners: clockwise from the top left of the upright text.
    ///   - parts: its words or characters.
    package init(_ text: String, _ corners: [Point], parts: [WrittenPart] = []) {
        self.text = text.precomposedStringWithCanonicalMapping
        self.corners = corners
        self.parts = parts
    }

    /// The share that its own object does not hide of the parts that it has, each by its area.
    package var seenShareOfParts: Double { Polygon.mean(parts.map { ($0.seenShare, $0.corners) }) ?? 1 }

    /// The same with its points moved; nil where one of them has no place.
    ///
    /// - Parameter place: the new place of a point.
    package func moved(by place: (Point) -> Point?) -> WrittenPart? {
        var moved = self
        (moved.corners, moved.outline) = (corners.compactMap(place), outline.compactMap(place))
        guard moved.corners.count == corners.count, moved.outline.count == outline.count else { return nil }
        moved.parts = parts.compactMap { $0.moved(by: place) }
        return moved
    }

    /// The lines of a text that Pango has set.
    ///
    /// - Parameter place: brings a point of the text's plane into the object's.
    package static func lines(of text: SetText, place: (SIMD2<Double>) -> Point) -> [WrittenPart] {
        text.lines.compactMap { line in
            let words = line.words.compactMap { word in
                joined(
                    word.clusters.compactMap { cluster in
                        Rect(bounding: cluster.ink.corners.map(place)).map {
                            Placed(
                                part: WrittenPart(cluster.text, cluster.corners.map(place)), box: $0, ring: cluster.ring
                            )
                        }
                    }, word.text, place)
            }
            return joined(words, words.map(\.part.text).joined(separator: " "), place)?.part
        }
    }

    /// A part with what the part that it belongs to needs of it.
    private struct Placed {
        var part: WrittenPart
        var box: Rect
        var ring: SetText.Ring?
    }

    private static func joined(
        _ parts: [Placed], _ text: String, _ place: (SIMD2<Double>) -> Point
    ) -> Placed? {
        guard let first = parts.first else { return nil }
        var whole = first
        for part in parts.dropFirst() {
            whole.box = whole.box.union(part.box)
            whole.ring = part.ring.flatMap { ring in whole.ring?.union(ring) }
        }
        whole.part = WrittenPart(text, whole.ring?.box.map(place) ?? whole.box.corners, parts: parts.map(\.part))
        whole.part.outline = whole.ring?.outline.map(place) ?? []
        return whole
    }
}
