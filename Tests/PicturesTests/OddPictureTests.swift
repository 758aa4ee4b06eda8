import Findings
import Testing

@testable import Pictures

/// Pictures of kinds that cameras, scanners and scientists store: shown right, or refused with a reason, never a trap.
@Suite struct OddPictureTests {
    let folder: Folder

    init() throws {
        folder = try Folder()
    }

    /// The first pixel as a photo, its colours as a cut-out with alpha, or the reason why both doors refuse.
    private func photo(_ file: TIFFFile) throws -> [UInt8] {
        let path = try folder.write(file.bytes, "a.tif")
        _ = try PhotoFile.probe(path)
        var raster = Raster()
        try PhotoFile.decode(path, into: &raster)
        return Array(raster.bytes[0..<3])
    }

    private func cutout(_ file: TIFFFile) throws -> [UInt8] {
        Array(try Image(file: folder.write(file.bytes, "a.tif")).raster().bytes[0..<4])
    }

    private func refusal(_ file: TIFFFile, byHeader: Bool = true) throws -> String {
        let path = try folder.write(file.bytes, "a.tif")
        var raster = Raster()
        let errors = [
            #expect(throws: PictureError.self) { try PhotoFile.decode(path, into: &raster) },
            #expect(throws: PictureError.self) { try Image(file: path).raster() },
            byHeader ? #expect(throws: PictureError.self) { try PhotoFile.probe(path) } : nil,
        ].compactMap { $0 }
        if !byHeader { _ = try PhotoFile.probe(path) }
        #expect(errors.allSatisfy { $0.words == errors.first?.words })
        return try #require(errors.first).words
    }

