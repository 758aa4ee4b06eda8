import Drawings
import Foundation
import Geometry
import Masks
import Pictures
import Testing

@testable import Sheets

/// A grey picture, with the labels of square objects.
private func grey(_ width: Int, _ height: Int) -> Raster {
    var raster = Raster(width: width, height: height)
    for pixel in 0..<width * height {
        raster.bytes.replaceSubrange(pixel * 4..<pixel * 4 + 4, with: [99, 99, 99, 255])
    }
    return raster
}

private func label(_ category: String, _ box: PixelRect, in picture: Raster) -> PictureLabel {
    let mask = Mask(rect: box, bits: [UInt8](repeating: 1, count: box.area))
    return PictureLabel(
        category: category, mask: mask.runLengths(width: picture.width, height: picture.height), box: box)
}

extension Raster {
    fileprivate func pixel(_ x: Int, _ y: Int) -> [Int] {
        bytes[(y * width + x) * 4..<(y * width + x) * 4 + 3].map(Int.init)
    }
}

@Suite struct PreviewDrawingTests {
    private let painter = LabelPainter(categories: ["cone", "sign"])

    @Test func aMaskIsTintedInItsCategorysColourAndTheRestIsLeftAlone() throws {
        let picture = grey(200, 200)
        let drawn = try painter.draw(
            [label("cone", PixelRect(minX: 60, minY: 60, maxX: 140, maxY: 140), in: picture)], on: picture)
        let colour = painter.colour(of: "cone")
        let tinted = [colour.red, colour.green, colour.blue].map { 0.65 * 99 + 0.35 * Double($0) }
        for (band, expected) in zip(drawn.pixel(100, 120), tinted) { #expect(abs(Double(band) - expected) <= 2) }
        #expect(drawn.pixel(20, 180) == [99, 99, 99])
        #expect(drawn.pixel(180, 180) == [99, 99, 99])
        #expect(drawn.width == 200 && drawn.height == 200)
    }

    @Test func aHoleInAMaskIsNotTinted() throws {
        let picture = grey(200, 200)
        var mask = Mask(rect: PixelRect(minX: 40, minY: 40, maxX: 160, maxY: 160))
        for y in 0..<120 {
            for x in 0..<120 where !(30..<90 ~= x && 30..<90 ~= y) { mask.bits[y * 120 + x] = 1 }
        }
        let drawn = try painter.draw(
            [PictureLabel(category: "sign", mask: mask.runLengths(width: 200, height: 200), box: mask.rect)],
            on: picture)
        #expect(drawn.pixel(100, 100) == [99, 99, 99])
        #expect(drawn.pixel(55, 100) != [99, 99, 99])
    }

    @Test func theSameLabelsGiveTheSameBytes() throws {
        let picture = grey(120, 90)
        let labels = [label("sign", PixelRect(minX: 10, minY: 40, maxX: 50, maxY: 80), in: picture)]
        let first = try painter.draw(labels, on: picture)
        #expect(try LabelPainter(categories: ["cone", "sign"]).draw(labels, on: picture) == first)
        #expect(first != picture)
    }

    @Test func anyNameCanBeDrawn() throws {
        let names = [
            "B&B <sign>", "]]>", "\"quoted\" 'name'", "交通锥", "إشارة مرور", "\u{1}\u{8}\u{FFFE}", "", " ", "a\nb", "%n",
        ]
        let painter = LabelPainter(categories: names)
        let picture = grey(160, 120)
        let box = PixelRect(minX: 40, minY: 40, maxX: 80, maxY: 80)
        for name in names {
            let drawn = try painter.draw([label(name, box, in: picture)], on: picture)
            #expect(drawn != picture)
        }
    }

    @Test func aLabelWithoutPixelsOrOnASinglePixelIsDrawn() throws {
        let picture = grey(50, 50)
        let nothing = PictureLabel(
            category: "cone", mask: RunLengths(width: 50, height: 50),
            box: PixelRect(minX: 9, minY: 9, maxX: 9, maxY: 9))
        #expect(try painter.draw([nothing], on: picture).width == 50)
        let corner = label("sign", PixelRect(minX: 49, minY: 49, maxX: 50, maxY: 50), in: picture)
        #expect(try painter.draw([corner], on: picture) != picture)
    }

    @Test func contoursBecomeStepsAlongXAndY() {
        let mask = Mask(rect: PixelRect(minX: 2, minY: 3, maxX: 4, maxY: 5), bits: [1, 0, 1, 1])
        #expect(MaskPath(mask.runLengths(width: 9, height: 9)).data == "M2 3h1v1h1v1h-2z")
        #expect(MaskPath(RunLengths(width: 9, height: 9)).data == "")
    }

    @Test func aMaskOfTooManyCornersIsDrawnInCells() {
        // Three pixels apart, two of them in the cell from (3, 1) to (5, 3).
        let mask = Mask(rect: PixelRect(minX: 3, minY: 1, maxX: 7, maxY: 3), bits: [1, 0, 1, 0, 0, 1, 0, 0])
        let runs = mask.runLengths(width: 9, height: 9)
        #expect(MaskPath(runs, limit: 12).data == "M3 1h1v1h-1zM5 1h1v1h-1zM4 2h1v1h-1z")
        #expect(MaskPath(runs, limit: 11).data == "M3 1h4v2h-4z")
    }

    @Test func numbersAreWrittenToAHundredth() {
        #expect(
            [0, 1, -1.5, 12.345, 0.07, -0.004, 99.999].map(SVG.number) == [
                "0", "1", "-1.5", "12.35", "0.07", "0", "100",
            ])
    }

