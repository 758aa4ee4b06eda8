import Testing

@testable import Pictures

@Suite struct PhotoFileTests {
    let folder: Folder
    let picture = drawn("RG.", "BWK")

    init() throws {
        folder = try Folder()
    }

    private func decode(_ bytes: [UInt8], _ options: PhotoFile.Options = .init()) throws -> Raster {
        var raster = Raster()
        try PhotoFile.decode(try folder.write(bytes, "photo"), options, into: &raster)
        return raster
    }

    private func jpeg(_ subsampling: ChromaSubsampling = .full) throws -> [UInt8] {
        try PhotoFile.encode(picture, as: .jpeg(quality: 95, subsampling: subsampling))
    }

    // MARK: - Every kind of input

    @Test func aPlainJPEGKeepsItsColours() throws {
        #expect(rows(of: try decode(jpeg())) == ["RG.", "BWK"])
    }

    @Test func aGreyJPEGBecomesGreyColours() throws {
        let grey = try Image(bytes: [UInt8](repeating: 128, count: 32 * 16), width: 32, height: 16, bands: 1)
        #expect(rows(of: try decode(grey.saved("jpegsave_buffer"))) == ["gg"])
    }

    @Test func aCMYKJPEGIsSeenAsColours() throws {
        // Full magenta and yellow is red, full black is black, no ink is white.
        var ink: [UInt8] = []
        for _ in 0..<16 {
            for area in [[0, 255, 255, 0], [0, 0, 0, 255], [0, 0, 0, 0]] as [[UInt8]] {
                for _ in 0..<16 { ink += area }
            }
        }
        let image = try Operation(
            "copy", ["in": .image(Image(bytes: ink, width: 48, height: 16, bands: 4)), "interpretation": "cmyk"]
        ).image()
        let raster = try decode(image.saved("jpegsave_buffer", ["Q": 95, "subsample_mode": "off"]))
        let (red, black, white) = (raster.pixel(8, 8), raster.pixel(24, 8), raster.pixel(40, 8))
        #expect(red[0] > 180 && red[1] < 80 && red[2] < 90 && red[3] == 255)
        #expect(black[0] < 70 && black[1] < 70 && black[2] < 70)
        #expect(white[0] > 245 && white[1] > 245 && white[2] > 245)
    }

    @Test func aPalettePNGKeepsItsColoursExactly() throws {
        let bytes = try picture.image().saved("pngsave_buffer", ["palette": true, "dither": 0.0])
        #expect(bytes[25] == 3)
        #expect(rows(of: try decode(bytes), tolerance: 1) == ["RG.", "BWK"])
    }

    @Test(arguments: ["pngsave_buffer", "tiffsave_buffer"])
    func sixteenBitsBecomeEight(saver: String) throws {
        let deep = try Operation(
            "copy",
            ["in": .image(picture.image().cast("ushort").linear([257], [0]).cast("ushort")), "interpretation": "rgb16"]
        ).image()
        #expect(deep.format == "ushort")
        #expect(rows(of: try decode(deep.saved(saver)), tolerance: 0) == ["RG.", "BWK"])
    }

    @Test func alphaIsLaidOnWhite() throws {
        // Half of black over white is mid grey; nothing of red over white is white.
        let bytes: [UInt8] = [0, 0, 0, 128, 255, 0, 0, 0, 10, 20, 30, 255]
        let raster = try decode(Image(bytes: bytes, width: 3, height: 1, bands: 4).saved("pngsave_buffer"))
        #expect(raster.bytes == [127, 127, 127, 255, 255, 255, 255, 255, 10, 20, 30, 255])
    }

    @Test func aGreyPNGWithAlphaIsLaidOnWhite() throws {
        let image = try Image.joiningBands([
            Image(bytes: [0, 100], width: 2, height: 1, bands: 1),
            Image(bytes: [0, 255], width: 2, height: 1, bands: 1),
        ])
        let raster = try decode(image.saved("pngsave_buffer"))
        #expect(raster.bytes == [255, 255, 255, 255, 100, 100, 100, 255])
    }

