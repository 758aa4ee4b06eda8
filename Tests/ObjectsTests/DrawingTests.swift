import Cards
import Findings
import Foundation
import Geometry
import Pictures
import Pipelines
import Studios
import Testing

@testable import Objects

@Suite struct DrawingTests {
    let folder: Folder
    let library = ObjectLibrary()
    init() throws { folder = try Folder() }

    /// A drawing with a red rectangle somewhere on its page.
    private let flag = """
        <?xml version="1.0"?>
        <!-- <!ENTITY body "no"> <svg> -->
        <!DOCTYPE svg [
          <!ENTITY body "#ff0000"> <!-- ] > -->
          <!ENTITY % outside "x">
          <!ENTITY label 'none'>
        ]>
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 60" width="50mm">
          <rect x="20" y="10" width="40" height="20" fill="&body;"/>
        </svg>
        """

    private func sprite(_ text: String, set: Value = .map([]), height: Int = 16) throws -> Sprite {
        let file = try folder.write("\(UUID().uuidString).svg", text)
        return try library.sprite(
            of: chosen(library, "drawing", ["file": [.text(file)], "set": set]), heightPixels: height)
    }

    private func refused(_ text: String, set: Value = .map([])) throws -> String {
        let file = try folder.write("drawing.svg", text)
        let error = try refusal("drawing", ["file": [.text(file)], "set": set])
        #expect(error.file == file)
        return error.words
    }

