import Pictures
import Testing

@testable import Compositing

/// Known answers of what a sensor does to every pixel alike.
@Suite struct SensorEffectTests {
    /// sRGB's 188 is half of white in linear light: 0.5029.
    @Test func aStopHalvesLight() throws {
        var exposure = Exposure()
        exposure.stops = -1
        #expect(try plain(2, 2, 255, 188, 0).after(exposure).rgb(1, 1) == [188, 137, 0])
        exposure.stops = 1
        #expect(try plain(2, 2, 137, 188, 255).after(exposure).rgb(0, 1) == [188, 255, 255])
    }

    @Test func warmLightMakesGreyRedderAndKeepsItsLuminance() throws {
        var balance = WhiteBalance()
        balance.kelvin = 4000
        let grey = try plain(2, 2, 118, 118, 118).after(balance).rgb(0, 0)
        #expect(grey[0] > 118 && grey[2] < 118)
        let luminance = zip(grey, [0.2126, 0.7152, 0.0722]).reduce(0) {
            $0 + SRGB.linear(Double($1.0) / 255) * $1.1
        }
        #expect(abs(luminance - SRGB.linear(118.0 / 255)) < 0.002)
    }

    /// Middle grey is 117.6 of 255.
    @Test func contrastSpreadsLevelsFromMiddleGrey() throws {
        var contrast = Contrast()
        contrast.factor = 2
        #expect(try plain(2, 2, 118, 138, 98).after(contrast).rgb(0, 0) == [118, 158, 78])
        #expect(try plain(2, 2, 30, 0, 250).after(contrast).rgb(0, 0) == [0, 0, 255])
        contrast.factor = 0
        #expect(try plain(2, 2, 30, 0, 250).after(contrast).rgb(0, 0) == [118, 118, 118])
    }

    @Test(arguments: Recompress.Format.allCases) func coarserFilesLoseMore(format: Recompress.Format) throws {
        let photo = raster(64, 64) { x, y in
            (UInt8((x * 37 + y * 91) % 200), UInt8((x * x + y) % 200), UInt8(x * 3), 255)
        }
        let losses = try [95, 60, 10].map { quality in
            var recompress = Recompress()
            (recompress.quality, recompress.format) = (quality, format)
            let image = try photo.after(recompress)
            return zip(photo.bytes, image.bytes).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        }
        #expect(0 < losses[0] && losses[0] < losses[1] && losses[1] < losses[2])
    }

    /// A flat grey is kept by any quality, and a JPEG's blocks lie on the grid of the image.
    @Test func whatIsFlatStaysSo() throws {
        var recompress = Recompress()
        recompress.quality = 50
        #expect(try plain(20, 20, 128, 128, 128).after(recompress) == plain(20, 20, 128, 128, 128))
    }

    @Test func aFileWithoutLossesIsThePictureItself() throws {
        for encoding in [PhotoFile.Encoding.png(), .tiff, .webp(lossless: true)] {
            var image = photo(20, 20)
            try PhotoFile.recode(&image, as: encoding)
            #expect(image == photo(20, 20))
        }
    }
}
