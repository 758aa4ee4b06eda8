import Foundation
import Geometry
import Pictures
import Testing

@testable import Datasets

@Suite struct FormatVOCTests {
    /// The pixel values of a mask, as rows of digits.
    private func rows(_ dataset: DrawnDataset, _ name: String) throws -> String {
        let map = try InstancePNG.decode(dataset.folder.path + "/voc/" + name)
        var rows: [String] = []
        for start in stride(from: 0, to: map.ids.count, by: map.width) {
            let row = map.ids[start..<start + map.width]
            rows.append(row.map { id in id == 255 ? "v" : "\(id)" }.joined())
        }
        return rows.joined(separator: "\n")
    }

    @Test(arguments: [
        "<a><object><name>b</name></object></a>", "<a><object><pose>b</pose><polygon><x1>1</x1></polygon></object></a>",
        "<object><name>b</name></object>", "<a/>",
    ])
    func anotherOutermostElementIsNamed(text: String) throws {
        let document = VOCDocument(Array(text.utf8))
        #expect(document.error?.problem == "its outermost element is not <annotation>")
        #expect(document.objects.isEmpty)
    }

    @Test func boxesCountFromOneWithBothEndsInside() throws {
        let dataset = try DrawnDataset(["....\n.AA.\n.AA.", ""], splits: ["train", "val"])
        try dataset.edit(split: "train") { document in
            document.categories[0].name = "a < b & c"
            document.annotations[0].truncation = 0.15
            document.annotations[0].visibility = 0.96
        }
        try dataset.edit(split: "val") { $0.categories[0].name = "a < b & c" }
        try dataset.convert(VOCFormat())
        #expect(
            try dataset.text("voc/Annotations/train/000000.xml") == """
                <annotation>
                  <folder>JPEGImages</folder>
                  <filename>train/000000.jpg</filename>
                  <source>
                    <database>diorama</database>
                    <annotation>diorama</annotation>
                    <image>diorama</image>
                  </source>
                  <size>
                    <width>4</width>
                    <height>3</height>
                    <depth>3</depth>
                  </size>
                  <segmented>1</segmented>
                  <object>
                    <name>a &lt; b &amp; c</name>
                    <pose>Unspecified</pose>
                    <truncated>1</truncated>
                    <occluded>0</occluded>
                    <difficult>0</difficult>
                    <bndbox>
                      <xmin>2</xmin>
                      <ymin>2</ymin>
                      <xmax>3</xmax>
                      <ymax>3</ymax>
                    </bndbox>
                  </object>
                </annotation>

                """)
        #expect(try dataset.text("voc/ImageSets/Main/train.txt") == "train/000000\n")
        #expect(try dataset.text("voc/ImageSets/Segmentation/val.txt") == "val/000001\n")
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: dataset.folder.path + "/voc/JPEGImages")
                == "../images")
    }

    @Test func masksHoldCategoriesObjectsAndVoid() throws {
        let dataset = try DrawnDataset(["AAB\nACB\nDDD"])
        try dataset.edit { $0.annotations[3].isCrowd = true }
        let notes = try dataset.convert(VOCFormat())
        #expect(notes == ["crowd region written as void, without a box": 1])
        #expect(try rows(dataset, "SegmentationClass/000000.png") == "112\n112\nvvv")
        #expect(try rows(dataset, "SegmentationObject/000000.png") == "112\n132\nvvv")
        #expect(
            try dataset.text("voc/labelmap.txt") == """
                # label:color_rgb:parts:actions
                background:0,0,0::
                cone:128,0,0::
                box:0,128,0::
                ignored:224,224,192::

                """)
    }

    @Test func theKitsColoursAreKnown() {
        func colour(_ value: Int) -> [UInt8] { Array(VOCFormat.palette[3 * value..<3 * value + 3]) }
        #expect(colour(3) == [128, 128, 0])
        #expect(colour(8) == [64, 0, 0])
        #expect(colour(20) == [0, 64, 128])
        #expect(colour(255) == [224, 224, 192])
    }

    @Test(arguments: [(0.05, 1, 0), (0.06, 0, 0), (0.0, 1, 0)])
    func keysSayFromWhenOn(occluded: Double, isOccluded: Int, isDifficult: Int) throws {
        let dataset = try DrawnDataset(["A"])
        try dataset.edit { $0.annotations[0].visibility = 0.9375 }
        var format = VOCFormat()
        format.occluded = occluded + 0.0125
        format.difficult = 0.9375
        try dataset.convert(format)
        let text = try dataset.text("voc/Annotations/000000.xml")
        #expect(text.contains("<occluded>\(isOccluded)</occluded>"))
        #expect(text.contains("<difficult>\(isDifficult)</difficult>"))
    }

    @Test func smallMasksLieUponLargeOnesAndVoidBelowAll() throws {
        let dataset = try DrawnDataset(["AA..\n.B..\n...."])
        try dataset.edit { document in
            func mask(_ runs: [Int]) -> COCO.Segmentation { .counts(height: 3, width: 4, counts: runs) }
            // Six pixels on the left, one of them in the first mask too; a crowd everywhere.
            document.annotations[1].segmentation = mask([0, 6, 6])
            document.annotations[1].box = Rect(x: 0, y: 0, width: 2, height: 3)
            var crowd = COCO.Annotation(id: 9, imageID: 0, categoryID: 2)
            crowd.segmentation = mask([0, 12])
            crowd.box = Rect(x: 0, y: 0, width: 4, height: 3)
            crowd.isCrowd = true
            document.annotations.append(crowd)
        }
        let notes = try dataset.convert(VOCFormat())
        #expect(try rows(dataset, "SegmentationObject/000000.png") == "11vv\n22vv\n22vv")
        #expect(
            notes == [
                "instance that gives pixels to smaller ones, since the format has no overlap": 1,
                "pixel of an instance given to a smaller one": 2, "crowd region written as void, without a box": 1,
            ])
    }
}
