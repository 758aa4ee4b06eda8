import Cards
import Geometry
import Masks
import Pictures
import Testing

@testable import Compositing
@testable import Scenes

/// Grass before the foot of what stands in it.
@Suite struct GrassTests {
    /// Grass as a photo shows it: dark gaps and bright blades of two pixels.
    private let photo = raster(64, 48) { x, y in
        let level = UInt8(40 + 150 * ((x / 2 * 7 + y / 5 * 3) % 5) / 4)
        return (0, level, 0, 255)
    }

    /// A red box 1 m high and wide, 4 m away: 12.5 pixels, its foot at row 42.75.
    private func scene(_ stage: BoxStage, grass: Double?) -> Scene {
        var scene = stage.scene([])
        scene.objects = [
            stage.object(
                "box",
                .flat(
                    imageFromObject: scene.camera.imageFromPlane(
                        origin: [-0.5, 1, -4], uAxis: [1, 0, 0], vAxis: [0, -1, 0]), onGround: true))
        ]
        scene.asked = 1
        scene.grassMetres = grass
        return scene
    }

    @Test func itHidesTheFootAndTheLabelSaysSo() throws {
        let stage = try BoxStage(photo)
        let bare = try stage.compositor.composite(scene(stage, grass: nil))
        let grown = try stage.compositor.composite(scene(stage, grass: 0.4))
        let (whole, part) = (try #require(bare.instances.first), try #require(grown.instances.first))
        #expect(whole.visibility == 1 && part.amodal == whole.visible)
        #expect(part.visibility > 0.6 && part.visibility < 0.95)
        let mask = Mask(part.visible)
        var hidden = [Int](repeating: 0, count: 48)
        for y in 0..<48 {
            for x in 0..<64 {
                let at = (y * 64 + x) * 4
                let isBox = Mask(whole.visible)[x: x, y: y]
                if mask[x: x, y: y] {
                    #expect(isBox)
                } else if isBox {
                    hidden[y] += 1
                }
                // What is labelled shows more of the box than of the grass, and what is not more of the grass.
                let (red, own) = (Int(grown.image.bytes[at]), Int(bare.image.bytes[at]))
                if isBox { #expect((2 * red >= own) == mask[x: x, y: y], "\(x), \(y): \(red) of \(own)") }
            }
        }
        // Its tips are at row 37.75; where it is densest it hides most.
        #expect(hidden[..<37].allSatisfy { $0 == 0 })
        #expect(hidden[38] < hidden[41] && hidden[41] >= 6, "\(hidden[36...])")
    }

    @Test func bladesHideMoreThanTheGapsBetweenThem() throws {
        let stage = try BoxStage(photo)
        let bare = try stage.compositor.composite(scene(stage, grass: nil))
        let grown = try stage.compositor.composite(scene(stage, grass: 0.4))
        let (box, mask) = (Mask(bare.instances[0].visible), Mask(grown.instances[0].visible))
        var (hidden, seen): ([Int], [Int]) = ([], [])
        for y in 38..<42 {
            for x in 0..<64 where box[x: x, y: y] {
                let level = Int(photo.bytes[(y * 64 + x) * 4 + 1])
                if mask[x: x, y: y] { seen.append(level) } else { hidden.append(level) }
            }
        }
        #expect(hidden.count > 10 && seen.count > 10)
        #expect(hidden.reduce(0, +) * seen.count > seen.reduce(0, +) * hidden.count + 30 * seen.count * hidden.count)
    }

    @Test func ofLessThanAPixelNothingIsSeen() throws {
        let stage = try BoxStage(photo)
        let bare = try stage.compositor.composite(scene(stage, grass: nil)).image
        #expect(try stage.compositor.composite(scene(stage, grass: 0.07)).image == bare)
    }

    @Test func whatIsHeldAboveItIsNotHidden() throws {
        let stage = try BoxStage(photo)
        func image(_ grass: Double?) throws -> Raster {
            var scene = scene(stage, grass: grass)
            scene.objects[0].place = .flat(
                imageFromObject: scene.camera.imageFromPlane(
                    origin: [-0.5, 1.5, -4], uAxis: [1, 0, 0], vAxis: [0, -1, 0]), onGround: true)
            return try stage.compositor.composite(scene).image
        }
        #expect(try image(0.4) == image(nil))
    }
}
