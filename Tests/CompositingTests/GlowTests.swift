import Cards
import Foundation
import Geometry
import Pictures
import Testing

@testable import Compositing

/// Light that is scattered round what is bright.
@Suite struct GlowTests {
    private func glow(_ strength: Double) -> Glow {
        var glow = Glow()
        glow.strength = strength
        return glow
    }

    /// The equation is 10 / θ³ + 5 / θ²; the sum of Gaussians stays near it from octave to octave.
    @Test func theSumOfGaussiansFollowsTheEquation() {
        let focal = 1500.0
        let octaves = Glow.octaves(focalPixels: focal)
        let degree = Double.pi / 180
        for degrees in stride(from: 0.2, through: 10, by: 0.1) {
            let radius = degrees * degree * focal
            // Per pixel; a pixel has 1 / f² steradians.
            let sum = octaves.reduce(0.0) { sum, octave -> Double in
                let square = octave.deviationPixels * octave.deviationPixels
                let peak = octave.share / (2 * Double.pi * square)
                return sum + peak * exp(-radius * radius / (2 * square))
            }
            let whole: Double = 10 / pow(degrees, 3) + 5 / pow(degrees, 2)
            let equation = whole / (focal * focal)
            #expect((0.9...1.1).contains(sum / equation), "\(degrees)°: \(sum / equation)")
        }
    }

    /// Between 0.1° and 25.6°, the equation holds 24 % of a source's light.
    @Test func theSharesAreThoseOfTheEquation() {
        let sum = Glow.octaves(focalPixels: 1000).reduce(0.0) { $0 + $1.share }
        let degree = Double.pi / 180
        let inner: Double = 10 * (1 / 0.1 - 1 / 25.6)
        let outer: Double = 5 * log(256)
        let whole = 2 * Double.pi * degree * degree * (inner + outer)
        #expect(abs(sum - whole) < 1e-9 && abs(sum - 0.244) < 0.001)
    }

    /// A lamp of 4 × 4 pixels on black: as much light comes as the shares say, and less farther away.
    @Test func aLampHasAHalo() throws {
        let night = raster(400, 300) { x, y in
            (199...202).contains(x) && (149...152).contains(y) ? (255, 255, 255, 255) : (0, 0, 0, 255)
        }
        let camera = Camera(width: 400, height: 300, focalPixels: 500, heightMetres: 1.5)
        let after = try night.after(glow(20), camera: camera)
        func light(_ x: Int) -> Double {
            let level = Double(after.rgb(x, 150)[0])
            return SRGB.linear(level / 255)
        }
        #expect(light(204) > light(207) && light(207) > light(212) && light(212) > light(220))
        #expect(after.rgb(200, 150) == [255, 255, 255])
        // By the equation, at 12 pixels: 16 pixels of white, and 1 / f² of a steradian each.
        let degrees = 12.0 / 500 * 180 / Double.pi
        let equation: Double = 10 / pow(degrees, 3) + 5 / pow(degrees, 2)
        let expected = 20.0 * 16.0 * equation / (500.0 * 500.0)
        #expect((0.7...1.4).contains(light(212) / expected), "\(light(212)), \(expected)")
        // It is even all round.
        #expect(abs(Int(after.rgb(212, 150)[0]) - Int(after.rgb(200, 162)[0])) <= 4)
    }

    @Test func theGlowHasTheColourOfItsSource() throws {
        let night = raster(200, 150) { x, y in
            (98...102).contains(x) && (73...77).contains(y) ? (255, 140, 20, 255) : (0, 0, 0, 255)
        }
        let pixel = try night.after(glow(10)).rgb(108, 75)
        #expect(pixel[0] > pixel[1] && pixel[1] > pixel[2])
    }

    @Test func whereNothingIsBrightNothingChanges() throws {
        let dim = raster(200, 150) { x, y in (UInt8(x % 120), UInt8(y % 120), 90, 255) }
        #expect(try dim.after(glow(20)) == dim)
        #expect(try photo(200, 150).after(glow(0)) == photo(200, 150))
    }
}
