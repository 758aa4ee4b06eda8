import Datasets
import Geometry
import Studios
import Testing

@testable import Diorama

/// Cut-outs that an edge of their photo cut off.
@Suite struct FlushTests {
    /// A photo with a thing at its left edge and one in its middle, and another photo to set them into.
    private func studio(_ object: String = "") throws -> Studio {
        let studio = try Studio()
        try studio.photo("photos/a.png", width: 160, height: 120, seed: 1)
        try studio.photo("plain/b.png", width: 200, height: 150, seed: 2)
        try studio.write(
            """
            {"images": [{"id": 1, "file_name": "a.png", "width": 160, "height": 120}],
             "categories": [{"id": 1, "name": "cut"}, {"id": 2, "name": "whole"}],
             "annotations": [
              {"id": 1, "image_id": 1, "category_id": 1, "iscrowd": 0, "area": 1200, "bbox": [0, 40, 30, 40],
               "segmentation": [[0, 40, 30, 40, 30, 80, 0, 80]]},
              {"id": 2, "image_id": 1, "category_id": 2, "iscrowd": 0, "area": 1200, "bbox": [60, 40, 30, 40],
               "segmentation": [[60, 40, 90, 40, 90, 80, 60, 80]]}]}
            """, to: "photos/labels.json")
        try studio.write(
            """
            diorama: 1
            seed: 3
            images: 12
            backgrounds: {photos: [plain]}
            objects:
              thing:
                from: {coco: {file: photos/labels.json, categories: [cut, whole]}}
                size: 0.4
                \(object)
            scene: {count: 1}
            output: {images: {format: png}}
            """, to: "pipeline.yaml")
        return studio
    }

    private func boxes(_ studio: Studio, _ category: String) throws -> [Rect] {
        let file = try studio.dataset("out").file
        let id = try #require(file.categories.first { $0.name == category }?.id)
        return file.annotations.filter { $0.categoryId == id }.map {
            Rect(x: $0.bbox[0], y: $0.bbox[1], width: $0.bbox[2], height: $0.bbox[3])
        }
    }

    @Test(arguments: [0.0, 1.0])
    func theCutSideLiesAtTheSameEdge(flip: Double) throws {
        let studio = try studio("pose: {flip: {chance: \(flip)}}")
        try studio.run(to: "out")
        let cut = try boxes(studio, "cut")
        #expect(cut.count > 2)
        for box in cut {
            #expect(flip == 0 ? box.minX == 0 : box.maxX == 200)
            #expect(box.width > 35)
        }
        #expect(try boxes(studio, "whole").contains { $0.minX > 1 && $0.maxX < 199 })
    }

    @Test(arguments: ["pose: {roll: 20}", "place: {at: {x: 0.5, y: 0.5}}"])
    func whereItCannotLieThereItIsLeftOutAndCounted(object: String) throws {
        let studio = try studio(object)
        let summary = try studio.run(to: "out")
        #expect(try boxes(studio, "cut").isEmpty)
        #expect(try boxes(studio, "whole").count == 12)
        #expect(summary.description.contains("“thing”: 1 of 2 instances of cut, whole are cut off"), "\(summary)")
    }

    @Test func anywhereSetsItAnywhere() throws {
        let studio = try studio()
        try studio.run(
            to: "out",
            changes: ["objects.thing.from.coco.truncated=anywhere", "objects.thing.place={at: {x: 0.5, y: 0.5}}"])
        #expect(try boxes(studio, "cut").contains { $0.minX > 20 })
    }
}
