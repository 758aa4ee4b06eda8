import Cards
import Foundation
import Geometry
import Objects
import Pipelines
import Rendering
import Testing

@testable import Scenes

/// A view is set in where, and as large as, its model would be.
@Suite struct ViewPlacementTests {
    private static func camera(_ elevation: Double) -> Stage {
        let view = PhotoView(photoWidth: 1000, photoHeight: 800)
        var facts = PhotoFacts()
        facts.fieldOfView = .degrees(50)
        facts.pitch = .degrees(-elevation)
        facts.cameraHeightMetres = 10 * Angle.degrees(elevation).sine
        let defaults = PhotoCameraDefaults(fieldOfView: .degrees(60), horizon: nil, heightMetres: 1.6)
        return Stage(setting: view.setting(facts, defaults: defaults), view: view)
    }

    /// A wedge of 1 × 0.8 × 0.6 m that is different from all sides.
    private func wedge() throws -> (ObjectLibrary, DrawnPart) {
        let path = FileManager.default.temporaryDirectory.appending(path: "wedge-\(UUID().uuidString).obj").path
        try
            "v -0.5 0 -0.3\nv 0.5 0 -0.3\nv 0.5 0 0.3\nv -0.5 0 0.3\nv -0.2 0.8 0.1\nf 1 2 3 4\nf 1 5 2\nf 2 5 3\nf 3 5 4\nf 4 5 1\n"
            .write(toFile: path, atomically: true, encoding: .utf8)
        let library = ObjectLibrary()
        let part = DrawnPart(name: "mesh", values: .map(["file": .text(path)]))
        return (library, try library.choose(part, from: RandomStreams(seed: 1, image: 0)))
    }

    @Test(arguments: [8.0, 60], [0.0, 70])
    func itsPictureCoversWhatTheModelWould(elevation: Double, yaw: Double) throws {
        let stage = Self.camera(elevation)
        let (library, part) = try wedge()
        let pose = PlacedPose(yawDegrees: yaw, pitchDegrees: 10, rollDegrees: 0, flipped: yaw == 70)
        let model = ObjectShape.model(try library.model(of: part).model)
        let height = 1.2
        var placer = Ground()
        placer.distance = 10 * Angle.degrees(elevation).cosine
        for image in 0..<2 {
            let streams = RandomStreams(seed: 3, image: image)
            let solid = try placer.propose(
                model.subject(pose, heightMetres: height, size: 0.2), on: stage, from: streams)
            guard case .solid(let worldFromObject, true) = solid.place, case .model(let own) = model else {
                Issue.record("it stands on the ground")
                return
            }
            let seen = Standpoint(
                try placer.propose(.standIn(DrawnSize(share: 0.2), category: ""), on: stage, from: streams),
                seenBy: stage.camera)
            #expect(abs(seen.elevation.degrees - elevation) < 4)
            let view = ModelView(
                number: image, turn: pose.turn, elevationDegrees: seen.elevation.degrees, onGround: true, sun: nil,
                sky: 1, quality: .draft)
            let shape = ObjectShape.view(try library.shape(of: part, seen: view), view)
            let placement = try placer.propose(
                shape.subject(pose, heightMetres: height, size: 0.2), on: stage, from: streams)
            let card = shape.pictured(placement.place, seenBy: stage.camera)
            guard case .flat(let imageFromObject, true) = card else {
                Issue.record("it is a picture on the ground")
                return
            }
            let points = own.support.compactMap { stage.camera.image(of: worldFromObject($0)) }
            let expected = try #require(Rect(bounding: points))
            let outline = try library.outline(of: part, seen: view)
            let corners = outline.polygons.flatMap(\.vertices).compactMap { imageFromObject($0) }
            let found = try #require(Rect(bounding: corners))
            // Off the middle of the image a flat picture is not stretched quite as the model would be.
            let tolerance = 0.06 * max(expected.width, expected.height)
            for (a, b) in [
                (found.minX, expected.minX), (found.maxX, expected.maxX), (found.minY, expected.minY),
                (found.maxY, expected.maxY),
            ] {
                #expect(abs(a - b) < tolerance, "\(found) for \(expected)")
            }
            // Its depth is that of the foot, and the room that it takes is the model's.
            let footprint = try #require(shape.footprint(placement.place, seenBy: stage.camera))
            #expect(footprint.intersects(try #require(model.footprint(solid.place, seenBy: stage.camera))))
        }
    }
}
