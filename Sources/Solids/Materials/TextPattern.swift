import Cards
import Drawings
import Findings
import Geometry
import Pictures

/// Lettering in an installed font.
struct TextPattern: SolidPattern {
    var text = SolidText("")
    var isMarkup = false
    var font = "DejaVu Sans Bold"
    var colour = SolidColour.constant(Colour(red: 0, green: 0, blue: 0))
    var at: [Expression] = [0, 0]
    var size: [Expression]?

    static let name = "text"

    static func card(_ scope: SolidScope) -> Card<TextPattern> {
        Card(
            name, "Lettering in an installed font, as large as its place allows.",
            .required("text", \.text, .solidText(scope), "The text; {name} stands for a parameter."),
            .field(
                "markup", \.isMarkup, .flag,
                "true: the text is Pango's markup (<b>, <i>, <span …>), in which parameters stand for plain text."),
            .field("font", \.font, .text("a font family and style"), "Family and style, without a size."),
            .field("colour", \.colour, .solidColour(scope), "The colour of the letters."),
            .field("at", \.at, .list(.expression(scope), count: 2...2), "The lower left corner of its place."),
            .field(
                "size", \.size, .optional(.list(.expression(scope), count: 2...2)),
                "The width and height of its place; all that the texture spans unless given.")
        )
    }

    func layer(_ piece: inout Workpiece, size whole: SIMD2<Double>) -> (any PaintLayer)? {
        let written = text.text(piece.values, isMarkup: isMarkup)
        var problems = [FontCheck.problem(ofFamilies: Pango.families(in: font))].compactMap { $0?.description }
        if isMarkup, let mistake = Pango.mistake(inMarkup: written) {
            problems.append("the text “\(written)” is not Pango's markup: \(mistake)")
        } else {
            problems += FontCheck.problems(of: written, font: font, isMarkup: isMarkup).map(\.description)
        }
        for problem in problems { piece.report(.rule(problem), at: at[0].position) }
        guard let place = piece.place(at: at, size: size, on: whole), problems.isEmpty else { return nil }
        return Layer(
            text: written, isMarkup: isMarkup, font: font, colour: colour.colour(&piece), at: place.at, size: place.size
        )
    }

    private struct Layer: PaintLayer {
        let text: String
        let isMarkup: Bool
        let font: String
        let colour: Colour
        let at: SIMD2<Double>
        let size: SIMD2<Double>

        var texts: [String] { [isMarkup ? Pango.plainText(ofMarkup: text) ?? text : text] }

        func paint(on canvas: inout SolidCanvas) throws(ObjectError) {
            guard let set = try set(on: canvas) else { return }
            // No more than what the canvas shows of it.
            let (left, top) = (max(0, Int(set.left.rounded(.down))), max(0, Int(set.top.rounded(.down))))
            let right = min(canvas.width, Int((set.left + set.ink.width * set.across).rounded(.up)))
            let bottom = min(canvas.height, Int((set.top + set.ink.height * set.down).rounded(.up)))
            guard left < right, top < bottom else { return }
            canvas.lay(
                set.text.raster(
                    width: right - left, height: bottom - top,
                    x: set.ink.x + (Double(left) - set.left) / set.across,
                    y: set.ink.y + (Double(top) - set.top) / set.down, scale: set.across,
                    stretch: set.down / set.across), left: left, top: top)
        }

        func lines(on canvas: SolidCanvas) throws(ObjectError) -> [WrittenPart]? {
            guard let set = try set(on: canvas) else { return [] }
            return WrittenPart.lines(of: set.text) { point in
                Point(
                    (set.left + (point.x - set.ink.x) * set.across) / Double(canvas.width),
                    (set.top + (point.y - set.ink.y) * set.down) / Double(canvas.height))
            }
        }

        /// The text in the middle of its place, as large as fits.
        private struct Set {
            let text: SetText
            let ink: SetText.Box
            /// The upper left corner of its ink, in texels from that of the canvas.
            let left: Double
            let top: Double
            /// The texels of a unit of the text. Those of the canvas need not be square.
            let across: Double
            let down: Double
        }

        /// The text as it is set; nil where it shows nothing.
        private func set(on canvas: SolidCanvas) throws(ObjectError) -> Set? {
            guard !texts[0].allSatisfy(\.isWhitespace) else { return nil }
            let set: SetText
            do throws(PictureError) {
                set = try SetText(
                    markup: "<span foreground=\"\(colour.text)\">\(isMarkup ? text : text.xmlEscaped)</span>",
                    font: font,
                    size: 128)
            } catch {
                throw ObjectError(error)
            }
            guard let ink = set.ink, ink.width > 0, ink.height > 0 else { return nil }
            let texels = SIMD2(Double(canvas.width), Double(canvas.height)) / canvas.size
            let unit = min(size.x / ink.width, size.y / ink.height)
            let corner = at + SIMD2(size.x - ink.width * unit, size.y + ink.height * unit) / 2
            return Set(
                text: set, ink: ink, left: corner.x * texels.x, top: (canvas.size.y - corner.y) * texels.y,
                across: unit * texels.x, down: unit * texels.y)
        }
    }
}
