import Testing

@testable import Pictures

@Suite struct PhotoSourceTests {
    let folder: Folder

    init() throws {
        folder = try Folder()
    }

    /// A smooth picture, each of whose places has its own colour.
    private func slopes(_ width: Int, _ height: Int) -> Raster {
        var raster = Raster(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width {
                let place = (y * width + x) * 4
                raster.bytes[place] = UInt8(x * 255 / (width - 1))
                raster.bytes[place + 1] = UInt8(y * 255 / (height - 1))
                raster.bytes[place + 2] = 90
                raster.bytes[place + 3] = 255
            }
        }
        return raster
    }

    private func most(_ one: Raster, _ other: Raster) -> Int {
        guard one.width == other.width, one.height == other.height else { return .max }
        return zip(one.bytes, other.bytes).map { abs(Int($0) - Int($1)) }.max() ?? 0
    }

    private func view(_ source: PhotoSource, _ options: PhotoFile.Options) throws -> Raster {
        var raster = Raster()
        try source.show(options, of: "photo", into: &raster)
        return raster
    }

    @Test func anotherWindowOfTheSamePartIsShownAsIfDecodedForIt() throws {
        let path = try folder.write(
            PhotoFile.encode(slopes(320, 240), as: .jpeg(quality: 95, subsampling: .quarter)), "photo.jpg")
        let first = PhotoFile.Options(crop: .init(left: 0, top: 0, width: 200, height: 160), width: 50, height: 40)
        let other = PhotoFile.Options(
            crop: .init(left: 101, top: 33, width: 183, height: 150), width: 61, height: 50, flip: true)
        let half = PhotoFile.Options(crop: .init(left: 0, top: 0, width: 200, height: 160), width: 80, height: 64)
        var source = PhotoSource()
        try source.read(path, for: first)
        #expect(source.serves(other))
        #expect(!source.serves(PhotoFile.Options()))
        for options in [first, other] {
            var alone = Raster()
            try PhotoFile.decode(path, options, into: &alone)
            #expect(try view(source, options) == alone)
        }
        // 160 of 200 pixels are wanted: all of them are decoded.
        #expect(source.byteCount == 160 * 120 * 4)
        try source.read(path, for: half)
        #expect(source.byteCount == 160 * 120 * 4)
        try source.read(path, for: PhotoFile.Options(width: 257, height: 193))
        #expect(source.byteCount == 320 * 240 * 4)
    }

    @Test(arguments: 1...8) func aTurnedPhotoIsCroppedAndResizedAsItStandsUpright(orientation: Int) throws {
        let stored = try PhotoFile.encode(slopes(320, 240), as: .jpeg(quality: 95, subsampling: .full))
        let path = try folder.write(withExif(stored, orientation: orientation), "turned.jpg")
        var upright = Raster()
        try PhotoFile.decode(path, into: &upright)
        for flip in [false, true] {
            let options = PhotoFile.Options(
                crop: .init(left: 31, top: 50, width: 150, height: 171), width: 70, height: 90, flip: flip)
            var raster = Raster()
            try PhotoFile.decode(path, options, into: &raster)
            #expect(try most(raster, view(PhotoSource(upright), options)) <= 2)
        }
    }

    @Test func whatIsDecodedAtHalfDiffersLittleFromTheWhole() throws {
        let path = try folder.write(
            PhotoFile.encode(slopes(400, 300), as: .jpeg(quality: 95, subsampling: .quarter)), "photo.jpg")
        var whole = Raster()
        try PhotoFile.decode(path, into: &whole)
        for options in [
            PhotoFile.Options(width: 100, height: 75), PhotoFile.Options(width: 160, height: 120),
            PhotoFile.Options(crop: .init(left: 33, top: 21, width: 311, height: 201), width: 97, height: 67),
        ] {
            var raster = Raster()
            try PhotoFile.decode(path, options, into: &raster)
            #expect(try most(raster, view(PhotoSource(whole), options)) <= 3)
        }
    }
}
