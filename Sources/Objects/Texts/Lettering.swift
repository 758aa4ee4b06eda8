package import Cards
package import Drawings
import Findings
import Foundation
import Geometry
import Pictures

/// Lettering in an installed font, alone or on a plate: signs, labels, number plates.
///
/// Lengths are in font sizes (em), so that everything grows together.
package struct Lettering: VectorSource {
    package var text = ""
    package var isMarkup = true
    package var font = "DejaVu Sans Bold"
    package var language: String?
    package var color = Colour(red: 0x17, green: 0x18, blue: 0x1A)
    package var letterSpacing = 0.0
    package var align = Alignment.center
    package var background: Colour?
    package var padding = 0.35
    package var corner = 0.15
    package var border = 0.0
    package var borderColor: Colour?

    package enum Alignment: String, CaseIterable, Sendable {
        case left, center, right
    }

    package init() {}

    package static let card = Card<Lettering>(
        "text", "Lettering in an installed font, alone or on a plate.",
        .required(
            "text", \.text, .text(), "The text, in Pango's markup: <b>, <i>, <span …>; \\n begins a new line."),
        .field("markup", \.isMarkup, .flag, "false: < and & in the text stand for themselves."),
        .field("font", \.font, .text("a font family and style"), "Family and style, without a size."),
        .field(
            "language", \.language, .optional(.languageTag),
            "The language, such as de or zh-Hant: it chooses between forms of letters, and labels say it."),
        .field("color", \.color, .colour, "The letters' colour."),
        .field(
            "letter_spacing", \.letterSpacing, .number(in: -0.5...10, .other("font sizes")),
            "Room added after each letter, in font sizes."),
        .field("align", \.align, .word, "How lines of different lengths are aligned."),
        .field("background", \.background, .optional(.colour), "The plate's colour; no plate unless given."),
        .field(
            "padding", \.padding, .number(in: 0...20, .other("font sizes")),
            "Room between the letters and the plate's border, in font sizes."
        ),
        .field(
            "corner", \.corner, .number(in: 0...20, .other("font sizes")),
            "The radius of the plate's corners, in font sizes."),
        .field(
            "border", \.border, .number(in: 0...5, .other("font sizes")),
            "The width of the plate's border, in font sizes."),
        .field(
            "border_color", \.borderColor, .optional(.colour),
            "The border's colour; the default is that of the letters.")
    )

    package func choose(_ lists: FileLists, by stream: inout RandomStream) throws(ObjectError) -> Lettering { self }

    package static func origins(in values: DraftValues, _ lists: FileLists) -> [String] {
        values.texts("text").map(Lettering.origin)
    }

    package func origin(_ lists: FileLists) -> String { Lettering.origin(text) }

    /// No path, even where a text looks like one.
    private static func origin(_ text: String) -> String { "text: \(text)" }

    package static func problems(in values: DraftValues, _ lists: FileLists) -> [ObjectError] {
        var problems: [ObjectError] = []
        func attempt(_ check: () throws(ObjectError) -> Void) {
            do throws(ObjectError) { try check() } catch { problems.append(error) }
        }
        let fonts = values.texts("font")
        var usable: [String] = []
        for font in fonts {
            attempt { () throws(ObjectError) in
                try checkFont(font)
                usable.append(font)
            }
        }
        for isMarkup in values.flags("markup") {
            for text in values.texts("text") {
                // What is wrong with it in one font need not be in another, but one mistake of a text is enough.
                guard let font = usable.first else { continue }
                attempt { () throws(ObjectError) in try check(text, font, isMarkup) }
            }
        }
        return problems
    }

    package static func samples(in values: DraftValues, _ lists: FileLists) -> [any ObjectSource] {
        values.texts("text").map { text in
            var one = Lettering()
            (one.text, one.font) = (text, values.texts("font").first ?? one.font)
            one.isMarkup = values.flags("markup").first ?? one.isMarkup
            return one
        }
    }

    private var writing: Writing? {
        Writing([isMarkup ? Pango.plainText(ofMarkup: text) ?? text : text], language: language)
    }

    private static func checkFont(_ font: String) throws(ObjectError) {
        guard !Pango.hasSize(font) else {
            throw ObjectError(
                .badValue, "the font “\(font)” has a size, which the object's own size decides: leave it out")
        }
        let wanted = Pango.families(in: font)
        guard !wanted.isEmpty else {
            throw ObjectError(.unknownFont, "the font “\(font)” names no family: write one, such as “DejaVu Sans Bold”")
        }
        if let problem = FontCheck.problem(ofFamilies: wanted) { throw problem }
    }

    /// Checks that a text is valid markup where it should be, and that a font can set it.
    private static func check(_ text: String, _ font: String, _ isMarkup: Bool) throws(ObjectError) {
        if let mistake = Pango.mistake(inMarkup: isMarkup ? text : text.xmlEscaped) {
            throw ObjectError(
                .badValue,
                isMarkup
                    ? "the text “\(text)” is not Pango's markup: \(mistake) (or set “markup: false” to have it as it stands)"
                    : "the text “\(text)” cannot be set: \(mistake)")
        }
        // A text that only blanks are left of has no ink to measure or to label.
        let letters = isMarkup ? Pango.plainText(ofMarkup: text) ?? text : text
        guard letters.contains(where: { !$0.isWhitespace }) else {
            throw ObjectError(.nothingVisible, "the text “\(text)” shows nothing: write at least one letter")
        }
        if let problem = FontCheck.problems(of: text, font: font, isMarkup: isMarkup).first { throw problem }
    }

    // MARK: - Measuring

    /// The font size in pixels at which lettering is measured.
    private static let measuredSize = 128.0

    /// The height in pixels at which the plate's outline is found.
    private static let outlinedPixels = 256

    private var hasPlate: Bool { background != nil || border > 0 }
    /// The distance from the letters to the object's edge, in font sizes.
    private var margin: Double { hasPlate ? padding + border : 0 }

    package func outline() throws(ObjectError) -> ObjectOutline {
        try Lettering.checkFont(font)
        try Lettering.check(text, font, isMarkup)
        let ink = try letters(size: Lettering.measuredSize)
        let frame = Rect(
            x: 0, y: 0, width: Double(ink.width) / Lettering.measuredSize + 2 * margin,
            height: Double(ink.height) / Lettering.measuredSize + 2 * margin)
        let aspect = frame.width / frame.height
        try RenderedGrid.check(aspect)
        let raster = try render(frame, RenderedGrid(aspect: aspect, heightPixels: Lettering.outlinedPixels))
        return ObjectOutline(
            aspect: aspect, polygons: Sprite(rendered: raster, aspect: aspect).outlines, frame: frame, writing: writing)
    }

    // MARK: - Rendering

    package func sprite(_ outline: ObjectOutline, heightPixels: Int) throws(ObjectError) -> Sprite {
        let grid = RenderedGrid(aspect: outline.aspect, heightPixels: heightPixels)
        return Sprite(
            rendered: try render(outline.frame, grid), aspect: outline.aspect, outlines: outline.polygons)
    }

    /// The frame's letters on its plate; straight alpha.
    ///
    /// Pango rounds letters to whole pixels, differently at each size. So they are set at twice the size and brought to
    /// the pixels that the frame has for them, which keeps every resolution alike.
    private func render(_ frame: Rect, _ grid: RenderedGrid) throws(ObjectError) -> Raster {
        let unit = Double(grid.height) / frame.height
        let width = max(1, Int(((frame.width - 2 * margin) * unit).rounded()))
        let height = max(1, Int(((frame.height - 2 * margin) * unit).rounded()))
        let large = try letters(size: unit * (grid.height <= 1024 ? 2 : 1))
        var raster = try plate(frame, grid, unit)
        do throws(PictureError) {
            // A kernel without lobes: others leave a rim of dust round letters, and dents inside.
            let letters = try Operation(
                "resize",
                [
                    "in": .image(large.premultiply()), "scale": .double(Double(width) / Double(large.width)),
                    "vscale": .double(Double(height) / Double(large.height)), "kernel": "linear",
                ]
            ).image().unpremultiply().rint().cast("uchar").raster()
            let inset = Int((margin * unit).rounded())
            raster.lay(letters, atX: inset, y: inset)
        } catch {
            throw ObjectError(error)
        }
        return raster
    }

    /// The letters' ink, at a font size in pixels.
    private func letters(size: Double) throws(ObjectError) -> Image {
        let content = isMarkup ? text : text.xmlEscaped
        // Pango counts letter spacing in 1024ths of a point, and at 72 dots an inch a point is a pixel.
        let spacing = Int((letterSpacing * size * 1024).rounded())
        let span =
            "<span foreground=\"\(color.text)\"\(spacing == 0 ? "" : " letter_spacing=\"\(spacing)\"")"
            + "\(language.map { " lang=\"\($0)\"" } ?? "")>"
        let aligned = ["left": "low", "center": "centre", "right": "high"][align.rawValue] ?? "centre"
        do throws(PictureError) {
            return try Image(
                text: span + content + "</span>", font: "\(font) \(size.plainText)", dpi: 72, align: aligned)
        } catch {
            guard error.words.contains("no text to render") else { throw ObjectError(error) }
            throw ObjectError(.nothingVisible, "the text “\(text)” shows nothing: there is no letter in it")
        }
    }

    private func plate(_ frame: Rect, _ grid: RenderedGrid, _ unit: Double) throws(ObjectError) -> Raster {
        guard hasPlate else { return Raster(width: grid.width, height: grid.height) }
        let radius = min(corner, min(frame.width, frame.height) / 2)
        func box(inset: Double, _ paint: String) -> String {
            """
            <rect x="\(inset)" y="\(inset)" width="\(frame.width - 2 * inset)" height="\(frame.height - 2 * inset)" \
            rx="\(max(0, radius - inset))" \(paint)/>
            """
        }
        let edge = (borderColor ?? color).text
        let shapes =
            if let background {
                // The border is what a smaller box leaves of a larger one: a stroke round a fill would let what is
                // behind show through where the two share a pixel.
                (border > 0 ? box(inset: 0, "fill=\"\(edge)\"") : "")
                    + box(inset: border, "fill=\"\(background.text)\"")
            } else {
                // A stroke lies half on either side of its path.
                box(inset: border / 2, "fill=\"none\" stroke=\"\(edge)\" stroke-width=\"\(border)\"")
            }
        let svg = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(grid.width)" height="\(grid.height)" \
            viewBox="0 0 \(Double(grid.width) / unit) \(Double(grid.height) / unit)">\(shapes)</svg>
            """
        do throws(PictureError) {
            return try Image(svg: svg).raster()
        } catch {
            throw ObjectError(error)
        }
    }
}

extension String {
    /// The text as markup that shows it as it stands.
    fileprivate var xmlEscaped: String {
        replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
