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
    /// A line's words and a word's characters, in the order in which they are read. A character with its marks is one, and
    /// so are the characters of a ligature.
    package var parts: [WrittenPart]

    package init(_ text: String, _ box: Rect, parts: [WrittenPart] = []) {
        self.init(text, box.corners, parts: parts)
    }

    /// - Parameters:
    ///   - text: what is written.
    ///   - corners: clockwise from the top left of the upright text.
    ///   - parts: its words or characters.
    package init(_ text: String, _ corners: [Point], parts: [WrittenPart] = []) {
        self.text = text.precomposedStringWithCanonicalMapping
        self.corners = corners
        self.parts = parts
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
                            (WrittenPart(cluster.text, cluster.corners.map(place)), $0)
                        }
                    }, word.text)
            }
            return joined(words.map { ($0.part, $0.box) }, words.map(\.part.text).joined(separator: " "))?.part
        }
    }

    private static func joined(
        _ parts: [(part: WrittenPart, box: Rect)], _ text: String
    ) -> (part: WrittenPart, box: Rect)? {
        guard let first = parts.first else { return nil }
        let box = parts.dropFirst().reduce(first.box) { $0.union($1.box) }
        return (WrittenPart(text, box, parts: parts.map(\.part)), box)
    }
}
