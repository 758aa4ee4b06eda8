import Cards
import Drawings
import Findings
import Foundation
import Geometry
import Pictures
import Pipelines
import Testing

@testable import Objects

@Suite struct LetteringTests {
    let library = ObjectLibrary()

    private func sprite(_ values: KeyValuePairs<String, Value>, height: Int = 64) throws -> Sprite {
        try library.sprite(of: chosen(library, "text", values), heightPixels: height)
    }

    @Test func aPlateHasItsColourPaddingAndBorder() throws {
        let bare = try library.outline(of: chosen(library, "text", ["text": "HHH"]))
        let values: KeyValuePairs<String, Value> = [
            "text": "HHH", "color": "#0000ff", "background": "#ffff00", "padding": 0.5, "corner": 0, "border": 0.1,
            "border_color": "#ff0000",
        ]
        let outline = try library.outline(of: chosen(library, "text", values))
        // 0.6 of the font size on every side.
        #expect(abs(outline.frame.width - bare.frame.width - 1.2) < 1e-9)
        #expect(abs(outline.frame.height - bare.frame.height - 1.2) < 1e-9)
        #expect(outline.aspect == outline.frame.width / outline.frame.height)
        let sprite = try sprite(values)
        let unit = 64 / outline.frame.height
        let middle = 32
        #expect(texel(sprite, Int(0.05 * unit), middle) == [255, 0, 0, 255])
        #expect(texel(sprite, Int(0.35 * unit), middle) == [255, 255, 0, 255])
        // The first letter's stem.
        #expect(texel(sprite, Int(0.68 * unit), middle) == [0, 0, 255, 255])
        #expect(texel(sprite, 0, 0) == [255, 0, 0, 255])
    }