    @Test func aDrawingIsCutToWhatCanBeSeen() throws {
        let file = try folder.write("flag.svg", flag)
        let one = try chosen(library, "drawing", ["file": [.text(file)]])
        let outline = try library.outline(of: one)
        // 50 mm are 141.73 pixels at 72 to an inch, and the page is 100 units wide.
        let unit = 50 / 25.4 * 72 / 100
        let frame = outline.frame
        for (found, exact) in [
            (frame.x, 20 * unit), (frame.y, 10 * unit), (frame.width, 40 * unit), (frame.height, 20 * unit),
        ] { #expect(abs(found - exact) < 40 * unit * 2 / 256) }
        #expect(abs(outline.aspect - 2) < 0.02)
        let sprite = try library.sprite(of: one, heightPixels: 13)
        #expect(sprite.levels[0].height == 16)
        #expect(texel(sprite, 16, 8) == [255, 0, 0, 255])
    }

    /// A square that stands on the lower half of its page, with a glow or a shadow round it that is fainter than a half.
    private func glowing(_ faint: String) throws -> DrawnPart {
        let file = try folder.write(
            "\(UUID().uuidString).svg",
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">
            <filter id="f" x="-1" y="-1" width="3" height="3"><feGaussianBlur stdDeviation="4"/></filter>
            \(faint)<rect x="40" y="40" width="20" height="20"/></svg>
            """)
        return try chosen(library, "drawing", ["file": [.text(file)]])
    }

    @Test(arguments: [
        "<rect x=\"20\" y=\"30\" width=\"60\" height=\"50\" opacity=\"0.3\"/>",
        "<rect x=\"40\" y=\"44\" width=\"20\" height=\"20\" opacity=\"0.4\" filter=\"url(#f)\"/>",
    ])
    func aGlowDecidesNeitherSizeNorFoot(_ faint: String) throws {
        let bare = try library.outline(of: glowing(""))
        let one = try glowing(faint)
        let outline = try library.outline(of: one)
        for (found, exact) in [
            (outline.frame.x, 40.0), (outline.frame.y, 40.0), (outline.frame.width, 20.0), (outline.frame.height, 20.0),
        ] { #expect(abs(found - exact) < 20 * 3.0 / 256) }
        #expect(outline.polygons.count == bare.polygons.count)
        let points = outline.polygons.flatMap(\.vertices)
        #expect(points.allSatisfy { $0.x > -0.02 && $0.x < 1.02 && $0.y > -0.02 && $0.y < 1.02 })
        // It is seen all the same.
        #expect(outline.reach.minX < -0.2 && outline.reach.maxX > 1.2 && outline.reach.maxY > 1.2)
        for height in [32, 256] {
            let sprite = try library.sprite(of: one, heightPixels: height)
            #expect(sprite.frame == outline.reach)
            #expect(sprite.aspect == outline.aspect)
            #expect(abs(Double(sprite.levels[0].height) - Double(height) * outline.reach.height) < 1)
            let middle = SIMD2(0.5 - sprite.frame.x, 0.5 - sprite.frame.y) * Double(height)
            #expect(texel(sprite, Int(middle.x), Int(middle.y)) == [0, 0, 0, 255])
            let edge = texel(sprite, Int(middle.x), Int(middle.y + 0.6 * Double(height)))[3]
            #expect(edge > 0 && edge < 128)
        }
    }

    @Test func whatIsFaintAlloverIsMeasuredByWhatThereIs() throws {
        let file = try folder.write(
            "faint.svg",
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">
            <rect x="40" y="40" width="20" height="20" opacity="0.3"/></svg>
            """)
        let outline = try library.outline(of: chosen(library, "drawing", ["file": [.text(file)]]))
        #expect(abs(outline.frame.width - 20) < 0.2)
        #expect(outline.reach == Rect(x: 0, y: 0, width: outline.aspect, height: 1))
    }

    @Test func aThinPostIsMeasuredAsFinelyAcrossAsAlong() throws {
        let file = try folder.write(
            "post.svg",
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 3000">
            <path d="M100 10H130V2990H100Z"/></svg>
            """)
        let outline = try library.outline(of: chosen(library, "drawing", ["file": [.text(file)]]))
        #expect(abs(outline.aspect / (30.0 / 2980) - 1) < 0.015)
    }

    @Test func everyResolutionShowsTheSameFrame() throws {
        let file = try folder.write("flag.svg", flag)
        let one = try chosen(library, "drawing", ["file": [.text(file)]])
        let sprites = try [16, 64, 256].map { try library.sprite(of: one, heightPixels: $0) }
        #expect(Set(sprites.map(\.aspect)).count == 1)
        // The mean of the fine one's texels is the coarse one's texel, to rounding and the renderer's 1/16 pixel.
        let (fine, coarse) = (sprites[2].levels[4], sprites[0].levels[0])
        #expect((fine.width, fine.height) == (coarse.width, coarse.height))
        for (a, b) in zip(fine.texels, coarse.texels) { #expect(abs(Int(a >> 24) - Int(b >> 24)) <= 16) }
    }

    @Test func percentagesAndViewBoxesKeepTheirMeaning() throws {
        let plain = try sprite(
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">
            <rect x="25%" y="25%" width="50%" height="50%"/></svg>
            """)
        #expect(abs(plain.aspect - 1) < 0.02)
        let moved = try sprite(
            """
            <s:svg xmlns:s='http://www.w3.org/2000/svg' x='7' y='9' height='100%' viewBox = '-10, -10, 40 20'>
            <s:rect x="-10" y="-10" width="40" height="20" fill="#0000ff"/></s:svg>
            """)
        #expect(moved.aspect == 2)
        #expect(texel(moved, 0, 0) == [0, 0, 255, 255])
        #expect(texel(moved, 31, 15) == [0, 0, 255, 255])
    }

    @Test func aParameterChangesThePixels() throws {
        #expect(try texel(sprite(flag, set: .map(["body": "#0000ff"])), 8, 8) == [0, 0, 255, 255])
        #expect(try texel(sprite(flag), 8, 8) == [255, 0, 0, 255])
        #expect(
            try library.problems(in: draft("drawing: {file: \(folder.path), set: {body: {choice: [red, blue]}}}"))
                .isEmpty)
    }

    @Test func aParameterThatIsDeclaredTwiceIsSetInBothPlaces() throws {
        let twice = flag.replacing("]>", with: "<!ENTITY body \"#ffff00\"> ]>", maxReplacements: 1)
        #expect(try texel(sprite(twice, set: .map(["body": "#0000ff"])), 8, 8) == [0, 0, 255, 255])
    }

