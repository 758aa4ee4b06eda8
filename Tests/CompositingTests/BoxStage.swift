import Cards
import Foundation
import Geometry
import Masks
import Objects
import Pictures
import Pipelines

@testable import Compositing
@testable import Scenes

/// Scenes of red boxes on a photo of 64 × 48 pixels, and a compositor for them. Gone with the last reference.
final class BoxStage {
    let compositor: Compositor
    private let folder: URL
    private let photo: Raster

    /// - Parameter photo: black unless given.
    init(_ photo: Raster? = nil, mapsSurfaces: Bool = false) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "boxes-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.photo = photo ?? raster(64, 48) { _, _ in (0, 0, 0, 255) }
        try Data(PhotoFile.encode(self.photo, as: .png())).write(to: folder.appending(path: "photo.png"))
        let box = raster(8, 8) { _, _ in (255, 0, 0, 255) }
        try Data(PhotoFile.encodeWithAlpha(box)).write(to: folder.appending(path: "box.png"))
        compositor = Compositor(
            photos: PhotoCache(limit: 1 << 20), objects: ObjectLibrary(), mapsSurfaces: mapsSurfaces)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Boxes in painting order.
    func scene(
        _ boxes: [PixelRect], _ limits: Limits = Limits(overlapMax: 1, visibleMin: 0, truncatedMax: 1)
    ) -> Scene {
        Scene(
            index: 0, seed: 1,
            photo: ScenePhoto(
                file: folder.appending(path: "photo.png").path, attempt: 0,
                view: PhotoView(photoWidth: photo.width, photoHeight: photo.height)),
            camera: Camera(width: photo.width, height: photo.height, focalPixels: 50, heightMetres: 1.5),
            light: SceneLight(gain: 1, kelvin: 6504, relief: 0, drawings: 1, sun: nil, sky: .even),
            render: SceneRendering(),
            objects: boxes.enumerated().map { number, box in
                object(
                    "box \(number)",
                    .flat(
                        imageFromObject: .translation(x: Double(box.minX), y: Double(box.minY))
                            * .scale(x: Double(box.width), y: Double(box.height)), onGround: false))
            },
            effects: [], limits: limits, asked: boxes.count, missing: [])
    }

    /// A red box at a place.
    func object(_ name: String, _ place: ObjectPlace) -> PlacedObject {
        let path = Value.text(folder.appending(path: "box.png").path)
        return PlacedObject(
            name: name, category: "box", supercategory: nil, distractor: false,
            from: DrawnPart(name: "cutouts", values: .map(["files": .list([path])])),
            blend: DrawnPart(name: "alpha", values: .map([])),
            pose: PlacedPose(yawDegrees: 0, pitchDegrees: 0, rollDegrees: 0, flipped: false),
            distanceMetres: nil, heightMetres: nil, place: place)
    }
}