    @Test func aPlatesEdgeIsWholeHoweverThinItsBorder() throws {
        let sprite = try sprite(
            ["text": "II", "background": "white", "border": 0.02, "corner": 0, "color": "black"], height: 16)
        for y in 0..<16 { #expect(texel(sprite, 0, y)[3] == 255) }
    }

    @Test func aBorderWithoutABackgroundIsOpenInside() throws {
        let sprite = try sprite(["text": "I", "border": 0.2, "padding": 0.6], height: 64)
        #expect(texel(sprite, 2, 32)[3] == 255)
        #expect(texel(sprite, sprite.levels[0].width / 4, 32)[3] == 0)
    }

    @Test func lettersAloneAreCutToTheirInk() throws {
        let sprite = try sprite(["text": "H", "color": "red"], height: 32)
        // An H reaches all four sides, and is open between its stems.
        #expect(texel(sprite, 1, 1) == [255, 0, 0, 255])
        #expect(texel(sprite, 1, 30) == [255, 0, 0, 255])
        #expect(texel(sprite, sprite.levels[0].width / 2, 4)[3] == 0)
        #expect(texel(sprite, sprite.levels[0].width / 2, 16)[3] == 255)
    }

    @Test func everySizeHasOneShape() throws {
        let one = try chosen(library, "text", ["text": "AB 12", "background": "white"])
        let outline = try library.outline(of: one)
        for height in [16, 128, 512] {
            let sprite = try library.sprite(of: one, heightPixels: height)
            #expect(sprite.aspect == outline.aspect)
            #expect(sprite.outlines == outline.polygons)
            #expect(sprite.levels[0].height == height)
        }
        // Half the size shows the same letters at the same places, but for the edges' pixels.
        let fine = try library.sprite(of: one, heightPixels: 512).levels[2]
        let coarse = try library.sprite(of: one, heightPixels: 128).levels[0]
        let far = zip(fine.texels, coarse.texels).filter { abs(Int($0 >> 8 & 0xFF) - Int($1 >> 8 & 0xFF)) > 128 }
        #expect(far.count * 200 < fine.texels.count)
    }

    @Test func markupIsReadUnlessTheTextStandsForItself() throws {
        let bold = try sprite(["text": "<span size='200%'>A</span>a"])
        let plain = try sprite(["text": "Aa"])
        #expect(bold.levels[0].texels != plain.levels[0].texels)
        let entity = try sprite(["text": "A&amp;B"])
        let literal = try sprite(["text": "A&B", "markup": false])
        #expect(entity.levels[0].texels == literal.levels[0].texels)
    }

    @Test func letterSpacingWidensByItsShareOfTheFontSize() throws {
        func width(_ spacing: Double) throws -> Double {
            try library.outline(of: chosen(library, "text", ["text": "HHH", "letter_spacing": .number(spacing)])).frame
                .width
        }
        #expect(abs(try width(0.5) - width(0) - 1) < 0.02)
    }

    @Test func aLongLineIsMeasuredAsWhole() throws {
        func width(_ letters: Int) throws -> Double {
            try library.outline(of: chosen(library, "text", ["text": .text(String(repeating: "H", count: letters))]))
                .frame.width
        }
        let step = try width(2) - width(1)
        #expect(abs(try width(60) - width(1) - 59 * step) < 0.02)
    }

    @Test func aFontThatIsMissingIsNamed() throws {
        let error = try refusal("text", ["text": "A", "font": "DejaVuu Sans Bold Italic"])
        #expect(error.code == .unknownFont)
        #expect(error.description == "no font family “DejaVuu Sans” is installed; did you mean “DejaVu Sans”?")
        #expect(
            try refusal("text", ["text": "A", "font": "Xyzzyx"]).description
                == "no font family “Xyzzyx” is installed (fc-list : family lists those that are)")
        #expect(
            try refusal("text", ["text": "A", "font": "DejaVu Sans 40"]).description
                == "the font “DejaVu Sans 40” has a size, which the object's own size decides: leave it out")
        #expect(
            try refusal("text", ["text": "A", "font": "Bold"]).description
                == "the font “Bold” names no family: write one, such as “DejaVu Sans Bold”")
        // One of several will do.
        _ = try sprite(["text": "A", "font": "Xyzzyx, dejavu sans Bold"])
    }

    /// A character that no font has: the last of the private ones.
    private let odd = "\u{10FFFD}"

    @Test func aCharacterThatNoFontHasIsNamedWithTheFont() throws {
        let error = try refusal("text", ["text": .text("AB\(odd)12\(odd)"), "font": "DejaVu Serif Bold"])
        #expect(error.code == .missingGlyph)
        #expect(
            error.description
                == "the text “AB\(odd)12\(odd)” cannot be drawn: no installed font has the character (U+10FFFD); the font "
                + "that it names is “DejaVu Serif Bold”. Install a font that has it, or change the text")
        // The markup around it decides the font.
        let spanned = try refusal("text", ["text": .text("A<span face='DejaVu Sans Mono'>\(odd)</span>")])
        #expect(spanned.words.contains("“DejaVu Sans Mono Bold”"), "\(spanned)")
        #expect(try refusal("text", ["text": .text(odd), "markup": false]).code == .missingGlyph)
        // Others may have what the wanted font has not.
        _ = try sprite(["text": "A\u{2207}", "font": "DejaVu Sans Mono"])
    }

    @Test(arguments: [
        "<span font='Xyzzyx Bold'>A</span>", "A<span face=\"Xyzzyx\">B</span>",
        "<span font_family='Xyzzyx'>A</span>",
        "<span font_desc='Xyzzyx 12'>A</span>",
    ])
    func aFontInMarkupThatIsMissingIsNamed(_ text: String) throws {
        let error = try refusal("text", ["text": .text(text)])
        #expect(error.code == .unknownFont)
        #expect(error.words.contains("Xyzzyx"))
        #expect(try library.problems(in: draft("text: {text: \(Value.text(text).flowText)}")).count == 1)
    }

    @Test(arguments: ["sans-serif", "Xyzzyx, monospace", "Serif Bold", "system-ui"])
    func aKindOfFontIsNeverMissing(_ font: String) throws {
        _ = try sprite(["text": "A", "font": .text(font)])
        _ = try sprite(["text": "<span face='Xyzzyx,sans-serif'>A</span><tt>b</tt>"])
    }

    @Test func aFamilyHasAllItsNames() {
        #expect(Pango.hasFamily("dejavu sans"))
        #expect(Pango.hasFamily("DejaVu Sans Condensed") == Pango.hasFamily("DejaVu Serif Condensed"))
        #expect(!Pango.hasFamily("DejaVu"))
        #expect(!Pango.hasFamily(""))
    }

    @Test func markupThatIsBrokenIsExplained() throws {
        let error = try refusal("text", ["text": "A < B"])
        #expect(error.code == .badValue)
        #expect(error.description.hasPrefix("the text “A < B” is not Pango's markup: "))
        #expect(error.description.hasSuffix("(or set “markup: false” to have it as it stands)"))
    }

    @Test(arguments: ["", "  ", "\u{200B}"])
    func aTextWithoutLettersIsRefused(_ text: String) throws {
        #expect(try refusal("text", ["text": .text(text)]).code == .nothingVisible)
    }

    @Test func everyFontAndTextOfAPipelineIsChecked() throws {
        let problems = try library.problems(
            in: draft("text: {text: {choice: [A, \"<b>\"]}, font: {choice: [DejaVu Sans, Xyzzyx]}}"))
        #expect(problems.count == 2)
        #expect(
            problems.first?.problem.message
                == "no font family “Xyzzyx” is installed (fc-list : family lists those that are)")
        #expect(try library.problems(in: draft("text: {text: \"<b>\", markup: false}")).isEmpty)
        let odd = try library.problems(in: draft("text: {text: {choice: [A, \"\(odd)\"]}}"), of: "sign")
        #expect(odd.count == 1)
        #expect(odd.first?.problem.message.hasPrefix("“sign”: the text “\(self.odd)” cannot be drawn") == true)
        #expect(try library.problems(in: draft("text: STOP")).isEmpty)
    }

    @Test func layingIsOver() {
        var below = raster("##.", (0, 0, 200))
        below.lay(raster("+#", (100, 0, 0)), atX: 1, y: 0)
        #expect(Array(below.bytes[4..<8]) == [50, 0, 100, 255])
        #expect(Array(below.bytes[8..<12]) == [100, 0, 0, 255])
        let before = below
        below.lay(raster("##\n##"), atX: -2, y: 0)
        below.lay(raster("##\n##"), atX: 3, y: -1)
        #expect(below == before)
        below.lay(raster(".#\n#."), atX: -1, y: -1)
        #expect(below == before)
    }
}

