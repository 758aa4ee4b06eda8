package import Cards
import Findings
import Foundation
import Geometry
import Pictures

/// The text of an SVG drawing: its parameters, its size, and the same text cut to a part of its page.
///
/// A parameter is an entity that the drawing declares in its own DOCTYPE, `<!ENTITY body "#c8102e">`, and uses as
/// `&body;`: it shows its default in every viewer. `page` checks only contents that the renderer would skip silently;
/// the renderer reports all other faults.
package struct SVGDocument: Sendable {
    let path: String
    package let parameters: [Parameter]
    private let bytes: [UInt8]
    private let root: Root

    package struct Parameter: Sendable {
        package let name: String
        /// The text between the quotes.
        fileprivate(set) var value: String
        /// Its places in the file, quotes included: one, unless the file declares it again.
        fileprivate var literals: [Range<Int>]
    }

    private struct Root {
        let name: String
        /// The place of `<`, and the end of the element's name.
        var start: Int
        var nameEnd: Int
        var attributes: [Attribute] = []
    }

    private struct Attribute {
        let name: String
        let value: String
        let place: Range<Int>
    }

    package init(path: String) throws(ObjectError) {
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
                    // By XML 1.0 the first declaration counts (4.2), librsvg takes the last: both are set.
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
        var root = Root(name: name, start: start, nameEnd: scanner.at)
        while let (name, literal) = scanner.attribute() {
            let value = String(decoding: bytes[literal.dropFirst().dropLast()], as: UTF8.self)
            root.attributes.append(
                Attribute(name: name, value: value, place: literal))
        }
        self.root = root
    }

    /// The drawing's size in pixels; an inch has 72, as in libvips.
    func size(_ settings: [Named<String>]) throws(ObjectError) -> (width: Double, height: Double) {
        func side(_ name: String) throws(ObjectError) -> Double? {
            guard let written = attribute(name, settings), let pixels = SVGDocument.pixels(written) else { return nil }
            guard SVGDocument.sides.contains(pixels) else { throw tooOdd("its \(name) is “\(written)”") }
            return pixels
        }
        let (width, height) = (try side("width"), try side("height"))
        let box = attribute("viewBox", settings).map {
            $0.split { $0.isWhitespace || $0 == "," }.compactMap { Double($0) }
        }
        if let box, box.count == 4 {
            guard box[2] > 0, box[3] > 0, box.allSatisfy({ abs($0) <= SVGDocument.farthest }) else {
                throw tooOdd("its viewBox is “\(attribute("viewBox", settings) ?? "")”")
            }
        }
        var size: (width: Double, height: Double)?
        if let width, let height {
            size = (width, height)
        } else if let box, box.count == 4 {
            if let width {
                size = (width, width * box[3] / box[2])
            } else if let height {
                size = (height * box[2] / box[3], height)
            } else {
                size = (box[2], box[3])
            }
        }
        guard let size else {
            throw ObjectError(
                .unreadable, file: path, "does not say how large it is: give its <svg> element a viewBox")
        }
        guard SVGDocument.sides.contains(size.width), SVGDocument.sides.contains(size.height) else {
            throw tooOdd("its page is \(size.width.plainText) by \(size.height.plainText)")
        }
        return size
    }

    /// An attribute of the outermost element.
    private func attribute(_ name: String, _ settings: [Named<String>]) -> String? {
        root.attributes.first { $0.name == name }.map { expanded($0.value, settings) }
    }

    /// The sides that a page may have, in pixels.
    private static let sides = 0.01...1e6
    /// The largest number of a viewBox.
    private static let farthest = 1e9

    private func tooOdd(_ found: String) -> ObjectError {
        ObjectError(
            .badValue, file: path,
            "\(found): a page is more than nothing in both directions, and at most 1000000 pixels in either")
    }

    /// The drawing with some of its parameters set, ready to be rendered.
    ///
    /// - Throws: the first of `problems`.
    package func page(_ settings: [Named<String>]) throws(ObjectError) -> SVGPage {
        var (edits, problems, texts) = try edits(settings)
        if let problem = problems.first { throw problem }
        let size = try size(settings)
        for (name, value) in [("x", 0), ("y", 0), ("width", size.width), ("height", size.height)] {
            if let own = root.attributes.first(where: { $0.name == name }) {
                edits.append(SVGPage.Edit(place: own.place, text: "\"\(value.plainText)\""))
            } else if value > 0 {
                edits.append(
                    SVGPage.Edit(place: root.nameEnd..<root.nameEnd, text: " \(name)=\"\(value.plainText)\""))
            }
        }
        let languages = Set(texts.map(\.language))
        return SVGPage(
            path: path, bytes: bytes, root: root.start, edits: edits, size: size,
            writing: Writing(texts.map(\.words), language: languages.count == 1 ? languages.first ?? nil : nil),
            lines: lines(of: texts, settings, size), clipsLetters: texts.contains(where: \.isClipped))
    }

    /// The lines of some texts in pixels; none where one of them has no known places.
    private func lines(
        of texts: [SVGText], _ settings: [Named<String>], _ size: (width: Double, height: Double)
    ) -> [WrittenPart] {
        let lines = texts.compactMap(\.lines)
        guard !texts.isEmpty, lines.count == texts.count,
            let pixelsFromUnits = SVGTransform.page(
                attribute("viewBox", settings), fit: attribute("preserveAspectRatio", settings), size: size)
        else { return [] }
        return lines.flatMap { $0 }.compactMap { $0.moved { pixelsFromUnits($0) } }
    }

    /// All contents that would not be drawn as the drawing asks, with some of its parameters set.
    package func problems(_ settings: [Named<String>]) -> [ObjectError] {
        do throws(ObjectError) {
            _ = try size(settings)
            return try edits(settings).problems
        } catch {
            return [error]
        }
    }

    /// The changes in the document for these settings, its faults with them, and the texts that it then shows.
    private func edits(
        _ settings: [Named<String>]
    ) throws(ObjectError) -> (edits: [SVGPage.Edit], problems: [ObjectError], texts: [SVGText]) {
        var edits: [SVGPage.Edit] = []
        var entities = Dictionary(parameters.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        for setting in settings {
            guard let parameter = parameters.first(where: { $0.name == setting.name }) else {
                throw unknown(setting.name)
            }
            let value = try quoted(setting)
            entities[setting.name] = String(value.dropFirst().dropLast())
            edits += parameter.literals.map { SVGPage.Edit(place: $0, text: value) }
        }
        let events: [XMLContent.Event]
        do throws(XMLContent.Failure) {
            events = try XMLContent(bytes, entities: entities).events
        } catch {
            switch error {
            case .unknownEntity(let name):
                throw ObjectError(
                    .unreadable, file: path,
                    "uses &\(name);, which its DOCTYPE does not declare with a text of its own: it would be left out")
            case .endless:
                throw ObjectError(.unreadable, file: path, "has entities that expand without end")
            }
        }
        let content = SVGContent(events, file: path)
        var problems = content.problems
        for picture in content.pictures {
            do throws(ObjectError) {
                let data = try LinkedPicture.embedded(picture.address, in: path)
                guard let place = picture.place else {
                    throw ObjectError(
                        .unreadable, file: path,
                        "its picture “\(picture.address)” stands in an entity's text: put the <image> into the drawing "
                            + "itself, with the entity as its address")
                }
                edits.append(SVGPage.Edit(place: place, text: "\"\(data)\""))
            } catch {
                problems.append(error)
            }
        }
        return (edits, problems, content.texts)
    }

    /// The message for an unknown parameter.
    package func unknown(_ name: String) -> ObjectError {
        .unknownParameter(
            name, known: parameters.map(\.name), hint: " (a parameter is an <!ENTITY …> in the drawing's DOCTYPE)",
            file: path)
    }

    /// A value as an entity's literal, quotes included: the entity then stands for exactly this text, in an attribute
    /// or between tags.
    ///
    /// General entities in a literal are expanded only where the entity is used, character references at once (XML 1.0,
    /// 4.5): so `&` and `<` are written as entities, and `%` as a reference.
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

    /// A length with an absolute unit in pixels; nil for `100%`, `2em` and texts that are no length.
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
