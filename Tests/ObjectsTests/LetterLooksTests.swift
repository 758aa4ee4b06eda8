import Cards
import Drawings
import Geometry
import Pictures
import Testing

@testable import Objects

/// Lines round letters, shadows, glows, reliefs, stencils and uneven letters.
@Suite struct LetterLooksTests {
    let library = ObjectLibrary()

    private func part(_ looks: String, _ text: String = "H") throws -> DrawnPart {
        let yaml = "text: {text: \"\(text)\", color: \"#808080\", font: DejaVu Sans Bold, \(looks)}"
        let drawn = try #require(try draft(yaml).draw(from: RandomStreams(seed: 1, image: 0)))
        return try library.choose(drawn, from: RandomStreams(seed: 1, image: 0))
    }

    private func sprite(_ looks: String, _ text: String = "H", height: Int = 100) throws -> Sprite {
        try library.sprite(of: part(looks, text), heightPixels: height)
    }

    @Test func anOutlineLiesOutsideOfTheLetterAndBelongsToItsBox() throws {
        let plain = try library.outline(of: part(""))
        let lined = try library.outline(of: part("outline: {color: red, width: 0.1}"))
        #expect(abs(lined.frame.width - plain.frame.width - 0.2) < 1e-9)
        #expect(abs(lined.frame.height - plain.frame.height - 0.2) < 1e-9)
        let sprite = try sprite("outline: {color: red, width: 0.1}")
        let unit = Double(sprite.levels[0].height) / lined.frame.height
        #expect(texel(sprite, Int(0.05 * unit), 50) == [255, 0, 0, 255])
        // The stem of the letter itself.
        #expect(texel(sprite, Int(0.17 * unit), 50) == [128, 128, 128, 255])
        // The line's box reaches to the line's outer edge.
        let box = try #require(Rect(bounding: lined.lines[0].corners))
        #expect(abs(box.minX) < 1e-6 && abs(box.minY) < 1e-6 && abs(box.maxY - 1) < 1e-6)
    }

    @Test func lineSpacingMovesLinesApart() throws {
        func distance(_ looks: String) throws -> Double {
            let outline = try library.outline(of: part(looks, "H\\nH"))
            return (outline.lines[1].corners[0].y - outline.lines[0].corners[0].y) * outline.frame.height
        }
        let (single, double) = (try distance("line_spacing: 1"), try distance("line_spacing: 2"))
        #expect(single > 1 && single < 1.4)
        #expect(abs(double / (try distance("line_spacing: 4")) - 0.5) < 0.01 && double > 1.7 * single)
    }

    @Test func aShadowLiesBelowAndBesideAndIsNoPartOfTheObject() throws {
        let looks = "shadow: {color: blue, x: 0.2, y: 0.1, blur: 0, opacity: 0.4}"
        let outline = try library.outline(of: part(looks, "I"))
        let bare = try library.outline(of: part("", "I"))
        // Room for it on all sides.
        #expect(abs(outline.frame.width - bare.frame.width - 0.4) < 1e-9)
        let sprite = try sprite(looks, "I")
        let unit = Double(sprite.levels[0].height) / outline.frame.height
        let right = 0.2 + bare.frame.width
        #expect(texel(sprite, Int((right - 0.05) * unit), 50) == [128, 128, 128, 255])
        let seen = texel(sprite, Int((right + 0.1) * unit), 50)
        #expect(seen[3] == 102 && seen[2] == 102 && seen[0] == 0)
        #expect(outline.polygons.allSatisfy { ($0.bounds?.maxX ?? 0) * outline.frame.height < right + 0.03 })
    }

    @Test func aGlowFadesAwayFromTheLetter() throws {
        let looks = "glow: {color: lime, size: 0.1, opacity: 0.4}"
        let outline = try library.outline(of: part(looks, "I"))
        let sprite = try sprite(looks, "I", height: 200)
        let unit = Double(sprite.levels[0].height) / outline.frame.height
        let alphas = [0.24, 0.16, 0.08].map { Int(texel(sprite, Int($0 * unit), 100)[3]) }
        #expect(alphas[0] > alphas[1] && alphas[1] > alphas[2] && alphas[2] > 0 && alphas[0] < 128)
    }

    @Test func raisedLettersAreBrightTowardsTheLightAndEngravedOnesDark() throws {
        func ends(_ form: String) throws -> (top: UInt8, bottom: UInt8, middle: UInt8) {
            let sprite = try sprite("relief: {form: \(form), depth: 0.1, light: 0}", "I", height: 200)
            let (x, height) = (sprite.levels[0].width / 2, sprite.levels[0].height)
            return (texel(sprite, x, 3)[0], texel(sprite, x, height - 4)[0], texel(sprite, x, height / 2)[0])
        }
        let (raised, engraved) = (try ends("raised"), try ends("engraved"))
        #expect(raised.top > 160 && raised.bottom < 90)
        #expect(engraved.top < 90 && engraved.bottom > 160)
        #expect(abs(Int(raised.middle) - 128) <= 2)
    }

