import Geometry
import Masks
import Objects
import Pictures
import Scenes
import Testing

@testable import Compositing

@Suite struct PlaneShadeTests {
    private static let plane = PlacedPlane(
        name: "wall", corners: [Point(20, 10), Point(180, 30), Point(180, 110), Point(20, 120)])

    /// A card of aspect 1, `side` pixels wide, in the picture's plane.
    private func card(x: Double, y: Double, side: Double = 20) -> Homography {
        .translation(x: x - side / 2, y: y - side / 2) * .scale(x: side, y: side)
    }

    private func shade(_ image: Raster, x: Double, y: Double) throws -> PlaneShade {
        try #require(PlaneShade(on: Self.plane, at: card(x: x, y: y), aspect: 1, in: image))
    }

    @Test func anEvenPlaneChangesNothing() throws {
        let image = raster(200, 130) { _, _ in (90, 120, 60, 255) }
        let shade = try shade(image, x: 100, y: 60)
        for channel in 0..<3 { #expect(abs(shade.gain[channel] - 1) < 1e-4) }
        #expect(abs(shade.slope.x) < 1e-4 && abs(shade.slope.y) < 1e-4)
    }

    /// Half of the plane lies in a shadow of a quarter of the light.
    @Test func inAShadowAnObjectIsDarkerByAsMuch() throws {
        let image = raster(200, 130) { x, _ in x < 100 ? (188, 188, 188, 255) : (99, 99, 99, 255) }
        let (lit, shaded) = (try shade(image, x: 60, y: 60), try shade(image, x: 140, y: 60))
        #expect(lit.gain.x > 1.5 && shaded.gain.x < 0.65)
        #expect(abs(lit.gain.x / shaded.gain.x - 4) < 0.15)
        // At its edge the light changes from the left to the right, and not down.
        let edge = try shade(image, x: 100, y: 60)
        #expect(edge.slope.x < -0.5 && abs(edge.slope.y) < 0.05)
    }

    @Test func aGrainIsNoSlope() throws {
        let image = raster(200, 130) { x, y in
            let value = UInt8(100 + (x * 7 + y * 13) % 5 * 12)
            return (value, value, value, 255)
        }
        let shade = try shade(image, x: 100, y: 60)
        #expect(abs(shade.slope.x) < 0.08 && abs(shade.slope.y) < 0.08 && abs(shade.gain.x - 1) < 0.05)
    }

    @Test func aColouredLightGivesHalfOfItsColour() throws {
        let image = raster(200, 130) { x, _ in x < 100 ? (120, 120, 120, 255) : (120, 60, 60, 255) }
        let gain = try shade(image, x: 140, y: 60).gain
        #expect(gain.x > 1.1 * gain.y && gain.x < 3 * gain.y)
    }

    @Test func outsideTheImageNothingIsKnown() {
        let image = raster(200, 130) { _, _ in (90, 90, 90, 255) }
        #expect(PlaneShade(on: Self.plane, at: card(x: 400, y: 60), aspect: 1, in: image) == nil)
    }

    @Test func aSlopeDarkensOneSideAndLeavesTheMiddle() throws {
        let sprite = try Sprite(straight: raster(40, 40) { _, _ in (100, 100, 100, 255) })
        var canvas = Canvas(raster(40, 40) { _, _ in (0, 0, 0, 255) })
        var look = Look()
        look.slope = SIMD2(-0.8, 0)
        _ = canvas.paste(sprite, .scale(x: 40, y: 40), look)
        let row = [2, 20, 37].map { Int(canvas.pixel($0, 20)[0]) }
        // exp(±0.36) in light is 1.18 and 0.85 as encoded.
        #expect(abs(row[1] - 100) <= 2 && abs(row[0] - 117) <= 3 && abs(row[2] - 85) <= 3)
        #expect(abs(Int(canvas.pixel(20, 3)[0]) - Int(canvas.pixel(20, 36)[0])) <= 1)
    }
}
