import Datasets
import Geometry
import Scenes
import Studios
import Testing

@testable import Diorama

/// Several sources of backgrounds, each with its own crop, size and flip.
@Suite struct SourceTests {
    private func studio(_ backgrounds: String) throws -> Studio {
        let studio = try Studio()
        try studio.photo("a/1.png", width: 160, height: 120, seed: 1)
        try studio.photo("b/2.png", width: 200, height: 100, seed: 2)
        try studio.cutout("cutouts/box.png", .box, width: 40, height: 40)
        try studio.write(
            """
            {"images": [{"id": 1, "file_name": "1.png", "width": 160, "height": 120}],
             "categories": [{"id": 1, "name": "dog"}],
             "annotations": [
              {"id": 1, "image_id": 1, "category_id": 1, "iscrowd": 0, "area": 1600, "bbox": [60, 40, 40, 40],
               "segmentation": [[60, 40, 100, 40, 100, 80, 60, 80]]}]}
            """, to: "a/labels.json")
        try studio.write(
            """
            diorama: 1
            seed: 3
            images: 20
            backgrounds: \(backgrounds)
            objects: {box: {from: {cutouts: cutouts/box.png}, size: 0.2}}
            scene: {count: 0}
            output: {images: {format: png}}
            """, to: "pipeline.yaml")
        return studio
    }

    @Test func eachSourceHasItsOwnCropAndSizeAndIsNamed() throws {
        let studio = try studio(
            "[{name: near, photos: [a/1.png], weight: 3, resize: {longest: 80}}, {photos: [b], crop: {share: 0.5}}]")
        try studio.run(to: "out")
        let scenes = try studio.scenes("out")
        #expect(scenes.count { $0.photo.source == "near" } == 15)
        #expect(scenes.count { $0.photo.source == "2" } == 5)
        for scene in scenes {
            let size = [scene.photo.view.width, scene.photo.view.height]
            #expect(size == (scene.photo.source == "near" ? [80, 60] : [100, 50]))
        }
    }

    @Test func aListOfOneIsTheSourceAlone() throws {
        let studio = try studio("{photos: [a/1.png, b], crop: {share: 0.5}}")
        try studio.run(to: "alone")
        try studio.run(to: "listed", changes: ["backgrounds=[{photos: [a/1.png, b], crop: {share: 0.5}}]"])
        #expect(try studio.text("alone/scenes.jsonl") == studio.text("listed/scenes.jsonl"))
    }

    @Test(arguments: [(1.0, 0.7), (0.6, 0.5)])
    func aCropKeepsLabelledThings(keep: Double, share: Double) throws {
        let studio = try studio("{photos: [a/labels.json], crop: {share: \(share), keep: \(keep)}}")
        let summary = try studio.run(to: "out")
        #expect(!summary.description.contains("crop.keep"))
        for scene in try studio.scenes("out") {
            let window = Rect(scene.photo.view.crop)
            let shown = Rect(x: 60, y: 40, width: 40, height: 40).intersection(window)?.area ?? 0
            #expect(shown == 0 || shown >= keep * 1600)
        }
    }

    @Test func aCropThatCannotKeepAThingIsTold() throws {
        let studio = try studio("{photos: [a/labels.json], crop: {share: 0.1, keep: 1}}")
        try studio.write(
            """
            {"images": [{"id": 1, "file_name": "1.png", "width": 160, "height": 120}],
             "categories": [{"id": 1, "name": "dog"}],
             "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "iscrowd": 0, "area": 19200,
               "bbox": [0, 0, 160, 120], "segmentation": [[0, 0, 160, 0, 160, 120, 0, 120]]}]}
            """, to: "a/labels.json")
        let summary = try studio.run(to: "out")
        #expect(
            summary.description.contains("no window was found for 20 images that keeps labelled things"), "\(summary)")
        #expect(try studio.text("out/stats.json").contains("\"images_cut_below_keep\": 20"))
    }

    @Test func sourcesWithoutAnyWeightAreAnError() throws {
        let studio = try studio("[{photos: [a/1.png], weight: 0}]")
        #expect(throws: (any Error).self) { try studio.run(to: "out") }
    }
}