    @Test func aStencilHasAGapInTheMiddleOfEachLetter() throws {
        let sprite = try sprite("stencil: 0.1", "HI", height: 100)
        let outline = try library.outline(of: part("stencil: 0.1", "HI"))
        let unit = Double(sprite.levels[0].height) / outline.frame.height
        let corners = outline.lines[0].parts[0].parts[0].corners
        let middle = (corners[0].x + corners[1].x) / 2 * outline.frame.height
        // The bar of the H is cut, and its stems are not.
        #expect(texel(sprite, Int(middle * unit), 50)[3] == 0)
        #expect(texel(sprite, Int(0.08 * unit), 50)[3] == 255)
        // An I is too narrow for a gap.
        #expect(texel(sprite, sprite.levels[0].width - 4, 50)[3] == 255)
    }

    @Test func unevenLettersStandWhereTheirSeedSays() throws {
        func corners(_ seed: String) throws -> [[Point]] {
            try library.outline(of: part("jitter: {shift: 0.1, turn: 20, size: 0.2\(seed)}", "HELLO")).lines[0].parts[0]
                .parts.map(\.corners)
        }
        let one = try corners(", seed: 7")
        #expect(try corners(", seed: 7") == one)
        #expect(try corners(", seed: 8") != one)
        // Without a number of its own it gets one, which the record of the scene keeps.
        let drawn = try part("jitter: {turn: 20}")
        guard case .map(let values)? = drawn.values[key: "jitter"],
            case .number? = values.first(where: { $0.key == "seed" })?.value
        else {
            Issue.record("no seed in \(drawn)")
            return
        }
        // Turned letters have turned corners, of the same right angles.
        for corners in one {
            let (a, b) = (corners[1].x - corners[0].x, corners[1].y - corners[0].y)
            let (c, d) = (corners[3].x - corners[0].x, corners[3].y - corners[0].y)
            #expect(abs(a * c + b * d) < 1e-9)
        }
        #expect(one.contains { abs($0[0].y - $0[1].y) > 0.01 })
    }

