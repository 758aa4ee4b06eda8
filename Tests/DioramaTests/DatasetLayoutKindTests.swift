import Foundation
import Studios
import Testing

@testable import Diorama

/// Layouts that exporters write: `check`, `convert` and backgrounds find the same labels in all of them.
@Suite struct DatasetLayoutKindTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
    }

    private static let object =
        "<annotation>NAME<size><width>96</width><height>64</height></size><object><name>dog</name><bndbox><xmin>9</xmin>"
        + "<ymin>17</ymin><xmax>40</xmax><ymax>32</ymax></bndbox></object></annotation>"

    private static func xml(_ name: String) -> String {
        object.replacing("NAME", with: name.isEmpty ? "" : "<filename>\(name)</filename>")
    }

    private static func coco(_ file: String, id: String = "1", more: String = "") -> String {
        """
        {"images": [{"id": \(id), \(file), "width": 96, "height": 64}], "categories": [{"id": 1, "name": "dog"}],
         "annotations": [{"id": 1, "image_id": \(id), "category_id": 1, "bbox": [8, 16, 32, 16], "area": 512, "iscrowd": 0}]\(more)}
        """
    }

    private static let kitti = "dog 0 0 0 8 16 40 32 -1 -1 -1 -1000 -1000 -1000 -10\n"
    private static let yolo = "0 0.25 0.375 0.3333333333333333 0.25\n"

    /// Files by their path below `set`, “photo” for a photo; the source; how many labels it has.
    struct Layout: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let files: [String: String]
        let source: String
        var labels = 1
        /// What the checked folder or file is called, below `set`.
        var checked = ""
    }

    static let layouts = [
        Layout(
            testDescription: "Roboflow YOLO",
            files: [
                "data.yaml": "train: ../train/images\nval: ../valid/images\nnc: 1\nnames: ['dog']\n",
                "train/images/a.jpg": "photo", "train/labels/a.txt": yolo, "valid/images/b.jpg": "photo",
                "valid/labels/b.txt": yolo,
            ], source: "yolo: {file: set/data.yaml, splits: [train, val]}", labels: 2),
        Layout(
            testDescription: "Ultralytics with path and a list of folders",
            files: [
                "my.yaml":
                    "path: dogs # root\ntrain:\n  - images/one\n  - images/two\nval: images/one\ntest:\nnames:\n  0: dog\n",
                "dogs/images/one/a.jpg": "photo", "dogs/labels/one/a.txt": yolo, "dogs/images/two/b.JPG": "photo",
                "dogs/labels/two/b.txt": yolo,
            ], source: "yolo: set/my.yaml", labels: 2, checked: "my.yaml"),
        Layout(
            testDescription: "YOLO with Windows' slashes, photos and texts side by side",
            files: [
                "data.yaml": "train: .\\train\nval: train\nnames: [dog]\n", "train/a.jpg": "photo",
                "train/a.txt": "\u{FEFF}" + yolo.replacing("\n", with: "\r\n"),
            ],
            source: "yolo: set"),
        Layout(
            testDescription: "Roboflow VOC",
            files: [
                "train/a.jpg": "photo", "train/a.xml": xml("a.jpg"), "valid/b.jpg": "photo",
                "valid/b.xml": xml("b.jpg"),
            ],
            source: "voc: set", labels: 2),
        Layout(
            testDescription: "VOC, small letters",
            files: ["annotations/a.xml": xml("C:\\\\x\\\\a.jpg"), "images/a.jpg": "photo"], source: "voc: set"),
        Layout(
            testDescription: "VOC, annots, a name without ending",
            files: ["annots/a.xml": xml("a"), "images/a.PNG": "photo"], source: "voc: set"),
        Layout(
            testDescription: "KITTI, images and labels",
            files: ["images/a.png": "photo", "labels/a.txt": kitti], source: "kitti: set"),
        Layout(
            testDescription: "COCO in the root",
            files: ["my labels.json": coco(#""file_name": "photos/a.png""#), "photos/a.png": "photo"],
            source: "coco: set"),
        Layout(
            testDescription: "COCO, images/ twice, backslashes",
            files: ["annotations/train.json": coco(#""file_name": "images\\a b.png""#), "images/a b.png": "photo"],
            source: "coco: set/annotations/train.json"),
        Layout(
            testDescription: "COCO, per cent signs",
            files: ["annotations/instances.json": coco(#""file_name": "a%20b.png""#), "images/a b.png": "photo"],
            source: "coco: set"),
        Layout(
            testDescription: "COCO, accents apart",
            files: ["a.json": coco("\"file_name\": \"cafe\u{301}.png\""), "images/caf\u{E9}.png": "photo"],
            source: "coco: set/a.json"),
        Layout(
            testDescription: "COCO, accents composed",
            files: ["a.json": coco("\"file_name\": \"caf\u{E9}.png\""), "images/cafe\u{301}.png": "photo"],
            source: "coco: set/a.json"),
        Layout(
            testDescription: "LVIS",
            files: ["lvis.json": coco(#""coco_url": "http://x.org/train2017/0.png""#), "train2017/0.png": "photo"],
            source: "coco: set/lvis.json", checked: "lvis.json"),
        Layout(
            testDescription: "Roboflow COCO, a file for each part",
            files: [
                "train/_annotations.coco.json": coco(#""file_name": "a.png""#), "train/a.png": "photo",
                "valid/_annotations.coco.json": coco(#""file_name": "a.png""#), "valid/a.png": "photo",
            ], source: "coco: set", labels: 2),
        Layout(
            testDescription: "words for ids",
            files: ["a.json": coco(#""file_name": "a.png""#, id: #""q""#), "images/a.png": "photo"],
            source: "coco: set/a.json"),
    ]

    private func write(_ files: [String: String]) throws {
        for (name, text) in files {
            if text == "photo" { try studio.photo("set/" + name) } else { try studio.write(text, to: "set/" + name) }
        }
    }

    @Test(arguments: layouts) func everyDoorFindsTheSame(_ layout: Layout) throws {
        try write(layout.files)
        let check = try DatasetReport(studio.path("set/" + layout.checked))
        #expect(check.isSound, "\(check)")
        #expect(check.description.contains("\(layout.labels) annotation"), "\(check)")
        let source = layout.source.replacing("set", with: studio.path("set"), maxReplacements: 1)
        let told = try ConvertJob(dataset: studio.path("out"), from: .init(source), to: nil).run().description
        #expect(told.contains("coco: \(layout.labels) instance"), "\(told)")
        let again = try DatasetReport(studio.path("out"))
        #expect(again.isSound, "\(again)")
        try studio.run(
            text: """
                diorama: 1
                images: \(layout.labels)
                backgrounds: {datasets: [{\(layout.source)}], order: sequential}
                scene: {count: 0}
                output: {images: {format: png}}

                """, to: "run")
        let names = try studio.names("run/annotations")
        var boxes: [[Double]] = []
        for name in names {
            let data = try Data(contentsOf: URL(fileURLWithPath: studio.path("run/annotations/\(name)")))
            let file = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            boxes += (file["annotations"] as? [[String: Any]] ?? []).compactMap { $0["bbox"] as? [Double] }
        }
        #expect(boxes.count == layout.labels)
        for box in boxes {
            for (ours, right) in zip(box, [8.0, 16, 32, 16]) { #expect(abs(ours - right) < 1e-6, "\(box)") }
        }
    }

    // MARK: - Outside

    @Test func whatLiesOutsideIsReadOnlyWhereItIsAllowed() throws {
        for name in ["secret.png", "third.png"] { try studio.photo(name) }
        try studio.photo("other.png")
        try studio.photo("set/images/a.png")
        try studio.write(
            """
            {"images": [{"id": 1, "file_name": "a.png", "width": 96, "height": 64},
              {"id": 2, "file_name": "../../secret.png", "width": 96, "height": 64},
              {"id": 3, "file_name": "\(studio.path("other.png"))", "width": 96, "height": 64},
              {"id": 4, "file_name": "link.png", "width": 96, "height": 64}],
             "categories": [{"id": 1, "name": "dog"}], "annotations": []}
            """, to: "set/annotations/instances.json")
        try FileManager.default.createSymbolicLink(
            atPath: studio.path("set/images/link.png"), withDestinationPath: studio.path("third.png"))
        let source = "coco: {file: \(studio.path("set/annotations/instances.json"))"
        let told = try ConvertJob(dataset: studio.path("out"), from: .init(source + "}"), to: nil).run().description
        #expect(told.hasSuffix("coco: 0 instances in 1 image"), "\(told)")
        #expect(told.components(separatedBy: "it lies outside the dataset's folder").count == 4, "\(told)")
        #expect(told.contains("“outside: true” allows it"))
        let all = try ConvertJob(dataset: studio.path("all"), from: .init(source + ", outside: true}"), to: nil).run()
            .description
        #expect(all.hasSuffix("coco: 0 instances in 4 images"), "\(all)")
        let check = try DatasetReport(studio.path("set"))
        #expect(check.isSound && check.description.contains("it lies outside"), "\(check)")

        try studio.write("train: images\nval: /etc\nnames: [dog]\n", to: "yolo/data.yaml")
        try studio.photo("yolo/images/a.png")
        try studio.write("path: ../set\ntrain: images\nnames: [dog]\n", to: "far/data.yaml")
        let error = #expect(throws: (any Error).self) {
            try ConvertJob(
                dataset: studio.path("far out"), from: .init("yolo: \(studio.path("far/data.yaml"))"), to: nil
            ).run()
        }
        #expect("\(error.map { "\($0)" } ?? "")".contains("“outside: true” allows it"))
    }

    @Test func foldersMayBeNamed() throws {
        try write(["x/a.xml": Self.xml("a.jpg"), "y/a.jpg": "photo", "k/a.txt": Self.kitti])
        for (number, source) in [
            "voc: {images: \(studio.path("set/y")), annotations: \(studio.path("set/x"))}",
            "kitti: {images: \(studio.path("set/y")), labels: \(studio.path("set/k"))}",
            "kitti: {folder: \(studio.path("set")), images: \(studio.path("set/y")), labels: \(studio.path("set/k"))}",
        ].enumerated() {
            let told = try ConvertJob(dataset: studio.path("out\(number)"), from: .init(source), to: nil).run()
                .description
            #expect(told == "coco: 1 instance in 1 image", "\(source): \(told)")
        }
        let error = #expect(throws: (any Error).self) {
            try ConvertJob(dataset: "x", from: .init("voc: {images: a}"), to: nil)
        }
        #expect("\(error.map { "\($0)" } ?? "")".contains("voc needs “folder”, or both “images” and “annotations”"))
    }

    // MARK: - Nothing comes of it

    @Test(arguments: [
        (#"{"version": "5", "shapes": [], "imagePath": "a.png"}"#, "it is Labelme's"),
        (#"[{"id": 1, "data": {}, "annotations": []}]"#, "it looks like Label Studio's"),
        (#"{"images": [], "annotations": []}"#, "no photo of it can be used"),
        (
            #"{"images": [{"id": 1, "file_name": "a.png", "width": 96, "height": 64}], "categories": [], "annotations": [{"id": 1, "image_id": 1, "category_id": 9, "bbox": [1, 1, 5, 5]}]}"#,
            "none of its labels can be used, although it has some"
        ),
    ]) func aDatasetThatGivesNothingIsAFailure(text: String, words: String) throws {
        try studio.photo("a.png")
        try studio.write(text, to: "labels.json")
        let error = #expect(throws: (any Error).self) {
            try ConvertJob(
                dataset: studio.path("out"), from: .init("coco: \(studio.path("labels.json"))"), to: nil
            ).run()
        }
        #expect("\(error.map { "\($0)" } ?? "")".contains(words), "\(String(describing: error))")
        #expect(error.map { Mistake.isUsers($0) } == false)
        #expect(try !DatasetReport(studio.path("labels.json")).isSound)
    }

    @Test func aRunWhoseDatasetHasNoUsableLabelIsAFailure() throws {
        try studio.photo("images/a.png", width: 8, height: 8)
        try studio.photo("masks/a.png", width: 8, height: 8)
        try studio.write(
            """
            diorama: 1
            images: 1
            backgrounds: {datasets: [{masks: {images: images, masks: masks}}]}
            scene: {count: 0}
            """, to: "pipeline.yaml")
        for isRun in [true, false] {
            let error = #expect(throws: (any Error).self) {
                if isRun {
                    try studio.run(to: "out")
                } else {
                    _ = try PipelineReport(path: studio.path("pipeline.yaml"))
                }
            }
            let words = "\(error.map { "\($0)" } ?? "")"
            #expect(words.contains("none of its labels can be used, although it has some: "), "\(words)")
            #expect(error.map { Mistake.isUsers($0) } == false)
        }
    }

    @Test func aLabelFileInXMLIsCheckedWithItsDataset() throws {
        try studio.photo("cvat/images/a.png", width: 96, height: 64)
        let box = #"<box label="dog" xtl="1" ytl="1" xbr="9" ybr="9"/>"#
        try studio.write(
            #"<annotations><image id="0" name="a.png" width="96" height="64">\#(box)</image></annotations>"#,
            to: "cvat/annotations.xml")
        try studio.photo("flat/a.png", width: 96, height: 64)
        try studio.photo("voc/JPEGImages/a.png", width: 96, height: 64)
        let bounds = "<bndbox><xmin>1</xmin><ymin>1</ymin><xmax>9</xmax><ymax>9</ymax></bndbox>"
        for file in ["flat/a.xml", "voc/Annotations/a.xml"] {
            try studio.write(
                "<annotation><filename>a.png</filename><size><width>96</width><height>64</height></size>"
                    + "<object><name>dog</name>\(bounds)</object></annotation>", to: file)
        }
        for file in ["cvat/annotations.xml", "flat/a.xml", "voc/Annotations/a.xml"] {
            let report = try DatasetReport(studio.path(file))
            #expect(report.annotations == 1 && report.isSound, "\(file): \(report)")
        }
    }

    @Test func namesThatALabelMapSplitsPassOurOwnCheck() throws {
        try studio.photo("a.png", width: 96, height: 64)
        let names = ["# x", "car ", "a: b", "background 2"]
        let categories = names.enumerated().map { #"{"id": \#($0.offset + 1), "name": "\#($0.element)"}"# }
        let labels = names.indices.map {
            #"{"id": \#($0 + 1), "image_id": 1, "category_id": \#($0 + 1), "bbox": [\#($0 * 10), 1, 8, 8], "area": 64, "#
                + #""segmentation": [[\#($0 * 10), 1, \#($0 * 10 + 8), 1, \#($0 * 10 + 8), 9, \#($0 * 10), 9]]}"#
        }
        try studio.write(
            #"{"images": [{"id": 1, "file_name": "a.png", "width": 96, "height": 64}], "#
                + #""categories": [\#(categories.joined(separator: ", "))], "#
                + #""annotations": [\#(labels.joined(separator: ", "))]}"#, to: "labels.json")
        _ = try ConvertJob(
            dataset: studio.path("out"), from: .init("coco: \(studio.path("labels.json"))"), to: "voc"
        ).run()
        let report = try DatasetReport(studio.path("out"))
        #expect(report.isSound, "\(report)")
    }

    @Test func labelledPicturesOfOtherKindsAreReported() throws {
        try write([
            "data.yaml": "train: images\nnames: [dog]\n", "images/a.jpg": "photo", "labels/a.txt": Self.yolo,
            "labels/b.txt": Self.yolo,
        ])
        try studio.write("BM......", to: "set/images/b.bmp")
        let told = try ConvertJob(dataset: studio.path("out"), from: .init("yolo: \(studio.path("set"))"), to: nil)
            .run().description
        #expect(told.contains("set/images/b.bmp: is a BMP, not a"), "\(told)")
    }

    @Test func checkKnowsALabelsFileFromAPipeline() throws {
        try studio.write(#"{"diorama": 1, "images": 1}"#, to: "pipeline.json")
        try studio.write(Self.coco(#""file_name": "a.png""#), to: "labels.json")
        try studio.write("diorama: 1\nimages: 2\n", to: "pipeline.yaml")
        #expect(!DatasetReport.isDataset(studio.path("pipeline.json")))
        #expect(!DatasetReport.isDataset(studio.path("pipeline.yaml")))
        #expect(DatasetReport.isDataset(studio.path("labels.json")))
    }
}