@Suite struct ColourTests {
    @Test func coloursAreReadAsCSSWritesThem() throws {
        #expect(Colour("#c8102e") == Colour(red: 200, green: 16, blue: 46))
        #expect(Colour("#C8F") == Colour(red: 204, green: 136, blue: 255))
        #expect(Colour("Orange") == Colour(red: 255, green: 165, blue: 0))
        for wrong in ["", "#", "#12", "#1234567", "c8102e", "#-12345", "#ggg", "oranje"] {
            #expect(Colour(wrong) == nil)
        }
        #expect(Colour(red: 200, green: 6, blue: 46).text == "#c8062e")
    }

    @Test func aWrongColourIsAMistakeOfThePipelineFile() throws {
        var reading = Reading(folder: "")
        let yaml = "text: {text: A, color: oranje, background: {choice: [red, \"#12\"]}}"
        let node = try Node(parsing: Source(name: "p.yaml", text: yaml))
        let form = Form<PartDraft>.part(ObjectSources.catalogue)
        #expect(form.decode(node, &reading) == nil)
        let expected = "expected a colour such as \"#c8102e\" (in quotes, as # begins a comment) or red, found "
        #expect(reading.diagnostics.map(\.problem.message) == [expected + "“oranje”", expected + "“#12”"])
    }
}
