import Findings
import Foundation
import Geometry
import Masks
import Pictures
import Testing

@testable import Datasets
@testable import JSON

@Suite struct DatasetAuditTests {
    /// Two images of 6 × 4 pixels, the first with two objects:
    ///
    ///     1 1 1 . . .
    ///     1 . 1 2 . .
    ///     1 1 1 2 . .
    ///     . . . . . .
    private func makeDataset(in folder: TemporaryFolder) throws {
        let layout = DatasetLayout(root: folder.path)
        let writer = try DatasetWriter(
            creating: layout, header: Fixture.header, run: Fixture.run(images: 2), pipeline: Fixture.pipeline)
        var map = InstanceMap(width: 6, height: 4)
        map.ids = [1, 1, 1, 0, 0, 0, 1, 0, 1, 2, 0, 0, 1, 1, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0]
        let frame = PixelRect(width: 6, height: 4)
        let masks = map.runLengths(rects: [frame, frame])
        let picture = try PhotoFile.encode(Raster(width: 6, height: 4), as: .jpeg())
        for index in 0..<2 {
            let annotations = (index == 0 ? masks : []).enumerated().map { place, mask in
                COCO.Annotation(
                    imageID: 0, categoryID: place + 1, instance: place + 1, mask: mask, amodal: mask,
                    amodalBox: Rect(mask.box ?? frame), truncation: 0, style: .polygons)
            }
            var ids: [UInt8] = []
            let shown = index == 0 ? map : InstanceMap(width: 6, height: 4)
            InstancePNG.encode(shown.ids, width: 6, height: 4, instances: annotations.count, into: &ids)
            try writer.commit(
                ImageRecord(
                    index: index, image: layout.image(index, width: 6, height: 4), annotations: annotations,
                    objects: ImageRecord.Objects(asked: 2, placed: 2), scene: Array("{}".utf8)),
                image: picture, mask: ids)
        }
        try writer.finish()
    }

    /// What the audit says after a change to the annotation file.
    private func findings(after change: (inout COCO.Document) -> Void) throws -> [String] {
        let folder = try TemporaryFolder()
        try makeDataset(in: folder)
        var document = try COCO.decode(Array(folder.text("annotations/instances.json").utf8)).document
        change(&document)
        try AtomicFile.write(document.json(), to: folder.path + "/annotations/instances.json")
        return try DatasetAudit.audit(dataset: folder.path).findings.map(\.description)
    }

    private let file = "annotations/instances.json"
    private static let code = Finding.Code("test.any")

