import Datasets
import Findings
import Foundation
import Pictures
import Studios
import Testing

@testable import Diorama

/// What `check` says of the layers of a dataset, and of what stands in space.
@Suite struct LayerCheckTests {
    private func studio(_ more: String = "") throws -> Studio {
        let studio = try Studio()
        try studio.photos(1, width: 60, height: 40)
        try studio.write(
            "v -50 0 -25\nv 50 0 -25\nv -50 80 -25\nv 50 80 -25\nv -50 0 25\nv 50 0 25\nv -50 80 25\nv 50 80 25\n"
                + "f 1 3 4 2\nf 5 6 8 7\nf 1 2 6 5\nf 3 7 8 4\nf 1 5 7 3\nf 2 4 8 6\n", to: "block.obj")
        try studio.write(
            """
            diorama: 1
            images: 1
            backgrounds: {photos: [photos]}
            objects:
              block: {from: {mesh: {file: block.obj, unit: 0.01, keypoints: {top: [0, 80, 0]}}}}
            scene:
              count: 1
              camera: {height: 1.5, fov: 60, horizon: 0.4}
              place: {ground: {distance: 4}}
              overlap: {truncated: {max: 0}}
            render: {quality: draft}
            output: {images: {format: png}, layers: {depth: both, normals: png}}
            """, to: "pipeline.yaml")
        try studio.run(to: "out")
        return studio
    }

    private func findings(_ studio: Studio) throws -> [String] {
        try DatasetAudit.audit(dataset: studio.path("out")).findings.map(\.description)
    }

    @Test func layersAsTheyWereWrittenAreSound() throws {
        #expect(try findings(studio()) == [])
    }

    @Test func missingAndDamagedLayersAreFound() throws {
        let studio = try studio()
        try FileManager.default.removeItem(atPath: studio.path("out/layers/depth/000000.png"))
        let tiff = try Data(contentsOf: URL(fileURLWithPath: studio.path("out/layers/depth/000000.tiff")))
        try studio.write(Array(tiff.prefix(tiff.count / 2)), to: "out/layers/depth/000000.tiff")
        try studio.write(
            PhotoFile.encode(Raster(width: 9, height: 7), as: .png()), to: "out/layers/normals/000000.png")
        let found = try findings(studio)
        #expect(found.count == 3)
        #expect(found[0].hasPrefix("error: layers/depth/000000.png: image 0: "))
        #expect(found[1].hasPrefix("error: layers/depth/000000.tiff: image 0: "))
        #expect(
            found[2] == "error: layers/normals/000000.png: image 0: it is 9 × 7 pixels, its image 60 × 40")
        try FileManager.default.removeItem(atPath: studio.path("out/layers"))
        #expect(try findings(studio).count == 3)
    }

    @Test func layersThatSayNothingOfAnObjectOrSomethingElseAreFound() throws {
        let studio = try studio()
        let nothing = [UInt16](repeating: 0, count: 2400)
        try studio.write(LayerFile.png(nothing, width: 60, height: 40), to: "out/layers/depth/000000.png")
        try studio.write(
            LayerFile.tiff(nothing.map { _ in 9 }, width: 60, height: 40), to: "out/layers/depth/000000.tiff")
        try studio.write(
            PhotoFile.encode(Raster(width: 60, height: 40), as: .png()), to: "out/layers/normals/000000.png")
        let found = try findings(studio)
        #expect(found.count == 3)
        let subject = "error: annotations/instances.json: annotation 1: "
        #expect(found[0] == subject + "no pixel of it has a depth in layers/depth/000000.png")
        #expect(found[1].hasPrefix(subject + "it is 9 to 9 m away, pose and box put it at 3."))
        #expect(found[2] == subject + "no pixel of it has a normal in layers/normals/000000.png")
    }

    @Test func aKeypointThatIsSeenOutsideAndAPoseWithoutACameraAreFound() throws {
        let studio = try studio()
        let path = URL(fileURLWithPath: studio.path("out/annotations/instances.json"))
        var file = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: path)) as? [String: Any])
        var (images, annotations) = (
            try #require(file["images"] as? [[String: Any]]), try #require(file["annotations"] as? [[String: Any]])
        )
        images[0]["camera"] = nil
        annotations[0]["keypoints"] = [-500, 12, 2]
        (file["images"], file["annotations"]) = (images, annotations)
        try JSONSerialization.data(withJSONObject: file).write(to: path)
        #expect(
            try findings(studio) == [
                "error: annotations/instances.json: annotation 1: it has a pose, and its image no camera",
                "error: annotations/instances.json: annotation 1: keypoint 1 is said to be seen at -500, 12, outside "
                    + "the image",
            ])
    }

    @Test func depthThatAPNGCannotSayIsToldAndGoesIntoBOPByTheTIFF() throws {
        let studio = try studio()
        let summary = try studio.run(
            to: "far",
            changes: [
                "objects.block.height=20", "scene.place={ground: {distance: 80}}", "output.annotations=[coco, bop]",
            ])
        #expect(
            summary.description.contains(
                "in 1 image are farther away than 65.535 m, the most that a PNG of millimetres can hold"))
        #expect(try studio.text("far/stats.json").contains("\"depth_beyond_png\""))
        #expect(try studio.text("far/bop/train/000000/scene_camera.json").contains("\"depth_scale\":2"))
        #expect(try !studio.text("out/stats.json").contains("depth_beyond_png"))
        // With the PNG alone it is lost, and said so.
        let lost = try studio.run(
            to: "lost",
            changes: [
                "objects.block.height=20", "scene.place={ground: {distance: 80}}", "output.annotations=[coco, bop]",
                "output.layers={depth: png}",
            ])
        #expect(
            lost.description.contains(
                "object farther away than the depth layer's 65.535 m: no depth; a TIFF layer would have it"))
        #expect(try DatasetAudit.audit(dataset: studio.path("lost")).findings == [])
    }
}
