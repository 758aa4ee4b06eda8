import Foundation
import Studios
import Testing

@testable import Diorama

/// The parts that datasets have, train and val, come out as they went in.
@Suite struct OwnSplitTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        try studio.cutout("cutouts/disc.png", .disc)
        // One name in both parts.
        for (seed, name) in ["train/a", "train/b", "train/c", "valid/a", "valid/d"].enumerated() {
            try studio.photo("set/\(name).png", seed: seed + 1)
        }
    }

    /// COCO files as Roboflow lays them out; each photo has a label of 20 × 10 pixels.
    private func coco(_ parts: [String: [String]] = ["train": ["a", "b", "c"], "valid": ["a", "d"]]) throws {
        for (part, names) in parts {
            let images = names.enumerated().map {
                #"{"id": \#($0.offset + 1), "file_name": "\#($0.element).png", "width": 96, "height": 64}"#
            }
            let labels = names.indices.map {
                #"{"id": \#($0 + 1), "image_id": \#($0 + 1), "category_id": 1, "bbox": [8, 16, 20, 10], "area": 200, "#
                    + #""iscrowd": 0, "segmentation": [[8, 16, 28, 16, 28, 26, 8, 26]]}"#
            }
            try studio.write(
                """
                {"images": [\(images.joined(separator: ", "))], "annotations": [\(labels.joined(separator: ", "))],
                 "categories": [{"id": 1, "name": "dog"}]}
                """, to: "set/\(part)/_annotations.coco.json")
        }
    }

    private func pipeline(
        _ datasets: String = "{coco: set}", backgrounds: String = "", output: String = "", images: Int = 7
    ) -> String {
        """
        diorama: 1
        seed: 5
        images: \(images)
        backgrounds: {datasets: [\(datasets)]\(backgrounds)}
        objects: {disc: {from: {cutouts: cutouts/disc.png}, size: 0.3}}
        scene: {count: 1}
        effects: [{noise: {iso: 800}}]
        output: {images: {format: png}, masks: {instances: png}\(output)}

        """
    }

    /// The photos of each side of a run, by their names below the studio.
    private func sides(_ folder: String, _ splits: [String] = ["train", "val"]) throws -> [String: Set<String>] {
        var sides: [String: Set<String>] = [:]
        for split in splits {
            let images = try studio.list("images", of: folder, split: split)
            let names = images.compactMap { $0["file_name"] as? String }
            #expect(try Set(studio.names("\(folder)/images/\(split)")) == Set(names))
            sides[split] = Set(images.compactMap { $0["source"] as? String })
        }
        return sides
    }

    private static let roboflow = [
        "train": Set(["set/train/a.png", "set/train/b.png", "set/train/c.png"]),
        "val": Set(["set/valid/a.png", "set/valid/d.png"]),
    ]

    @Test func imagesGoToTheSideOfTheirPhoto() throws {
        try coco()
        try studio.run(text: pipeline(output: ", annotations: [coco, yolo]"), to: "out")
        #expect(try sides("out") == Self.roboflow)
        #expect(try studio.text("out/stats.json").contains("\"name\": \"val\""))
        #expect(try studio.names("out/labels/val").count == studio.names("out/images/val").count)
        #expect(try DatasetReport(studio.path("out")).isSound)
    }

    @Test func aRunThatIsMadeInPartsIsTheSame() throws {
        try coco()
        try studio.run(text: pipeline(), to: "out")
        try studio.run("out.yaml", to: "some") { $0.only = ImageSelection("1,4-6") }
        let (all, some) = (try studio.files("out/images"), try studio.files("some/images"))
        #expect(some.count == 4)
        for (name, bytes) in some { #expect(all[name] == bytes, "\(name)") }
        let again = try studio.run("out.yaml", to: "out") { $0.resumes = true }
        #expect(again.newImages == 0)
    }

    @Test func twoFilesOfOnePartEachKeepThem() throws {
        try coco()
        let files = ["train", "valid"].map { "{coco: set/\($0)/_annotations.coco.json}" }
        try studio.run(text: pipeline(files.joined(separator: ", ")), to: "out")
        #expect(try sides("out") == Self.roboflow)
        // One part has no sides.
        try studio.run(text: pipeline(files[0]), to: "one")
        #expect(studio.exists("one/annotations/instances.json"))
    }

    @Test func yoloKeepsWhatDataYamlSays() throws {
        try studio.write("train: train\nval: valid\nnames: [dog]\n", to: "set/data.yaml")
        for name in ["train/a", "valid/d"] { try studio.write("0 0.5 0.5 0.2 0.2\n", to: "set/\(name).txt") }
        try studio.run(text: pipeline("{yolo: {file: set/data.yaml, splits: [train, val]}}"), to: "out")
        #expect(try sides("out") == Self.roboflow)
    }

    private func yolo() throws {
        try studio.write("train: train\nval: valid\ntest: ../test/images\nnames: [dog]\n", to: "set/data.yaml")
        for name in ["train/a", "valid/a", "valid/d"] { try studio.write("0 0.5 0.5 0.2 0.2\n", to: "set/\(name).txt") }
    }

    @Test func theOtherSplitsOfDataYamlAreTakenOverAsTheyAre() throws {
        try yolo()
        let summary = try studio.run(text: pipeline("{yolo: set/data.yaml, splits: [train]}", images: 4), to: "out")
        #expect(summary.made == 6)
        let told = summary.description
        #expect(told.contains("note: 2 photos taken over as they are: 2 of val"), "\(told)")
        // A split that nobody asked for may be missing.
        #expect(told.contains("set/data.yaml") && told.contains("line 3: there is no ../test/images"), "\(told)")
        let val = try studio.list("images", of: "out", split: "val")
        #expect(val.map { $0["source"] as? String } == ["set/valid/a.png", "set/valid/d.png"])
        // Those that the dataset's own key chooses are read alone.
        let alone = try studio.run(
            text: pipeline("{yolo: {file: set/data.yaml, splits: [train]}, splits: [train]}", images: 2), to: "alone")
        #expect(alone.made == 2)
        #expect(alone.description.contains("no photo is copied unchanged"), "\(alone)")
    }

    @Test func aPhotoWhoseLabelsCannotBeReadIsNotTakenOver() throws {
        try yolo()
        try studio.write(Array("0 0.5 0.5 0.2 0.2 ".utf8) + [0xE9], to: "set/valid/d.txt")
        let summary = try studio.run(text: pipeline("{yolo: set/data.yaml, splits: [train]}", images: 3), to: "out")
        #expect(summary.made == 4)
        let told = summary.description
        #expect(told.contains("set/valid/d.txt") && told.contains("is not UTF-8"), "\(told)")
        #expect(
            try studio.list("images", of: "out", split: "val").map { $0["source"] as? String } == ["set/valid/a.png"])
    }

    @Test func labelsThatBreakDuringTheRunAreNamedForWhatTheyAre() throws {
        try yolo()
        let plan = try Plan(
            path: studio.write(pipeline("{yolo: set/data.yaml, splits: [train]}", images: 3), to: "out.yaml"))
        try studio.write(Array("0 0.5 0.5 0.2 0.2 ".utf8) + [0xE9], to: "set/valid/d.txt")
        let error = #expect(throws: JobError.self) { try plan.maker.make(4, with: plan.maker.makeCompositor()) }
        let told = try "\(#require(error))"
        #expect(
            told.contains("valid/d.png: its labels cannot be read: ") && told.contains("copies this photo unchanged"),
            "\(told)"
        )
        #expect(!told.contains("strict"), "\(told)")
    }

    @Test func vocKeepsItsLists() throws {
        for name in ["a", "b", "c"] {
            try studio.photo("voc/JPEGImages/\(name).png", seed: 3)
            try studio.write(
                "<annotation><filename>\(name).png</filename><size><width>96</width><height>64</height></size></annotation>",
                to: "voc/Annotations/\(name).xml")
        }
        try studio.write("a\n", to: "voc/ImageSets/Main/train.txt")
        try studio.write("b 1\n", to: "voc/ImageSets/Main/val.txt")
        try studio.write("a\nb\n", to: "voc/ImageSets/Main/trainval.txt")
        let summary = try studio.run(text: pipeline("{voc: voc}"), to: "out")
        #expect(
            try sides("out") == [
                "train": ["voc/JPEGImages/a.png", "voc/JPEGImages/c.png"], "val": ["voc/JPEGImages/b.png"],
            ])
        #expect(
            summary.description.contains("note: photos without a split of a dataset: 1 of 3; they go to train"),
            "\(summary)")
    }

    @Test func aSplitOfThePipelineStandsInItsPlace() throws {
        try coco()
        try studio.run(text: pipeline(output: ", split: {train: 0.6, test: 0.4}"), to: "out")
        let sides = try sides("out", ["train", "test"])
        #expect(sides.values.map(\.count).reduce(0, +) == 5)
        #expect(!studio.exists("out/images/val"))
    }

    @Test func noPhotoIsOnTwoSides() throws {
        try coco(["train": ["a", "b", "c", "../valid/d"], "valid": ["a", "d"]])
        // A copy of a photo of val.
        try studio.write([UInt8](studio.files("set/valid")["a.png"] ?? Data()), to: "set/train/a.png")
        let summary = try studio.run(
            text: pipeline("{coco: {file: set, outside: true}}", images: 9), to: "out")
        #expect(
            try sides("out") == [
                "train": ["set/train/b.png", "set/train/c.png"], "val": ["set/valid/a.png", "set/valid/d.png"],
            ])
        let told = summary.description
        #expect(told.contains("skipped set/train/a.png: is of train and the same as set/valid/a.png of val"), "\(told)")
        #expect(told.contains("photos in several splits of their datasets: 1; each stays in one, as"), "\(told)")
    }

    @Test func labelsOfAPhotoThatIsListedAgainAreNamed() throws {
        try coco()
        let first = try studio.text("set/train/_annotations.coco.json")
        try studio.write(first, to: "set/train/again.json")
        let summary = try studio.run(
            text: pipeline("{coco: {file: set/train/_annotations.coco.json}}, {coco: {file: set/train/again.json}}"),
            to: "out")
        #expect(
            summary.description.contains(
                "photos that datasets list more than once: 3; the labels of the first listing"),
            "\(summary)")
    }

    @Test func photosOfOtherSplitsAreTakenOverAsTheyAre() throws {
        try coco()
        let rules = "{coco: set, splits: [train]}"
        let summary = try studio.run(
            text: pipeline(rules, backgrounds: ", resize: {longest: 48}, flip: {chance: 1}", images: 4), to: "out")
        #expect(summary.made == 6)
        #expect(summary.description.contains("note: 2 photos taken over as they are: 2 of val"), "\(summary)")
        let val = try studio.list("images", of: "out", split: "val")
        #expect(val.map { $0["source"] as? String } == ["set/valid/a.png", "set/valid/d.png"])
        #expect(val.map { $0["id"] as? Int } == [4, 5])
        for (name, image) in zip(["a", "d"], val) {
            let file = try #require(image["file_name"] as? String)
            #expect(try studio.files("out/images/val")[file] == studio.files("set/valid")[name + ".png"])
        }
        let labels = try studio.list("annotations", of: "out", split: "val")
        #expect(labels.map { $0["bbox"] as? [Double] } == [[8, 16, 20, 10], [8, 16, 20, 10]])
        #expect(labels.map { $0["area"] as? Double } == [200, 200])
        let train = try studio.list("images", of: "out", split: "train")
        #expect(train.count == 4)
        #expect(train.allSatisfy { $0["width"] as? Int == 48 })
        #expect(try studio.text("out/run.json").contains("\"images\": 6"))
        #expect(try studio.text("out/stats.json").contains("\"images_asked\": 6"))
        #expect(try DatasetReport(studio.path("out")).isSound)
        let again = try studio.run("out.yaml", to: "only") { $0.only = ImageSelection("2,5") }
        #expect(again.made == 2)
        #expect(try studio.files("only/images")["val/000005.png"] == studio.files("out/images")["val/000005.png"])
    }

    @Test(.enabled(if: OtherReaders.python != nil, "DIORAMA_PYTHON names no Python with pycocotools"))
    func pycocotoolsReadsWhatIsTakenOver() throws {
        try coco()
        try studio.run(text: pipeline("{coco: set, splits: [train]}", images: 4), to: "out")
        let (status, text) = try OtherReaders.run([
            "-c",
            """
            import sys
            from pycocotools.coco import COCO
            for split in ("train", "val"):
                coco = COCO(sys.argv[1] + "/annotations/instances_" + split + ".json")
                names = {c["id"]: c["name"] for c in coco.loadCats(coco.getCatIds())}
                for image in coco.loadImgs(sorted(coco.getImgIds())):
                    labels = coco.loadAnns(coco.getAnnIds(image["id"]))
                    print(split, image["id"], *[(names[a["category_id"]], int(coco.annToMask(a).sum())) for a in labels
                                                if split == "val" or names[a["category_id"]] == "disc"][:1])
            """, studio.path("out"),
        ])
        #expect(status == 0)
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("train") || $0.hasPrefix("val") }
        #expect(lines.suffix(2) == ["val 4 ('dog', 200)", "val 5 ('dog', 200)"])
        #expect(lines.prefix(4).allSatisfy { $0.contains("('disc', ") } && lines.count == 6, "\(text)")
    }

    @Test func splitsThatAreNotThereAreMistakes() throws {
        try coco()
        func error(_ rules: String) throws -> String {
            try studio.write(pipeline(rules), to: "wrong.yaml")
            let error = #expect(throws: (any Error).self) { try studio.run("wrong.yaml", to: "wrong") }
            return "\(try #require(error))"
        }
        #expect(try error("{coco: set, splits: [trian]}").contains("unknown split “trian”; did you mean “train”?"))
        #expect(
            try error("{coco: {file: set, splits: [train]}, splits: [val]}").contains("unknown split “val”"))
    }

    @Test func aDamagedPhotoIsNotTakenOver() throws {
        try coco()
        let whole = [UInt8](try studio.files("set/valid")["d.png"] ?? Data())
        try studio.write(Array(whole.prefix(whole.count / 2)), to: "set/valid/d.png")
        let summary = try studio.run(text: pipeline("{coco: set, splits: [train]}", images: 3), to: "out")
        #expect(summary.made == 4)
        #expect(summary.description.contains("skipped set/valid/d.png: "), "\(summary)")
    }
}
