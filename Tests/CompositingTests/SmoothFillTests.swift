import Geometry
import Masks
import Testing
import Vips

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
}
