import Cards
import Foundation
import Geometry
import Pictures
import Testing

@testable import Compositing

@Suite struct NightTests {
    /// Looks level from 1.2 m: the horizon is at row 50, and row 60 shows the ground 12 m away.
    private let camera = Camera(width: 40, height: 100, focalPixels: 100, heightMetres: 1.2)

    private func night(stops: Double = 4, fade: Double = 0, lamps: Double = 0, headlights: Double = 0) -> Night {
        var night = Night()
        (night.stops, night.fade, night.lamps, night.headlights) = (stops, fade, lamps, headlights)
        return night
    }

    @Test(arguments: [1.0, 3, 5]) func theGroundLosesItsStops(stops: Double) throws {
        let image = try plain(40, 100, 180, 120, 90).after(night(stops: stops), camera: camera)
        for (got, level) in zip(image.rgb(20, 80), [180.0, 120, 90]) {
            #expect(abs(Double(got) - SRGB.encoded(SRGB.linear(level / 255) * exp2(-stops)) * 255) <= 1)
        }
    }

    @Test func theSkyIsDarkerThanTheGround() throws {
        let image = try plain(40, 100, 200, 200, 200).after(night(), camera: camera)
        #expect(image.rgb(20, 20)[0] + 10 < image.rgb(20, 80)[0])
    }

    @Test func coloursFadeTowardsBlue() throws {
        let pale = try plain(40, 100, 150, 150, 150).after(night(stops: 2, fade: 1), camera: camera).rgb(20, 80)
        #expect(pale[2] > pale[1] && pale[1] > pale[0])
        // Red is all but lost in the dark, and blue is not.
        func level(_ red: UInt8, _ blue: UInt8) throws -> UInt8 {
            try plain(40, 100, red, 0, blue).after(night(stops: 2, fade: 1), camera: camera).rgb(20, 80)[1]
        }
        #expect(try level(200, 0) < level(0, 200))
    }

    /// A white spot of 3 × 3 pixels is a lamp, and the white half of a picture is none.
    @Test func lampsStayBright() throws {
        let spot = raster(480, 100) { x, y in
            x > 300 || ((100...102).contains(x) && (70...72).contains(y)) ? (255, 255, 255, 255) : (40, 40, 40, 255)
        }
        var wide = camera
        (wide.width, wide.principal.x) = (480, 240)
        let (kept, lost) = (
            try spot.after(night(lamps: 1), camera: wide), try spot.after(night(lamps: 0), camera: wide)
        )
        #expect(kept.rgb(101, 71)[0] > 220 && lost.rgb(101, 71)[0] < 90)
        #expect(kept.rgb(400, 71)[0] < 90)
    }

    @Test func headlightsLightTheGroundBelowTheirCutOff() throws {
        let dark = try plain(40, 100, 150, 150, 150).after(night(stops: 8), camera: camera)
        let lit = try plain(40, 100, 150, 150, 150).after(night(stops: 8, headlights: 1), camera: camera)
        #expect(lit.rgb(20, 30) == dark.rgb(20, 30))
        #expect(lit.rgb(20, 64)[0] > lit.rgb(20, 54)[0] && lit.rgb(20, 54)[0] > dark.rgb(20, 54)[0])
        // Nothing gets more than its daylight.
        #expect(lit.bytes.enumerated().allSatisfy { $0.offset % 4 == 3 || $0.element <= 165 })
    }
}