    @Test(arguments: [90.0, -90, 200]) func anArcTurnsLettersAndBendsWords(degrees: Double) throws {
        let outline = try library.outline(of: part("arc: \(degrees)", "ARC OF LETTERS"))
        let line = outline.lines[0]
        func turn(_ part: WrittenPart) -> Double {
            Angle.arcTangent(part.corners[1].y - part.corners[0].y, part.corners[1].x - part.corners[0].x).degrees
        }
        // A letter in the left half leans to the left where the text bulges up.
        let letters = line.parts.flatMap(\.parts)
        let side = degrees > 0 ? 1.0 : -1
        let (first, last) = (try #require(letters.first), try #require(letters.last))
        #expect(
            abs(turn(first) + degrees / 2) < 0.08 * abs(degrees) && abs(turn(last) - degrees / 2) < 0.08 * abs(degrees))
        #expect(zip(letters, letters.dropFirst()).allSatisfy { side * (turn($1) - turn($0)) > 0 })
        // Its words go along it: points on both edges, clockwise, within the box of their four corners.
        for part in [line] + line.parts {
            let shape = Polygon(part.outline)
            #expect(part.outline.count >= 6 && part.outline.count.isMultiple(of: 2) && shape.signedArea > 0)
            #expect(!shape.crossesItself && Polygon(part.corners).signedArea > shape.area)
            let box = Polygon(part.corners)
            let middle = try #require(box.centroid)
            let held = part.outline.allSatisfy { point in
                box.contains(Point(middle.x + 0.9999 * (point.x - middle.x), middle.y + 0.9999 * (point.y - middle.y)))
            }
            #expect(held)
        }
        #expect(letters.allSatisfy { $0.outline.isEmpty && $0.corners.count == 4 })
        #expect(abs(turn(line)) < 1)
        // Nothing lies outside of the object.
        let all = line.outline + letters.flatMap(\.corners)
        #expect(
            line.outline.map(\.y).min().map { $0 > -0.05 } ?? false && all.allSatisfy { $0.x < outline.aspect + 0.05 })
    }

    @Test func linesAlongAnArcHaveOneCentreAndShortTextsTakeLessOfIt() throws {
        let lines = try library.outline(of: part("arc: 120", "FIRST\\nSECOND LINE")).lines
        func bend(_ line: WrittenPart) throws -> Double {
            let letters = line.parts.flatMap(\.parts)
            let (a, b) = (try #require(letters.first).corners, try #require(letters.last).corners)
            return (Angle.arcTangent(b[1].y - b[0].y, b[1].x - b[0].x) - .arcTangent(a[1].y - a[0].y, a[1].x - a[0].x))
                .degrees
        }
        let (short, long) = (try bend(lines[0]), try bend(lines[1]))
        #expect(short < 0.7 * long && long < 120 && long > 100)
        // A circle has a radius of two font sizes at least.
        #expect(try bend(library.outline(of: part("arc: 350", "ABC")).lines[0]) < 50)
        // From the left both lines begin in one direction.
        let left = try library.outline(of: part("arc: 120, align: left", "FIRST\\nSECOND LINE")).lines
        let ends = left.map { line -> Double in
            let corners = line.parts[0].parts[0].corners
            return Angle.arcTangent(corners[1].y - corners[0].y, corners[1].x - corners[0].x).degrees
        }
        #expect(abs(ends[0] - ends[1]) < 4)
    }

    @Test func joinedLettersAndLinesBelowThemStandAlongNoArc() throws {
        #expect(throws: ObjectError.self) { try library.outline(of: part("arc: 60", "سلام")) }
        #expect(throws: ObjectError.self) { try library.outline(of: part("arc: 60", "<u>under</u> it")) }
        _ = try library.outline(of: part("arc: 0", "سلام <u>under</u> it"))
    }

    @Test(arguments: [1.2, 3, 7, 15]) func contrastIsThatOfTheLettersToTheirPlate(wanted: Double) throws {
        for (colour, plate) in [
            ("#c8102e", "white"), ("#f0d040", "#1d3a78"), ("#808080", "#7f8a80"), ("black", "#26282c"),
        ] {
            let (own, back) = (try #require(Colour(colour)), try #require(Colour(plate)))
            let made = own.having(contrast: wanted, to: back)
            let most = max(
                back.contrast(to: Colour(red: 0, green: 0, blue: 0)),
                back.contrast(to: .init(red: 255, green: 255, blue: 255)))
            // Colours have 256 steps.
            #expect(abs(made.contrast(to: back) / min(wanted, most) - 1) < 0.04, "\(colour) on \(plate): \(made.text)")
        }
        #expect(abs(try #require(Colour("black")).contrast(to: try #require(Colour("white"))) - 21) < 1e-9)
    }

    @Test func contrastIsWrittenDownWithItsLegibility() throws {
        let drawn = try part("background: white, contrast: 1.3")
        let writing = try #require(try library.outline(of: drawn).writing)
        #expect(abs((writing.contrast ?? 0) - 1.3) < 0.03)
        #expect(try library.outline(of: part("background: white")).writing?.contrast == nil)
    }

    @Test(arguments: [("#202020", 1.0), ("#d8d8d8", 1), ("#808080", 0.4), ("#404040", 2.5)])
    func withoutAPlateContrastIsThatToThePhotoAtItsPlace(_ ground: String, gain: Double) throws {
        let drawn = try part("contrast: 3")
        #expect(try library.suitsSurface(drawn) && library.outline(of: drawn).writing?.contrast == nil)
        let surface = SeenSurface(try #require(Colour(ground)), gain: gain)
        let suited = try library.suited(drawn, to: surface)
        // From then on it depends on no photo.
        #expect(try !library.suitsSurface(suited) && library.suited(suited, to: surface).values[key: "contrast"] != nil)
        #expect(abs((try library.outline(of: suited).writing?.contrast ?? 0) - 3) < 0.1)
        // The letters as the light there shows them.
        let sprite = try library.sprite(of: suited, heightPixels: 100)
        let level = Double(texel(sprite, 20, 50)[0])
        let shown = min(1, SRGB.linear(level / 255) * gain)
        let (low, high) = (min(shown, surface.colour.luminance), max(shown, surface.colour.luminance))
        #expect(abs((high + 0.05) / (low + 0.05) - 3) < 0.1)
        #expect(try !library.suitsSurface(part("contrast: 3, background: white")))
        #expect(
            try library.outline(of: part("contrast: 3, surface: white")).writing?.contrast.map { abs($0 - 3) < 0.1 }
                == true)
    }

    @Test func aBlurKeepsWhatItSpreads() throws {
        var raster = Raster(width: 61, height: 41)
        raster.bytes[(20 * 61 + 30) * 4 + 3] = 255
        for sigma in [0.7, 2.5, 4.3] {
            var plane = AlphaPlane(raster)
            plane.blur(sigma: sigma)
            #expect(plane.width == 61 && plane.height == 41)
            let sum = plane.values.reduce(0, +)
            var variance = 0.0
            for (at, value) in plane.values.enumerated() {
                let x = Double(at % 61 - 30)
                variance += Double(value) * x * x
            }
            #expect(abs(sum - 1) < 1e-3 && abs(variance.squareRoot() - sigma) < 0.02 * sigma + 0.01)
        }
    }
}
