import Drawings
import Foundation
import Geometry
import Pictures
import Pipelines
import Testing

@testable import Cards
@testable import Objects

/// The places of the words in a drawing are those where librsvg draws them.
@Suite struct DrawingPlaceTests {
    private let library = ObjectLibrary()
    /// A drawing is rendered so high.
    private static let pixels = 300

    private func outline(_ content: String, _ root: String = "viewBox=\"0 0 300 100\"") throws -> ObjectOutline {
        let path = FileManager.default.temporaryDirectory.appending(path: "places-\(UUID().uuidString).svg").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("<svg xmlns=\"http://www.w3.org/2000/svg\" \(root)>\(content)</svg>".utf8)
            .write(to: URL(fileURLWithPath: path))
        return try library.outline(of: chosen(library, "drawing", ["file": .text(path)]))
    }

    /// The bounds of a text's ink in the object's plane, from its picture alone.
    private func ink(_ content: String, _ root: String = "viewBox=\"0 0 300 100\"") throws -> Rect? {
        let picture = try Image(
            svg:
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"\(Self.pixels)\" \(root)>\(content)</svg>"
        ).raster()
        guard let bounds = picture.inkBounds else { return nil }
        let unit = Double(Self.pixels)
        return Rect(
            minX: bounds.minX / unit, minY: bounds.minY / unit, maxX: bounds.maxX / unit, maxY: bounds.maxY / unit)
    }

    private static let page = "<rect width=\"300\" height=\"100\" fill=\"white\"/>"

    @Test(arguments: [
        ("x=\"20\" y=\"60\" font-size=\"30\"", "Hag 7"), ("x=\"20\" y=\"60\" font-size=\"11.3\"", "small words"),
        ("x=\"150\" y=\"60\" font-size=\"40\" text-anchor=\"middle\" font-weight=\"bold\"", "AV To"),
        ("x=\"290\" y=\"60\" font-size=\"25\" text-anchor=\"end\" font-style=\"italic\"", "end fj"),
        ("x=\"150\" y=\"60\" font-size=\"40\" text-anchor=\"middle\" letter-spacing=\"-2.5\"", "STOP"),
        ("x=\"10\" y=\"60\" font-size=\"20\" letter-spacing=\"3\"", "wide"),
        ("x=\"10\" y=\"40\" font-size=\"20\" transform=\"translate(30 10) scale(2 1.5)\"", "scaled"),
        (
            "x=\"150\" y=\"60\" font-size=\"30\" text-anchor=\"middle\" style=\"font-size: 44px; font-weight: 700\"",
            "styled"
        ),
        ("x=\"150\" y=\"60\" font-size=\"30\" text-anchor=\"middle\"", "שלום"),
    ]) func aWordIsWhereItIsDrawn(_ attributes: String, _ text: String) throws {
        let element = "<text font-family=\"DejaVu Sans\" \(attributes)>\(text)</text>"
        let outline = try outline(Self.page + element)
        let seen = try #require(try ink(element))
        let line = try #require(outline.lines.first)
        let said = try #require(Rect(bounding: line.corners))
        let apart =
            [seen.minX - said.minX, seen.minY - said.minY, seen.maxX - said.maxX, seen.maxY - said.maxY]
            .map { abs($0) }.max() ?? 1
        // The object is 100 units high, a letter about 30: of one of 20 pixels a tenth of a pixel is 0.15 units.
        #expect(apart * 100 < 0.15, "\(text) is at \(seen), said to be at \(said)")
        #expect(line.text == text && line.parts.map(\.text).joined(separator: " ") == text)
    }

