package import Geometry
import JSON

extension COCO {
    /// A line of what is written on an object, a word of it, or a character, with its place in the image.
    ///
    /// In the file a line has `words`, a word `characters`, each with `text`, `quad` and `visibility`. Along an arc a line
    /// and a word have a `polygon` as well.
    package struct TextPart: Hashable, Sendable {
        package var text: String
        /// Four corners in pixels, clockwise from the top left of the upright text.
        package var quad: [Point]
        /// Points along the upper edge of what stands along an arc, then as many back along its lower edge; empty for what
        /// stands straight.
        package var polygon: [Point]
        /// The share of the box that lies inside the image and that nothing hides, 0…1; nil where it is not known.
        package var visibility: Double?
        /// A line's words, a word's characters, in the order in which they are read.
        package var parts: [TextPart]

        package init(
            _ text: String, _ quad: [Point], polygon: [Point] = [], visibility: Double?, parts: [TextPart] = []
        ) {
            (self.text, self.quad, self.polygon, self.visibility, self.parts) = (text, quad, polygon, visibility, parts)
        }

        /// The same with its corners moved; nil where one of them has no place.
        package func moved(by place: (Point) -> Point?) -> TextPart? {
            var moved = self
            (moved.quad, moved.polygon) = (quad.compactMap(place), polygon.compactMap(place))
            guard moved.quad.count == quad.count, moved.polygon.count == polygon.count else { return nil }
            moved.parts = parts.compactMap { $0.moved(by: place) }
            return moved
        }

        /// The same in an image that does not show all of it: the visibility of what has no parts falls to a share of what it
        /// was, and a line's or a word's is that of its parts, each by its area.
        ///
        /// - Parameter share: the share of what has these corners that the image shows, 0…1.
        package func seen(_ share: (_ quad: [Point]) -> Double) -> TextPart {
            guard !parts.isEmpty else {
                return TextPart(text, quad, polygon: polygon, visibility: (visibility ?? 1) * share(quad), parts: [])
            }
            func mean(_ parts: [TextPart]) -> Double { Polygon.mean(parts.map { ($0.visibility ?? 1, $0.quad) }) ?? 0 }
            let (left, before) = (parts.map { $0.seen(share) }, mean(parts))
            // Characters that are not seen at all may be missing among its parts.
            let listed = before > 0 ? (visibility ?? before) / before : 1
            return TextPart(text, quad, polygon: polygon, visibility: mean(left) * listed, parts: left)
        }

        /// The middle of its corners. They may lie beside a turned object's box, the middle does not.
        var middle: Point {
            let sum = quad.reduce(Point(0, 0)) { Point($0.x + $1.x, $0.y + $1.y) }
            return Point(sum.x / Double(quad.count), sum.y / Double(quad.count))
        }

        /// It and everything in it.
        package var all: [TextPart] { [self] + parts.flatMap(\.all) }
    }
}

extension COCO.TextPart {
    /// The member that holds the parts of a line, and of a word.
    private static let members = ["words", "characters"]

    /// - Parameter level: 0 for a line, 1 for a word, 2 for a character.
    private func encode(to writer: inout JSONWriter, level: Int) {
        writer.object { writer in
            writer.member("text", text)
            writer.member("quad", quad.map { [$0.x, $0.y] })
            if !polygon.isEmpty { writer.member("polygon", polygon.map { [$0.x, $0.y] }) }
            writer.member("visibility", ifPresent: visibility)
            guard level < Self.members.count else { return }
            writer.key(Self.members[level])
            writer.array { writer in
                for part in parts { part.encode(to: &writer, level: level + 1) }
            }
        }
    }

    static func encode(_ lines: [COCO.TextPart], to writer: inout JSONWriter) {
        writer.array { writer in
            for line in lines { line.encode(to: &writer, level: 0) }
        }
    }

    /// Throws for a member that is not one of ours: another tool wrote the value then.
    private init(from reader: inout JSONReader, level: Int) throws {
        var (text, quad, visibility): (String?, [Point]?, Double?)
        var polygon: [Point] = []
        var parts: [COCO.TextPart] = []
        try reader.object { reader, name in
            switch name {
            case "text": text = try reader.string()
            case "quad": quad = try reader.points(count: 4)
            case "polygon":
                polygon = try reader.points()
                guard polygon.count >= 4, polygon.count.isMultiple(of: 2) else {
                    throw reader.error("expected an even number of points, at least 4")
                }
            case "visibility": visibility = try reader.finite()
            case _ where level < Self.members.count && name == Self.members[level]:
                try reader.array { reader in parts.append(try COCO.TextPart(from: &reader, level: level + 1)) }
            default: throw reader.error("\(name) is no member of a line of text")
            }
        }
        guard let text, let quad else { throw reader.error("expected a text and four corners") }
        self.init(text, quad, polygon: polygon, visibility: visibility, parts: parts)
    }

    static func lines(from reader: inout JSONReader) throws -> [COCO.TextPart] {
        var lines: [COCO.TextPart] = []
        try reader.array { reader in lines.append(try COCO.TextPart(from: &reader, level: 0)) }
        return lines
    }
}

extension COCO.Annotation {
    /// The contradictions in the places of what is written on the object.
    var textLineProblems: [String] {
        guard let textLines, instance != nil else { return [] }
        var problems: [String] = []
        // What reaches behind the camera has no place, so lines and words may be missing.
        if let whole = extra.text(COCO.Transcription.text) {
            let known = Set(whole.split(separator: "\n").map(String.init))
            if let odd = textLines.first(where: { !known.contains($0.text) }) {
                problems.append("its line “\(odd.text)” is none of its text, “\(whole)”")
            }
        }
        for line in textLines {
            let known = Set(line.text.split(separator: " ").map(String.init))
            if let odd = line.parts.first(where: { !known.contains($0.text) }) {
                problems.append("its word “\(odd.text)” is none of its line, “\(line.text)”")
            }
        }
        let parts = textLines.flatMap(\.all)
        if let odd = parts.first(where: { $0.visibility.map { !(0...1).contains($0) } ?? false }) {
            problems.append("the visibility of “\(odd.text)” is no share from 0 to 1")
        }
        if let box = amodalBox, let odd = parts.first(where: { $0.visibility == 1 && !$0.isNear(box) }) {
            problems.append("“\(odd.text)” is said to lie outside of the object")
        }
        return problems
    }
}

extension COCO.TextPart {
    /// Whether it lies at its object's box, within its own length: thin letters without a plate are nowhere half opaque,
    /// so that the box may end before the last of them.
    fileprivate func isNear(_ box: Rect) -> Bool {
        guard let own = Rect(bounding: quad) else { return false }
        let reach = 2 + max(own.width, own.height)
        return Rect(
            x: box.x - reach, y: box.y - reach, width: box.width + 2 * reach, height: box.height + 2 * reach
        ).contains(middle)
    }
}
