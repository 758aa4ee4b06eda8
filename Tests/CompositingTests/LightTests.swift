import Geometry
import Masks
import Objects
import Pictures
import Testing

@testable import Compositing

@Suite struct LightTests {
    private static func disc() throws -> Sprite {
        try Sprite(
            straight: raster(40, 40) { x, y in
                let (dx, dy) = (Double(x) - 19.5, Double(y) - 19.5)
                return (100, 100, 100, UInt8(max(0, min(255, (20 - (dx * dx + dy * dy).squareRoot()) * 255))))
            }, inflated: true)
    }

    /// The red of a 40 pixel disc on black, by (x, y).
    private static func lit(_ sprite: Sprite, _ light: DirectedLight?, _ turn: Homography = .identity) -> Canvas {
        var canvas = Canvas(raster(40, 40) { _, _ in (0, 0, 0, 255) })
        let pose =
            Homography.translation(x: 20, y: 20) * turn * Homography.scale(x: 40, y: 40)
            * Homography.translation(x: -0.5, y: -0.5)
        _ = canvas.paste(sprite, pose, Look(light: light))
        return canvas
    }

    @Test func theSideTowardsTheLightIsBrighter() throws {
        let disc = try Self.disc()
        let right = Self.lit(disc, DirectedLight(direction: SIMD3(1, 0, 0.5)))
        #expect(right.pixel(34, 20)[0] > right.pixel(20, 20)[0] && right.pixel(20, 20)[0] > right.pixel(5, 20)[0])
        #expect(abs(Int(right.pixel(20, 8)[0]) - Int(right.pixel(20, 31)[0])) <= 2)
        let up = Self.lit(disc, DirectedLight(direction: SIMD3(0, 1, 0.5)))
        #expect(up.pixel(20, 5)[0] > up.pixel(20, 20)[0] && up.pixel(20, 20)[0] > up.pixel(20, 34)[0])
    }

    @Test func theBrightSideStaysWhenTheObjectTurnsOrIsMirrored() throws {
        let disc = try Self.disc()
        let light = DirectedLight(direction: SIMD3(0.8, 0.6, 0.5))
        let still = Self.lit(disc, light)
        let turns = [
            Homography.rotation(.degrees(70)), Homography.rotation(.degrees(-155)), Homography.scale(x: -1, y: 1),
            Homography.scale(x: 1, y: -1) * Homography.rotation(.degrees(30)),
        ]
        for turn in turns {
            let turned = Self.lit(disc, light, turn)
            for (x, y) in [(20, 20), (32, 11), (8, 29), (29, 29), (11, 11)] {
                #expect(abs(Int(turned.pixel(x, y)[0]) - Int(still.pixel(x, y)[0])) <= 4)
            }
        }
    }

    @Test func lightAllFromOneSideLeavesTheExposureAsItWas() throws {
        let disc = try Self.disc()
        for direction in [SIMD3(1, 0, 0), SIMD3(-1, 2, 1), SIMD3(0.0, 0, 1)] {
            let canvas = Self.lit(disc, DirectedLight(direction: direction, ambient: 0.4))
            // Back to light with the power that `encodedGain` undoes: t^2.2 ≈ t² · t^0.2, near enough for a mean.
            var (sum, count) = (0.0, 0.0)
            for y in 4..<36 {
                for x in 4..<36 where canvas.map.ids[y * 40 + x] == 1 {
                    let value = Double(canvas.pixel(x, y)[0]) / 100
                    sum += value * value
                    count += 1
                }
            }
            #expect(abs(sum / count - 1) < 0.1)
        }
    }

    @Test func evenLightChangesNoByte() throws {
        let disc = try Self.disc()
        let plain = Self.lit(disc, nil)
        #expect(Self.lit(disc, DirectedLight(direction: SIMD3(1, 0, 0), ambient: 1)) == plain)
    }

    @Test func aReliefMadeBeforehandChangesNoByte() throws {
        let picture = raster(30, 20) { x, y in (90, 80, 70, x > y ? 255 : 0) }
        let light = DirectedLight(direction: SIMD3(1, 1, 1))
        #expect(
            Self.lit(try Sprite(straight: picture, inflated: true), light)
                == Self.lit(try Sprite(straight: picture), light))
    }

    @Test func shadingDoesNotTouchAlphaOrMap() throws {
        let disc = try Self.disc()
        #expect(Self.lit(disc, DirectedLight(direction: SIMD3(1, 0, 0))).map == Self.lit(disc, nil).map)
    }

    @Test func neutralLightIsOneAndWarmLightIsRedAtTheSameLuminance() {
        #expect(ColourTemperature(kelvin: 6504).linearGain == SIMD3(1, 1, 1))
        var previous = Float.infinity
        for kelvin in stride(from: 1000.0, through: 15_000, by: 500) {
            let gain = ColourTemperature(kelvin: kelvin).linearGain
            #expect(abs(0.2126 * gain.x + 0.7152 * gain.y + 0.0722 * gain.z - 1) < 1e-5)
            #expect(gain.x / max(gain.z, 1e-6) < previous)
            previous = gain.x / max(gain.z, 1e-6)
        }
    }

    @Test func aBulbHasTheTintOfIlluminantA() {
        // CIE 15: illuminant A, 2856 K, is x = 0.44757, y = 0.40745; a black body of 6504 K is x = 0.3135, y = 0.3237.
        func rgb(_ x: Double, _ y: Double) -> SIMD3<Double> {
            let (a, b, c) = (x / y, 1.0, (1 - x - y) / y)
            return SIMD3(
                3.2404542 * a - 1.5371385 * b - 0.4985314 * c, -0.9692660 * a + 1.8760108 * b + 0.0415560 * c,
                0.0556434 * a - 0.2040259 * b + 1.0572252 * c)
        }
        let ratio = rgb(0.44757, 0.40745) / rgb(0.3135, 0.3237)
        let gain = ColourTemperature(kelvin: 2856).linearGain
        #expect(abs(Double(gain.x / gain.y) - ratio.x / ratio.y) < 0.02)
        #expect(abs(Double(gain.z / gain.y) - ratio.z / ratio.y) < 0.02)
    }

    @Test func anEncodedGainUndoesTheDisplaysGamma() {
        #expect(encodedGain(linear: Float(1)) == 1)
        #expect(encodedGain(linear: Float(0)) == 0)
        // 2^(29/64) and 0.1^(29/64).
        #expect(abs(encodedGain(linear: Float(2)) - 1.36902) < 1e-4)
        #expect(abs(encodedGain(linear: Float(0.1)) - 0.35227) < 1e-4)
    }
}
