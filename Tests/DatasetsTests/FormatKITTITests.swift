import Foundation
import Testing

@testable import Datasets

@Suite struct FormatKITTITests {
    @Test func aLineSaysTypeSharesAndEdges() throws {
        let dataset = try DrawnDataset(["....\n.AAB\n.AAB\nC...", ""], splits: ["train", "val"])
        try dataset.edit(split: "train") { document in
            document.categories[0].name = "traffic  cone"
            document.annotations[0].truncation = 0.25
            document.annotations[0].visibility = 0.9
            document.annotations[1].visibility = 0.5
            document.annotations[2].isCrowd = true
        }
        try dataset.edit(split: "val") { $0.categories[0].name = "traffic  cone" }
        let notes = try dataset.convert(KITTIFormat())
        let nowhere = "-1 -1 -1 -1000 -1000 -1000 -10"
        #expect(
            try dataset.text("kitti/train/label_2/000000.txt") == """
                traffic_cone 0.25 1 -10 1.0 1.0 3.0 3.0 \(nowhere)
                box 0.0 2 -10 3.0 1.0 4.0 3.0 \(nowhere)
                DontCare -1 -1 -10 0.0 3.0 1.0 4.0 \(nowhere)

                """)
        #expect(try dataset.text("kitti/val/label_2/000001.txt").isEmpty)
        #expect(notes == ["crowd region written as DontCare": 1])
        let link = dataset.folder.path + "/kitti/train/image_2"
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "../../images/train")
        #expect(FileManager.default.fileExists(atPath: link + "/000000.jpg"))
    }

    @Test func categoriesThatWouldBeOneTypeAreRefused() throws {
        let dataset = try DrawnDataset(["A"])
        try dataset.edit { ($0.categories[0].name, $0.categories[1].name) = ("a b", "a_b") }
        let error = #expect(throws: DatasetError.self) { try dataset.convert(KITTIFormat()) }
        #expect(error?.reason == "the categories “a b” and “a_b” would both be KITTI's type a_b")
    }
}
