import Cards
import Findings
import Foundation
import Geometry
import Pipelines
import Testing

@testable import Datasets
@testable import JSON

/// What holds for every format, tomorrow's too.
@Suite struct FormatConversionTests {
    static let formats: [any DerivedFormat] = AnnotationFormats.all.compactMap {
        ($0 as? any DerivedFormat.Type)?.init()
    }
    static let names = formats.map { type(of: $0).name }

    static func format(_ name: String) throws -> any DerivedFormat {
        try #require(formats.first { type(of: $0).name == name })
    }

    private func dataset() throws -> DrawnDataset {
        let dataset = try DrawnDataset(["....\n.AAB\n.AAB", "", "A.A\n...\nBBB"], splits: ["train", "val"])
        for split in ["train", "val"] { try dataset.edit(split: split) { $0.addSpace() } }
        return dataset
    }

    @Test(arguments: names)
    func allItsFilesAreInItsPlaces(name: String) throws {
        let dataset = try dataset()
        let format = try Self.format(name)
        try dataset.convert(format)
        let files = try dataset.newFiles()
        #expect(!files.isEmpty)
        for file in files {
            #expect(type(of: format).places.contains { $0.holds(file) }, "\(file) is in no place of \(name)")
        }
    }

    @Test(arguments: names)
    func aFileThatIsGoneIsMissed(name: String) throws {
        let dataset = try dataset()
        let format = try Self.format(name)
        try dataset.convert(format)
        #expect(try Conversion.missing(of: [format], in: dataset.folder.path).isEmpty)
        let last = try #require(try dataset.newFiles().last { $0 != "formats.json" })
        let whole = try dataset.text(last)
        try FileManager.default.removeItem(atPath: "\(dataset.folder.path)/\(last)")
        let missing = try Conversion.missing(of: [format], in: dataset.folder.path)
        #expect(missing.map { type(of: $0).name } == [name])
        for format in missing { try dataset.convert(format) }
        #expect(try dataset.text(last) == whole)
    }

    /// A dataset of flat cut-outs has no poses and no words.
    @Test(arguments: names)
    func aFormatThatHoldsNoLabelIsKnown(name: String) throws {
        let dataset = try DrawnDataset(["....\n.AAB\n.AAB", ""])
        let format = try Self.format(name)
        guard name != "coco_keypoints" else {
            #expect(throws: DatasetError.self) { try dataset.convert(format) }
            return
        }
        try dataset.convert(format)
        let isEmpty = ["bop", "kitti3d", "icdar", "paddleocr", "coco_text", "text_crops"].contains(name)
        #expect((type(of: format).need != nil) == isEmpty)
        let empty = try Conversion.empty(in: dataset.folder.path)
        #expect(empty.map(\.name) == (isEmpty ? [name] : []))
        #expect(empty.map(\.missed) == (isEmpty ? [2] : []))
    }

    @Test(arguments: names)
    func theSameDatasetGivesTheSameBytesAloneOrInCompany(name: String) throws {
        let (alone, together) = (try dataset(), try dataset())
        try alone.convert(Self.format(name))
        _ = try Conversion.write(Self.formats.reversed(), in: together.folder.path)
        _ = try Conversion.write(Self.formats, in: together.folder.path)
        for file in try alone.newFiles() { #expect(try alone.text(file) == together.text(file), "\(file)") }
    }

    @Test(arguments: names)
    func overwritingTheDatasetRemovesItAndNoForeignFile(name: String) throws {
        let dataset = try dataset()
        try dataset.convert(Self.format(name))
        let ours = try dataset.newFiles()
        let foreign = [
            "labels/classes.txt", "labels/train/7.txt", "voc/notes.txt", "kitti/notes.txt", "annotations/x.csv",
        ]
        for file in foreign { try dataset.folder.write("mine", to: file) }
        let last = try #require(ours.last)
        try dataset.folder.write(
            "torn", to: last.split(separator: "/").dropLast().joined(separator: "/") + "/.x.7.part")
        try DatasetLayout(root: dataset.folder.path).claim(overwrite: true)
        #expect(try dataset.folder.files() == foreign.sorted())
    }

    @Test(arguments: names)
    func aForeignFileIsNeverOverwritten(name: String) throws {
        let dataset = try dataset()
        try dataset.convert(Self.format(name))
        let file = try #require(try dataset.newFiles().first)
        try FileManager.default.removeItem(atPath: dataset.folder.path + "/formats.json")
        let before = try dataset.folder.files()
        try dataset.folder.write("mine", to: file)
        let error = #expect(throws: DatasetError.self) { try dataset.convert(Self.format(name)) }
        #expect(error?.code == .occupied)
        #expect(
            error?.reason == "a file of that name is there already, and diorama did not write it")
        #expect(try dataset.text(file) == "mine")
        #expect(try dataset.folder.files() == before)
    }

