import Geometry
import Pictures

extension SVGText {
    /// The places of its line, words and letters in the units of the page, as librsvg sets them: by Pango, at exact places,
    /// the width of the whole divided at its anchor.
    ///
    /// - Returns: nil where they are not known to a tenth of a pixel.
    static func lines(
        _ words: String, language: String?, _ element: SVGTree.Element, _ style: SVGLetterStyle
    ) -> [WrittenPart]? {
        let moved = ["dx", "dy", "rotate", "textLength", "lengthAdjust"]
        guard style.isPlain, let size = style.size, size > 0, element.children.isEmpty, !words.contains("\n"),
            let x = coordinate(element.attribute("x")), let y = coordinate(element.attribute("y")),
            !moved.contains(where: { element.attribute($0) != nil })
        else { return nil }
        // Pango counts spacing in 1024ths.
        let spacing = Int((style.letterSpacing * 1024).rounded())
        let span =
            "<span\(spacing == 0 ? "" : " letter_spacing=\"\(spacing)\"")"
            + "\(language.map { " lang=\"\($0.xmlEscaped)\"" } ?? "")>\(words.xmlEscaped)</span>"
        guard let set = try? SetText(markup: span, font: style.font, size: size, alignment: .left, zoom: 128 / size),
            let baseline = set.lines.first?.baseline
        else { return nil }
        let left = x - style.anchor * set.width
        return WrittenPart.lines(of: set) { Point(left + $0.x, y + $0.y - baseline) }
            .compactMap { $0.moved { style.pageFromElement($0) } }
    }

    /// A single number; nil for a list or another unit.
    private static func coordinate(_ text: String?) -> Double? {
        text.map { Double($0.trimmingSpace) } ?? 0
    }
}
