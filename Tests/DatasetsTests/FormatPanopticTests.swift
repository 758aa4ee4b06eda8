import Findings
import Foundation
import Geometry
import JSON
import Masks
import Pictures
import Testing

@testable import Datasets

@Suite struct FormatPanopticTests {
    /// The ids in the PNG of an image, row by row.
    private func ids(_ dataset: DrawnDataset, _ name: String) throws -> [Int] {
        var raster = Raster()
        try PhotoFile.decode("\(dataset.folder.path)/\(name)", PhotoFile.Options(), into: &raster)
        return stride(from: 0, to: raster.bytes.count, by: 4).map { place in
            (0..<3).reduce(0) { id, channel in id | Int(raster.bytes[place + channel]) << (8 * channel) }
        }
    }

    /// Of what cannot be counted, readers take one segment of an image.
    @Test func partsOfOneStuffCategoryAreOneSegment() throws {
        let dataset = try DrawnDataset(["....\n.AAB\n.AAB\nC..."])
        try dataset.edit { $0.categories[0].extra.append(JSONMember(name: "isthing", json: Array("0".utf8))) }
        #expect(
            try dataset.convert(COCOPanopticFormat()) == ["segment joined with another of its stuff category": 1])
        let (a, b) = (0x9E3779, 0x3C6EF2)
        #expect(
            try ids(dataset, "annotations/panoptic/000000.png")
                == [0, 0, 0, 0, 0, a, a, b, 0, a, a, b, a, 0, 0, 0])
        let text = try dataset.text("annotations/panoptic.json")
        #expect(
            text.contains(
                #""segments_info":[{"id":\#(a),"category_id":1,"iscrowd":0,"bbox":[0,1,3,3],"area":5},{"id":\#(b),"#))
    }

    @Test func eachPixelHasTheIdOfItsSegment() throws {
        let dataset = try DrawnDataset(["....\n.AAB\n.AAB\nC...", ""], splits: ["train", "val"])
        try dataset.convert(COCOPanopticFormat())
        #expect(
            try dataset.newFiles() == [
                "annotations/panoptic_train.json", "annotations/panoptic_train/000000.png",
                "annotations/panoptic_val.json", "annotations/panoptic_val/000001.png",
            ])
        let (a, b, c) = (0x9E3779, 0x3C6EF2, 0xDAA66B)
        #expect(
            try ids(dataset, "annotations/panoptic_train/000000.png")
                == [0, 0, 0, 0, 0, a, a, b, 0, a, a, b, c, 0, 0, 0])
        let text = try dataset.text("annotations/panoptic_train.json")
        for part in [
            #"{"id":1,"name":"cone","supercategory":"sign","isthing":1,"color":[128,0,0]}"#,
            #"{"image_id":0,"file_name":"000000.png","segments_info":[{"id":\#(a),"category_id":1,"iscrowd":0,"#
                + #""bbox":[1,1,2,2],"area":4},{"id":\#(b),"category_id":2,"iscrowd":0,"bbox":[3,1,1,2],"area":2},"#
                + #"{"id":\#(c),"category_id":1,"iscrowd":0,"bbox":[0,3,1,1],"area":1}]}"#,
        ] {
            #expect(text.contains(part), "\(part) is not in \(text)")
        }
    }

    /// The folder of the masks has the name of the file, as a folder of photos may have it, and the same names in it.
    @Test func masksAreNotTakenForPhotosOfTheSameNames() throws {
        let dataset = try DrawnDataset(["AABB\nAABB"])
        try dataset.edit { $0.images[0].fileName = "a.png" }
        let folder = dataset.folder.path
        try AtomicFile.write(
            try PhotoFile.encode(Raster(width: 4, height: 2), as: .png()), to: folder + "/images/a.png")
        try dataset.convert(COCOPanopticFormat())
        #expect(try dataset.newFiles().contains("annotations/panoptic/a.png"))
        var source = COCOPanopticSource()
        source.file = folder + "/annotations/panoptic.json"
        let photo = try #require(source.open().photos.first)
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: photo.path))
                == Data(contentsOf: URL(fileURLWithPath: folder + "/images/a.png")))
        try FileManager.default.removeItem(atPath: folder + "/images/a.png")
        #expect(
            try DatasetAudit.audit(dataset: folder).findings.count {
                $0.file?.hasSuffix("a.png") == true && $0.severity == .error
            } > 1)
    }

    @Test func smallMasksLieUponLargeOnesAndCrowdsBelow() throws {
        let dataset = try DrawnDataset(["AAB."])
        try dataset.edit { document in
            func mask(_ runs: [Int]) -> COCO.Segmentation { .counts(height: 1, width: 4, counts: runs) }
            var crowd = COCO.Annotation(id: 9, imageID: 0, categoryID: 2)
            crowd.segmentation = mask([0, 4])
            crowd.isCrowd = true
            var small = COCO.Annotation(id: 8, imageID: 0, categoryID: 2)
            small.segmentation = mask([1, 1, 2])
            document.annotations[0].segmentation = mask([0, 3, 1])
            document.annotations.insert(small, at: 0)
            document.annotations.append(crowd)
            document.annotations.append(COCO.Annotation(id: 10, imageID: 0, categoryID: 2))
        }
        let notes = try dataset.convert(COCOPanopticFormat())
        let segment = { $0 * 0x9E3779 & 0xFFFFFF }
        #expect(
            try ids(dataset, "annotations/panoptic/000000.png") == [segment(3), segment(2), segment(4), segment(1)])
        let text = try dataset.text("annotations/panoptic.json")
        #expect(text.contains(#"{"id":\#(segment(1)),"category_id":2,"iscrowd":1,"bbox":[3,0,1,1],"area":1}"#))
        #expect(text.contains(#"{"id":\#(segment(3)),"category_id":1,"iscrowd":0,"bbox":[0,0,1,1],"area":1}"#))
        #expect(
            notes == [
                "instance that gives pixels to smaller ones, since the format has no overlap": 1,
                "instance without a mask left out": 1, "pixel of an instance given to a smaller one": 2,
            ])
    }
}
