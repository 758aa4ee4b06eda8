import Findings
import Testing

@testable import Pictures

@Suite struct DrawingTests {
    static let drawing = """
        <svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="10" height="10" fill="#ff0000"/></svg>
        """

    @Test func aDrawingIsRenderedWithAlpha() throws {
        let raster = try Image(svg: Self.drawing, scale: 2).raster()
        #expect((raster.width, raster.height) == (40, 20))
        #expect(raster.pixel(5, 5) == [255, 0, 0, 255])
        #expect(raster.pixel(35, 5)[3] == 0)
    }

    @Test func whatIsNoDrawingSaysWhere() throws {
        let error = failure { _ = try Image(svg: "<svg", file: "sign.svg") }
        #expect(error?.file == "sign.svg")
        #expect(error?.code == .operation)
        #expect(error?.description.hasPrefix("sign.svg: svgload_buffer: ") == true)
    }

    @Test func aDrawingTooLargeIsRefused() {
        let error = failure { _ = try Image(svg: Self.drawing, scale: 100, file: "sign.svg", maxPixels: 1000) }
        #expect(error?.code == .tooLarge)
        #expect(error?.file == "sign.svg")
    }

    @Test func aDrawingCannotReadFiles() throws {
        let path = try Folder.keeping(PhotoFile.encode(drawn("R"), as: .png()), "secret.png")
        let drawing = """
            <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="16" height="16">\
            <image width="16" height="16" xlink:href="file://\(path)"/></svg>
            """
        let raster = try Image(svg: drawing).raster()
        #expect(raster.bytes.allSatisfy { $0 == 0 })
    }
}
