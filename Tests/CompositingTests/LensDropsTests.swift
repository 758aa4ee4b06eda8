import Cards
import Foundation
import Geometry
import Masks
import Pictures
import Scenes
import Testing

@testable import Compositing

/// Drops on a glass before the lens.
@Suite struct LensDropsTests {
    private func drop(_ x: Float, _ y: Float, radius: Float, blur: Float = 2) -> LensDrops.Drop {
        LensDrops.Drop(middle: SIMD2(x, y), radius: radius, blur: blur, cosines: .zero, sines: .zero)
    }

    private func wetted(
        _ image: Raster, _ drops: [LensDrops.Drop], boxes: [PixelRect] = []
    ) throws -> (before: Composite, after: Composite) {
        let stage = try BoxStage(image)
        let before = try stage.compositor.composite(stage.scene(boxes))
        var composite = before
        var hidden = HiddenPixels(of: composite)
        LensDrops.lay(drops, over: &composite, hiding: &hidden)
        hidden.count(in: &composite)
        return (before, composite)
    }

    /// A bright sky over dark ground: in the drop the sky lies below.
    @Test func aDropShowsThePictureUpsideDown() throws {
        let image = raster(200, 200) { _, y in y < 100 ? (230, 230, 230, 255) : (10, 10, 10, 255) }
        let (_, wet) = try wetted(image, [drop(100, 100, radius: 10, blur: 1)])
        #expect(wet.image.rgb(100, 92)[0] < 80 && wet.image.rgb(100, 107)[0] > 150)
        #expect(wet.image.rgb(100, 85)[0] == 230 && wet.image.rgb(100, 115)[0] == 10)
    }

    /// By Snell's law, from water to air at 45°.
    @Test func theRimBendsMost() {
        let rim = asin(1.33 * sin(Double.pi / 4)) - Double.pi / 4
        #expect(LensDrops.deviations[0] == 0)
        #expect(abs(Double(LensDrops.deviations[255]) - tan(rim)) < 1e-5)
        for step in 0..<255 { #expect(LensDrops.deviations[step] < LensDrops.deviations[step + 1]) }
    }

    @Test(arguments: [(20 as Float, 3 as Float), (3, 12)]) func nothingBeyondItsReachChanges(
        radius: Float, blur: Float
    ) throws {
        let one = drop(70, 60, radius: radius, blur: blur)
        let (dry, wet) = try wetted(photo(160, 120), [one])
        for y in 0..<120 {
            for x in 0..<160 where dry.image.rgb(x, y) != wet.image.rgb(x, y) {
                let (dx, dy) = (Float(x) + 0.5 - 70, Float(y) + 0.5 - 60)
                #expect((dx * dx + dy * dy).squareRoot() < one.reach)
            }
        }
        #expect(dry.image != wet.image)
        // Beside the picture it does not trap.
        _ = try wetted(photo(40, 30), [drop(-500, 15, radius: 3), drop(-2, 15, radius: 9), drop(41, 90, radius: 80)])
    }

    /// Drops at random cover as much as is asked for, within the chance of some hundred drops.
    @Test(arguments: [0.1, 0.4]) func theyCoverTheShareThatIsAskedFor(cover: Double) {
        let camera = Camera(width: 1200, height: 900, focalPixels: 1000)
        let shares = (0..<4).map { seed in
            var stream = RandomStreams(seed: UInt64(seed), image: 0).stream("lens")
            let drops = LensDrops(cover: cover, glassMetres: 0.3).drops(on: camera, from: &stream)
            let covered = (0..<4000).count { point in
                let place = SIMD2(Float(point % 80) * 15, Float(point / 80) * 18)
                return drops.contains { drop in
                    let away = place - drop.middle
                    return (away * away).sum() < drop.radius * drop.radius
                }
            }
            return Double(covered) / 4000
        }
        #expect(abs(shares.reduce(0, +) / 4 / cover - 1) < 0.1, "\(shares)")
    }

    /// A camera that sees with more pixels sees the same drops, larger.
    @Test func dropsAreAsLargeAsTheGlassIsNear() {
        func first(_ focal: Double, _ glass: Double) -> LensDrops.Drop? {
            var stream = RandomStreams(seed: 1, image: 0).stream("lens")
            return LensDrops(cover: 0.2, glassMetres: glass)
                .drops(on: Camera(width: 800, height: 600, focalPixels: focal), from: &stream).first
        }
        let (far, near, fine) = (first(800, 0.4), first(800, 0.1), first(1600, 0.4))
        #expect(far.map { $0.radius * 4 } == near?.radius && far.map { $0.radius * 2 } == fine?.radius)
        #expect(far.map { $0.blur * 4 } == near?.blur)
    }

    @Test func whatADropHidesCountsInTheVisibility() throws {
        let boxes = [
            PixelRect(minX: 10, minY: 10, maxX: 20, maxY: 20), PixelRect(minX: 40, minY: 10, maxX: 50, maxY: 20),
        ]
        let (dry, wet) = try wetted(photo(64, 48), [drop(15, 15, radius: 14)], boxes: boxes)
        #expect(wet.instances.map(\.veiledShare) == [1, 0] && wet.instances.map(\.visibility) == [0, 1])
        #expect(wet.instances.map(\.visible) == dry.instances.map(\.visible) && wet.map.ids == dry.map.ids)
        // A blur through which the object is seen hides nothing.
        let (_, blurred) = try wetted(photo(64, 48), [drop(15, 15, radius: 4, blur: 12)], boxes: boxes)
        #expect(blurred.instances.map(\.veiledShare) == [0, 0])
    }
}