    @Test(arguments: ["pngsave_buffer", "tiffsave_buffer", "webpsave_buffer"])
    func otherFormatsWithoutLossesGiveTheSameBytes(saver: String) throws {
        let bytes =
            saver == "webpsave_buffer"
            ? try picture.image().saved(saver, ["lossless": true]) : try picture.image().saved(saver)
        #expect(try decode(bytes) == picture)
    }

    @Test func anEmbeddedProfileIsFollowed() throws {
        // Display P3's green is outside sRGB, so a value of P3 becomes a stronger one of sRGB.
        let wide = try Operation(
            "icc_transform", ["in": .image(picture.image()), "output_profile": "p3", "input_profile": "srgb"]
        ).image()
        #expect(wide.bytes("icc-profile-data").map { ColourProfile($0).isSRGB } == false)
        var stored = Raster()
        try wide.appendingBand(of: 255).write(into: &stored)
        #expect(rows(of: stored)[0] != "RG.")
        for bytes in [
            try wide.saved("pngsave_buffer"), try wide.saved("jpegsave_buffer", ["Q": 98, "subsample_mode": "off"]),
        ] {
            #expect(rows(of: try decode(bytes)) == ["RG.", "BWK"])
        }
    }

    @Test func libvipsOwnSRGBProfileCountsAsSRGB() throws {
        let image = try Operation(
            "icc_transform", ["in": .image(picture.image()), "output_profile": "srgb", "input_profile": "srgb"]
        ).image()
        let profile = try #require(image.bytes("icc-profile-data"))
        #expect(ColourProfile(profile).isSRGB)
        #expect(!ColourProfile(Array(profile.prefix(300))).isSRGB)
    }

    // MARK: - Orientation

    static let upright: [(Int, [String])] = [
        (1, ["RG", "BW"]), (2, ["GR", "WB"]), (3, ["WB", "GR"]), (4, ["BW", "RG"]), (5, ["RB", "GW"]),
        (6, ["BR", "WG"]), (7, ["WG", "BR"]), (8, ["GW", "RB"]),
    ]

    @Test(arguments: upright) func orientationIsApplied(orientation: Int, expected: [String]) throws {
        let stored = try PhotoFile.encode(drawn("RG", "BW"), as: .jpeg(quality: 95, subsampling: .full))
        for isLittle in [true, false] {
            let raster = try decode(withExif(stored, orientation: orientation, isLittle: isLittle))
            #expect(rows(of: raster) == expected)
        }
    }

    @Test(arguments: upright) func orientationOfATIFFIsApplied(orientation: Int, expected: [String]) throws {
        let image = try drawn("RG", "BW").image().labelled(orientation: orientation)
        #expect(rows(of: try decode(image.saved("tiffsave_buffer"))) == expected)
    }

    @Test(arguments: 1...8) func decodingSaysHowAPhotoLies(orientation: Int) throws {
        let stored = try folder.write(withExif(jpeg(), orientation: orientation), "turned.jpg")
        let tiff = try folder.write(
            picture.image().labelled(orientation: orientation).saved("tiffsave_buffer"), "turned.tif")
        for path in [stored, tiff] {
            var raster = Raster()
            let frame = try PhotoFile.decode(path, into: &raster)
            #expect(try frame == PhotoFile.probe(path).frame)
            #expect((frame.width, frame.height) == (raster.width, raster.height))
            #expect(frame.orientation == orientation)
            // Of the whole photo, whatever is made of it.
            let small = PhotoFile.Options(width: 5, height: 4, flip: true)
            #expect(try PhotoFile.decode(path, small, into: &raster) == frame)
        }
    }

