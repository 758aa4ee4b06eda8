import Cards
import Findings
import Foundation
import Pictures
import Pipelines
import Studios
import Testing

@testable import Objects

/// What a drawing refers to is drawn, or refused: never left out without a word.
@Suite struct DrawingContentTests {
    let folder: Folder
    let library = ObjectLibrary()
    init() throws {
        folder = try Folder()
        // A drawing's folder, with a picture beside it and one below.
        try folder.write("outside.png", raster("#", (0, 0, 250), scale: 8))
        try folder.write("own/red.png", raster("#", (250, 0, 0), scale: 8))
        try folder.write("own/more/red.png", raster("#", (250, 0, 0), scale: 8))
        try folder.write("own/broken.png", "no picture")
        for (link, target) in [("in.png", "more/red.png"), ("out.png", "../outside.png")] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path + "/own/" + link, withDestinationPath: target)
        }
    }

    private func drawing(_ body: String, entities: String = "") -> String {
        """
        <!DOCTYPE svg [\(entities)]>
        <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 20 10">
        <rect width="20" height="10" fill="#ffffff"/>\(body)</svg>
        """
    }

    private func write(_ text: String) throws -> String { try folder.write("own/\(UUID().uuidString).svg", text) }

    private func sprite(_ text: String, set: Value = .map([])) throws -> Sprite {
        try library.sprite(
            of: chosen(library, "drawing", ["file": [.text(write(text))], "set": set]), heightPixels: 16)
    }

    /// What `check` and a run report of a drawing; both alike.
    private func refused(_ text: String, set: String = "") throws -> String {
        let file = try write(text)
        let problems = try library.problems(in: draft("drawing: {file: \(file), set: {\(set)}}"))
        let message = try #require(problems.first?.problem.message)
        if set.isEmpty {
            #expect(try refusal("drawing", ["file": [.text(file)]]).description == message)
        }
        #expect(message.hasPrefix(file + ": "))
        return String(message.dropFirst(file.count + 2))
    }

    private func image(_ address: String) -> String { "<image href=\"\(address)\" width=\"10\" height=\"10\"/>" }

    // MARK: - Pictures

    @Test(arguments: ["red.png", "./more/../red.png", "more/red.png", "in.png", "r%65d.png"])
    func aPictureInTheDrawingsFolderIsDrawn(_ address: String) throws {
        for body in [image(address), image(address).replacing("href", with: "xlink:href")] {
            let sprite = try sprite(drawing(body))
            #expect(texel(sprite, 8, 8) == [250, 0, 0, 255])
            #expect(texel(sprite, 24, 8) == [255, 255, 255, 255])
        }
    }

    @Test func aPictureThatIsWrittenIntoTheDrawingIsDrawn() throws {
        let bytes = try PhotoFile.encodeWithAlpha(raster("#", (0, 200, 0), scale: 8))
        let sprite = try sprite(drawing(image("data:image/png;base64," + Data(bytes).base64EncodedString())))
        #expect(texel(sprite, 8, 8) == [0, 200, 0, 255])
    }

    @Test func aParameterMayNameThePicture() throws {
        try folder.write("own/green.png", raster("#", (0, 200, 0), scale: 8))
        let text = drawing(image("&pic;"), entities: "<!ENTITY pic \"red.png\">")
        #expect(try texel(sprite(text), 8, 8) == [250, 0, 0, 255])
        #expect(try texel(sprite(text, set: .map(["pic": "green.png"])), 8, 8) == [0, 200, 0, 255])
        // Every value that a pipeline writes out is looked at.
        #expect(
            try refused(text, set: "pic: {choice: [green.png, gone.png]}")
                == "its picture “gone.png” cannot be drawn: there is no such file in the drawing's folder")
    }

    @Test(arguments: [
        ("gone.png", "there is no such file in the drawing's folder"),
        ("../outside.png", "it lies outside of the drawing's own folder; put a copy there"),
        ("out.png", "it lies outside of the drawing's own folder; put a copy there"),
        ("https://example.org/a.png", "nothing is opened but pictures in the drawing's own folder"),
        ("broken.png", "it is text, not a JPEG, PNG, WebP or TIFF picture"),
        ("data:image/png;base64,AAAA", "it is of no known kind, not a JPEG, PNG, WebP or TIFF picture"),
        ("", "it names no picture file"),
    ])
    func aPictureThatCannotBeDrawnIsNamed(_ address: String, _ reason: String) throws {
        #expect(try refused(drawing(image(address))) == "its picture “\(address)” cannot be drawn: \(reason)")
    }

    // MARK: - Other files

    @Test(arguments: [
        ("<use href=\"other.svg#x\"/>", "<use> refers to “other.svg#x”"),
        ("<style>@import url(\"a.css\");</style>", "its style sheet's @import refers to “a.css”"),
        ("<style>rect { fill: url('o.svg#g') }</style>", "“fill” refers to “o.svg#g”"),
        ("<rect width=\"3\" height=\"3\" filter=\"url(o.svg#f)\"/>", "“filter” refers to “o.svg#f”"),
        ("<rect width=\"3\" height=\"3\" style=\"mask: url(o.svg#m)\"/>", "“mask” refers to “o.svg#m”"),
        ("<?xml-stylesheet href='a.css'?>", "<?xml-stylesheet?> refers to “a.css”"),
        ("<x:include xmlns:x=\"http://www.w3.org/2001/XInclude\" href=\"a.svg\"/>", "<x:include> refers to “a.svg”"),
        ("<filter id=\"f\"><feImage href=\"gone.png\"/></filter>", "its picture “gone.png” cannot be drawn"),
        ("<text>&what;</text>", "uses &what;, which its DOCTYPE does not declare"),
    ])
    func whatIsInAnotherFileIsRefused(_ body: String, _ start: String) throws {
        let words = try refused(drawing(body))
        #expect(words.hasPrefix(start), "\(words)")
    }

    @Test(arguments: [
        "<a href=\"https://example.org\"><rect width=\"3\" height=\"3\"/></a>",
        "<defs><g id=\"a\"/></defs><use href=\"#a\"/><g style=\"display: none\"><image href=\"gone.png\"/></g>",
        "<linearGradient id=\"g\"/><rect width=\"3\" height=\"3\" fill=\"url(#g)\"/>",
        "<!-- <image href=\"gone.png\"/> --><metadata><image href=\"gone.png\"/></metadata>",
    ])
    func whatIsNotDrawnMayReferAnywhere(_ body: String) throws {
        _ = try sprite(drawing(body))
    }

    @Test func entitiesWithoutEndAreRefused() throws {
        let circle = drawing("<text>&a;</text>", entities: "<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">")
        #expect(try refused(circle) == "has entities that expand without end")
        let bomb =
            ["<!ENTITY a \"lololololololololololo\">"]
            + zip("bcdefghij", "abcdefghi").map { "<!ENTITY \($0) \"\(String(repeating: "&\($1);", count: 10))\">" }
        #expect(
            try refused(drawing("<text>&j;</text>", entities: bomb.joined())) == "has entities that expand without end")
    }

    // MARK: - Texts

    @Test(arguments: [
        "<text x=\"1\" y=\"8\" font-family=\"Xyzzyx\">a</text>",
        "<g font-family=\"Xyzzyx, Zyx\"><text x=\"1\" y=\"8\">a</text></g>",
        "<text x=\"1\" y=\"8\" font-family=\"DejaVu Sans\"><tspan style=\"font-family: 'Xyzzyx'\">a</tspan></text>",
        "<g style=\"font: italic 700 12px/1.5 Xyzzyx\"><text x=\"1\" y=\"8\">a</text></g>",
        "<style>/* x */ g > .label, b { font-family: Xyzzyx; }</style><g><text class=\"y label\">a</text></g>",
        "<style>text { font-family: Xyzzyx !important }</style><text font-family=\"DejaVu Sans\">a</text>",
        "<text style=\"font: 12px / 1.5 Xyzzyx\">a</text>",
        "<defs><text id=\"t\">a</text></defs><use href=\"#t\" font-family=\"Xyzzyx\"/>",
        "<symbol id=\"t\"><text>a</text></symbol><g font-family=\"Xyzzyx\"><use href=\"#t\"/></g>",
        "<defs><g id=\"g\"><use href=\"#t\"/></g><text id=\"t\" font-family=\"Xyzzyx\">a</text></defs><use href=\"#g\"/>",
        "<defs><pattern id=\"p\"><text font-family=\"Xyzzyx\">a</text></pattern></defs>",
        "<title id=\"t\">a</title><text><tref xlink:href=\"#t\" font-family=\"Xyzzyx\"/></text>",
        "<switch><g requiredExtensions=\"x\"/><text font-family=\"Xyzzyx\">a</text></switch>",
        "<q:text xmlns:q=\"http://www.w3.org/2000/svg\" font-family=\"Xyzzyx\">a</q:text>",
    ])
    func aFontThatIsMissingIsNamed(_ body: String) throws {
        #expect(try refused(drawing(body)).hasPrefix("the text “a”: no font family “Xyzzyx"))
    }

    @Test(arguments: [
        "<text x=\"1\" y=\"8\" font-family=\"Xyzzyx, 'DejaVu Sans'\">a</text>",
        "<text x=\"1\" y=\"8\" font-family=\"sans-serif\">a</text>",
        "<g font-family=\"Xyzzyx\"><rect width=\"3\" height=\"3\"/><text font-family=\"DejaVu Sans\">a</text></g>",
        "<style>.other, g text, #x { font-family: Xyzzyx }</style><text x=\"1\" y=\"8\">a</text>",
        "<style>text { font-family: Xyzzyx } text.a { font-family: serif }</style><text class=\"a\">a</text>",
        "<title>\u{10FFFD}</title>",
        "<defs><text font-family=\"Xyzzyx\">a</text></defs><symbol><text font-family=\"Xyzzyx\">a</text></symbol>",
        "<defs font-family=\"Xyzzyx\"><text id=\"t\">a</text></defs><use href=\"#t\" font-family=\"serif\"/>",
        "<switch><text>a</text><text font-family=\"Xyzzyx\">a</text></switch>",
        "<text font-family=\"Xyzzyx\" style=\"font-family: inherit\">a</text>",
        "<style>text:first-child { font-family: serif }</style><text>a</text>",
        "<text xmlns=\"http://www.w3.org/1999/xhtml\" font-family=\"Xyzzyx\">a</text>",
    ])
    func aFontThatNoTextIsSetInMayBeMissing(_ body: String) throws {
        _ = try sprite(drawing(body))
    }

    @Test(arguments: ["a\u{10FFFD}", "<tspan>a\u{10FFFD}</tspan>", "a&#x10FFFD;", "<![CDATA[a\u{10FFFD}]]>"])
    func aCharacterThatNoFontHasIsNamed(_ text: String) throws {
        let words = try refused(drawing("<text x=\"1\" y=\"8\" font-family=\"DejaVu Sans\">\(text)</text>"))
        #expect(
            words.hasPrefix("the text “a\u{10FFFD}” cannot be drawn: no installed font has the character (U+10FFFD)"))
        #expect(words.contains("“DejaVu Sans"))
    }

    @Test func everyValueOfAParameterIsLookedAt() throws {
        let text = drawing(
            "<text x=\"1\" y=\"8\" font-family=\"&font;\">&label;</text>",
            entities: "<!ENTITY label \"x\"><!ENTITY font \"serif\">")
        #expect(try refused(text, set: "label: {choice: [a, \"\u{10FFFD}\"]}").contains("U+10FFFD"))
        #expect(try refused(text, set: "font: {choice: [monospace, Xyzzyx]}, label: a").contains("Xyzzyx"))
        // A default that is never drawn is not looked at.
        let file = try write(text.replacing("\"x\"", with: "\"\u{10FFFD}\""))
        #expect(try library.problems(in: draft("drawing: {file: \(file), set: {label: a}}")).isEmpty)
    }

    @Test func aFontThatADrawingBringsAlongIsNamed() throws {
        let face = "<style>@font-face { font-family: 'Brought'; src: url(b.ttf) }</style>"
        #expect(
            try refused(drawing("\(face)<text font-family=\"Brought, serif\">a</text>"))
                == "the text “a”: the font “Brought” of an @font-face is not used: install it, or turn the text into paths"
        )
        _ = try sprite(drawing("\(face)<text font-family=\"serif, Brought\">a</text>"))
    }

    @Test func aFontOfARuleThatMayBeForAnyTextIsNamed() throws {
        let rule = "<style>text:first-child { font-family: Xyzzyx }</style><text>a</text>"
        #expect(
            try refused(drawing(rule)).hasPrefix(
                "its style sheet's “text:first-child”: no font family “Xyzzyx” is installed"))
    }

    // MARK: - Elements

    @Test(arguments: [
        ("<text><textPath href=\"#p\">a</textPath></text>", "its <textPath> within a text would not be drawn"),
        ("<text><altGlyph>a</altGlyph></text>", "its <altGlyph> within a text would not be drawn"),
        ("<text><rect width=\"3\" height=\"3\"/></text>", "its <rect> within a text would not be drawn"),
        ("<foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\">a</p></foreignObject>", "its <foreignObject> would"),
        ("<switch><foreignObject/><text>a</text></switch>", "its <foreignObject> would not be drawn"),
        ("<flowRoot><flowPara>a</flowPara></flowRoot>", "its <flowRoot> would not be drawn"),
        ("<tspan>a</tspan>", "its <tspan> would not be drawn"),
        ("<rectt width=\"3\" height=\"3\"/>", "its <rectt> would not be drawn: turn what it shows into shapes and"),
        ("<use href=\"#gone\"/>", "its <use> refers to “#gone”, and nothing in it has that id"),
        ("<text><tref xlink:href=\"#gone\"/></text>", "its <tref> refers to “#gone”, and nothing in it has that id"),
        ("<g id=\"a\"><use href=\"#a\"/></g>", "has <use> elements that refer to one another without end"),
        ("<switch><g systemLanguage=\"en\"/></switch>", "its <switch> would choose by the language of whoever runs"),
    ])
    func whatWouldNotBeDrawnIsNamed(_ body: String, _ start: String) throws {
        let words = try refused(drawing(body))
        #expect(words.hasPrefix(start), "\(words)")
    }

    @Test(arguments: [
        "<switch><foreignObject requiredExtensions=\"x\"/><text x=\"1\" y=\"8\">a</text></switch>",
        "<g display=\"none\"><foreignObject/></g>",
        "<rect width=\"3\" height=\"3\"><animate attributeName=\"x\" to=\"9\"/></rect>",
        "<filter id=\"f\"><feDropShadow dx=\"1\"/></filter><rect width=\"3\" height=\"3\" filter=\"url(#f)\"/>",
        "<x:view xmlns:x=\"http://example.org\"><x:foreignObject/></x:view>",
    ])
    func whatNothingIsMissingFromIsDrawn(_ body: String) throws {
        _ = try sprite(drawing(body))
    }

    @Test func usesThatMultiplyAreRefused() throws {
        let groups = zip("bcdefghijklmno", "abcdefghijklmn").map { name, inner in
            "<g id=\"\(name)\">" + String(repeating: "<use href=\"#\(inner)\"/>", count: 8) + "</g>"
        }
        let words = try refused(drawing("<defs><g id=\"a\"/>\(groups.joined())</defs><use href=\"#o\"/>"))
        #expect(words == "has <use> elements that refer to one another without end")
    }

    // MARK: - Sizes

    @Test(arguments: [
        "width='1e20' height='10'", "width='0' height='10'", "width='10' height='-5px'", "width='nan' height='10'",
        "viewBox='0 0 -5 10'", "viewBox='0 0 0 0'", "width='10' height='10' viewBox='0 0 1e30 1e30'",
        "viewBox='0 0 nan 10'", "viewBox='0 0 1e8 1e8'", "width='1e6' viewBox='0 0 1 9'", "width='1e-300' height='1'",
    ])
    func aSizeThatNoPageHasIsRefused(_ attributes: String) throws {
        let words = try refused(
            "<svg xmlns='http://www.w3.org/2000/svg' \(attributes)><rect width='5' height='5'/></svg>")
        #expect(words.hasSuffix("a page is more than nothing in both directions, and at most 1000000 pixels in either"))
    }

    @Test func whatIsTooElongatedIsRefused() throws {
        let error = try refusal(
            "drawing",
            [
                "file": [
                    .text(
                        write(
                            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9000 2'><rect width='9000' height='2'/></svg>"
                        ))
                ]
            ])
        #expect(
            error.words
                == "what can be seen of it is 4500 times as wide as high, and objects are 1000 times at most")
    }
}
