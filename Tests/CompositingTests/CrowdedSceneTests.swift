import Cards
import Foundation
import Geometry
import Masks
import Objects
import Pictures
import Pipelines
import Testing

@testable import Compositing
@testable import Scenes

/// Scenes of which much has to be taken out, or which lie in heaps: on a black photo of 64 × 48 pixels.
@Suite struct CrowdedSceneTests {
    private let folder: URL
    private let compositor: Compositor

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "crowded-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let photo = raster(64, 48) { _, _ in (0, 0, 0, 255) }
        try Data(PhotoFile.encode(photo, as: .png())).write(to: folder.appending(path: "photo.png"))
        let box = raster(8, 8) { _, _ in (255, 0, 0, 255) }
        try Data(PhotoFile.encodeWithAlpha(box)).write(to: folder.appending(path: "box.png"))
        compositor = Compositor(photos: PhotoCache(limit: 1 << 20), objects: ObjectLibrary())
    }

    /// Boxes in painting order.
    private func scene(_ boxes: [PixelRect], _ limits: Limits) -> Scene {
        let path = Value.text(folder.appending(path: "box.png").path)
        return Scene(
            index: 0, seed: 1,
            photo: ScenePhoto(
                file: folder.appending(path: "photo.png").path, attempt: 0,
                view: PhotoView(photoWidth: 64, photoHeight: 48)),
            camera: Camera(width: 64, height: 48, focalPixels: 50),
            light: SceneLight(gain: 1, kelvin: 6504, relief: 0, sun: nil, sky: .even), render: SceneRendering(),
            objects: boxes.enumerated().map { number, box in
                PlacedObject(
                    name: "box \(number)", category: "box", supercategory: nil, distractor: false,
                    from: DrawnPart(name: "cutouts", values: .map(["files": .list([path])])),
                    blend: DrawnPart(name: "alpha", values: .map([])),
                    pose: PlacedPose(yawDegrees: 0, pitchDegrees: 0, rollDegrees: 0, flipped: false),
                    distanceMetres: nil, heightMetres: nil,
                    place: .flat(
                        imageFromObject: .translation(x: Double(box.minX), y: Double(box.minY))
                            * .scale(x: Double(box.width), y: Double(box.height)), onGround: false))
            },
            effects: [], limits: limits, asked: boxes.count, missing: [])
    }

    private func box(_ x: Int, _ y: Int, _ side: Int = 8) -> PixelRect {
        PixelRect(minX: x, minY: y, maxX: x + side, maxY: y + side)
    }

    @Test func whatBreaksALimitOnlyForAnObjectThatStaysIsTakenOut() throws {
        // Each hides half of the one before; the nearest is cut off by half.
        let boxes = [box(0, 0), box(4, 0), box(8, 0), box(60, 20)]
        let composite = try compositor.composite(
            scene(boxes, Limits(overlapMax: 0.4, visibleMin: 0.25, truncatedMax: 0.4)))
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
        let composite = try compositor.composite(
            scene(boxes, Limits(overlapMax: 0, visibleMin: 1, truncatedMax: 0)))
        #expect(composite.scene.objects.map(\.name) == ["box 1499"])
        #expect(composite.scene.missing.count == 1499)
    }

    @Test func anImageWithHeapsOfObjectsLeavesNothingToTheNext() throws {
        let all = Limits(overlapMax: 1, visibleMin: 0, truncatedMax: 1)
        // Far more pixels than the image has.
        let heap = (0..<30).map { box($0, $0 / 2, 30) } + [box(10, 5, 50)]
        for boxes in [heap, [box(3, 3)], heap, []] {
            let composite = try compositor.composite(scene(boxes, all))
            let fresh = Compositor(photos: PhotoCache(limit: 0), objects: ObjectLibrary())
            let expected = try fresh.composite(scene(boxes, all))
            #expect(composite.image == expected.image)
            #expect(composite.map == expected.map)
            #expect(composite.instances.map(\.visible) == expected.instances.map(\.visible))
        }
    }
}