    @Test func probingGivesTheSizeAfterOrientation() throws {
        let path = try folder.write(withExif(jpeg(), orientation: 6, focalLength35mm: 28), "turned.jpg")
        let info = try PhotoFile.probe(path)
        #expect(
            info
                == PhotoFile.Info(
                    width: 32, height: 48, focalLength35mm: 28, subsampling: .full, traceReach: 8, orientation: 6))
        let tiff = try folder.write(picture.image().labelled(orientation: 8).saved("tiffsave_buffer"), "turned.tif")
        #expect(try PhotoFile.probe(tiff) == PhotoFile.Info(width: 32, height: 48, orientation: 8))
    }

    @Test(arguments: ChromaSubsampling.allCases) func probingGivesTheSubsampling(_ subsampling: ChromaSubsampling)
        throws
    {
        let path = try folder.write(jpeg(subsampling), "photo.jpg")
        #expect(try PhotoFile.probe(path).subsampling == subsampling)
    }

    @Test func probingReadsPastALongHeader() throws {
        let padding = [0xFF, 0xE4, 0xFF, 0xFF] + [UInt8](repeating: 7, count: 0xFFFD)
        let plain = try jpeg()
        let long = Array(plain[..<2]) + padding + padding + padding + Array(plain[2...])
        #expect(try PhotoFile.probe(try folder.write(long, "long.jpg")).width == 48)
        #expect(rows(of: try decode(long)) == ["RG.", "BWK"])
    }

    // MARK: - Requests

    @Test func aPhotoIsCroppedThenResizedThenMirrored() throws {
        let options = PhotoFile.Options(
            crop: .init(left: 16, top: 0, width: 32, height: 32), width: 16, height: 64, flip: true)
        for bytes in [try jpeg(), try picture.image().saved("pngsave_buffer")] {
            let raster = try decode(bytes, options)
            #expect((raster.width, raster.height) == (16, 64))
            // G. over WK, mirrored: half as wide, twice as high.
            #expect(rows(of: try raster.stretched(width: 32, height: 32), tolerance: 12) == [".G", "KW"])
        }
    }

    @Test func aPlainJPEGIsCroppedAndMirroredInPlace() throws {
        let whole = try decode(jpeg())
        let options = PhotoFile.Options(crop: .init(left: 3, top: 5, width: 41, height: 20), flip: true)
        let raster = try decode(jpeg(), options)
        #expect((raster.width, raster.height) == (41, 20))
        for (x, y) in [(0, 0), (40, 19), (20, 7), (13, 12)] {
            #expect(raster.pixel(x, y) == whole.pixel(3 + 40 - x, 5 + y))
        }
    }

    @Test func aCropIsOfTheUprightPhoto() throws {
        let turned = withExif(try jpeg(), orientation: 6)
        // Upright: BR, WG, K. from top to bottom.
        let raster = try decode(turned, .init(crop: .init(left: 16, top: 16, width: 16, height: 32)))
        #expect(rows(of: raster) == ["G", "."])
    }

    @Test func aJPEGDecodedSmallerIsTheSamePicture() throws {
        let large = try PhotoFile.encode(
            picture.stretched(width: 480, height: 320), as: .jpeg(quality: 95, subsampling: .quarter))
        let raster = try decode(large, .init(width: 48, height: 32))
        #expect((raster.width, raster.height) == (48, 32))
        #expect(rows(of: raster) == ["RG.", "BWK"])
        let part = try decode(
            large, .init(crop: .init(left: 160, top: 160, width: 320, height: 160), width: 32, height: 16))
        #expect(rows(of: part) == ["WK"])
    }

    @Test func storageIsReusedWhenTheSizeMatches() throws {
        let path = try folder.write(jpeg(), "photo.jpg")
        var raster = Raster(width: 48, height: 32)
        let before = raster.bytes.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
        try PhotoFile.decode(path, into: &raster)
        try PhotoFile.decode(path, .init(crop: .init(left: 0, top: 0, width: 8, height: 8)), into: &raster)
        try PhotoFile.decode(path, into: &raster)
        #expect(raster.bytes.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) } == before)
        #expect(rows(of: raster) == ["RG.", "BWK"])
    }
}

extension Raster {
    fileprivate func stretched(width: Int, height: Int) throws -> Raster {
        try Operation(
            "resize",
            [
                "in": .image(Image(self)), "scale": .double(Double(width) / Double(self.width)),
                "vscale": .double(Double(height) / Double(self.height)), "kernel": "nearest",
            ]
        ).image().raster()
    }
}
