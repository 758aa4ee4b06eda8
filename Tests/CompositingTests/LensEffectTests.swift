import Foundation
import Geometry
import Pictures
import Testing

@testable import Compositing

/// Known answers of lenses.
@Suite struct LensEffectTests {
    /// The light of a channel, 1 is white.
    private func light(_ image: Raster, _ x: Int, _ y: Int, channel: Int = 1) -> Double {
        SRGB.linear(Double(image.rgb(x, y)[channel]) / 255)
    }

    @Test func aVignetteLosesAtTheCornerWhatItSays() throws {
        var vignette = Vignette()
        vignette.corner = 0.75
        let image = try plain(201, 101, 255, 255, 255).after(vignette)
        #expect(image.rgb(100, 50) == [255, 255, 255])
        #expect(abs(light(image, 0, 0) - 0.25) < 0.01)
        #expect(image.rgb(0, 0) == image.rgb(200, 100))
        // The cosine of half of the corner's tangent, 1, to the fourth: 1 / (1 + 1/4)² = 0.64.
        #expect(abs(light(image, 150, 75) - 0.64) < 0.01)
    }

    @Test func aVignettesCentreIsWhereItIsSet() throws {
        var vignette = Vignette()
        (vignette.centreX, vignette.centreY) = (0, 1)
        let image = try plain(40, 20, 255, 255, 255).after(vignette)
        #expect(image.rgb(0, 19) == [255, 255, 255])
        #expect(abs(light(image, 39, 0) - 0.5) < 0.03)
    }

    @Test(arguments: [1.0, 2.5, 6]) func aPointBecomesADiscOfItsLight(radius: Double) throws {
        var defocus = Defocus()
        defocus.radius = radius
        let size = 31
        let image = try raster(size, size) { x, y in (x == 15 && y == 15) ? (255, 255, 255, 255) : (0, 0, 0, 255) }
            .after(defocus)
        let disc = Double.pi * radius * radius
        var sum = 0.0
        for y in 0..<size {
            for x in 0..<size {
                let distance = hypot(Double(x - 15), Double(y - 15))
                let value = light(image, x, y)
                sum += value
                if distance > radius + 1 { #expect(value == 0, "\(x), \(y)") }
                if distance < radius - 1 { #expect(abs(value * disc - 1) < 0.1, "\(x), \(y)") }
                #expect(image.rgb(x, y) == image.rgb(30 - x, y) && image.rgb(x, y) == image.rgb(x, 30 - y))
            }
        }
        #expect(abs(sum - 1) < 0.06)
    }

    /// Against the plain sum over every pixel of the kernel, edges included.
    @Test func aDiscsRunsAreThePlainSum() throws {
        var defocus = Defocus()
        defocus.radius = 2.2
        let photo = photo(17, 9)
        let image = try photo.after(defocus)
        let rows = (-2...2).map { row in half(2.2, row) }
        let area = 2 * rows.reduce(0, +)
        for (x, y) in [(0, 0), (8, 4), (16, 8), (1, 7)] {
            for channel in 0..<3 {
                var sum = 0.0
                for (dy, half) in zip(-2...2, rows) {
                    for dx in -3...3 {
                        let share = max(0, min(Double(dx) + 0.5, half) - max(Double(dx) - 0.5, -half))
                        sum += share * light(photo, min(max(x + dx, 0), 16), min(max(y + dy, 0), 8), channel: channel)
                    }
                }
                let expected = (SRGB.encoded(sum / area) * 255).rounded()
                #expect(abs(Double(image.rgb(x, y)[channel]) - expected) <= 1, "\(x), \(y)")
            }
        }
    }

    /// Half of a disc's area in a row, by many thin strips.
    private func half(_ radius: Double, _ row: Int) -> Double {
        (0..<10_000).reduce(0) { sum, strip in
            let y = Double(row) - 0.5 + (Double(strip) + 0.5) / 10_000
            return sum + max(0, radius * radius - y * y).squareRoot() / 10_000
        }
    }

    @Test(arguments: [3.0, 40, 100]) func aDiscLargerThanThePictureKeepsWhatIsEven(radius: Double) throws {
        var defocus = Defocus()
        defocus.radius = radius
        #expect(try plain(9, 5, 255, 200, 1).after(defocus) == plain(9, 5, 255, 200, 1))
    }

    @Test func aLevelMotionMovesNothingUpwards() throws {
        var motion = MotionBlur()
        motion.length = 4
        let image = try raster(21, 5) { x, y in (x == 10 && y == 2) ? (255, 255, 255, 255) : (0, 0, 0, 255) }
            .after(motion)
        for x in 0..<21 {
            for y in [0, 1, 3, 4] { #expect(image.rgb(x, y) == [0, 0, 0]) }
            if abs(x - 10) > 2 { #expect(image.rgb(x, 2) == [0, 0, 0]) }
            if abs(x - 10) < 2 { #expect(abs(light(image, x, 2) - 0.25) < 0.01) }
        }
        // Half of a pixel's way lies beyond the last whole one.
        #expect(abs(light(image, 8, 2) - 0.125) < 0.01)
    }

    @Test func anAngleTurnsTowardsTheTop() throws {
        var motion = MotionBlur()
        (motion.length, motion.angle) = (8, 45)
        let image = try raster(21, 21) { x, y in (x == 10 && y == 10) ? (255, 255, 255, 255) : (0, 0, 0, 255) }
            .after(motion)
        #expect(light(image, 12, 8) > 0.05 && light(image, 8, 12) > 0.05)
        #expect(image.rgb(12, 12) == [0, 0, 0] && image.rgb(8, 8) == [0, 0, 0])
        motion.angle = 90
        let upright = try raster(9, 21) { x, y in (x == 4 && y == 10) ? (255, 255, 255, 255) : (0, 0, 0, 255) }
            .after(motion)
        #expect(upright.rgb(4, 7) != [0, 0, 0] && upright.rgb(3, 7) == [0, 0, 0])
    }

    @Test(arguments: [3.0, 60, 200]) func aMotionBeyondThePictureKeepsWhatIsEven(length: Double) throws {
        var motion = MotionBlur()
        (motion.length, motion.angle) = (length, 33)
        #expect(try plain(9, 5, 255, 200, 1).after(motion) == plain(9, 5, 255, 200, 1))
    }

    /// Columns in the upper right quarter: the edge of the right half moves outwards in red, inwards in blue.
    @Test func fringesMoveColoursByWhatIsSaid() throws {
        var lens = ChromaticAberration()
        (lens.red, lens.blue) = (5, -5)
        let photo = raster(400, 300) { x, _ in x >= 360 ? (255, 255, 255, 255) : (0, 0, 0, 255) }
        let image = try photo.after(lens)
        // At x = 160 of 250 to the corner: 3.2 pixels.
        #expect(image.rgb(362, 150)[0] == 0 && image.rgb(364, 150)[0] == 255)
        #expect(image.rgb(357, 150)[2] == 255 && image.rgb(355, 150)[2] == 0)
        for x in 0..<400 { #expect(image.rgb(x, 10)[1] == photo.rgb(x, 10)[1]) }
        #expect(image.rgb(200, 150) == [0, 0, 0])
    }

    @Test(arguments: [(1, 1), (3, 2), (2, 9)]) func fringesOfASmallPictureStayInIt(width: Int, height: Int) throws {
        var lens = ChromaticAberration()
        (lens.red, lens.blue) = (20, -20)
        #expect(try plain(width, height, 255, 200, 1).after(lens) == plain(width, height, 255, 200, 1))
    }
}
