import Cards
import Foundation
import Pipelines
import Studios
import Testing

@testable import Diorama

/// Datasets of other kinds, made into ones of ours. What their labels become is compared in
/// `Tests/Conformance/roundtrips.py`.
@Suite struct ImportTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        for name in ["train/a", "train/deep/b", "val/a"] { try studio.photo("set/images/\(name).png") }
        try studio.write(
            "path: .\ntrain: images/train\nval: images/val\nnames: [dog, cat]\n", to: "set/data.yaml")
        try studio.write("0 0.5 0.5 0.25 0.5\n1 0.5 0.5 0.5 0.25\n", to: "set/labels/train/a.txt")
        try studio.write("1 0.25 0.5 0.25 0.5\n", to: "set/labels/train/deep/b.txt")
        try studio.write("0 0.5 0.5 0.25 0.5\nx\n7 0.5 0.5 1 1\n", to: "set/labels/val/a.txt")
    }

    private func convert(
        _ from: String, to formats: String? = nil, _ change: (inout ConvertJob.Source) -> Void = { _ in }
    ) throws -> String {
        var source = ConvertJob.Source(from)
        change(&source)
        return try ConvertJob(dataset: studio.path("out"), from: source, to: formats).run().description
    }

    private var both: String { "yolo: {file: \(studio.path("set/data.yaml")), splits: [train, val]}" }

    @Test func splitsFoldersAndBytesOfPhotosStay() throws {
        let told = try convert(both, to: "voc, csv")
        let file = studio.path("set/labels/val/a.txt")
        #expect(
            told == """
                odd: \(file): line 2: “x” is not a number; it is left out
                odd: \(file): line 3: class 7 is not one of the 2; it is left out
                coco: 4 instances in 3 images
                voc: 4 instances in 3 images
                  4 × instance without a mask missing in the masks
                csv: 4 instances in 3 images
                """)
        for name in ["train/a", "train/deep/b", "val/a"] {
            #expect(try studio.files("out")["images/\(name).png"] == studio.files("set")["images/\(name).png"])
        }
        let table = try studio.text("out/annotations/instances_train.csv").split(separator: "\n")
        #expect(table.count == 4)
        #expect(table[3].hasPrefix("2,images/train/deep/b.png,train,96,64,3,,cat,,12,16,24,32,768,0,"))
        #expect(try studio.text("out/annotations/instances_val.json").contains("\"id\":4,\"image_id\":3,"))
    }

    /// Trainers look for labels where the last folder `images` of a photo's path is replaced.
    @Test func labelsLieWhereTrainersLookAlsoInFoldersOfImages() throws {
        for name in ["one", "two"] { try studio.photo("sites/\(name)/images/1.png") }
        try studio.write(
            """
            {"images": [{"id": 1, "file_name": "one/images/1.png", "width": 96, "height": 64},
                        {"id": 2, "file_name": "two/images/1.png", "width": 96, "height": 64}],
             "categories": [{"id": 1, "name": "dog"}],
             "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [24, 16, 24, 32]},
                             {"id": 2, "image_id": 2, "category_id": 1, "bbox": [48, 16, 24, 32]}]}
            """, to: "sites.json")
        _ = try convert("coco: {file: \(studio.path("sites.json")), images: \(studio.path("sites"))}", to: "yolo")
        #expect(try studio.text("out/images/one/labels/1.txt") == "0 0.375 0.5 0.25 0.5\n")
        #expect(try studio.text("out/images/two/labels/1.txt") == "0 0.625 0.5 0.25 0.5\n")
        #expect(try DatasetReport(studio.path("out")).isSound)
    }

    @Test func photosAreLinkedToWhenAsked() throws {
        _ = try convert("yolo: \(studio.path("set/data.yaml"))") { $0.linksPhotos = true }
        let link = try FileManager.default.destinationOfSymbolicLink(atPath: studio.path("out/images/deep/b.png"))
        #expect(link == URL(fileURLWithPath: studio.path("set/images/train/deep/b.png")).standardizedFileURL.path)
        #expect(try studio.list("images", of: "out").map { $0["file_name"] as? String } == ["a.png", "deep/b.png"])
    }

    @Test func aKillBeforeTheJournalIsThereLeavesNothingBehind() throws {
        try studio.write("{", to: "out/.journal.jsonl.1a2b3c.part")
        _ = try convert("yolo: \(studio.path("set/data.yaml"))")
        #expect(try !studio.names("out").contains { $0.hasSuffix(".part") })
    }

    @Test func strictStopsAtTheFirstThingThatIsWrong() throws {
        let error = #expect(throws: (any Error).self) { try convert(both) { $0.isStrict = true } }
        #expect(error.map { "\($0)" }?.contains("val/a.txt: line 2: “x” is not a number") == true)
        #expect(!studio.exists("out/annotations/instances_val.json"))
    }

    @Test func aPhotoThatCannotBeReadIsLeftOut() throws {
        try studio.write("no picture", to: "set/images/train/a.png")
        let told = try convert("yolo: \(studio.path("set/data.yaml"))")
        #expect(told.contains("train/a.png") && told.contains("; the photo is left out"), "\(told)")
        #expect(told.hasSuffix("\ncoco: 1 instance in 1 image"))
    }

    @Test func aFolderThatHoldsSomethingIsLeftAlone() throws {
        try studio.write("mine", to: "out/notes.txt")
        let error = #expect(throws: (any Error).self) { try convert(both) }
        #expect(error.map { "\($0)" }?.contains("it is not empty (it holds notes.txt)") == true)
        #expect(error.map(Mistake.isUsers) == true)
        #expect(try studio.names("out") == ["notes.txt"])
    }

    @Test func mistakesInTheSourceAreNamed() throws {
        let error = #expect(throws: (any Error).self) { try convert("yollo: data.yaml") }
        #expect(error.map { "\($0)" }?.contains("unknown dataset “yollo”; did you mean “yolo”?") == true)
        #expect(error.map(Mistake.isUsers) == true)
        #expect(throws: (any Error).self) { try ConvertJob(dataset: "out", to: nil) }
    }
}