    @Test func wordsAreEscapedForXML() {
        #expect(SVG.escape("a & b <c>\n\td\u{0}\u{1B}e") == "a &amp; b &lt;c&gt; de")
    }
}

@Suite struct PreviewPaletteTests {
    @Test func aCategoryKeepsItsColourWhenOthersFollow() {
        let few = Colour.palette(5)
        #expect(Colour.palette(40).prefix(5) == few[...])
        #expect(Set(few.map(\.text)).count == 5)
        #expect(few[0].text == "#eea839")
    }

    @Test func eightyColoursAreAllDifferent() {
        #expect(Set(Colour.palette(80)).count == 80)
    }

    @Test func thereAreColoursForMoreCategoriesThanColours() {
        let many = Colour.palette(1500)
        #expect(many.count == 1500)
        #expect(Set(many.prefix(300)).count == 300)
    }

    /// WCAG 2.2, success criterion 1.4.3: at least 4.5 : 1.
    @Test func darkTypeIsReadableOnEveryColour() {
        func luminance(_ colour: Colour) -> Double {
            let linear = [colour.red, colour.green, colour.blue].map { byte -> Double in
                let value = Double(byte) / 255
                return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        }
        let ink = luminance(Colour(red: 0x14, green: 0x18, blue: 0x1c))
        for colour in Colour.palette(80) {
            #expect((luminance(colour) + 0.05) / (ink + 0.05) >= 4.5, "\(colour.text)")
        }
    }
}

@Suite struct PreviewTagTests {
    private let frame = Rect(x: 0, y: 0, width: 300, height: 200)

    @Test func aTagStandsAboveItsBox() {
        var placer = TagPlacer(frame: frame, boxes: [Rect(x: 50, y: 60, width: 40, height: 40)], gap: 1)
        #expect(placer.place(width: 60, height: 18, for: 0) == Rect(x: 50, y: 41, width: 60, height: 18))
    }

    @Test func atTheUpperEdgeItStandsBelow() {
        var placer = TagPlacer(frame: frame, boxes: [Rect(x: 50, y: 0, width: 40, height: 40)], gap: 1)
        #expect(placer.place(width: 60, height: 18, for: 0) == Rect(x: 50, y: 41, width: 60, height: 18))
    }

    @Test(arguments: [(0, 0), (290, 0), (0, 190), (290, 190), (150, 95)])
    func noTagLeavesThePicture(x: Int, y: Int) throws {
        var placer = TagPlacer(
            frame: frame, boxes: [Rect(x: Double(x), y: Double(y), width: 10, height: 10)], gap: 1)
        let found = placer.place(width: 120, height: 18, for: 0)
        let place = try #require(found)
        #expect(place.minX >= 0 && place.minY >= 0 && place.maxX <= 300 && place.maxY <= 200)
    }

    @Test func noTagCoversAnother() {
        let boxes = (0..<30).map { (index: Int) -> Rect in
            Rect(x: Double(index * 37 % 260), y: Double(index * 53 % 160), width: 30, height: 30)
        }
        var placer = TagPlacer(frame: frame, boxes: boxes, gap: 1)
        let places = boxes.indices.compactMap { placer.place(width: 70, height: 18, for: $0) }
        #expect(places.count > 5 && places.count < 30)
        for (index, place) in places.enumerated() {
            #expect(places[..<index].allSatisfy { $0.intersection(place) == nil })
        }
    }

    @Test func longTextIsCutToItsRoom() {
        let type = Typeface(isBold: true)
        #expect(type.fitted("cone", size: 13, to: 100) == "cone")
        let end = type.fitted("a very long name of a category", size: 13, to: 100)
        #expect(end.hasPrefix("a very lo") && end.hasSuffix("…"))
        #expect(type.width(of: end, size: 13) <= 100)
        let middle = type.fitted("picosdeeuropa_by_Aitzol_Berasategi.jpg", size: 13, to: 150, inMiddle: true)
        #expect(middle.hasPrefix("picos") && middle.contains("…") && middle.hasSuffix(".jpg"))
        #expect(type.fitted("cone", size: 13, to: 1) == "")
        #expect(type.width(of: " ", size: 13) == 0)
    }
}
