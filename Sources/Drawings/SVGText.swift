/// A `<text>` of a drawing: what it says, and where it begins.
struct SVGText {
    /// What it says, with a line break between lines.
    private(set) var words = ""
    let language: String?
    /// The places of its letters in the units of the page; nil where they are not known.
    private(set) var lines: [WrittenPart]?
    /// Whether a clip path may cut it.
    private(set) var isClipped: Bool
    /// How far it covers what lies below.
    private var cover: Double
    private let fontSize: Double
    private let (x, y): (Double, Double)
    /// The element that it stands in.
    private let parent: Int?

    init(_ index: Int, in tree: SVGTree, _ style: SVGLetterStyle, fontSize: Double, language: String?) {
        (self.fontSize, self.language) = (fontSize, language)
        (isClipped, cover) = (style.isClipped, style.cover)
        let element = tree.elements[index]
        parent = element.parent
        (x, y) = (Self.number(element.attribute("x")) ?? 0, Self.number(element.attribute("y")) ?? 0)
        add(element, of: tree)
        // White space as SVG has it unless a document says otherwise: SVG 1.1, 10.15.
        words = words.split(separator: "\u{0}", omittingEmptySubsequences: true).map { line in
            line.replacing("\n", with: "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }.filter { !$0.isEmpty }.joined(separator: "\n")
        if !words.isEmpty { lines = Self.lines(words, language: language, element, style) }
    }

    /// Takes the places of the same text drawn again, if that one covers more: its letters are those that are seen.
    mutating func stand(as other: SVGText) {
        guard other.cover >= cover else { return }
        (lines, isClipped, cover) = (other.lines, other.isClipped, other.cover)
    }

    /// Adds an element's text. A part of it that is set to another height begins a line.
    private mutating func add(_ element: SVGTree.Element, of tree: SVGTree) {
        for content in element.content {
            switch content {
            case .text(let text): words += text.replacing("\u{0}", with: "")
            case .element(let index):
                let part = tree.elements[index]
                guard part.isSVG, !SVGVocabulary.unseen.contains(part.name) else { continue }
                if part.attribute("y") != nil || Self.number(part.attribute("dy")) ?? 0 != 0 {
                    words += "\u{0}"
                } else if part.attribute("x") != nil {
                    words += " "
                }
                if part.name == "tref", let target = part.reference.flatMap({ tree.element(at: $0.value) }) {
                    words += tree.text(in: target)
                } else {
                    add(part, of: tree)
                }
            }
        }
    }

    /// Whether it is the same text drawn once more, a little aside: a shadow, a highlight, an edge.
    func isShadow(of other: SVGText) -> Bool {
        words == other.words && parent == other.parent && abs(x - other.x) <= 0.15 * fontSize
            && abs(y - other.y) <= 0.15 * fontSize
    }

    /// The number at the beginning of a length or of a list of such.
    static func number(_ text: String?) -> Double? {
        guard let text else { return nil }
        return Double(text.trimmingSpace.prefix { $0.isNumber || $0 == "." || $0 == "-" })
    }
}