    @Test func theWorstOfAKindAreKeptAndNotesAreToldOnceForEachFile() {
        var audit = Audit(each: 2)
        audit.begin("coco")
        for (number, weight) in [2.0, 40, 3].enumerated() {
            audit.add([
                Finding(
                    .note, Self.code, file: "a.json", subject: "annotation \(number)", "off by \(weight)",
                    weight: weight),
                Finding(.note, Self.code, file: "labels/\(number).txt", "off by \(weight)", weight: weight),
                Finding(
                    .warning, Self.code, file: "a.json", subject: "annotation \(number)", "off by \(weight)",
                    weight: weight),
            ])
        }
        audit.add([Finding(.error, Self.code, file: "b.json", "gone")])
        #expect(
            audit.findings.map(\.description) == [
                "error: b.json: gone", "warning: a.json: annotation 1: off by 40.0",
                "warning: a.json: annotation 2: off by 3.0", "note: a.json: annotation 1: off by 40.0",
                "note: labels/1.txt: off by 40.0",
            ])
        #expect(audit.groups.map(\.more) == [0, 1, 2, 2])
        #expect(audit.summary == "0 images, 0 annotations: 1 error, 3 warnings, 2 notes")
    }

    @Test func ofManyFindingsThatAreAlikeTheFirstAreKeptAndAllCounted() {
        var audit = Audit(each: 2)
        audit.begin("coco")
        for number in 1...5 {
            audit.add([
                Finding(
                    .error, Self.code, file: "\(number).txt", "line \(number) has “word \(number)” and -\(number).5e-3"),
                Finding(.warning, Self.code, file: "a", "line \(number) has “x” and -1"),
            ])
        }
        audit.add([Finding(.error, Self.code, file: "b", "line 7 hasn't “x” and -1")])
        #expect(
            audit.findings.map(\.file) == ["1.txt", "2.txt", "b", "a", "a"] && audit.errors == 6 && audit.warnings == 5)
        #expect(audit.groups.map(\.more) == [3, 0, 3])
        #expect(audit.groups[0].findings[0].words == "1.txt: line 1 has “word 1” and -1.5e-3")
        #expect(audit.summary == "0 images, 0 annotations: 6 errors, 5 warnings")
    }

    @Test func aDatasetOfOursHasNothingWrong() throws {
        let folder = try TemporaryFolder()
        try makeDataset(in: folder)
        let audit = try DatasetAudit.audit(dataset: folder.path)
        #expect(audit.findings == [])
        #expect(audit.summary == "2 images, 2 annotations: nothing wrong")
    }

    @Test(arguments: COCO.MaskStyle.allCases, [[], ["train", "val"]])
    func hardMasksHaveNothingWrong(style: COCO.MaskStyle, splits: [String]) throws {
        let folder = try TemporaryFolder()
        let statistics = try SyntheticDataset(splits: splits, style: style, images: 20).write(to: folder.path)
        let audit = try DatasetAudit.audit(dataset: folder.path)
        #expect(audit.findings == [])
        #expect(audit.images == 20)
        #expect(audit.annotations == statistics.total.instances)
        #expect(audit.annotations > 600)
    }

    @Test func aWrongBoxAreaOrCategoryIsFound() throws {
        #expect(
            try findings { document in
                document.annotations[0].box = Rect(x: 0, y: 0, width: 3, height: 2)
                document.annotations[0].categoryID = 9
                document.annotations[1].area = 3
            } == [
                "error: \(file): annotation 1: there is no category 9",
                "error: \(file): annotation 1: the box is [0, 0, 3, 2], the mask's is [0, 0, 3, 3]",
                "error: \(file): annotation 2: the area is 3, the mask has 2 pixels",
            ])
    }

    @Test func aBoxOutsideTheImageOrWithoutAreaIsFound() throws {
        #expect(
            try findings { document in
                document.annotations[0].box = Rect(x: 0, y: 0, width: 7, height: 3)
                document.annotations[0].segmentation = nil
                document.annotations[1].box = Rect(x: 3, y: 1, width: 0, height: 2)
                document.images[0].instanceMap = nil
            }
                == [
                    "error: \(file): annotation 1: the box [0, 0, 7, 3] reaches outside the image of 6 × 4 pixels",
                    "error: \(file): annotation 2: the box [3, 1, 0, 2] has no area",
                    "error: \(file): annotation 2: the box is [3, 1, 0, 2], the mask's is [3, 1, 1, 2]",
                ])
    }

    @Test func masksThatOverlapOrDisagreeWithTheMapAreFound() throws {
        #expect(
            try findings { document in
                // Two pixels further to the left: both are in the first mask.
                document.annotations[1].segmentation = .polygons([[2, 1, 3, 1, 3, 3, 2, 3]])
                document.annotations[1].box = Rect(x: 2, y: 1, width: 1, height: 2)
                document.annotations[1].amodalSegmentation = nil
                document.annotations[1].amodalBox = nil
            } == [
                "error: \(file): annotation 1: 2 pixels are in the mask of annotation 2 too",
                "error: \(file): annotation 2: 2 pixels have the value 2 in masks/000000.png outside the mask, "
                    + "and 2 of the mask have another",
            ])
    }

    @Test func aMapWithStrangersIsFound() throws {
        #expect(
            try findings { $0.annotations.removeLast() }
                == ["error: masks/000000.png: image 0: no annotation has the value 2"])
    }

    @Test func idsUsedTwiceAndImagesThatAreNotThereAreFound() throws {
        #expect(
            try findings { document in
                document.annotations[1].id = 1
                document.annotations.append(COCO.Annotation(id: 7, imageID: 99, categoryID: 1))
                document.categories.append(COCO.Category(id: 2, name: "cone"))
                document.images[0].license = 5
            } == [
                "error: \(file): category 2: the id is used twice",
                "error: \(file): annotation 1: the id is used twice",
                "error: \(file): annotation 7: there is no image 99",
                "warning: \(file): image 0: there is no licence 5",
            ])
    }

    @Test func visibilityAndAmodalMasksMustFitTheVisibleOnes() throws {
        #expect(
            try findings { document in
                document.annotations[0].visibility = 0.5
                document.annotations[0].truncation = 1.5
                document.annotations[1].amodalSegmentation = .polygons([[4, 1, 5, 1, 5, 3, 4, 3]])
                document.annotations[1].amodalBox = Rect(x: 4, y: 1, width: 1, height: 2)
            } == [
                "error: \(file): annotation 1: truncation is 1.5, not a share from 0 to 1",
                "error: \(file): annotation 1: visibility is 0.5, the masks say 1.0",
                "error: \(file): annotation 2: the box [3, 1, 1, 2] is not inside the amodal box [4, 1, 1, 2]",
                "error: \(file): annotation 2: 2 pixels of the mask are outside the amodal mask",
            ])
    }

    @Test func masksThatCannotBeReadAreFound() throws {
        #expect(
            try findings { document in
                document.annotations[0].segmentation = .compressed(height: 6, width: 4, counts: "P1")
                document.annotations[0].instance = nil
                document.annotations[1].segmentation = .compressed(height: 4, width: 6, counts: "\"")
                document.annotations[1].instance = nil
                document.images[0].instanceMap = nil
            } == [
                "error: \(file): annotation 1: the mask is 4 × 6 pixels, the image 6 × 4",
                "error: \(file): annotation 2: character 1 of the run lengths isn't one that they can contain",
            ])
    }

    @Test func filesThatAreMissingOrDamagedAreFound() throws {
        let folder = try TemporaryFolder()
        try makeDataset(in: folder)
        try FileManager.default.removeItem(atPath: folder.path + "/images/000000.jpg")
        let other = try PhotoFile.encode(Raster(width: 5, height: 4), as: .jpeg())
        try AtomicFile.write(other, to: folder.path + "/images/000001.jpg")
        let map = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/masks/000001.png"))
        try AtomicFile.write(Array(map.prefix(map.count / 2)), to: folder.path + "/masks/000001.png")
        let audit = try DatasetAudit.audit(dataset: folder.path)
        #expect(audit.errors == 3)
        #expect(audit.findings.map(\.file) == ["images/000000.jpg", "images/000001.jpg", "masks/000001.png"])
        #expect(
            audit.findings[1].problem == "it is 5 × 4 pixels (no EXIF orientation turns it), its labels say 6 × 4")
        #expect(audit.summary == "2 images, 2 annotations: 3 errors, 0 warnings")
    }

    @Test func annotationsCutInHalfAreFound() throws {
        let folder = try TemporaryFolder()
        try makeDataset(in: folder)
        try folder.write("{\"images\": [\n{\"id\": 1", to: file)
        let audit = try DatasetAudit.audit(dataset: folder.path)
        #expect(
            audit.findings.map(\.description)
                == ["error: \(file):2:9: expected a comma or the end of the object"])
    }

    @Test func aFolderWithoutADatasetIsRefused() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: DatasetError.self) { try DatasetAudit.audit(dataset: folder.path) }
        #expect(
            error?.description
                == "cannot check \(folder.path): it holds no labels: no COCO file in it, in annotations/ or in a folder "
                + "such as train/, and nothing of yolo, "
                + "voc, kitti, createml, coco_panoptic, bop, datumaro, csv, labelme, cvat, icdar, paddleocr, coco_text, "
                + "text_crops, webdataset"
        )
        let missing = #expect(throws: DatasetError.self) { try DatasetAudit.audit(dataset: folder.path + "/no") }
        #expect(missing?.description == "cannot read \(folder.path)/no: No such file or directory")
    }

    @Test func anyCOCOFileIsAuditedWithItsFolder() throws {
        let folder = try TemporaryFolder()
        try makeDataset(in: folder)
        try folder.write(
            """
            {"images": [{"id": 5, "file_name": "000001.jpg", "width": 6, "height": 4}],
             "categories": [{"id": 1, "name": "a"}],
             "annotations": [
              {"id": 1, "image_id": 5, "category_id": 1, "bbox": [1, 1, 2.5, 2], "area": 3.7, "iscrowd": 0,
               "segmentation": [[1, 1, 3.5, 1.2, 3.2, 3]]},
              {"id": 2, "image_id": 5, "category_id": 1, "bbox": [0, 0, 6, 4], "area": 7, "iscrowd": 1,
               "segmentation": {"size": [4, 6], "counts": [0, 24]}}]}
            """, to: "other.json")
        let audit = try DatasetAudit.audit(
            cocoFile: folder.path + "/other.json", imageFolder: folder.path + "/images")
        #expect(
            audit.findings.map(\.description) == [
                "note: other.json: annotation 2: the area is 7, the mask has 24 pixels"
            ])
    }

    @Test func aCategoryMeansTheSameInAllFiles() throws {
        let dataset = try DrawnDataset(["AB", "AB"], splits: ["train", "val"])
        func found() throws -> [String] {
            try DatasetAudit.audit(dataset: dataset.folder.path).findings.map(\.description).filter {
                $0.contains("category 1")
            }
        }
        #expect(try found() == [])
        try dataset.edit(split: "val") { $0.categories[0].name = "post" }
        #expect(
            try found() == [
                "error: annotations/instances_val.json: category 1: it is “post” here and “cone” in "
                    + "annotations/instances_train.json"
            ])
    }

    /// Its instance maps lie in the dataset's folder, above its own.
    @Test func aFileOfADatasetByItselfHasNothingWrong() throws {
        let folder = try TemporaryFolder()
        try makeDataset(in: folder)
        let audit = try DatasetAudit.audit(cocoFile: folder.path + "/annotations/instances.json")
        #expect(audit.findings == [] && audit.annotations == 2)
        try FileManager.default.removeItem(atPath: folder.path + "/masks/000000.png")
        #expect(
            try DatasetAudit.audit(cocoFile: folder.path + "/annotations/instances.json").findings.map(\.description)
                == ["error: masks/000000.png: image 0: no such file"])
    }

    // MARK: - Other people's labels

    /// What the audit says of labels in an image of 640 × 480 pixels that has no picture.
    private func findings(of annotations: [String], more: String = "") throws -> [String] {
        let folder = try TemporaryFolder()
        let labels = annotations.enumerated().map { number, members in
            #"{"id": \#(number + 1), "image_id": 1, "category_id": 1, "iscrowd": 0, \#(members)}"#
        }
        try folder.write(
            """
            {"images": [{"id": 1, "file_name": "a.jpg", "width": 640, "height": 480}],
             "categories": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}],
             "annotations": [\(labels.joined(separator: ",\n"))\(more)]}
            """, to: "annotations/instances.json")
        return try DatasetAudit.audit(dataset: folder.path).findings.map(\.description)
            .filter { !$0.contains("a.jpg") }
    }

    private func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double, more: String = "") -> String {
        #""bbox": [\#(x), \#(y), \#(width), \#(height)], "area": \#(width * height)\#(more)"#
    }

    @Test func aBoxIsRankedByHowFarItReachesOut() throws {
        #expect(
            try findings(of: [
                box(600, 10, 40.2, 20), box(600, 10, 42, 20), box(500, 10, 180, 20), box(600, 10, 100, 20),
                box(700, 10, 10, 10), box(630, 470, 11, 11), box(5, 5, 0, 0),
            ]) == [
                "error: \(file): annotation 4: the box [600, 10, 100, 20] reaches outside the image of 640 × 480 pixels",
                "error: \(file): annotation 5: the box [700, 10, 10, 10] lies outside the image of 640 × 480 pixels",
                "error: \(file): annotation 7: the box [5, 5, 0, 0] has no area",
                "warning: \(file): annotation 3: the box [500, 10, 180, 20] reaches outside the image of 640 × 480 pixels",
                "warning: \(file): annotation 2: the box [600, 10, 42, 20] reaches outside the image of 640 × 480 pixels",
                "note: \(file): annotation 6: the box [630, 470, 11, 11] reaches outside the image of 640 × 480 pixels",
            ])
    }

    @Test func theSameLabelTwiceAndTheSameMaskOfTwoCategoriesAreFound() throws {
        let ring = #", "segmentation": [[10, 10, 30, 10, 30, 30, 10, 30]]"#
        let other = #", "segmentation": [[10, 10, 30, 10, 30, 30]]"#
        #expect(
            try findings(
                of: [
                    box(1, 1, 9, 9), box(1, 1, 9, 9, more: #", "segmentation": []"#), box(10, 10, 20, 20, more: ring),
                    box(10, 10, 20, 20, more: other), box(10, 10, 20, 20, more: ring),
                    box(10, 10, 20, 20, more: ring).replacing(#""bbox""#, with: #""category_id": 2, "bbox""#),
                    box(1, 1, 9, 9).replacing(#""bbox""#, with: #""category_id": 2, "bbox""#),
                ]
            ).filter { $0.hasPrefix("warning") } == [
                "warning: \(file): annotation 2: it is the same label as annotation 1",
                "warning: \(file): annotation 5: it is the same label as annotation 3",
                "warning: \(file): annotation 6: it has the mask of annotation 3, which is of another category",
            ])
    }

    @Test func theBoxesAreaInPlaceOfTheMasksIsANote() throws {
        let ring = #", "segmentation": [[10.5, 10, 30, 10, 30, 90, 20, 90]]"#
        #expect(
            try findings(of: [
                box(10.5, 10, 19.5, 80, more: ring),
                box(10.5, 10, 19.5, 80, more: ring).replacing("1560.0", with: "9000"),
            ]) == [
                "warning: \(file): annotation 2: the area is 9000, the mask has 1176 pixels",
                "warning: \(file): annotation 2: it is the same label as annotation 1",
                "note: \(file): annotation 1: the area 1560 is that of the box, the mask has 1176 pixels",
            ])
    }

    @Test func aCrowdThatIsNeitherZeroNorOneIsFound() throws {
        #expect(
            try findings(of: [box(1, 1, 9, 9).replacing(#""bbox""#, with: #""iscrowd": 2, "bbox""#)])
                == ["warning: \(file): annotation 1: iscrowd is 2, neither 0 nor 1"])
        #expect(
            try findings(of: [box(1, 1, 9, 9).replacing(#""bbox""#, with: #""iscrowd": true, "bbox""#)])
                == ["warning: \(file): annotation 1: iscrowd is true, neither 0 nor 1"])
        let label = #"{"id": 1, "image_id": 1, "category_id": 1, "iscrowd": true}"#
        #expect(try COCO.decodeAnnotation(Array(label.utf8))?.isCrowd == true)
    }

    @Test(arguments: [
        (#"{"images": [], "annotations": [{"id": 1,}]}"#, "1:41"),
        (#"{"images": [], "annotations": [\n{"id": 1, "image_id": 2},\n]}"#, "3:1"),
        (#"{"images": [], "annotations": [],}"#, "1:34"),
        (#"{"images": [{"id": 1, "file_name": "a", "width": 1, "height": 1},], "annotations": []}"#, "1:66"),
    ])
    func aCommaBeforeTheEndIsFound(text: String, place: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(text.replacing(#"\n"#, with: "\n"), to: file)
        #expect(
            try DatasetAudit.audit(dataset: folder.path).findings.map(\.description)
                == ["error: \(file):\(place): a comma stands before the end, which JSON does not allow"])
    }

    @Test func ofNumbersBeyondAllSenseTheLabelIsFound() throws {
        #expect(
            try findings(of: [box(1e19, 1, 9, 9)]).first
                == "error: \(file): annotation 1: bbox has 1e+19, which is beyond 2²⁸; it is left out")
    }

    @Test func labelsOfOneImageAreCheckedInTimeThatGrowsWithTheirNumber() throws {
        func seconds(_ count: Int) throws -> Double {
            // Each shares pixels with some of its neighbours, and all boxes meet those of their row.
            let labels = (0..<count).map { number in
                let (x, y) = (Double(number % 100) * 6, Double(number / 100 % 60) * 7)
                return box(
                    x, y, 8, 8, more: #", "segmentation": [[\#(x), \#(y), \#(x + 8), \#(y), \#(x + 8), \#(y + 8)]]"#)
            }
            /// Of this thread alone, whatever else the machine does.
            func now() -> Double {
                var time = timespec()
                clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
                return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
            }
            return try (0..<3).map { _ in
                let start = now()
                _ = try findings(of: labels)
                return now() - start
            }.min() ?? 0
        }
        let (few, many) = (try seconds(500), try seconds(4000))
        // Eight times as many: a search through all pairs takes more than forty times as long.
        #expect(many < 24 * few, "\(few) s and \(many) s")
    }
}