    @Test(arguments: names)
    func aConversionThatWasCutOffIsDoneAgain(name: String) throws {
        let dataset = try dataset()
        let format = try Self.format(name)
        var records = try FormatRecords(of: dataset.folder.path)
        try records.set(FormatRecord(format))
        #expect(try dataset.text("formats.json").contains("\"complete\":false"))
        let file = try #require(type(of: format).places.first)
        #expect(try file.found(in: dataset.folder.path).isEmpty)
        try dataset.convert(format)
        #expect(try dataset.text("formats.json").contains("\"complete\":true"))
    }

    @Test(arguments: names)
    func whatACutOffConversionLeavesGoesWithTheNext(name: String) throws {
        let dataset = try dataset()
        let format = try Self.format(name)
        try dataset.convert(format)
        let before = try dataset.folder.files()
        for file in try dataset.newFiles() {
            let folder = file.split(separator: "/").dropLast().map { $0 + "/" }.joined()
            // Behind a link to the images lies nothing of the format.
            try dataset.folder.write("torn", to: folder + ".x.7.part")
        }
        var records = try FormatRecords(of: dataset.folder.path)
        try records.set(FormatRecord(format))
        try dataset.convert(format)
        #expect(try dataset.folder.files() == before)
    }

    @Test(arguments: names)
    func aDatasetWithoutImagesConverts(name: String) throws {
        let dataset = try DrawnDataset([])
        try dataset.edit { $0.addSpace() }
        #expect(try dataset.convert(Self.format(name)).isEmpty)
    }

    @Test func aKillBeforeTheFirstFormatIsListedLeavesNothing() throws {
        let dataset = try dataset()
        try dataset.folder.write("torn", to: ".formats.json.2cez5.part")
        try dataset.folder.write("mine", to: ".notes.part")
        try dataset.convert(Self.format("csv"))
        #expect(try !Folder.names(in: dataset.folder.path).contains(".formats.json.2cez5.part"))
        #expect(try dataset.text(".notes.part") == "mine")
    }

    @Test func aFormatIsNamedOnce() throws {
        let drafts = [PartDraft.named("coco"), .named("yolo"), .named("yolo", ["task": "obb"])]
        let error = #expect(throws: InvalidFile.self) { try AnnotationFormats.derived(drafts) }
        #expect(error?.description.contains("“yolo” is named twice, and both would be the same files") == true)
        #expect(try AnnotationFormats.derived(Array(drafts.prefix(2))).count == 1)
    }

