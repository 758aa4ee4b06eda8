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
    package var words: WordList?
    package var numbers: NumberPattern?
    package var weights = TextWeights()
    package var charset: String?
    package var letterCase = LetterCase.keep
    package var balance = 0.0
    package var isMarkup = true
    package var fonts: FontChoice?
    package var font = "DejaVu Sans Bold"
    package var language: String?
    package var color = Colour(red: 0x17, green: 0x18, blue: 0x1A)
    package var contrast: Double?
    package var surface: Colour?
    package var letterSpacing = 0.0
    package var lineSpacing = 1.0
    package var align = Alignment.center
    package var arc = 0.0
    package var background: Colour?
    package var padding = 0.35
    package var corner = 0.15
    package var border = 0.0
    package var borderColor: Colour?
    package var letterOutline: LetterOutline?
    package var shadow: LetterShadow?
    package var glow: LetterGlow?
    package var relief: LetterRelief?
    package var stencil = 0.0
    package var jitter: LetterJitter?

    package enum Alignment: String, CaseIterable, Sendable {
        case left, center, right
    }

    package init() {}

    package static let card = Card<Lettering>(
        "text", "Lettering in an installed font, alone or on a plate.",
        .field(
            "text", \.text, .text(), "The text, in Pango's markup: <b>, <i>, <span …>; \\n begins a new line."),
        .field(
            "words", \.words, .optional(.varyingBlock(WordList.card)), "Words from files, which are drawn each time."),
        .field(
            "numbers", \.numbers, .optional(.varyingBlock(NumberPattern.card)),
            "Drawn digits and letters, such as {pattern: \"AB-####\"}."),
        .field("weights", \.weights, .block(TextWeights.card), "How often which of the three is drawn."),
        .field(
            "charset", \.charset, .optional(.text("characters")),
            "The characters that words may have; words with others are left out. Any unless given."),
        .field("case", \.letterCase, .word, "The case that words are written in."),
        .field(
            "balance", \.balance, .number(in: 0...0.5, .share(of: "the words")),
            "Every character that the words have is in at least this share of those that are drawn, as far as that is possible."
        ),
        .field("markup", \.isMarkup, .flag, "false: < and & in the text stand for themselves."),
        .field("font", \.font, .text("a font family and style"), "Family and style, without a size."),
        .field(
            "fonts", \.fonts, .optional(.block(FontChoice.card)),
            "Fonts instead of one, of which those are used that have glyphs for all of the text."),
        .field(
            "language", \.language, .optional(.languageTag),
            "The language, such as de or zh-Hant: it chooses between forms of letters, and labels say it."),
        .field("color", \.color, .colour, "The letters' colour."),
        .field(
            "contrast", \.contrast, .optional(.number(in: 1...21, .other("times the darker luminance"))),
            "The letters' contrast by WCAG to their plate, or without one to the surface below: their colour is made lighter or darker until it has it. Labels say whether it is legible."
        ),
        .field(
            "surface", \.surface, .optional(.colour),
            "The colour of what letters without a plate stand on, for “contrast”; the photo's own at their place unless given."
        ),
        .field(
            "letter_spacing", \.letterSpacing, .number(in: -0.5...10, .other("font sizes")),
            "Room added after each letter, in font sizes."),
        .field(
            "line_spacing", \.lineSpacing, .number(in: 0.5...5, .other("times the font's own")),
            "The distance of lines, as a factor of the font's own."),
        .field("align", \.align, .word, "How lines of different lengths are aligned."),
        .field(
            "arc", \.arc, .number(in: -350...350, .degrees),
            "The part of a circle that the longest line stands along: above 0 its middle is up, below 0 down; 0 is straight. Lines have one centre. For scripts whose letters are not joined."
        ),
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
            "The border's colour; the default is that of the letters."),
        .field("outline", \.letterOutline, .optional(.varyingBlock(LetterOutline.card)), "A line round each letter."),
        .field(
            "shadow", \.shadow, .optional(.varyingBlock(LetterShadow.card)), "A shadow of the letters, below them."),
        .field("glow", \.glow, .optional(.varyingBlock(LetterGlow.card)), "Light round the letters, as of neon tubes."),
        .field(
            "relief", \.relief, .optional(.varyingBlock(LetterRelief.card)), "Embossed or engraved letters."),
        .field(
            "stencil", \.stencil, .number(in: 0...0.5, .other("font sizes")),
            "The width of a gap through the middle of each letter, as of a stencil; 0: none."),
        .field(
            "jitter", \.jitter, .optional(.varyingBlock(LetterJitter.card)),
            "Letters that stand unevenly, as written by hand.")
    )

    package static func origins(in values: DraftValues, _ lists: FileLists) -> [String] {
        constants(values).map(Lettering.origin)
    }

    package func origin(_ lists: FileLists) -> String { Lettering.origin(text) }

    /// No path, even where a text looks like one.
    private static func origin(_ text: String) -> String { "text: \(text)" }

    package static func problems(in values: DraftValues, _ lists: FileLists) -> [ObjectError] {
        var problems: [ObjectError] = []
        func attempt(_ check: () throws(ObjectError) -> Void) {
            do throws(ObjectError) { try check() } catch { problems.append(error) }
        }
        let texts = constants(values)
        guard !texts.isEmpty || values.has("words") || values.has("numbers") else {
            return [ObjectError(.badValue, "it has nothing to write: give “text”, “words” or “numbers”")]
        }
        let chosen = FontChoice(values.block("fonts"))
        problems += chosen?.brokenFiles ?? []
        var usable: [String] = []
        if let chosen {
            attempt { () throws(ObjectError) in usable = try lists.texts.fonts(chosen) }
        } else {
            for font in values.texts("font") {
                attempt { () throws(ObjectError) in
                    try checkFont(font)
                    usable.append(font)
                }
            }
        }
        for isMarkup in texts.isEmpty ? [] : values.flags("markup") {
            for text in texts {
                // What is wrong with it in one font need not be in another, but one mistake of a text is enough.
                guard let font = usable.first else { continue }
                attempt { () throws(ObjectError) in try check(text, font, isMarkup) }
            }
        }
        guard let font = usable.first else { return problems }
        for pattern in values.block("numbers")?.texts("pattern") ?? [] {
            var numbers = NumberPattern()
            numbers.pattern = pattern
            attempt { () throws(ObjectError) in
                let shown = String(String.UnicodeScalarView(numbers.characters.sorted()))
                if let chosen {
                    _ = try lists.texts.fonts(chosen, having: numbers.characters)
                } else {
                    try check(shown, font, false)
                }
            }
        }
        for one in wordy(values, chosen, usable) {
            attempt { () throws(ObjectError) in
                guard let words = one.words else { return }
                let corpora = try one.corpora(words, lists)
                guard values.numbers("arc").contains(where: { $0 != 0 }) else { return }
                for word in corpora.flatMap(\.corpus.words) { try checkIsDivided(word) }
            }
        }
        return problems
    }

    /// The texts that the file writes out.
    private static func constants(_ values: DraftValues) -> [String] {
        let isAlone = !values.has("words") && !values.has("numbers")
        return values.texts("text").filter { !$0.isEmpty || isAlone && values.texts("text").count > 1 }
    }

    /// Lettering of words, for each font, case and set of characters that the file writes out.
    private static func wordy(_ values: DraftValues, _ fonts: FontChoice?, _ usable: [String]) -> [Lettering] {
        guard let words = WordList(values.block("words")) else { return [] }
        var all: [Lettering] = []
        for font in fonts == nil ? usable : Array(usable.prefix(1)) {
            for letterCase in values.texts("case").compactMap(LetterCase.init) {
                let charsets = values.texts("charset")
                for charset in charsets.isEmpty ? [nil] : charsets.map(Optional.some) {
                    var one = Lettering()
                    (one.words, one.font, one.fonts) = (words, font, fonts)
                    (one.letterCase, one.charset) = (letterCase, charset)
                    all.append(one)
                }
            }
        }
        return all
    }

    package static func leftOut(of values: DraftValues, _ lists: FileLists, for use: ObjectUse) -> String? {
        guard let words = WordList(values.block("words")), let read = try? lists.texts.read(words, lists) else {
            return nil
        }
        var notes = read.notes
        let fonts = FontChoice(values.block("fonts"))
        let usable = fonts.map { (try? lists.texts.fonts($0)) ?? [] } ?? values.texts("font")
        for one in wordy(values, fonts, usable) {
            let shown = Set(((try? one.corpora(words, lists)) ?? []).flatMap(\.corpus.words))
            let lost = read.words.filter { !shown.contains(one.letterCase($0)) }
            guard let first = lost.first, !shown.isEmpty else { continue }
            notes.append(
                "\(words.file.joined(separator: ", ")): \(lost.count.counting("word")) left out, since "
                    + "\(one.charset == nil ? "" : "“charset” or ")“\(fonts?.description ?? one.font)” lacks some of the "
                    + "characters; the first is “\(first)”")
            break
        }
        return notes.isEmpty ? nil : notes.joined(separator: "; ")
    }

    package static func samples(in values: DraftValues, _ lists: FileLists) -> [any ObjectSource] {
        constants(values).map { text in
            var one = Lettering()
            (one.text, one.font) = (text, values.texts("font").first ?? one.font)
            one.isMarkup = values.flags("markup").first ?? one.isMarkup
            one.arc = values.numbers("arc").first { $0 != 0 } ?? 0
            return one
        }
    }

    private var writing: Writing? {
        Writing(
            [letters], language: language,
            contrast: contrast.flatMap { wanted in
                background.map { color.contrast(to: $0) } ?? surface.map { _ in wanted }
            })
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
    static let measuredSize = 128.0

    /// The height in pixels at which the plate's outline is found.
    private static let outlinedPixels = 256

    private var hasPlate: Bool { background != nil || border > 0 }
    /// The distance from the letters to the object's edge, in font sizes.
    private var margin: Double { hasPlate ? padding + border : spread }

    package func outline() throws(ObjectError) -> ObjectOutline {
        try Lettering.checkFont(font)
        try Lettering.check(text, font, isMarkup)
        if arc != 0 { try Lettering.checkIsDivided(letters) }
        let set = try setText()
        if arc != 0, set.hasBars {
            throw ObjectError(
                .badValue,
                "the text “\(letters)” has a line or a colour behind it by its markup, which an “arc” does not bend: leave "
                    + "one of them out")
        }
        guard let ink = set.ink else {
            throw ObjectError(.nothingVisible, "the text “\(text)” shows nothing: there is no letter in it")
        }
        let em = Lettering.measuredSize
        let frame = Rect(
            x: 0, y: 0, width: ink.width / em + 2 * margin, height: ink.height / em + 2 * margin)
        let aspect = frame.width / frame.height
        try RenderedGrid.check(aspect)
        let raster = try render(frame, RenderedGrid(aspect: aspect, heightPixels: Lettering.outlinedPixels))
        let lines = WrittenPart.lines(of: set) { point in
            Point(
                ((point.x - ink.x) / em + margin) / frame.height, ((point.y - ink.y) / em + margin) / frame.height)
        }
        return ObjectOutline(
            aspect: aspect, polygons: Sprite(rendered: raster, aspect: aspect).outlines, frame: frame, writing: writing,
            lines: lines)
    }

    // MARK: - Rendering

    package func sprite(_ outline: ObjectOutline, heightPixels: Int) throws(ObjectError) -> Sprite {
        let grid = RenderedGrid(aspect: outline.aspect, heightPixels: heightPixels)
        return Sprite(
            rendered: try render(outline.frame, grid), aspect: outline.aspect, outlines: outline.polygons)
    }

    /// The frame's letters on its plate; straight alpha.
    private func render(_ frame: Rect, _ grid: RenderedGrid) throws(ObjectError) -> Raster {
        let unit = Double(grid.height) / frame.height
        var raster = try plate(frame, grid, unit)
        let set = try setText()
        guard let ink = set.ink else { return raster }
        let em = Lettering.measuredSize
        let letters = set.raster(
            width: grid.width, height: grid.height, x: ink.x - margin * em, y: ink.y - margin * em, scale: unit / em)
        lay(letters, over: &raster, unit: unit)
        return raster
    }

    /// The text as it is set, a font size being `measuredSize` units.
    private func setText() throws(ObjectError) -> SetText {
        let content = isMarkup ? text : text.xmlEscaped
        // Pango counts letter spacing in 1024ths of a point, and at 72 dots an inch a point is a unit.
        let spacing = Int((letterSpacing * Lettering.measuredSize * 1024).rounded())
        let span =
            "<span foreground=\"\(color.text)\"\(spacing == 0 ? "" : " letter_spacing=\"\(spacing)\"")"
            + "\(language.map { " lang=\"\($0)\"" } ?? "")>"
        let alignment: [Alignment: SetText.Alignment] = [.left: .left, .center: .centre, .right: .right]
        do throws(PictureError) {
            let set = try SetText(
                markup: span + content + "</span>", font: font, size: Lettering.measuredSize,
                alignment: alignment[align] ?? .centre, lineSpacing: lineSpacing == 1 ? nil : lineSpacing)
            set.outline = letterOutline.map { outline in
                SetText.Outline(
                    width: outline.width * Lettering.measuredSize, red: outline.color.red, green: outline.color.green,
                    blue: outline.color.blue)
            }
            set.gap = stencil * Lettering.measuredSize
            set.moves = moves(of: set)
            if arc != 0 { bend(set, alignment[align] ?? .centre) }
            return set
        } catch {
            throw ObjectError(error)
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
