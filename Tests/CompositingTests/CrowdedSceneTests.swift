import Geometry
import Masks
import Objects
import Pictures
import Testing

@testable import Compositing
@testable import Scenes

/// Scenes of which much has to be taken out, or which lie in heaps.
@Suite struct CrowdedSceneTests {
    private let stage: BoxStage

    init() throws { stage = try BoxStage() }

    private func box(_ x: Int, _ y: Int, _ side: Int = 8) -> PixelRect {
        PixelRect(minX: x, minY: y, maxX: x + side, maxY: y + side)
    }

    @Test func whatBreaksALimitOnlyForAnObjectThatStaysIsTakenOut() throws {
        // Each hides half of the one before; the nearest is cut off by half.
        let boxes = [box(0, 0), box(4, 0), box(8, 0), box(60, 20)]
        let composite = try stage.compositor.composite(
            stage.scene(boxes, Limits(overlapMax: 0.4, visibleMin: 0.25, truncatedMax: 0.4)))
        #expect(composite.scene.objects.map(\.name) == ["box 2"])
        #expect(composite.scene.missing.map(\.name) == ["box 0", "box 1", "box 3"])
        #expect(composite.scene.missing.map(\.reason) == [.overlap, .overlap, .truncated])
        #expect(composite.instances.map(\.area) == [64])
        // The finished image has nothing of those that were taken out.
        #expect(composite.map.ids.filter { $0 == 1 }.count == 64)
        #expect(
            stride(from: 0, to: composite.image.bytes.count, by: 4).filter { composite.image.bytes[$0] > 0 }.count
                == 64)
    }

    /// Painting the scene again for each of them would take minutes.
    @Test(.timeLimit(.minutes(1))) func aThousandObjectsThatBreakALimitAreTakenOutAtOnce() throws {
        let boxes = (0..<1500).map { _ in box(10, 10) }
        let composite = try stage.compositor.composite(
            stage.scene(boxes, Limits(overlapMax: 0, visibleMin: 1, truncatedMax: 0)))
        #expect(composite.scene.objects.map(\.name) == ["box 1499"])
        #expect(composite.scene.missing.count == 1499)
    }

    @Test func anImageWithHeapsOfObjectsLeavesNothingToTheNext() throws {
        let all = Limits(overlapMax: 1, visibleMin: 0, truncatedMax: 1)
        // Far more pixels than the image has.
        let heap = (0..<30).map { box($0, $0 / 2, 30) } + [box(10, 5, 50)]
        for boxes in [heap, [box(3, 3)], heap, []] {
            let composite = try stage.compositor.composite(stage.scene(boxes, all))
            let fresh = Compositor(photos: PhotoCache(limit: 0), objects: ObjectLibrary())
            let expected = try fresh.composite(stage.scene(boxes, all))
            #expect(composite.image == expected.image)
            #expect(composite.map == expected.map)
            #expect(composite.instances.map(\.visible) == expected.instances.map(\.visible))
        }
    }
}
