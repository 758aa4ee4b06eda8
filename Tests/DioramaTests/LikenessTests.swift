import Cards
import Datasets
import Foundation
import Scenes
import Studios
import Testing

@testable import Diorama

/// Objects are as large, as high in the image and as many as the labels of a dataset.
@Suite struct LikenessTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        try studio.photos(3, width: 320, height: 240)
        try studio.cutout("cutouts/disc.png", .disc, width: 60, height: 60)
    }

    /// A COCO file of 640 × 480 photos, which need not be there, with boxes that are larger the lower they stand. Its
    /// last boxes reach an edge, or are crowds.
    private func writeLabels(
        _ count: Int = 300, cut: Int = 20, perImage: (Int) -> Int = { _ in 1 }, to file: String = "labels.json"
    ) throws {
        var (images, annotations): ([String], [String]) = ([], [])
        var number = 0
        while annotations.count < count {
            images.append(
                #"{"id": \#(images.count), "file_name": "cow-\#(images.count).jpg", "width": 640, "height": 480}"#)
            for _ in 0..<perImage(images.count) where annotations.count < count {
                var stream = RandomStream(seed: 4, image: number, name: "box")
                let size = stream.uniform(0.1, 0.35)
                let (width, height) = (size * 640, size * 480)
                let bottom = min(470, (0.4 + 1.5 * size + stream.uniform(-0.05, 0.05)) * 480)
                let isCut = number >= count - cut
                let y = isCut ? 0 : bottom - height
                annotations.append(
                    #"{"id": \#(number + 1), "image_id": \#(images.count - 1), "category_id": 2, "bbox": [\#(isCut ? 0 : 50), \#(y), \#(width), \#(height)], "area": \#(width * height), "iscrowd": \#(isCut && number.isMultiple(of: 2) ? 1 : 0), "segmentation": []}"#
                )
                number += 1
            }
        }
        try studio.write(
            """
            {"images": [\(images.joined(separator: ",\n"))],
             "categories": [{"id": 2, "name": "cow"}, {"id": 3, "name": "sheep"}],
             "annotations": [\(annotations.joined(separator: ",\n"))]}
            """, to: file)
    }

    private func pipeline(_ object: String, scene: String = "count: 1", images: Int = 1000) -> String {
        """
        diorama: 1
        seed: 5
        images: \(images)
        backgrounds: {photos: [photos]}
        objects:
          cow: {from: {cutouts: cutouts/disc.png}, \(object)}
        scene: {\(scene)}
        match: none
        output: {images: {format: jpeg}}

        """
    }

    private struct Got {
        var sizes: [Double] = []
        var rows: [Double] = []
    }

    /// The boxes of a dataset, relative to its images of 320 × 240 pixels.
    private func boxes(_ folder: String) throws -> Got {
        var got = Got()
        for label in try studio.labels(folder) {
            let box = try #require(label["bbox"] as? [Double])
            got.sizes.append((box[2] * box[3] / (320 * 240)).squareRoot())
            got.rows.append((box[1] + box[3]) / 240)
        }
        return got
    }

    /// The whole boxes of `labels.json`.
    private func asked() throws -> Got {
        let data = try Data(contentsOf: URL(fileURLWithPath: studio.path("labels.json")))
        let file = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        var got = Got()
        for label in try #require(file["annotations"] as? [[String: Any]]) {
            let box = try #require(label["bbox"] as? [Double])
            guard box[0] >= 1, box[1] >= 1 else { continue }
            got.sizes.append((box[2] * box[3] / (640 * 480)).squareRoot())
            got.rows.append((box[1] + box[3]) / 480)
        }
        return got
    }

    @Test func aThousandImagesHaveTheSizesAndRowsOfTheLabels() throws {
        try writeLabels()
        let summary = try studio.run(
            text: pipeline("size: {like: labels.json}, place: {like: labels.json}"), to: "out")
        let (got, asked) = (try boxes("out"), try asked())
        #expect(got.sizes.count == 1000 && asked.sizes.count == 280)
        #expect(ksDistance(got.sizes, asked.sizes) < 0.05)
        #expect(ksDistance(got.rows, asked.rows) < 0.05)
        // Jointly: what is small stands high.
        let (small, large) = (
            zip(got.sizes, got.rows).filter { $0.0 < 0.15 }.map(\.1),
            zip(got.sizes, got.rows).filter { $0.0 > 0.3 }.map(\.1)
        )
        #expect(small.count > 100 && large.count > 100)
        #expect((small.max() ?? 1) < (large.min() ?? 0))
        #expect(summary.notes.isEmpty)
        // Each object says what was asked for.
        let scene = try #require(try studio.scenes("out").first)
        let wish = try #require(scene.objects.first?.asked)
        #expect(wish.boxes == 280 && abs((wish.size ?? 0) - got.sizes[0]) < 0.02)
        #expect(abs((wish.row ?? 0) - got.rows[0]) < 0.02)
    }

    @Test func aTurnedObjectHasABoxOfTheAskedSize() throws {
        try writeLabels()
        try studio.cutout("cutouts/disc.png", .box, width: 80, height: 50)
        try studio.run(
            text: pipeline(
                "size: {like: labels.json}, place: {like: labels.json}, pose: {roll: {uniform: [0, 360]}, yaw: {uniform: [-40, 40]}}",
                images: 40), to: "out")
        let got = try boxes("out")
        for (scene, got) in zip(try studio.scenes("out"), zip(got.sizes, got.rows)) {
            let asked = try #require(scene.objects.first?.asked)
            #expect(abs(got.0 - (asked.size ?? 0)) < 0.02)
            #expect(abs(got.1 - (asked.row ?? 0)) < 0.02)
        }
    }

    @Test func imagesHaveAsManyObjectsAsTheDatasetsLabels() throws {
        try writeLabels(300, cut: 0, perImage: { $0 % 4 })
        try studio.run(
            text: pipeline("size: 0.05", scene: "count: {like: {dataset: labels.json, category: cow}}", images: 400),
            to: "out")
        var counts: [Int: Int] = [:]
        for label in try studio.labels("out") { counts[try #require(label["image_id"] as? Int), default: 0] += 1 }
        // 0, 1, 2 and 3 labels are equally many.
        for count in 1...3 { #expect(abs(counts.values.count { $0 == count } - 100) < 30) }
        #expect(abs(counts.count - 300) < 30)
    }

    @Test func backgroundsAreADatasetToo() throws {
        try studio.labelled(
            (0..<40).map {
                #"{"id": \#($0 + 1), "image_id": 70, "category_id": 3, "bbox": [\#(2 + $0), 20, 24, 16], "area": 300, "iscrowd": 0}"#
            })
        let text = pipeline("size: {like: {dataset: backgrounds, category: cat}}", images: 2)
            .replacing("{photos: [photos]}", with: "{datasets: [{coco: {file: labels.json}, map: {dog: cat}}]}")
        try studio.run(text: text, to: "out")
        let size = try #require(try studio.scenes("out").first?.objects.first?.asked?.size)
        #expect(abs(size - (24.0 * 16 / (96 * 64)).squareRoot()) < 1e-6)
    }

    @Test func aCutOutIsAsLargeAsInItsOwnPhoto() throws {
        try studio.labelled([
            #"{"id": 1, "image_id": 70, "category_id": 3, "bbox": [20, 20, 40, 20], "area": 800, "iscrowd": 0, "segmentation": [[20, 20, 60, 20, 60, 40, 20, 40]]}"#
        ])
        let text = pipeline("size: {like: source, factor: 0.5}", images: 3)
            .replacing(
                "{cutouts: cutouts/disc.png}",
                with: "{coco: {file: labels.json, categories: dog, erode: 0, feather: 0}}")
        try studio.run(text: text, to: "out")
        for label in try studio.labels("out") {
            let box = try #require(label["bbox"] as? [Double])
            // 40 of 96 × 64 pixels, in an image of 320 × 240.
            let side = 0.5 * 40 * (320.0 * 240 / (96 * 64)).squareRoot()
            #expect(abs(box[2] - side) < 2 && abs(box[3] - side / 2) < 2)
        }
    }

    @Test func theSameImagesComeByThemselves() throws {
        try writeLabels()
        let text = pipeline("size: {like: labels.json}, place: {like: labels.json}", images: 6)
        try studio.run(text: text, to: "all")
        try studio.write(text, to: "one.yaml")
        try studio.run("one.yaml", to: "one") { $0.only = ImageSelection("4") }
        #expect(
            try studio.text("one/scenes.jsonl").split(separator: "\n")
                == [try studio.text("all/scenes.jsonl").split(separator: "\n")[4]])
    }

    private func mistakes(_ object: String, scene: String = "count: 1") throws -> [String] {
        try studio.write(pipeline(object, scene: scene), to: "bad.yaml")
        do {
            _ = try Plan(path: studio.path("bad.yaml"))
            return []
        } catch let error as InvalidFile {
            return error.diagnostics.map {
                "\($0.position.line): \($0.problem.message.replacing(studio.path("") , with: ""))"
            }
        }
    }

    @Test func whatIsWrongIsToldWithFileCategoryAndPlace() throws {
        try writeLabels(10, cut: 10)
        #expect(
            try mistakes("category: cows, size: {like: labels.json}") == [
                "6: labels.json has no category “cows”; name another by “category”: did you mean “cow”?"
            ])
        #expect(
            try mistakes("size: {like: {dataset: labels.json, category: tram}}") == [
                "6: labels.json has no category “tram”: its categories are cow, sheep"
            ])
        let cut = try mistakes("size: {like: labels.json}")
        #expect(cut.count == 1 && cut[0].hasPrefix("6: labels.json shows no whole “cow”: of its 10 labels, "), "\(cut)")
        #expect(try mistakes("size: {like: {dataset: labels.json, truncated: true}}") == [])
        let text = try studio.text("labels.json").replacing(#", "width": 640, "height": 480"#, with: "")
        try studio.write(text, to: "sizeless.json")
        let unread = try mistakes("size: {like: sizeless.json}")
        #expect(unread.count == 1 && unread[0].contains("; the labels of 10 images cannot be read"), "\(unread)")
        #expect(
            try mistakes("place: {like: none.json}") == ["6: cannot read none.json: No such file or directory"])
        #expect(
            try mistakes("size: {like: backgrounds}") == [
                "6: “backgrounds” has no dataset with labels that can be read: name a labelled dataset"
            ])
        #expect(
            try mistakes("size: {like: source}") == [
                "6: “source” is for things that are cut out of labelled photos, and a “cutouts” has no photo of its own: name a labelled dataset, or give a share of the picture"
            ])
        #expect(
            try mistakes("size: {like: labels.json, factor: 2}") == [
                "6: “factor” is for the size in the object's own photo: leave it out"
            ])
        #expect(
            try mistakes("place: {like: source}", scene: "count: {like: source}") == [
                "6: “source” is for “size”: name a labelled dataset, or “backgrounds”",
                "7: “source” is for “size”: name a labelled dataset, or “backgrounds”",
            ])
        #expect(
            try mistakes("size: 0.2", scene: "count: {like: {dataset: labels.json, truncated: true}}") == [
                "7: all boxes are counted: leave out “truncated”"
            ])
        #expect(
            try mistakes("category: horse", scene: "count: {like: labels.json}") == [
                "7: labels.json has no category “horse”; name another by “category”: its categories are cow, sheep"
            ])
    }

    @Test func checkTellsHowManyBoxesItWasLearntFromAndWarnsOfFew() throws {
        try writeLabels(25, cut: 4)
        try studio.write(
            pipeline("size: {like: labels.json}, place: {like: labels.json}", scene: "count: {like: labels.json}"),
            to: "few.yaml")
        let report = try PipelineReport(path: studio.path("few.yaml"))
        let lines = report.description.replacing(studio.path(""), with: "").split(separator: "\n").map {
            $0.drop { $0 == " " }
        }
        #expect(
            lines.contains(
                "size and place of “cow”: like boxes of labels.json, 21 of cow; left out: 2 at an edge of their photo or marked as truncated, 2 crowds or ignored"
            ))
        #expect(
            lines.contains(
                "count: like 25 images of labels.json, 0 to 1 labels of cow, 0.92 on average; 2 of the images have none"
            ))
        #expect(
            report.findings.map(\.problem.description).contains {
                $0.contains("the size and place of “cow” is learnt from only 21 boxes of “cow”")
            })
    }
}