    @Test func formatsJSONTellsWhatLiesThere() throws {
        let dataset = try DrawnDataset(["A"])
        try dataset.convert(YOLOFormat())
        #expect(
            try dataset.text("formats.json") == """
                {"diorama_formats":1,
                "formats":[
                {"name":"yolo","keys":"{task: detect}","complete":true,"images":1,"instances":1,"files":2,"notes":{}}]}

                """)
    }

    @Test(arguments: ["../a.jpg", "/a.jpg", "a//b.jpg", "a/../../b.jpg", ".", "", "a\nb.jpg"])
    func aFileNameThatLeadsElsewhereIsRefused(name: String) throws {
        let dataset = try DrawnDataset(["A"])
        try dataset.edit { $0.images[0].fileName = name }
        let error = #expect(throws: DatasetError.self) { try dataset.convert(YOLOFormat()) }
        let shown = name.replacing("\n", with: "\u{FFFD}")
        #expect(
            error?.reason.hasPrefix("image 0 has the file name “\(shown)”, which other formats cannot hold: ") == true)
    }

    @Test func twoImagesOfOneNameAreRefused() throws {
        let dataset = try DrawnDataset(["A", "A"])
        try dataset.edit { ($0.images[0].fileName, $0.images[1].fileName) = ("a/x.jpg", "a/x.png") }
        let error = #expect(throws: DatasetError.self) { try dataset.convert(YOLOFormat()) }
        #expect(
            error?.reason
                == "the images a/x.jpg and a/x.png would have one file of labels; rename one of them, or choose formats that go "
                + "by whole names: csv, createml, cvat")
        // Nothing is begun.
        #expect(try dataset.newFiles().isEmpty)
        try dataset.convert(CSVFormat())
        #expect(try dataset.newFiles().contains("annotations/instances.csv"))
    }

    @Test func imagesInFoldersOfTheirOwnHaveLabelsThere() throws {
        let dataset = try DrawnDataset(["A"])
        try dataset.edit { $0.images[0].fileName = "deep/er/x.y.jpg" }
        try dataset.convert(YOLOFormat())
        #expect(try dataset.newFiles() == ["data.yaml", "labels/deep/er/x.y.txt"])
    }

    @Test func whatIsNoFinishedDatasetIsNamed() throws {
        let folder = try TemporaryFolder()
        for (files, reason) in [
            ([:], "there is no annotations/instances*.json in it"),
            (
                ["annotations/instances.json": "{\"images\":[{\"id\":1"],
                "the JSON is cut short: its object does not end"
            ),
            (["annotations/instances.json": "[]"], "it is not a JSON object"),
            (
                ["annotations/instances.json": "{\"images\":[\n{\"id\":1 \"x\":2}]}"],
                "line 2: expected a comma or the end of the object"
            ),
            (
                ["journal.jsonl": ""],
                "its run has not ended; wait for it, or give the same “diorama run” with --resume; “diorama merge” finishes what "
                    + "shards have made"
            ),
        ] as [([String: String], String)] {
            for (name, text) in files { try folder.write(text, to: name) }
            let error = #expect(throws: DatasetError.self) { try FinishedDataset(folder.path) }
            #expect(error?.reason == reason)
        }
    }

    @Test func annotationsMayStandAheadAndOutOfOrder() throws {
        let dataset = try DrawnDataset(["A.", "AB"])
        try dataset.convert(YOLOFormat())
        let before = try (0...1).map { try dataset.text("labels/00000\($0).txt") }
        let text = try dataset.text("annotations/instances.json")
        let document = try COCO.decode(Array(text.utf8)).document
        func list(_ values: some Sequence<some JSONEncodable>) -> String {
            "[" + values.map { String(decoding: $0.json(style: .indented), as: UTF8.self) }.joined(separator: " ,\n")
                + "]"
        }
        let turned = """
            { "odd": {"images": [1, "]"], "a\\"}": null}, "annotations" :
            \(list([document.annotations[1], document.annotations[0], document.annotations[2]])),
            "n": 3, "categories": \(list(document.categories)), "x": [], "images": \(list(document.images)), "s": "{["}
            """
        try AtomicFile.write(Array(turned.utf8), to: dataset.folder.path + "/annotations/instances.json")
        try dataset.convert(YOLOFormat())
        #expect(try (0...1).map { try dataset.text("labels/00000\($0).txt") } == before)
    }

    /// COCO's boxes often have an empty list of rings.
    @Test func aBoxWithoutAMaskLosesNone() throws {
        let dataset = try DrawnDataset(["AABB\nAABB"])
        try dataset.edit { $0.annotations[0].segmentation = .polygons([]) }
        _ = try Conversion.write([DatumaroFormat(), CVATFormat()], in: dataset.folder.path)
        #expect(try dataset.text("formats.json").components(separatedBy: #""notes":{}"#).count == 3)
        try dataset.edit { $0.annotations[0].segmentation = .counts(height: 1, width: 1, counts: [0, 1]) }
        _ = try Conversion.write([DatumaroFormat(), CVATFormat()], in: dataset.folder.path)
        let lost = #""notes":{"mask that does not fit its image left out":1}"#
        #expect(try dataset.text("formats.json").components(separatedBy: lost).count == 3)
    }

    @Test func categoriesOfOneNameAreOneWhereNamesAloneTell() throws {
        let dataset = try DrawnDataset(["AABB\nAABB"])
        try dataset.edit { document in
            document.categories[1].name = document.categories[0].name
            document.categories[1].keypoints = ["tip"]
        }
        let name = try FinishedDataset(dataset.folder.path).categories.map(\.name)
        #expect(name == ["cone"])
        let (_, oddities) = try Conversion.write(
            [DatumaroFormat(), VOCFormat(), CVATFormat(), COCOPanopticFormat()], in: dataset.folder.path)
        #expect(
            oddities.map(\.problem) == [
                "category with the name of another: formats without ids take both for one"
            ])
        #expect(try dataset.text("datumaro/annotations/default.json").components(separatedBy: "\"cone\"").count == 2)
        #expect(try dataset.text("voc/labelmap.txt").components(separatedBy: "cone:").count == 2)
        // Ids tell them apart.
        #expect(try dataset.text("annotations/panoptic.json").components(separatedBy: "\"cone\"").count == 3)
    }
}
