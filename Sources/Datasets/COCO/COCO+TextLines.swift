package import Geometry
import JSON

extension COCO {
    /// A line of what is written on an object, a word of it, or a character, with its place in the image.
    ///
    /// In the file a line has `words`, a word `characters`, each with `text`, `quad` and `visibility`.
    package struct TextPart: Hashable, Sendable {
        package var text: String
        /// Four corners in pixels, clockwise from the top left of the upright text.
        package var quad: [Point]
        /// The share of the box that lies inside the image and that nothing hides, 0…1; nil where it is not known.
        package var visibility: Double?
        /// A line's words, a word's characters, in the order in which they are read.
        package var parts: [TextPart]

        package init(_ text: String, _ quad: [Point], visibility: Double?, parts: [TextPart] = []) {
            (self.text, self.quad, self.visibility, self.parts) = (text, quad, visibility, parts)
        }

        /// The same with its corners moved; nil where one of them has no place.
        package func moved(by place: (Point) -> Point?) -> TextPart? {
            var moved = self
            moved.quad = quad.compactMap(place)
            guard moved.quad.count == quad.count else { return nil }
            moved.parts = parts.compactMap { $0.moved(by: place) }
            return moved
        }

        /// The same where it is not known any more what of it is seen.
        package var withoutVisibility: TextPart {
            TextPart(text, quad, visibility: nil, parts: parts.map(\.withoutVisibility))
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
        var parts: [COCO.TextPart] = []
        try reader.object { reader, name in
            switch name {
            case "text": text = try reader.string()
            case "quad": quad = try reader.points(count: 4)
            case "visibility": visibility = try reader.finite()
            case _ where level < Self.members.count && name == Self.members[level]:
                try reader.array { reader in parts.append(try COCO.TextPart(from: &reader, level: level + 1)) }
            default: throw reader.error("\(name) is no member of a line of text")
            }
        }
        guard let text, let quad else { throw reader.error("expected a text and four corners") }
        self.init(text, quad, visibility: visibility, parts: parts)
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
        if let whole = extra.text(COCO.Transcription.text), whole != textLines.map(\.text).joined(separator: "\n") {
            problems.append("its text is “\(whole)”, its lines say “\(textLines.map(\.text).joined(separator: "\n"))”")
        }
        for line in textLines where line.text != line.parts.map(\.text).joined(separator: " ") {
            problems.append("the words of its line “\(line.text)” are others")
        }
        let parts = textLines.flatMap(\.all)
        if let odd = parts.first(where: { $0.visibility.map { !(0...1).contains($0) } ?? false }) {
            problems.append("the visibility of “\(odd.text)” is no share from 0 to 1")
        }
        if let box = amodalBox {
            let outer = Rect(
                x: box.x - Self.reach, y: box.y - Self.reach, width: box.width + 2 * Self.reach,
                height: box.height + 2 * Self.reach)
            let odd = parts.first { part in
                part.visibility == 1 && part.quad.count == 4 && !outer.contains(part.middle)
            }
            if let odd { problems.append("“\(odd.text)” is said to lie outside of the object") }
        }
        return problems
    }

    /// How far letters may reach beyond the half opaque part of their object, in pixels.
    private static let reach = 2.0
}