    /// A letter of its own is where it is among the others.
    @Test func aLetterOfAWordIsWhereItIsDrawn() throws {
        func element(_ first: String, _ second: String, _ third: String) -> String {
            func tone(_ text: String, _ isSeen: Bool) -> String {
                "<tspan fill-opacity=\"\(isSeen ? 1 : 0)\">\(text)</tspan>"
            }
            return "<text font-family=\"DejaVu Sans\" x=\"10\" y=\"60\" font-size=\"30\">"
                + tone(first, false) + tone(second, true) + tone(third, false) + "</text>"
        }
        let lines = try outline(
            Self.page + "<text font-family=\"DejaVu Sans\" x=\"10\" y=\"60\" font-size=\"30\">HOUSE</text>"
        ).lines
        let letters = try #require(lines.first?.parts.first?.parts)
        for (number, letter) in letters.enumerated() {
            let word = Array("HOUSE")
            let seen = try #require(
                try ink(element(String(word[..<number]), String(word[number]), String(word[(number + 1)...]))))
            let said = try #require(Rect(bounding: letter.corners))
            #expect(
                abs(seen.minX - said.minX) * 100 < 0.15 && abs(seen.maxX - said.maxX) * 100 < 0.15, "\(letter.text)")
        }
    }

    @Test func turnedTextHasTurnedCornersAndAPageItsOwnUnits() throws {
        let element =
            "<text font-family=\"DejaVu Sans\" x=\"70\" y=\"70\" font-size=\"20\" transform=\"rotate(-30 70 70)\">up</text>"
        let plain = try outline(Self.page + element)
        let corners = plain.lines[0].corners
        let turn = Angle.arcTangent(corners[1].y - corners[0].y, corners[1].x - corners[0].x)
        #expect(abs(turn.degrees + 30) < 1e-6)
        // The same page, whose edges are found to within a 256th of its size, in units of half the size, off the origin, with bars at its sides.
        let moved = element.replacing("<text", with: "<g transform=\"translate(-50, -20) scale(.5)\"><text")
            .replacing("</text>", with: "</text></g>")
        let page = "<rect x=\"-50\" y=\"-20\" width=\"150\" height=\"50\" fill=\"white\"/>"
        let other = try outline(
            page + moved, "width=\"400\" height=\"100\" viewBox=\"-50 -20 150 50\" preserveAspectRatio=\"xMaxYMid\"")
        for (a, b) in zip(other.lines[0].corners, corners) { #expect(a.distance(to: b) < 0.006) }
    }

    @Test(arguments: [
        "<text x=\"1 20\" y=\"50\" font-size=\"20\">ab</text>", "<text x=\"1\" y=\"50\" font-size=\"2em\">ab</text>",
        "<text y=\"50\" font-size=\"20\">a<tspan dy=\"3\">b</tspan></text>",
        "<text y=\"50\" font-size=\"20\" textLength=\"90\">ab</text>",
        "<text y=\"50\" font-size=\"20\" stroke=\"red\">ab</text>",
        "<text y=\"50\" font-size=\"20\">ab</text><text y=\"80\" font-size=\"20\" rotate=\"4\">cd</text>",
        "<text x=\"280\" y=\"50\" font-size=\"20\">beyond</text>", "<text y=\"50\">ab</text>",
        "<svg width=\"50%\"><text y=\"50\" font-size=\"20\">ab</text></svg>",
        "<clipPath id=\"c\"><rect width=\"9\" height=\"9\"/></clipPath><text clip-path=\"url(#c)\" x=\"-9\" y=\"50\" font-size=\"20\">ab</text>",
    ]) func whatMovesLettersInOtherWaysLeavesThemWithoutPlaces(_ content: String) throws {
        let outline = try outline(Self.page + "<g font-family=\"DejaVu Sans\">\(content)</g>")
        #expect(outline.lines == [] && outline.writing != nil)
    }

    @Test func theNumberPlateHasItsWordsWithTheInkAndNotItsShadow() throws {
        let root = try #require(ShippedFiles.root)
        let outline = try library.outline(
            of: chosen(library, "drawing", ["file": .text(root + "/objects/number-plate.svg")]))
        #expect(outline.lines.map(\.text) == outline.writing?.text.split(separator: "\n").map(String.init))
        let line = try #require(outline.lines.last)
        let box = try #require(Rect(bounding: line.corners))
        // It is anchored at 280 of 520 units.
        #expect(abs((box.minX + box.maxX) / 2 / outline.aspect - 280.0 / 520) < 0.003)
    }
}