    @Test(arguments: [(4, "a mask"), (9, "ICCLab"), (10, "ITULab"), (32_803, "raw"), (34_892, "linear raw")])
    func kindsOfColoursThatAreNotUnderstoodAreNamed(kind: Int, name: String) throws {
        for samples in [1, 3, 4] {
            let file = TIFFFile(samples: samples, photometric: kind, pixels: Array(repeating: 9, count: 2 * samples))
            #expect(
                try refusal(file) == "is a TIFF of the photometric kind \(kind); "
                    + "grey, RGB, palettes, CMYK, YCbCr and CIELab are supported: convert it to RGB", "\(name)")
        }
    }

    @Test(arguments: [
        (8, 2, "numbers of 8 bits with a sign"), (16, 2, "numbers of 16 bits with a sign"),
        (32, 1, "whole numbers of 32 bits"), (32, 2, "whole numbers of 32 bits with a sign"),
    ])
    func typesOfNumbersThatAreNotUnderstoodAreNamed(bits: Int, sampleFormat: Int, words: String) throws {
        for (samples, photometric, name) in [(1, 1, "grey"), (3, 2, "RGB")] {
            let file = TIFFFile(
                bits: bits, samples: samples, photometric: photometric, sampleFormat: sampleFormat,
                pixels: Array(repeating: 9, count: 2 * samples * bits / 8))
            #expect(
                try refusal(file) == "holds \(words) as \(name); whole numbers of 8 and 16 bits without a sign are "
                    + "supported, and floats of 32 bits for grey and RGB")
        }
    }

    @Test(arguments: [false, true]) func aFourthBandIsAlphaOnlyIfItIsStatedToBe(isBig: Bool) throws {
        var file = TIFFFile(samples: 4, isBig: isBig, pixels: [10, 200, 30, 51, 0, 0, 0, 0])
        file.extraSamples = [2]
        #expect(try cutout(file) == [10, 200, 30, 51])
        // Laid on white by a fifth.
        #expect(try photo(file) == [206, 244, 210])
        file.extraSamples = nil
        #expect(try cutout(file) == [10, 200, 30, 51])
        file.extraSamples = [0]
        #expect(try cutout(file) == [10, 200, 30, 255])
        #expect(try photo(file) == [10, 200, 30])
        // Premultiplied by 51 / 255.
        file.extraSamples = [1]
        file.pixels = [2, 40, 6, 51, 0, 0, 0, 0]
        #expect(try cutout(file) == [10, 200, 30, 51])
    }

    @Test func alphaIsFoundAmongFiveBandsAndTheRestIsLeftOut() throws {
        var file = TIFFFile(samples: 5, pixels: [10, 200, 30, 99, 51, 0, 0, 0, 0, 0])
        for (extra, alpha) in [([0, 2], UInt8(51)), ([2, 0], 99), ([0, 0], 255)] {
            file.extraSamples = extra
            #expect(try cutout(file) == [10, 200, 30, alpha])
        }
    }

    @Test(arguments: [(5, 1, 1, "grey"), (2, 1, 1, "grey"), (6, 5, 4, "CMYK")])
    func moreBandsThanColoursAreRefused(samples: Int, photometric: Int, colours: Int, name: String) throws {
        let extra = samples - colours
        let file = TIFFFile(
            samples: samples, photometric: photometric, extraSamples: Array(repeating: 0, count: extra),
            pixels: Array(repeating: 9, count: 2 * samples))
        #expect(
            try refusal(file) == "has \(samples) samples a pixel: \(colours) of \(name) and \(extra) more; "
                + "grey and CMYK may have one more, which must be alpha, and only RGB others")
    }

    @Test func floatsAreLightFromZeroToOne() throws {
        // 0.2140 is the light of 127.5 in sRGB.
        let grey = TIFFFile(
            bits: 32, samples: 1, photometric: 1, sampleFormat: 3, pixels: TIFFFile.floats([0.2140, 1]))
        let colour = TIFFFile(bits: 32, sampleFormat: 3, pixels: TIFFFile.floats([0.2140, 0, 1, 1, 1, 1]))
        for value in try photo(grey) { #expect(abs(Int(value) - 127) <= 1) }
        let pixel = try photo(colour)
        #expect(abs(Int(pixel[0]) - 127) <= 1 && pixel[1] == 0 && pixel[2] == 255)
        let transparent = TIFFFile(
            bits: 32, samples: 4, extraSamples: [2], sampleFormat: 3,
            pixels: TIFFFile.floats([1, 0, 1, 0.2, 0, 0, 0, 0]))
        #expect(try cutout(transparent) == [255, 0, 255, 51])
    }

    @Test(arguments: [
        ([0, 255] as [Float], "holds floats from 0.0 to 255.0"), ([-1, 1], "holds floats from -1.0 to 1.0"),
        ([0.5, .nan], "holds values that are not a number, or endless"),
        ([.infinity, 0.5], "holds values that are not a number, or endless"),
    ])
    func floatsThatAreNoLightAreRefused(values: [Float], words: String) throws {
        let file = TIFFFile(bits: 32, samples: 1, photometric: 1, sampleFormat: 3, pixels: TIFFFile.floats(values))
        #expect(try refusal(file, byHeader: false).hasPrefix(words))
    }

    @Test func floatsMultipliedByAlphaAreRefused() throws {
        let file = TIFFFile(
            bits: 32, samples: 4, extraSamples: [1], sampleFormat: 3,
            pixels: TIFFFile.floats([0.5, 0.5, 0.5, 0.5, 0, 0, 0, 0]))
        #expect(
            try refusal(file)
                == "holds floats that are multiplied by alpha, which is not supported: store them as they are"
        )
    }

    @Test func twelveBitsThatWereNotScaledToSixteenAreRefused() throws {
        var file = TIFFFile(bits: 16, pixels: TIFFFile.words([4095, 0, 100, 7, 8, 9]))
        #expect(
            try refusal(file, byHeader: false)
                == "holds 16-bit values of which none is above 4095, as where 12 bits or "
                + "fewer were stored without scaling: white is 65535; multiply them")
        file.pixels = TIFFFile.words([4096, 0, 256, 7, 8, 9])
        #expect(try photo(file) == [16, 0, 1])
        // Black is black.
        file.pixels = TIFFFile.words([0, 0, 0, 0, 0, 0])
        #expect(try photo(file) == [0, 0, 0])
    }

    @Test func packedLabIsConverted() throws {
        let file = TIFFFile(photometric: 8, pixels: [128, 0, 0, 255, 0, 0])
        for value in try photo(file) { #expect(abs(Int(value) - 119) <= 1) }
    }

    @Test func chromaWithoutJPEGIsRefused() throws {
        let file = TIFFFile(photometric: 6, pixels: [9, 9, 9, 9, 9, 9])
        #expect(
            try refusal(file)
                == "is a TIFF of YCbCr without JPEG compression, which is not supported: convert it to RGB")
    }

    @Test func brokenDirectoriesNeverTrap() throws {
        // Every byte of the header and the directory in turn at its extremes.
        let whole = TIFFFile(samples: 4, extraSamples: [2], pixels: Array(1...8)).bytes
        for place in whole.indices {
            for value in [0, 0x7F, 0xFF] as [UInt8] {
                var bytes = whole
                bytes[place] = value
                let path = try folder.write(bytes, "a.tif")
                _ = try? PhotoFile.probe(path, maxPixels: 1000)
                var raster = Raster()
                _ = try? PhotoFile.decode(path, .init(maxPixels: 1000), into: &raster)
                _ = try? Image(file: path, maxPixels: 1000).raster()
            }
        }
    }
}
