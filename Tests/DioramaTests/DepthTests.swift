import Foundation
import Scenes
import Studios
import Testing

@testable import Diorama

/// On a ground, distance gives size and order.
@Suite struct DepthTests {
    /// 60° seen from 1.5 m, the horizon at the middle: a focal length of 83.1 pixels.
    static let pipeline = """
        diorama: 1
        seed: 3
        images: 12
        backgrounds: {photos: [photos]}
        objects:
          post: {from: {cutouts: cutouts/post.png}, height: 1}
        scene:
          count: 8
          camera: {height: 1.5, fov: 60, horizon: 0.5}
          place: {ground: {distance: {uniform: [3, 8]}}}
          overlap: {max: 1, visible: {min: 0.05}, truncated: {max: 0.5}}
        output: {images: {format: png}}

        """

    private func studio() throws -> Studio {
        let studio = try Studio()
        try studio.photos(2)
        try studio.cutout("cutouts/post.png", .box, width: 40, height: 40)
        try studio.write(Self.pipeline, to: "pipeline.yaml")
        return studio
    }

    @Test func nearerObjectsHideFartherOnes() throws {
        let studio = try studio()
        try studio.run(to: "out")
        let dataset = try studio.dataset("out")
        var overlaps = 0
        for scene in try studio.scenes("out") {
            let distances = try scene.objects.map { try #require($0.distanceMetres) }
            #expect(distances == distances.sorted(by: >))
            // All are labelled, so that the instances are the objects, in the same order.
            let masks = dataset.annotations(ofImage: scene.index)
            #expect(masks.count == distances.count)
            for near in masks.indices {
                for far in masks.indices where distances[far] > distances[near] {
                    let common = masks[far].amodalSegmentation.pixels.intersection(
                        masks[near].amodalSegmentation.pixels)
                    #expect(common.isDisjoint(with: masks[far].segmentation.pixels))
                    overlaps += common.isEmpty ? 0 : 1
                }
            }
        }
        #expect(overlaps > 5)
    }

    @Test func theNearerOfTwoIsWholeThoughTheFartherComesLater() throws {
        let studio = try studio()
        // Two names, each at its own distance, in the middle of the image's width as often as not.
        try studio.run(
            to: "out",
            changes: [
                """
                objects={near: {from: {cutouts: cutouts/post.png}, height: 1, place: {ground: {distance: 3}}}, \
                far: {from: {cutouts: cutouts/post.png}, height: 1, place: {ground: {distance: 4}}}}
                """, "scene.count=2", "images=30",
            ])
        let dataset = try studio.dataset("out")
        var seen = 0
        for scene in try studio.scenes("out") where Set(scene.objects.map(\.name)) == ["near", "far"] {
            #expect(scene.objects.map(\.name) == ["far", "near"])
            let (far, near) = (
                dataset.annotations(ofImage: scene.index)[0], dataset.annotations(ofImage: scene.index)[1]
            )
            #expect(near.visibility == 1)
            #expect(near.segmentation.counts == near.amodalSegmentation.counts)
            if far.visibility < 1 { seen += 1 }
        }
        #expect(seen > 2)
    }

    @Test func distanceGivesTheSizeInPixels() throws {
        let studio = try studio()
        try studio.run(to: "out", changes: ["scene.count=1", "scene.overlap.truncated.max=0"])
        let dataset = try studio.dataset("out")
        let focal = 48 / tan(30 * Double.pi / 180)
        for scene in try studio.scenes("out") {
            guard let object = scene.objects.first, let distance = object.distanceMetres else { continue }
            let box = try #require(dataset.annotations(ofImage: scene.index).first).bbox
            // The foot's row: 1.5 m below the horizon, as far as along the optical axis; bearings below 30° make that up
            // to an eighth less than the distance.
            let foot = box[1] + box[3] - 32
            let depth = 1.5 * focal / foot
            #expect(depth <= distance * 1.06 && depth >= distance * 0.82, "\(distance)")
            #expect(abs(box[3] - focal / depth) <= 2, "\(distance)")
        }
    }
}
