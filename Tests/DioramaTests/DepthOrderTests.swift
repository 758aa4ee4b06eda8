import Foundation
import Geometry
import Pictures
import Scenes
import Studios
import Testing

@testable import Diorama

/// Objects stand behind the real things that are nearer and before those that are farther.
///
/// The photo has 96 × 64 pixels and its horizon in the middle; the camera looks level from 1.6 m, so that row y shows the
/// ground at 1.6 · 83 / (y − 32) metres.
@Suite struct DepthOrderTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        try studio.cutout("cutouts/square.png", .box, width: 64, height: 64)
        // Columns 40 to 55: a near thing with its foot at row 60, a far one with its foot at row 36.
        try studio.labelled(
            [
                #"{"id": 1, "image_id": 70, "category_id": 3, "area": 640, "bbox": [40, 20, 16, 40], "segmentation": [[40, 20, 56, 20, 56, 60, 40, 60]]}"#,
                #"{"id": 2, "image_id": 70, "category_id": 4, "area": 128, "bbox": [20, 28, 16, 8], "segmentation": [[20, 28, 36, 28, 36, 36, 20, 36]]}"#,
            ], categories: [#"{"id": 3, "name": "dog"}"#, #"{"id": 4, "name": "road"}"#])
        try studio.write("horizon: 0.5\nfov: 60\ncamera_height: 1.6\n", to: "photos/a.scene.yaml")
    }

    private func run(_ place: String, dataset: String = "", to folder: String = "out", images: Int = 1) throws {
        try studio.run(
            text: """
                diorama: 1
                seed: 4
                images: \(images)
                backgrounds: {datasets: [{coco: labels.json\(dataset)}]}
                objects:
                  square: {from: {cutouts: cutouts/square.png}, height: 2, size: 0.2, place: \(place)}
                scene: {count: 1, overlap: {max: 1, visible: {min: 0}, truncated: {max: 1}}}
                output: {images: {format: png}, masks: {instances: png}}

                """, to: folder)
    }

    private func pixels(_ label: [String: Any]) throws -> Set<Int> {
        if let rings = label["segmentation"] as? [[Double]] {
            let (x, y, right, bottom) = (Int(rings[0][0]), Int(rings[0][1]), Int(rings[0][2]), Int(rings[0][5]))
            return Set((x..<right).flatMap { x in (y..<bottom).map { x * 64 + $0 } })
        }
        let mask = try #require(label["segmentation"] as? [String: Any])
        return WrittenDataset.Segmentation(
            size: mask["size"] as? [Int] ?? [], counts: mask["counts"] as? String ?? ""
        ).pixels
    }

    /// A square of 2 m that is 12.8 pixels high is 13 m away; the near thing stands at 4.7 m.
    @Test func aNearerRealThingHidesAnObjectAndKeepsItsPixels() throws {
        try run("{at: {x: 0.4, y: 0.6}}", to: "flat")
        let scene = try studio.scenes("flat")[0]
        #expect(scene.standing.map(\.id) == [2, 1])
        #expect(try #require(scene.standing.last).distanceMetres < 5)
        let distance = try #require(scene.objects.first?.distanceMetres)
        #expect(distance > 5 && distance < 30)

        let labels = try studio.labels("flat")
        let real = try #require(labels.first { $0["source_id"] as? Int == 1 })
        let pasted = try #require(labels.first { $0["instance_id"] != nil })
        // The thing in front is as it was; the object has lost just what lies behind it.
        #expect(try pixels(real).count == 640)
        #expect(real["covered_share"] == nil)
        #expect(try pixels(pasted).isDisjoint(with: pixels(real)))
        #expect(try #require(pasted["visibility"] as? Double) < 1)
        let (photo, image) = (try studio.raster("photos/a.png"), try studio.raster("flat/images/000000.png"))
        for x in 41..<55 {
            for y in 21..<59 { #expect(photo.colour(x, y) == image.colour(x, y)) }
        }
        #expect(photo.colour(38, 38) != image.colour(38, 38))
    }

    @Test func aFartherRealThingIsCovered() throws {
        try run("{at: {x: 0.3, y: 0.5}}")
        let labels = try studio.labels("out")
        #expect(labels.first { $0["source_id"] as? Int == 2 }.map { $0["covered_share"] as? Double ?? 0 } != 0)
    }

    @Test func aSurfaceHidesNothing() throws {
        try run("{at: {x: 0.5, y: 0.6}}", dataset: ", surfaces: dog")
        let labels = try studio.labels("out")
        #expect(try studio.scenes("out")[0].standing.map(\.id) == [2])
        #expect(labels.first { $0["instance_id"] != nil }?["visibility"] as? Double == 1)
        #expect(labels.first { $0["source_id"] as? Int == 1 }?["covered_share"] != nil)
    }

    // MARK: - Places by label

    @Test func insideStandsOnTheGroundThere() throws {
        try run("{inside: road}", images: 8)
        for scene in try studio.scenes("out") {
            let object = try #require(scene.objects.first)
            #expect(scene.standing.map(\.category) == ["dog"])
            // The road's rows 33 to 35 show the ground from 38 m on; rows above the horizon, none.
            if case .flat(_, onGround: true) = object.place {
                #expect(try #require(object.distanceMetres) > 35)
            }
        }
    }

    @Test func besideStandsAtTheSideOfTheThing() throws {
        try run("{beside: {labels: dog, gap: 0.5}}", images: 8)
        var sides: Set<Bool> = []
        for scene in try studio.scenes("out") {
            let object = try #require(scene.objects.first)
            guard case .flat(let map, let onGround) = object.place, onGround, let foot = map(.init(0.5, 1)) else {
                Issue.record("it does not stand on the ground")
                continue
            }
            #expect(abs(foot.y - 60) < 0.01)
            #expect(abs(foot.x - 32) < 0.01 || abs(foot.x - 64) < 0.01)
            sides.insert(foot.x < 48)
        }
        #expect(sides.count == 2)
    }

    @Test func onHasItsSizeAndItsFootThere() throws {
        try run("{on: dog}", images: 6)
        for scene in try studio.scenes("out") {
            guard case .flat(let map, onGround: false)? = scene.objects.first?.place, let foot = map(.init(0.5, 1))
            else {
                Issue.record("it is not set freely")
                continue
            }
            #expect((40...56).contains(foot.x) && (20...60).contains(foot.y))
        }
    }

    @Test func avoidCoversNothingOfTheCategories() throws {
        try run("{avoid: [dog, road]}", images: 12)
        #expect(try studio.labels("out").allSatisfy { $0["covered_share"] == nil })
        #expect(try studio.labels("out").contains { $0["instance_id"] != nil })
    }

    @Test func aLabelThatNoDatasetHasIsAMistake() throws {
        let error = try #require(throws: (any Error).self) { try run("{inside: raod}") }
        #expect("\(error)".contains("unknown category “raod”; did you mean “road”?"), "\(error)")
    }
}
