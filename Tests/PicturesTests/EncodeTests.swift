import Findings
import Testing

@testable import Pictures

@Suite struct EncodeTests {
    let picture = drawn("RG.", "BWK")

    private func decode(_ bytes: [UInt8]) throws -> Raster {
        var raster = Raster()
        try PhotoFile.decode(try Folder().write(bytes, "photo"), into: &raster)
        return raster
    }

    static let encodings: [PhotoFile.Encoding] = [
        .jpeg(quality: 95, subsampling: .quarter), .jpeg(quality: 95, subsampling: .half),
        .jpeg(quality: 95, subsampling: .full, optimized: true), .png(), .png(level: 0), .webp(quality: 95),
        .webp(lossless: true), .tiff,
    ]

    @Test(arguments: encodings) func whatIsWrittenIsReadBack(_ encoding: PhotoFile.Encoding) throws {
        let folder = try Folder()
        let path = try folder.write(PhotoFile.encode(picture, as: encoding), "photo")
        var raster = Raster()
        try PhotoFile.decode(path, into: &raster)
        #expect(rows(of: raster) == ["RG.", "BWK"])
    }

    @Test(arguments: encodings) func theSamePixelsGiveTheSameBytes(_ encoding: PhotoFile.Encoding) throws {
        var again: [UInt8] = [1, 2, 3]
        try PhotoFile.encode(picture, as: encoding, into: &again)
        #expect(try PhotoFile.encode(picture, as: encoding) == again)
    }

    @Test func anOddSizeIsKept() throws {
        var raster = Raster(width: 17, height: 3)
        for pixel in 0..<(17 * 3) {
            raster.bytes.replaceSubrange((pixel * 4)..<(pixel * 4 + 4), with: [200, 100, 50, 255])
        }
        for encoding in Self.encodings {
            let folder = try Folder()
            let info = try PhotoFile.probe(folder.write(PhotoFile.encode(raster, as: encoding), "photo"))
            #expect((info.width, info.height) == (17, 3))
        }
    }

    @Test func lowerQualityAndOptimizedTablesMakeSmallerFiles() throws {
        let best = try PhotoFile.encode(picture, as: .jpeg(quality: 95))
        #expect(try PhotoFile.encode(picture, as: .jpeg(quality: 20)).count < best.count)
        #expect(try PhotoFile.encode(picture, as: .jpeg(quality: 95, optimized: true)).count < best.count)
    }

    @Test func aFormatThatCannotHoldTheSizeSaysSo() throws {
        let long = Raster(width: 70_000, height: 1)
        #expect(
            failure { _ = try PhotoFile.encode(long, as: .jpeg()) }?.description
                == "JPEG holds at most 65500 rows and columns, not 70000 × 1")
        #expect(
            failure { _ = try PhotoFile.encode(long, as: .webp()) }?.description
                == "WebP holds at most 16383 rows and columns, not 70000 × 1")
        #expect(try PhotoFile.encode(long, as: .png()).count > 0)
    }

    @Test func alphaIsWrittenAsItIs() throws {
        var raster = Raster(width: 2, height: 1)
        raster.bytes = [1, 2, 3, 4, 250, 0, 0, 255]
        let folder = try Folder()
        let path = try folder.write(PhotoFile.encodeWithAlpha(raster), "cutout.png")
        let image = try Image(file: path)
        #expect(image.bands == 4 && image.hasAlpha)
        #expect(try image.raster() == raster)
    }

    /// Rows are taken two pixels at a time: odd widths, single rows and columns, and every step of a byte.
    @Test(arguments: [(1, 1), (1, 5), (2, 3), (5, 1), (7, 4), (64, 33)], [0, 1, 6, 12])
    func allPixelsOfAPNGAreReadBack(_ size: (width: Int, height: Int), _ level: Int) throws {
        var raster = Raster(width: size.width, height: size.height)
        raster.bytes = (0..<size.width * size.height * 4).map { UInt8(truncatingIfNeeded: $0 * $0 / 3 + $0 * 89) }
        let folder = try Folder()
        let withAlpha = try folder.write(PhotoFile.encodeWithAlpha(raster, level: level), "cutout.png")
        #expect(try Image(file: withAlpha).raster() == raster)
        for pixel in 0..<size.width * size.height { raster.bytes[pixel * 4 + 3] = 255 }
        let path = try folder.write(PhotoFile.encode(raster, as: .png(level: level)), "photo.png")
        let image = try Image(file: path)
        #expect(!image.hasAlpha)
        #expect(try image.raster() == raster)
    }
}
