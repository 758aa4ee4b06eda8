import Foundation
import Geometry
import Pipelines

/// The text of an SVG drawing: its parameters, its size, and the same text cut to a part of its page.
///
/// A parameter is an entity that the drawing declares in its own DOCTYPE, `<!ENTITY body "#c8102e">`, and uses as
/// `&body;`: it shows its default in every viewer. Only what stands before the root element's content is looked at;
/// whether the rest is sound is for the renderer to say.
struct SVGDocument: Sendable {
    let path: String
    let parameters: [Parameter]
    private let bytes: [UInt8]
    private let root: Root

    struct Parameter: Sendable {
        let name: String
        /// As it stands between the quotes.
        fileprivate(set) var value: String
        /// Its places in the file, quotes included: one, unless the file declares it again.
        fileprivate var literals: [Range<Int>]
    }

    private struct Root {
        /// Where `<` stands, and where the element's name ends.
        var start: Int
        var nameEnd: Int
        var attributes: [Attribute] = []
    }

    private struct Attribute {
        let name: String
        let value: String
        let place: Range<Int>
    }

    init(path: String) throws(ObjectError) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ObjectError(.missing, file: path, "there is no such file, or it cannot be opened")
        }
        try self.init(path: path, bytes: Array(data))
    }

    init(path: String, bytes: [UInt8]) throws(ObjectError) {
        guard !bytes.starts(with: [0x1F, 0x8B]) else {
            throw ObjectError(.unreadable, file: path, "is a compressed drawing: unpack it (gunzip) to .svg")
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw ObjectError(.unreadable, file: path, "is not UTF-8 text, as an SVG drawing should be")
        }
        self.path = path
        self.bytes = bytes
        var scanner = XMLScanner(bytes)
        var parameters: [Parameter] = []
        guard
            let start = scanner.skipProlog(entity: { name, literal in
                let value = String(decoding: bytes[literal.dropFirst().dropLast()], as: UTF8.self)
                if let index = parameters.firstIndex(where: { $0.name == name }) {
                    // XML 1.0 says that the first declaration counts (4.2), librsvg takes the last: both are set.
                    parameters[index].value = value
                    parameters[index].literals.append(literal)
                } else {
                    parameters.append(Parameter(name: name, value: value, literals: [literal]))
                }
            })
        else { throw ObjectError(.unreadable, file: path, "is not an SVG drawing: it has no element") }
        self.parameters = parameters

        let name = scanner.name()
        guard name.split(separator: ":").last == "svg" else {
            throw ObjectError(
                .unreadable, file: path, "is not an SVG drawing: its outermost element is <\(name)>, not <svg>")
        }
        var root = Root(start: start, nameEnd: scanner.at)
        while let (name, literal) = scanner.attribute() {
            let value = String(decoding: bytes[literal.dropFirst().dropLast()], as: UTF8.self)
            root.attributes.append(
                Attribute(name: name, value: value, place: literal))
        }
        self.root = root
    }

    /// The drawing's size in pixels, an inch being 72 of them, as libvips has it.
    func size(_ settings: [Named<String>]) throws(ObjectError) -> (width: Double, height: Double) {
        func attribute(_ name: String) -> String? {
            root.attributes.first { $0.name == name }.map { expanded($0.value, settings) }
        }
        let width = attribute("width").flatMap(SVGDocument.pixels)
        let height = attribute("height").flatMap(SVGDocument.pixels)
        let box = attribute("viewBox").map {
            $0.split { $0.isWhitespace || $0 == "," }.compactMap { Double($0) }
        }
        var size: (width: Double, height: Double)?
        if let width, let height {
            size = (width, height)
        } else if let box, box.count == 4, box[2] > 0, box[3] > 0 {
            if let width {
                size = (width, width * box[3] / box[2])
            } else if let height {
                size = (height * box[2] / box[3], height)
            } else {
                size = (box[2], box[3])
            }
        }
        guard let size, size.width > 0, size.height > 0, size.width.isFinite, size.height.isFinite else {
            throw ObjectError(
                .unreadable, file: path, "does not say how large it is: give its <svg> element a viewBox")
        }
        return size
    }

    /// The text of a drawing of `width` by `height` pixels that shows the rectangle `frame` of this one's page, given in
    /// the pixels of `size`, with some of the parameters set.
    ///
    /// The drawing goes into an outer `<svg>` whose viewBox is the frame; inside it keeps its own size and its own
    /// viewBox, so that percentages mean what they meant.
    func text(
        _ settings: [Named<String>], frame: Rect, width: Int, height: Int
    ) throws(ObjectError) -> String {
        let size = try size(settings)
        var edits: [(place: Range<Int>, text: String)] = []
        for setting in settings {
            guard let parameter = parameters.first(where: { $0.name == setting.name }) else {
                throw unknown(setting.name)
            }
            let value = try quoted(setting)
            edits += parameter.literals.map { ($0, value) }
        }
        let box = [frame.x, frame.y, frame.width, frame.height].map(\.plainText).joined(separator: " ")
        edits.append(
            (
                root.start..<root.start,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
                    + "viewBox=\"\(box)\" preserveAspectRatio=\"none\">"
            ))
        var placed: Set<String> = []
        for (name, value) in [("x", 0), ("y", 0), ("width", size.width), ("height", size.height)] {
            guard let own = root.attributes.first(where: { $0.name == name }) else { continue }
            edits.append((own.place, "\"\(value.plainText)\""))
            placed.insert(name)
        }
        let missing = [("width", size.width), ("height", size.height)].filter { !placed.contains($0.0) }
        edits.append(
            (root.nameEnd..<root.nameEnd, missing.map { " \($0.0)=\"\($0.1.plainText)\"" }.joined()))

        var text: [UInt8] = []
        var at = 0
        for edit in edits.sorted(by: { $0.place.lowerBound < $1.place.lowerBound }) {
            text += bytes[at..<edit.place.lowerBound]
            text += edit.text.utf8
            at = edit.place.upperBound
        }
        text += bytes[at...]
        text += "</svg>".utf8
        return String(decoding: text, as: UTF8.self)
    }

    /// What to say of a parameter that is not there.
    func unknown(_ name: String) -> ObjectError {
        .unknownParameter(
            name, known: parameters.map(\.name), hint: " (a parameter is an <!ENTITY …> in the drawing's DOCTYPE)",
            file: path)
    }

    /// A value as an entity's literal, quotes included: the entity then stands for exactly this text, whether it is
    /// used in an attribute or between tags.
    ///
    /// General entities in a literal are left alone until they are used, character references are not (XML 1.0, 4.5):
    /// so `&` and `<` go in as entities, and `%` as a reference.
    private func quoted(_ setting: Named<String>) throws(ObjectError) -> String {
        var text = "\""
        for scalar in setting.value.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&apos;"
            case "%": text += "&#37;"
            case "\t", "\n", "\r": text.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
                throw ObjectError(
                    .badValue, file: path,
                    "the value of “\(setting.name)” holds the character U+"
                        + String(scalar.value, radix: 16, uppercase: true) + ", which XML cannot hold")
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }

    /// An attribute's value with the drawing's own entities in it filled in. Entities may use one another, to a depth
    /// that no sound drawing reaches.
    private func expanded(_ value: String, _ settings: [Named<String>]) -> String {
        var value = value
        for _ in 0..<8 where value.contains("&") {
            for parameter in parameters {
                let own = settings.first { $0.name == parameter.name }?.value ?? parameter.value
                value = value.replacing("&\(parameter.name);", with: own)
            }
        }
        return value
    }

    /// A length with an absolute unit in pixels; nil for `100%`, `2em` and what is no length.
    private static func pixels(_ length: String) -> Double? {
        let units = ["px": 1, "in": 72, "pt": 1, "pc": 12, "cm": 72 / 2.54, "mm": 72 / 25.4, "Q": 72 / 101.6]
        let text = length.trimmingCharacters(in: .whitespacesAndNewlines)
        if let number = Double(text) { return number }
        for (unit, pixels) in units where text.hasSuffix(unit) {
            return Double(text.dropLast(unit.count)).map { $0 * pixels }
        }
        return nil
    }
}
