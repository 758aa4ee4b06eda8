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

    @Test(arguments: ["ignore", "difficult"])
    func whatIsToBeIgnoredIsNotCutOut(member: String) throws {
        let studio = try studio()
        let text = try studio.text("photos/labels.json").replacing(
            #""category_id": 2,"#, with: #""category_id": 2, "\#(member)": 1,"#)
        try studio.write(text, to: "photos/labels.json")
        try studio.run(to: "out")
        #expect(try boxes(studio, "cut").count > 2 && boxes(studio, "whole").isEmpty)
    }

    /// How much of it is missing is known to nobody, wherever it lies.
    @Test(arguments: ["flush", "anywhere"])
    func whatACutThingLacksIsNotSaid(rule: String) throws {
        let studio = try studio()
        try studio.run(
            to: "out",
            changes: ["objects.thing.from.coco.truncated=\(rule)", "output.annotations=[coco, voc, kitti]"])
        let labels = try studio.labels("out")
        let cut = labels.filter { $0["category_id"] as? Int == 1 }
        #expect(cut.count > 2 && cut.count < labels.count)
        for label in labels {
            let isCut = label["category_id"] as? Int == 1
            #expect((label["truncation"] == nil) == isCut && (label["amodal_bbox"] == nil) == isCut)
            #expect(label["truncated"] as? Int == (isCut ? 1 : nil))
            let name = String("000000\(try #require(label["image_id"] as? Int))".suffix(6))
            let isTruncated = isCut || (label["truncation"] as? Double ?? 0) >= 0.15
            #expect(
                try studio.text("out/voc/Annotations/\(name).xml").contains("<truncated>1</truncated>") == isTruncated)
            #expect(try studio.text("out/kitti/training/label_2/\(name).txt").hasPrefix("cut -1 ") == isCut)
        }
        let report = try DatasetReport(studio.path("out"))
        #expect(report.isSound && report.warnings == 0, "\(report)")
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
