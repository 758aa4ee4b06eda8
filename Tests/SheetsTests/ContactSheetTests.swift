import Drawings
import Foundation
import Geometry
import Masks
import Pictures
import Testing

@testable import Sheets

@Suite struct ContactSheetTests {
    private let painter = LabelPainter(categories: ["cone", "sign"])

    private func picture(_ width: Int, _ height: Int) -> Raster {
        var raster = Raster(width: width, height: height)
        for index in raster.bytes.indices { raster.bytes[index] = 255 }
        return raster
    }

    private func sheet(_ sizes: [(Int, Int)], caption: String = "") throws -> ContactSheet {
        var sheet = ContactSheet(painter: painter, tileSize: 60)
        for (width, height) in sizes {
            let box = PixelRect(minX: 1, minY: 1, maxX: 5, maxY: 5)
            let mask = Mask(rect: box, bits: [UInt8](repeating: 1, count: 16)).runLengths(width: width, height: height)
            let label = PictureLabel(category: "sign", mask: mask, box: box)
            sheet.add(try sheet.tile(picture(width, height), labels: [label], caption: caption))
        }
        return sheet
    }

    @Test func tilesStandInColumnsWithEvenMargins() {
        let layout = SheetLayout(
            sizes: [(60, 40), (40, 60), (60, 40)], columns: 2, margin: 20, caption: 10)
        #expect(layout.width == 180)
        #expect(layout.height == 20 + 60 + 10 + 20 + 40 + 10 + 20)
        #expect(layout.corners == [.init(x: 20, y: 30), .init(x: 110, y: 20), .init(x: 20, y: 110)])
    }

    @Test(arguments: [(1, 1), (4, 2), (6, 2), (9, 3), (12, 3), (16, 4), (24, 4), (100, 10)])
    func columnsSuitTheCount(count: Int, columns: Int) {
        #expect(SheetLayout.columns(for: count, aspect: 1.5) == columns)
    }

    @Test func picturesAreScaledToTheTileLargeOrSmall() throws {
        let sheet = ContactSheet(painter: painter, tileSize: 60)
        let wide = try sheet.tile(picture(300, 100), labels: [])
        #expect(wide.picture.width == 60 && wide.picture.height == 20)
        let small = try sheet.tile(picture(15, 30), labels: [])
        #expect(small.picture.width == 30 && small.picture.height == 60)
        let thin = try sheet.tile(picture(1000, 1), labels: [])
        #expect(thin.picture.width == 60 && thin.picture.height == 1)
    }

    @Test func aSheetHasTilesOnADarkGroundAndALegend() throws {
        let raster = try sheet([(60, 60), (60, 60)]).raster()
        // Two columns, and a line of the legend.
        try #require(raster.width == 180)
        try #require(raster.height == 20 + 80 + 28 + 10)
        #expect(Array(raster.bytes[0..<4]) == [0x17, 0x1a, 0x1e, 0xff])
        let middle = (50 * 180 + 50) * 4
        #expect(Array(raster.bytes[middle..<middle + 4]) == [255, 255, 255, 255])
        let swatch = ((raster.height - 29) * 180 + 27) * 4
        let colour = painter.colour(of: "sign")
        #expect(Array(raster.bytes[swatch..<swatch + 3]) == [colour.red, colour.green, colour.blue])
    }

    @Test func captionsTakeALineUnderEachTile() throws {
        let plain = try sheet([(60, 60)]).raster()
        let captioned = try sheet([(60, 60)], caption: "000003 · a & b.jpg").raster()
        #expect(captioned.height == plain.height + 22)
    }

    @Test func theSamePicturesGiveTheSameBytes() throws {
        let sizes = [(60, 40), (30, 60), (60, 40)]
        #expect(try sheet(sizes, caption: "a").raster() == sheet(sizes, caption: "a").raster())
    }

    @Test func theExtensionSaysTheFormat() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, start) in [("a.png", [0x89, 0x50]), ("b.JPG", [0xff, 0xd8]), ("c.jpeg", [0xff, 0xd8])] {
            let file = try #require(PictureFile(folder + "/" + name))
            try file.write(picture(8, 8))
            let bytes = try Data(contentsOf: URL(fileURLWithPath: file.path))
            #expect(bytes.prefix(2).map(Int.init) == start)
        }
        #expect(PictureFile("sheet.gif") == nil)
        #expect(PictureFile("png") == nil)
    }

    @Test func aPictureThatCannotBeWrittenNamesItsFile() throws {
        let file = try #require(PictureFile("/nowhere/sheet.png"))
        let error = #expect(throws: (any Error).self) { try file.write(picture(8, 8)) }
        #expect(String(describing: try #require(error)).contains("/nowhere/sheet.png"))
    }
}
