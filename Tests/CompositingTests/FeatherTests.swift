import Geometry
import Objects
import Pictures
import Testing

@testable import Compositing

@Suite struct FeatherTests {
    /// The alpha of a black object over white, in one row of the image.
    private static func alphas(
        _ sprite: Sprite, feather: Double, row: Int, width: Int, height: Int, scale: Double = 1
    ) -> [Int] {
        var canvas = Canvas(raster(width, height) { _, _ in (255, 255, 255, 255) })
        _ = canvas.paste(sprite, placed(sprite, scale: scale), Look(featherPixels: feather))
        return (0..<width).map { 255 - Int(canvas.pixel($0, row)[0]) }
    }

    private static func box(_ width: Int, _ height: Int) throws -> Sprite {
        try Sprite(straight: raster(width, height) { _, _ in (0, 0, 0, 255) })
    }

    @Test(arguments: [1, 2, 3, 5, 8, 13] as [Double])
    func aStraightEdgeRisesFromNothingToAllWithinTheRadius(_ radius: Double) throws {
        let sprite = try Self.box(64, 64)
        let alphas = Self.alphas(sprite, feather: radius, row: 32, width: 64, height: 64)
        #expect(alphas[0] < 200)
        #expect(alphas == alphas.reversed())
        for x in 1..<32 { #expect(alphas[x] >= alphas[x - 1]) }
        // A quarter of the radius further in at most, where it is read from a coarser level.
        for x in Int((radius * 1.5).rounded(.up))..<32 { #expect(alphas[x] == 255) }
        // In the middle of the ramp, about three quarters: 1 − (1 − t)² for t = 1/2.
        if radius >= 5 { #expect(abs(alphas[Int(radius / 2)] - 191) < 40) }
    }

    @Test func itOnlyTakesAway() throws {
        let sprite = try Sprite(
            straight: raster(24, 24) { x, y in (0, 0, 0, (x - 12) * (x - 12) + (y - 12) * (y - 12) < 120 ? 230 : 0) })
        for radius in [0.5, 2, 4, 20] {
            for row in 0..<24 {
                let plain = Self.alphas(sprite, feather: 0, row: row, width: 24, height: 24)
                let soft = Self.alphas(sprite, feather: radius, row: row, width: 24, height: 24)
                for x in 0..<24 { #expect(soft[x] <= plain[x]) }
            }
        }
    }

    @Test func noRadiusIsThePlainEdge() throws {
        let sprite = try Self.box(9, 7)
        for radius in [0, -3, .nan] {
            #expect(
                Self.alphas(sprite, feather: radius, row: 0, width: 9, height: 7)
                    == [Int](repeating: 255, count: 9))
        }
    }

    @Test func theMiddleOfAThinPartIsKept() throws {
        // A pole three texels wide under a board.
        let sprite = try Sprite(
            straight: raster(41, 60) { x, y in (0, 0, 0, y < 30 || abs(x - 20) <= 1 ? 255 : 0) })
        let alphas = Self.alphas(sprite, feather: 4, row: 50, width: 41, height: 60)
        #expect(alphas[20] >= 220)
        #expect(alphas[18] == 0 && alphas[22] == 0)
    }

    @Test func theRadiusIsInImagePixelsAtAnyScale() throws {
        let sprite = try Self.box(128, 128)
        let small = Self.alphas(sprite, feather: 8, row: 32, width: 64, height: 64, scale: 0.5)
        let full = Self.alphas(sprite, feather: 8, row: 64, width: 128, height: 128)
        for x in 0..<20 { #expect(abs(small[x] - full[x]) < 30) }
    }
}