    @Test func aNumberMayBeDrawnByARule() throws {
        let drawn = try draft("drawing: {file: a.svg, set: {seed: {integers: [3, 4]}, dirt: {uniform: [0.5, 0.5]}}}")
            .draw(from: RandomStreams(seed: 1, image: 2))
        let set = try #require(drawn?.values[key: "set"])
        #expect(set[key: "dirt"] == "0.5")
        #expect(set[key: "seed"] == "3" || set[key: "seed"] == "4")
    }

    @Test(arguments: [
        "A & B", "a < b > c", "\"quoted\" 'too'", "100% &amp; &body; %outside;", "]]> -->", "é Ж", "&#65;",
    ])
    func aTextStandsForItself(_ text: String) throws {
        func drawing(_ value: String) -> String {
            """
            <!DOCTYPE svg [<!ENTITY label "x"><!ENTITY body "y">]>
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 40">
            <rect width="300" height="40" fill="#ffffff"/>
            <text x="5" y="30" font-family="DejaVu Sans" font-size="20">\(value)</text></svg>
            """
        }
        let plain = text.map { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            default: String(character)
            }
        }.joined()
        let expected = try sprite(drawing(plain), height: 64)
        let found = try sprite(drawing("&label;"), set: .map(["label": .text(text)]), height: 64)
        #expect(found.levels[0].texels == expected.levels[0].texels)
        #expect(try sprite(drawing("&label;"), height: 64).levels[0].texels != expected.levels[0].texels)
    }

    @Test func aTextInAnAttributeStandsForItself() throws {
        let text = """
            <!DOCTYPE svg [<!ENTITY label "x">]>
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" id="&label;"/></svg>
            """
        #expect(try sprite(text, set: .map(["label": "\"<&'%"])).aspect == 1)
    }

    @Test func anUnknownParameterIsNamedWithTheRightOnes() throws {
        let words = "has no parameter “bodi”; did you mean “body”? It has: body, label"
        #expect(try refused(flag, set: .map(["bodi": "red"])) == words)
        #expect(
            try refused(flag, set: .map(["zzzz": "red"])) == "has no parameter “zzzz”; it has: body, label")
        #expect(
            try refused("<svg viewBox='0 0 1 1'/>", set: .map(["a": "b"]))
                == "has no parameter “a”; it has none (a parameter is an <!ENTITY …> in the drawing's DOCTYPE)")
        let file = try folder.write("flag.svg", flag)
        let problems = try library.problems(in: draft("drawing: {file: [\(file), gone.svg], set: {bodi: red}}"))
        #expect(
            problems.map(\.problem.message) == ["\(file): \(words)", "gone.svg: there is no such file or folder"])
    }

    @Test func whatIsNoDrawingIsRefused() throws {
        #expect(try refused("Hello") == "is not an SVG drawing: it has no element")
        #expect(
            try refused("<html><body/></html>")
                == "is not an SVG drawing: its outermost element is <html>, not <svg>")
        #expect(
            try refused("<svg xmlns='http://www.w3.org/2000/svg'><rect width='5' height='5'/></svg>")
                == "does not say how large it is: give its <svg> element a viewBox")
        #expect(try refused("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><rect").contains("XML"))
        #expect(
            try refused("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'></svg>")
                == "is fully transparent: there is nothing to see of the object")
        #expect(
            try refused(flag, set: .map(["body": "\u{1}"]))
                == "the value of “body” holds the character U+1, which XML cannot hold")
    }

    @Test func theSameDrawingGivesTheSameTexels() throws {
        let file = try folder.write("flag.svg", flag)
        func texels() throws -> [UInt32] {
            let library = ObjectLibrary()
            let one = try chosen(library, "drawing", ["file": [.text(file)]])
            return try library.sprite(of: one, heightPixels: 100).levels[0].texels
        }
        #expect(try texels() == texels())
    }

    @Test(arguments: [(2.0, 64, 128, 64), (0.001, 16, 1, 16), (100, 256, 6400, 64), (1.0001, 16, 17, 16)])
    func aGridHasTheObjectsHeightAndRoomForItsWidth(_ aspect: Double, _ asked: Int, _ width: Int, _ height: Int) {
        let grid = RenderedGrid(aspect: aspect, heightPixels: asked)
        #expect((grid.width, grid.height) == (width, height))
    }
}
