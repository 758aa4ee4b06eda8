import Geometry
import Masks
import Objects
import Pictures
import Testing

@testable import Compositing

@Suite struct BlendTests {
    /// Column c and row a have colour c and alpha a; a last opaque column keeps the faint rows within the bounds.
    private static func everyPair() throws -> Sprite {
        try Sprite(
            straight: raster(257, 256) { x, y in
                x == 256 ? (0, 0, 0, 255) : (UInt8(x), UInt8(255 - x), UInt8(x), UInt8(y))
            })
    }

    @Test(arguments: [0, 1, 100, 255] as [UInt8])
    func everyPairOfColourAndAlphaIsRightWithinOne(_ under: UInt8) throws {
        let sprite = try Self.everyPair()
        var canvas = Canvas(raster(257, 256) { _, _ in (under, under, under, 255) })
        _ = canvas.paste(sprite, placed(sprite))
        var worst = 0.0
        var opaque = true
        for alpha in 0..<256 {
            let share = Double(alpha) / 255
            for colour in 0..<256 {
                let at = (alpha * 257 + colour) * 4
                let pixel = canvas.image.bytes[at..<at + 4].map(Double.init)
                opaque = opaque && pixel[3] == 255
                for (value, source) in zip(pixel, [colour, 255 - colour, colour]) {
                    worst = max(worst, abs(value - (Double(source) * share + Double(under) * (1 - share))))
                }
                // Nothing at all of what is transparent, nothing else where it is opaque.
                if alpha == 0, pixel[0] != Double(under) { worst = 255 }
                if alpha == 255, pixel[1] != Double(255 - colour) { worst = 255 }
            }
        }
        #expect(worst <= 1)
        #expect(opaque)
        for alpha in 0..<256 { #expect(canvas.map.ids[alpha * 257] == (alpha >= 128 ? 1 : 0)) }
    }

    @Test(arguments: [0, 0.25, 0.731, 1, 1.01, 1.5, 3.7, 15.9] as [Float])
    func gainMultipliesEveryColourAndSaturatesAtWhite(_ gain: Float) throws {
        let sprite = try Sprite(straight: raster(256, 1) { x, _ in (UInt8(x), 128, UInt8(255 - x), 255) })
        var canvas = Canvas(photo(256, 1))
        _ = canvas.paste(sprite, placed(sprite), Look(gain: SIMD3(gain, 1, gain)))
        for x in 0..<256 {
            let pixel = canvas.pixel(x, 0)
            #expect(abs(Float(pixel[0]) - min(255, Float(x) * gain)) <= 0.6)
            #expect(abs(Float(pixel[2]) - min(255, Float(255 - x) * gain)) <= 0.6)
            #expect(pixel[1] == 128)
            #expect(pixel[3] == 255)
        }
    }

    @Test func gainNeverMakesAPixelMoreOpaque() throws {
        let sprite = try Self.everyPair()
        var (plain, bright) = (Canvas(photo(257, 256)), Canvas(photo(257, 256)))
        _ = plain.paste(sprite, placed(sprite))
        _ = bright.paste(sprite, placed(sprite), Look(gain: SIMD3(4, 4, 4)))
        #expect(plain.map == bright.map)
        // A white that is half opaque is the brightest that a half opaque pixel can be, whatever the gain.
        let white = 255
        for alpha in 0..<256 { #expect(plain.pixel(white, alpha)[0] == bright.pixel(white, alpha)[0]) }
    }

    @Test func gainsOutOfRangeAreTakenAsTheEnds() {
        #expect(FixedGain(SIMD3(-1, .nan, 1e9)) == FixedGain(SIMD3(0, 0, Look.greatestGain)))
    }
}
