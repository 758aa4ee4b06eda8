import Cards
import Drawings
import Findings
import Geometry
import Pictures

/// Lettering in an installed font.
struct TextPattern: SolidPattern {
    var text = SolidText("")
    var font = "DejaVu Sans Bold"
    var colour = SolidColour.constant(Colour(red: 0, green: 0, blue: 0))
    var at: [Expression] = [0, 0]
    var size: [Expression]?

    static let name = "text"

    static func card(_ scope: SolidScope) -> Card<TextPattern> {
        Card(
            name, "Lettering in an installed font, as large as its place allows.",
            .required("text", \.text, .solidText(scope), "The text; {name} stands for a parameter."),
            .field("font", \.font, .text("a font family and style"), "Family and style, without a size."),
            .field("colour", \.colour, .solidColour(scope), "The colour of the letters."),
            .field("at", \.at, .list(.expression(scope), count: 2...2), "The lower left corner of its place."),
            .field(
                "size", \.size, .optional(.list(.expression(scope), count: 2...2)),
                "The width and height of its place; all that the texture spans unless given.")
        )
    }

    func layer(_ piece: inout Workpiece, size whole: SIMD2<Double>) -> (any PaintLayer)? {
        let written = text.text(piece.values)
        let problems =
            [FontCheck.problem(ofFamilies: Pango.families(in: font))].compactMap { $0 }
            + FontCheck.problems(of: written, font: font, isMarkup: false)
        for problem in problems { piece.report(.rule(problem.description), at: at[0].position) }
        guard let place = piece.place(at: at, size: size, on: whole), problems.isEmpty else { return nil }
        return Layer(text: written, font: font, colour: colour.colour(&piece), at: place.at, size: place.size)
    }

    private struct Layer: PaintLayer {
        let text: String
        let font: String
        let colour: Colour
        let at: SIMD2<Double>
        let size: SIMD2<Double>

        var texts: [String] { [text] }

        func paint(on canvas: inout SolidCanvas) throws(ObjectError) {
            guard !text.allSatisfy(\.isWhitespace) else { return }
            let area = canvas.pixels(at: at, size: size)
            do throws(PictureError) {
                let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
                let letters = try Image(
                    text: "<span foreground=\"\(colour.text)\">\(escaped)</span>", font: "\(font) 96")
                // The canvas's texels need not be square.
                let stretch = (canvas.size.x / Double(canvas.width)) / (canvas.size.y / Double(canvas.height))
                let (width, height) = (Double(letters.width), Double(letters.height) * stretch)
                let scale = min(Double(area.width) / width, Double(area.height) / height)
                let fitted = try letters.fitted(
                    width: max(1, Int((width * scale).rounded())), height: max(1, Int((height * scale).rounded())))
                canvas.lay(
                    fitted, left: area.minX + (area.width - fitted.width) / 2,
                    top: area.minY + (area.height - fitted.height) / 2)
            } catch {
                throw ObjectError(error)
            }
        }
    }
}
