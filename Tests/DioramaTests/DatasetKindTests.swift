import Foundation
import Studios
import Testing

@testable import Diorama

/// Datasets of every kind come back as the labels that they were written from.
@Suite struct DatasetKindTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        try studio.photos(3)
        try studio.cutout("cutouts/disc.png", .disc)
        try studio.cutout("cutouts/wedge.png", .triangle, colour: [40, 90, 220])
    }

    /// Writes a dataset with a format and returns its annotations by image and `instance_id`.
    private func write(_ format: String, more: String = "") throws -> [[[String: Any]]] {
        try studio.run(
            text: """
                diorama: 1
                seed: 11
                images: 5
                backgrounds: {photos: [photos]}
                objects:
                  disc: {from: {cutouts: cutouts/disc.png}, size: {uniform: [0.3, 0.5]}}
                  blue wedge: {from: {cutouts: cutouts/wedge.png}, size: {uniform: [0.3, 0.5]}}
                scene: {count: {integers: [1, 3]}}
                output: {images: {format: png}, annotations: [\(format)]\(more)}

                """, to: "first")
        return try grouped("first")
    }

    private func grouped(_ folder: String) throws -> [[[String: Any]]] {
        let labels = try studio.labels(folder)
        return try studio.list("images", of: folder).map { image in
            labels.filter { $0["image_id"] as? Int == image["id"] as? Int }
        }
    }

    /// What a pipeline without objects makes of a dataset.
    private func read(_ dataset: String) throws -> [[[String: Any]]] {
        try studio.run(
            text: """
                diorama: 1
                images: 5
                backgrounds: {datasets: [\(dataset)], order: sequential}
                scene: {count: 0}
                output: {images: {format: png}}

                """, to: "second")
        return try grouped("second")
    }

    private func names(_ folder: String) throws -> [Int: String] {
        Dictionary(
            uniqueKeysWithValues: try studio.list("categories", of: folder).map {
                ($0["id"] as? Int ?? -1, $0["name"] as? String ?? "")
            })
    }

    /// Compares image by image, label by label, boxes to a tolerance in pixels.
    private func compare(
        _ ours: [[[String: Any]]], _ theirs: [[[String: Any]]], tolerance: Double, masks: Bool, space: String = " "
    ) throws {
        let (own, read) = (try names("first"), try names("second"))
        #expect(ours.map(\.count) == theirs.map(\.count))
        #expect(ours.map(\.count).reduce(0, +) >= 5)
        for (a, b) in zip(ours.flatMap { $0 }, theirs.flatMap { $0 }) {
            let name = own[a["category_id"] as? Int ?? -1]?.replacing(" ", with: space)
            #expect(name == read[b["category_id"] as? Int ?? -1])
            let (one, other) = (a["bbox"] as? [Double] ?? [], b["bbox"] as? [Double] ?? [])
            #expect(one.count == 4 && other.count == 4)
            for (x, y) in zip(one, other) { #expect(abs(x - y) <= tolerance, "\(one) \(other)") }
            if masks { #expect(try pixels(a) == pixels(b)) }
        }
    }

    private func pixels(_ label: [String: Any]) throws -> Set<Int> {
        let mask = try #require(label["segmentation"] as? [String: Any])
        return WrittenDataset.Segmentation(
            size: mask["size"] as? [Int] ?? [], counts: try #require(mask["counts"] as? String)
        ).pixels
    }

    @Test func yoloBoxes() throws {
        let ours = try write("{yolo: {task: detect}}")
        try compare(ours, try read("{yolo: first/data.yaml}"), tolerance: 1e-6, masks: false)
    }

    @Test(arguments: ["segment", "obb"]) func yoloOutlines(task: String) throws {
        let ours = try write("{yolo: {task: \(task)}}")
        let theirs = try read("{yolo: {file: first/data.yaml, splits: [val]}}")
        // A turned box holds the mask, and its upright box that of the mask.
        try compare(ours, theirs, tolerance: task == "obb" ? 20 : 1, masks: false)
        let rings = theirs.flatMap { $0 }.compactMap { $0["segmentation"] as? [[Double]] }
        #expect(rings.count == ours.flatMap { $0 }.count)
        if task == "obb" { #expect(rings.allSatisfy { $0[0].count == 8 }) }
    }

    @Test func vocBoxesAndMasks() throws {
        let ours = try write("voc")
        let theirs = try read("{voc: first/voc}")
        try compare(ours, theirs, tolerance: 0, masks: true)
        #expect(theirs.flatMap { $0 }.allSatisfy { $0["difficult"] as? Int == 0 })
    }

    @Test func kittiBoxes() throws {
        let ours = try write("kitti")
        let theirs = try read("{kitti: first/kitti/training}")
        try compare(ours, theirs, tolerance: 1e-6, masks: false, space: "_")
        #expect(theirs.flatMap { $0 }.allSatisfy { $0["occluded"] is Int })
    }

    @Test func panopticSegments() throws {
        let ours = try write("coco_panoptic")
        try compare(
            ours, try read("{coco_panoptic: first/annotations/panoptic.json}"), tolerance: 0, masks: true)
    }

    @Test func datumaroLabels() throws {
        let ours = try write("datumaro")
        let theirs = try read("{datumaro: first}")
        try compare(ours, theirs, tolerance: 0, masks: true)
        #expect(theirs.flatMap { $0 }.allSatisfy { $0["visibility"] is Double })
    }

    @Test func createMLBoxes() throws {
        let ours = try write("createml")
        try compare(ours, try read("{createml: first}"), tolerance: 1e-9, masks: false)
    }

    @Test func instanceMasks() throws {
        let ours = try write("coco", more: ", masks: {instances: png}")
        let theirs = try read("{masks: {images: first/images, masks: first/masks, category: thing}}")
        #expect(try names("second") == [1: "thing"])
        #expect(ours.map(\.count) == theirs.map(\.count))
        for (a, b) in zip(ours.flatMap { $0 }, theirs.flatMap { $0 }) {
            #expect(a["instance_id"] as? Int == b["source_id"] as? Int)
            #expect(try pixels(a) == pixels(b))
        }
    }

    @Test func maskValuesNameCategories() throws {
        _ = try write("coco", more: ", masks: {instances: png}")
        let theirs = try read(
            "{masks: {images: first/images, masks: first/masks, values: {1: near, 2: far}, void: [3]}}")
        #expect(try names("second") == [1: "near", 2: "far"])
        for label in theirs.flatMap({ $0 }) {
            #expect(label["category_id"] as? Int == label["source_id"] as? Int)
        }
    }

    /// The first label of what a pipeline makes of a dataset's photo, mirrored or not.
    private func label(_ dataset: String, mirrored: Bool) throws -> [String: Any] {
        let folder = mirrored ? "mirrored" : "plain"
        try studio.run(
            text: """
                diorama: 1
                images: 1
                backgrounds: {datasets: [\(dataset)], flip: {chance: \(mirrored ? 1 : 0)}}
                scene: {count: 0}
                output: {images: {format: png}}

                """, to: folder)
        return try #require(try studio.labels(folder).first)
    }

    @Test func yolosKeypointsChangePlacesInAMirror() throws {
        try studio.photo("set/images/a.png")
        try studio.write("train: images\nnames: [dog]\nkpt_shape: [3, 3]\nflip_idx: [1, 0, 2]\n", to: "set/data.yaml")
        try studio.write("0 0.5 0.5 0.5 0.5 0.25 0.5 2 0.5 0.25 1 0 0 0\n", to: "set/labels/a.txt")
        let (plain, mirrored) = try (
            label("{yolo: set/data.yaml}", mirrored: false), label("{yolo: set/data.yaml}", mirrored: true)
        )
        #expect(plain["keypoints"] as? [Double] == [24, 32, 2, 48, 16, 1, 0, 0, 0])
        #expect(mirrored["keypoints"] as? [Double] == [48, 16, 1, 72, 32, 2, 0, 0, 0])
    }

    @Test func kittisPlaceInSpaceStaysWithItsOwnCamera() throws {
        try studio.photo("set/image_2/a.png")
        try studio.write("Car 0 1 0.5 5 6 20 30 1.5 1.6 4 -2 1.7 9 0.25\n", to: "set/label_2/a.txt")
        let (plain, mirrored) = try (
            label("{kitti: set}", mirrored: false), label("{kitti: set}", mirrored: true)
        )
        #expect(plain["location"] as? [Double] == [-2, 1.7, 9] && plain["alpha"] as? Double == 0.5)
        for (name, isKept) in [("dimensions", true), ("occluded", true), ("location", false), ("alpha", false)] {
            #expect((mirrored[name] != nil) == isKept, "\(name)")
        }
    }

    // MARK: - What is wrong

    private func summary(_ dataset: String) throws -> String {
        try studio.run(
            text: "diorama: 1\nimages: 3\nbackgrounds: {datasets: [\(dataset)]}\nscene: {count: 0}\n", to: "second"
        ).description
    }

    @Test func oddLinesOfYOLOAreToldWithTheirNumber() throws {
        try studio.photo("set/images/a.png")
        try studio.write("path: .\ntrain: images\nnames: [dog]\n", to: "set/data.yaml")
        try studio.write(
            "0 0.5 0.5 0.2 0.2\n0 0.5 0.5 0.2 0.2 0.1\n0 0.5 x 0.2 0.2\n7 0.5 0.5 0.2 0.2\n\n0 1.5 0.5 0.2 0.2\n0 nan 0 1 1\n",
            to: "set/labels/a.txt")
        let summary = try summary("{yolo: set/data.yaml}")
        let file = "set/labels/a.txt"
        for (line, problem) in [
            (2, "it has 6 numbers: a box has 5, an outline an odd number from 7 on"), (3, "“x” is not a number"),
            (4, "class 7 is not one of the 1"), (6, "the box lies outside the photo of 96 × 64 pixels"),
            (7, "“nan” is not a finite number"),
        ] {
            #expect(summary.contains("odd: \(file): line \(line): \(problem); it is left out"), "\(summary)")
        }
        #expect(try studio.labels("second").count == 3)
    }

    @Test func oddFilesOfVOCAndKITTIAreTold() throws {
        try studio.photo("voc/JPEGImages/a.png")
        try studio.photo("voc/JPEGImages/b.png")
        func object(_ box: String) -> String { "<object><name>dog</name><bndbox>\(box)</bndbox></object>" }
        try studio.write(
            "<annotation><filename>a.png</filename>"
                + object("<xmin>1</xmin><ymin>1</ymin><xmax>9</xmax><ymax>9</ymax>") + object("<xmin>1</xmin>")
                + "</annotation>", to: "voc/Annotations/a.xml")
        try studio.write("<annotation><filename>b.png</filename>", to: "voc/Annotations/b.xml")
        let voc = try summary("{voc: voc}")
        #expect(voc.contains("voc/Annotations/a.xml: line 1: the box is not four finite numbers"), "\(voc)")
        #expect(voc.contains("voc/Annotations/b.xml: line 1: this is not valid XML, or it is cut short"), "\(voc)")
        #expect(try studio.labels("second").allSatisfy { $0["bbox"] as? [Int] == [0, 0, 9, 9] })

        try studio.photo("kitti/image_2/a.png")
        try studio.write(
            "Car 0.5 1 -10 5 6 20 30 -1 -1 -1 -1000 -1000 -1000 -10\nCar 0 0\n"
                + "DontCare -1 -1 -10 50 6 60 30 -1 -1 -1 -1000 -1000 -1000 -10\n", to: "kitti/label_2/a.txt")
        try FileManager.default.removeItem(atPath: studio.path("second"))
        let kitti = try summary("{kitti: kitti}")
        #expect(kitti.contains("kitti/label_2/a.txt: line 2: it has 3 fields, not 15; it is left out"), "\(kitti)")
        let labels = try studio.labels("second").prefix(2)
        #expect(labels.map { $0["iscrowd"] as? Int } == [0, 1])
        #expect(labels.first?["truncation"] as? Double == 0.5)
    }

    @Test func aDatasetThatIsNotThereIsTold() throws {
        for dataset in ["{yolo: nowhere/data.yaml}", "{voc: nowhere}", "{kitti: nowhere}", "{coco: nowhere.json}"] {
            let error = try #require(throws: (any Error).self) { try summary(dataset) }
            #expect("\(error)".contains("nowhere"), "\(error)")
        }
    }
}
