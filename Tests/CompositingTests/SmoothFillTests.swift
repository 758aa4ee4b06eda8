import Cards
import Geometry
import Masks
import Pictures
import Pipelines
import Testing

@testable import Compositing

/// Holes are filled from what surrounds them.
@Suite struct SmoothFillTests {
    private static func picture(_ width: Int, _ height: Int, _ value: (Int, Int) -> Int) -> Raster {
        var raster = Raster(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width {
                for band in 0..<3 { raster.bytes[(y * width + x) * 4 + band] = UInt8(value(x, y) + band) }
                raster.bytes[(y * width + x) * 4 + 3] = 255
            }
        }
        return raster
    }

    private static func value(_ raster: Raster, _ x: Int, _ y: Int) -> Int {
        Int(raster.bytes[(y * raster.width + x) * 4])
    }

    private static func hole(_ rect: PixelRect) -> Mask {
        Mask(rect: rect, bits: [UInt8](repeating: 1, count: rect.area))
    }

    @Test func aHoleInOneColourIsOfThatColour() {
        let whole = Self.picture(40, 30) { _, _ in 90 }
        let rect = PixelRect(minX: 5, minY: 4, maxX: 31, maxY: 22)
        var raster = Self.picture(40, 30) { x, y in rect.contains(x: x, y: y) ? (x * 7 + y) % 200 : 90 }
        SmoothFill.fill(Self.hole(rect), in: &raster)
        #expect(raster == whole)
    }

    /// A ramp solves Laplace's equation.
    @Test func aRampGoesOnThroughAHole() {
        let ramp = Self.picture(64, 48) { x, y in 2 * x + y }
        let rect = PixelRect(minX: 20, minY: 12, maxX: 44, maxY: 33)
        var raster = Self.picture(64, 48) { x, y in rect.contains(x: x, y: y) ? 0 : 2 * x + y }
        SmoothFill.fill(Self.hole(rect), in: &raster)
        for y in 0..<48 {
            for x in 0..<64 {
                let (found, wanted) = (Self.value(raster, x, y), Self.value(ramp, x, y))
                #expect(abs(found - wanted) <= (rect.contains(x: x, y: y) ? 6 : 0), "\(x), \(y)")
            }
        }
    }

    /// Between a dark and a light side the fill changes little from pixel to pixel.
    @Test func aFillHasNoSteps() {
        var raster = Self.picture(80, 40) { x, _ in x < 40 ? 20 : 220 }
        SmoothFill.fill(Self.hole(PixelRect(minX: 20, minY: 0, maxX: 60, maxY: 40)), in: &raster)
        for y in 0..<40 {
            for x in 20..<59 {
                #expect(abs(Self.value(raster, x + 1, y) - Self.value(raster, x, y)) <= 16, "\(x), \(y)")
            }
        }
    }

    @Test func whatHasNoSurroundingsIsGrey() {
        var raster = Self.picture(9, 7) { x, y in x * y }
        SmoothFill.fill(Self.hole(PixelRect(width: 9, height: 7)), in: &raster)
        #expect(Set(raster.bytes) == [128, 255])
    }

    /// Noise about grey, of an even spread from −12 to 12.
    private static func noisy(_ width: Int, _ height: Int) -> Raster {
        var stream = RandomStream(seed: 5, image: 0, name: "noise")
        return picture(width, height) { _, _ in 120 + stream.integer(-12, 12) }
    }

    private static func spread(_ raster: Raster, in rect: PixelRect) -> Double {
        var (sum, squares) = (0.0, 0.0)
        for y in rect.minY..<rect.maxY {
            for x in rect.minX..<rect.maxX {
                let value = Double(value(raster, x, y))
                (sum, squares) = (sum + value, squares + value * value)
            }
        }
        let count = Double(rect.area)
        return (squares / count - sum * sum / count / count).squareRoot()
    }

    @Test func aFillHasTheGrainOfWhatSurroundsIt() {
        let rect = PixelRect(minX: 24, minY: 20, maxX: 56, maxY: 44)
        let hole = Self.hole(rect)
        var raster = Self.noisy(80, 64)
        let isKnown = { (x: Int, y: Int) in !rect.contains(x: x, y: y) }
        let wanted = Self.spread(raster, in: rect)
        SmoothFill.fill(hole, in: &raster)
        #expect(Self.spread(raster, in: rect) < wanted / 3)
        let smooth = raster
        func grainy(_ name: String) -> Raster {
            var raster = smooth
            var stream = RandomStream(seed: 0, image: 0, name: name)
            Grain(around: rect, of: raster, isKnown: isKnown).lay(on: hole, in: &raster, from: &stream)
            return raster
        }
        let found = Self.spread(grainy("a"), in: rect)
        #expect(found > wanted * 0.7 && found < wanted * 1.3, "\(found), not \(wanted)")
        #expect(grainy("a") == grainy("a"))
        #expect(grainy("a") != grainy("b"))
        // Nothing outside of the hole is changed.
        let both = grainy("a")
        for y in 0..<64 {
            for x in 0..<80 where isKnown(x, y) { #expect(both.colour(x, y) == smooth.colour(x, y)) }
        }
    }

    @Test func withoutSurroundingsThereIsNoGrain() {
        var raster = Self.noisy(20, 20)
        let before = raster
        let hole = Self.hole(PixelRect(width: 20, height: 20))
        var stream = RandomStream(seed: 0, image: 0, name: "a")
        Grain(around: hole.rect, of: raster) { _, _ in false }.lay(on: hole, in: &raster, from: &stream)
        #expect(raster == before)
    }

    /// Even stripes end nowhere near the edge of a hole that they run into.
    @Test func linesGoOnIntoAHole() {
        let rect = PixelRect(minX: 30, minY: 10, maxX: 70, maxY: 50)
        let hole = Self.hole(rect)
        func stripe(_ y: Int) -> Int { y % 8 < 4 ? 40 : 200 }
        var raster = Self.picture(100, 60) { x, y in rect.contains(x: x, y: y) ? (x * 31 + y * 17) % 250 : stripe(y) }
        let isKnown = { (x: Int, y: Int) in !rect.contains(x: x, y: y) }
        SmoothFill.fill(hole, in: &raster)
        let smooth = raster
        let reflection = Reflection(into: hole, of: raster, isKnown: isKnown)
        reflection.lay(in: &raster)
        func error(_ raster: Raster) -> Int {
            var sum = 0
            for y in 20..<40 {
                for x in 30..<35 { sum += abs(Self.value(raster, x, y) - stripe(y)) }
            }
            return sum
        }
        #expect(error(raster) * 4 < error(smooth))
        // In the middle nothing of it is left.
        #expect(reflection.share(50, 30) < 0.01)
        #expect(reflection.share(30, 30) > 0.95)
    }
}
