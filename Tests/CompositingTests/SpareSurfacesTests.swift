import Geometry
import Masks
import Pictures
import Scenes
import Testing

@testable import Compositing

/// The surfaces of one scene are made in the memory of those of the last.
@Suite struct SpareSurfacesTests {
    private func upright(_ stage: BoxStage, _ rect: PixelRect, depth: Double) -> Scene {
        var scene = stage.scene([])
        scene.objects = [
            stage.object(
                "box",
                .flat(
                    imageFromObject: Homography(
                        depth * Double(rect.width), 0, depth * Double(rect.minX), 0, depth * Double(rect.height),
                        depth * Double(rect.minY), 0, 0, depth), onGround: true))
        ]
        return scene
    }

    @Test func nothingOfTheLastSceneIsLeft() throws {
        let left = PixelRect(minX: 2, minY: 5, maxX: 20, maxY: 30)
        let right = PixelRect(minX: 40, minY: 20, maxX: 60, maxY: 47)
        let stage = try BoxStage(mapsSurfaces: true)
        let first = try stage.compositor.composite(upright(stage, left, depth: 2)).surfaces
        let second = try #require(try stage.compositor.composite(upright(stage, right, depth: 3)).surfaces)
        let alone = try BoxStage(mapsSurfaces: true)
        let expected = try #require(try alone.compositor.composite(upright(alone, right, depth: 3)).surfaces)
        #expect(second.depthMetres == expected.depthMetres && second.normals == expected.normals)
        #expect(second.depthMetres.contains { $0 > 2.9 })
        // The first one's owner still has it.
        let known = try #require(first)
        #expect(known.depthMetres[10 * 64 + 10] > 1.9 && known.depthMetres[30 * 64 + 50] == 0)
    }
}
