import Foundation
import Studios
import Testing

@testable import Diorama

/// What is wrong with a dataset's labels is told, and the rest goes on.
@Suite struct BadLabelTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        try studio.cutout("cutouts/square.png", .box)
    }

    private static func label(_ id: Int, _ members: String, image: Int = 70, category: Int = 3) -> String {
        #"{"id": \#(id), "image_id": \#(image), "category_id": \#(category), \#(members)}"#
    }

    private static let ring = #""segmentation": [[1, 1, 9, 1, 9, 9, 1, 9]]"#

    static let cases: [(label: String, told: String, labels: Int)] = [
        (label(1, #""bbox": [1, 1, 8, 8]"#, image: 71), "annotation 1: there is no image 71; it is left out", 1),
        (label(1, #""bbox": [1, 1, 8, 8]"#, category: 4), "annotation 1: there is no category 4; it is left out", 1),
        (label(1, #""bbox": [1, 1, NaN, 8]"#), "annotation 1: bbox is not four finite numbers", 1),
        (label(1, #""bbox": [1, 1, NaN, 8], \#(ring)"#), "annotation 1: bbox is not four finite numbers", 2),
        (
            label(1, #""bbox": [200, 1, 8, 8]"#),
            "annotation 1: the box lies outside the photo of 96 × 64 pixels; it is left out", 1
        ),
        (
            label(1, #""bbox": [90, 1, 8, 8]"#),
            "annotation 1: the box reaches outside the photo of 96 × 64 pixels; it is cut", 2
        ),
        (label(1, #""bbox": [1, 1, 0, 8]"#), "annotation 1: the box has no area; it is left out", 1),
        (label(1, #""area": 3"#), "annotation 1: it has neither a mask nor a box; it is left out", 1),
        (
            label(1, #""bbox": [1, 1, 8, 8], "segmentation": [[1, 1, 5, 5, 9, 9]]"#),
            "annotation 1: ring 1 has no area; it is left out", 2
        ),
        (
            label(1, #""bbox": [1, 1, 8, 8], "segmentation": [[1, 1, 5, 5, 9]]"#),
            "annotation 1: ring 1 has 5 numbers, which is no polygon; it is left out", 2
        ),
        (
            label(1, #""bbox": [1, 1, 8, 8], "segmentation": [[1, 1, 9, 9, 9, 1, 1, 9]]"#),
            "annotation 1: ring 1 crosses itself; it is filled by the even-odd rule", 2
        ),
        (
            label(1, #""bbox": [1, 1, 8, 8], "segmentation": {"size": [96, 64], "counts": [6144]}"#),
            "annotation 1: the mask is 64 × 96 pixels, the image 96 × 64; the mask is left out", 2
        ),
        (
            label(1, #""bbox": [1, 1, 8, 8], "segmentation": {"size": [64, 96], "counts": [5, 5]}"#),
            "annotation 1: the run lengths cover 10 pixels, but the image has 6144; the mask is left out", 2
        ),
        (label(2, #""bbox": [1, 1, 8, 8]"#), "annotation 2: the id is used twice", 2),
        (
            label(1, #""bbox": [1e19, 1, 8, 8], \#(ring)"#),
            "annotation 1: bbox has 1e+19, which is beyond 2²⁸; it is left out", 1
        ),
        (
            label(1, #""bbox": [1, 1, 8, 8], "keypoints": [1e308, 5, 2]"#),
            "annotation 1: keypoints has 1e+308, which is beyond 2²⁸; it is left out", 1
        ),
        (
            label(1, #""bbox": [1, 1, 8, 8], "segmentation": [[1, 1, 9, 1, 9, -1e300]]"#),
            "annotation 1: segmentation has -1e+300, which is beyond 2²⁸; it is left out", 1
        ),
        (
            label(1, #""bbox": [1, 1, 8, 8], "area": 1e300"#),
            "annotation 1: area has 1e+300, which is beyond 2²⁸; it is left out", 1
        ),
        (
            label(1, #""bbox": [1, 1, 8, 8], "iscrowd": 2"#), "annotation 1: iscrowd is 2, neither 0 nor 1", 2
        ),
        (
            label(1, #""bbox": [1, 1, 8, 8], "iscrowd": true"#), "annotation 1: iscrowd is true, neither 0 nor 1", 2
        ),
        (label(1, #""bbox": [1, 1, 8, 8], "area": 0"#), "annotation 1: the area is not above 0; it is measured", 2),
    ]

    @Test(arguments: cases.indices) func eachIsToldAndTheRestGoesOn(_ number: Int) throws {
        let (label, told, labels) = Self.cases[number]
        try studio.labelled([label, Self.label(2, #""bbox": [20, 20, 8, 8], "area": 64"#)])
        let summary = try studio.run(text: Studio.over(scene: "count: 0"), to: "out")
        #expect(summary.description.contains("odd: labels.json: \(told)"), "\(summary)")
        let written = try studio.labels("out")
        #expect(written.count == labels)
        #expect(Set(written.compactMap { $0["id"] as? Int }).count == labels)
        #expect(written.allSatisfy { ($0["bbox"] as? [Double])?.count == 4 && $0["area"] is Double })
        #expect(try studio.text("out/stats.json").contains(told))

        var options = Job.Options(pipeline: studio.path("out.yaml"), output: studio.path("strict"))
        options.isStrict = true
        let error = try #require(throws: (any Error).self) { try Job(options) }
        #expect("\(error)".contains(told))
        #expect(!studio.exists("strict"))
    }

    @Test func anEntryWithoutIdsIsLeftOut() throws {
        try studio.labelled([
            #"{"id": 1, "image_id": 70, "bbox": [1, 1, 8, 8]}"#, #"{"id": 2}"#, "7",
            #"{"id": 3, "image_id": 70, "category_id": 3, "bbox": [1, 1, 8, 8]}"#,
        ])
        let summary = try studio.run(text: Studio.over(scene: "count: 0"), to: "out").description
        #expect(summary.contains("image 70: an annotation has no usable id, image_id or category_id and is left out"))
        #expect(summary.contains("the entry has no usable id"))
    }

    @Test func aBoxThatIsCutLosesAsMuchOfItsArea() throws {
        let ring = #""segmentation": [[90, 1, 96, 1, 96, 9, 90, 9]]"#
        try studio.labelled([
            Self.label(1, #""bbox": [90, -8, 12, 16], "area": 192"#),
            Self.label(2, #""bbox": [90, 1, 8, 8], "area": 48, \#(ring)"#),
        ])
        _ = try studio.run(text: Studio.over(scene: "count: 0"), to: "out")
        let written = try studio.labels("out")
        #expect(written.map { $0["bbox"] as? [Double] } == [[90, 0, 6, 8], [90, 1, 6, 8]])
        #expect(written.map { $0["area"] as? Double } == [48, 48])
    }

    /// Its labels could be of either; readers differ in which of the two they take.
    @Test func anIDThatTwoCategoriesHaveIsTold() throws {
        try studio.photo("photos/a.png")
        try studio.write(
            """
            {"images": [{"id": 1, "file_name": "photos/a.png", "width": 96, "height": 64}],
             "categories": [{"id": 3, "name": "dog"}, {"id": 3, "name": "cat"}, {"id": 4, "name": "cat"}],
             "annotations": [\(Self.label(1, #""bbox": [1, 1, 8, 8]"#, image: 1))]}
            """, to: "labels.json")
        let report = try ConvertJob(
            dataset: studio.path("out"), from: ConvertJob.Source("coco: \(studio.path("labels.json"))"), to: "csv"
        ).run()
        #expect(
            report.description.contains(
                "category 3: the id is used twice, for “dog” and “cat”; its labels go by “dog”"), "\(report)")
        #expect(
            try studio.text("out/annotations/instances.json").contains(
                #""categories":[{"id":3,"name":"dog"},{"id":4,"name":"cat"}]"#))
    }

    /// Readers that follow COCO to the letter need the size, so the dataset that comes out states it.
    @Test(arguments: ["", #", "width": null, "height": null"#, #", "width": 0, "height": 0"#])
    func labelsWithoutASizeHaveThatOfTheUprightPhoto(size: String) throws {
        try studio.photo("photos/a.png")
        try studio.write(
            """
            {"images": [{"id": 70, "file_name": "photos/a.png"\(size)}], "categories": [{"id": 3, "name": "dog"}],
             "annotations": [\(Self.label(1, #""bbox": [90, 1, 8, 8], "area": 64"#)),
               \(Self.label(2, #""bbox": [1, 1, 8, 8], "area": 64, \#(Self.ring)"#))]}
            """, to: "labels.json")
        _ = try studio.run(text: Studio.over(scene: "count: 0"), to: "out")
        _ = try ConvertJob(
            dataset: studio.path("converted"), from: ConvertJob.Source("coco: \(studio.path("labels.json"))"), to: "csv"
        ).run()
        for folder in ["out", "converted"] {
            #expect(try studio.labels(folder).map { $0["bbox"] as? [Double] } == [[90, 1, 6, 8], [1, 1, 8, 8]])
            let images = try studio.list("images", of: folder)
            #expect(images.map { [$0["width"] as? Int, $0["height"] as? Int] } == [[96, 64]])
        }
        let report = try DatasetReport(studio.path("labels.json")).description
        #expect(
            report.contains("image 70: it has no width and height: those of its picture are taken, 96 × 64"),
            "\(report)")
        #expect(report.contains("annotation 1: the box [90, 1, 8, 8] reaches outside"), "\(report)")
    }

    /// As the boxes of heads and whole bodies in other tools' files: nobody knows that they are places.
    @Test func listsOfNumbersThatStayAsTheyAreAreNamedWherePhotosMove() throws {
        try studio.labelled([
            Self.label(
                1, #""bbox": [1, 1, 8, 8], "hbox": [1, 1, 4, 4], "colour": "red", "tag": [7], "dimensions": [1, 2, 3]"#),
            Self.label(2, #""bbox": [1, 1, 8, 8], "hbox": [2, 1, 4, 4], "rim": [[1, 2], [3, 4]], "tags": ["a", "b"]"#),
        ])
        let still = try studio.run(text: Studio.over(scene: "count: 0"), to: "still").description
        #expect(!still.contains("lists of numbers"), "\(still)")
        let turned = try studio.run(
            text: Studio.over(backgrounds: "flip: {chance: 1}", scene: "count: 0"), to: "out"
        ).description
        #expect(
            turned.contains(
                "lists of numbers that diorama does not know, and that stay as they are: “hbox”, “rim”; if"),
            "\(turned)")
        #expect(try studio.labels("out")[0]["hbox"] as? [Int] == [1, 1, 4, 4])
    }

    @Test func thingsAreCutOutOfAPhotoWhoseSizeIsNotStated() throws {
        try studio.photo("photos/a.png")
        try studio.write(
            """
            {"images": [{"id": 70, "file_name": "photos/a.png"}], "categories": [{"id": 3, "name": "dog"}],
             "annotations": [\(Self.label(2, #""bbox": [1, 1, 8, 8], "area": 64, \#(Self.ring)"#))]}
            """, to: "labels.json")
        try studio.run(
            text: """
                diorama: 1
                images: 1
                backgrounds: {photos: photos}
                objects: {dog: {from: {coco: {file: labels.json, categories: [dog], same_photo: true}}, size: 0.2}}
                scene: {count: 1}
                """, to: "out")
        #expect(try studio.labels("out").count == 1)
    }

    @Test func anImageWithAnUnusableSizeIsNamedByItsID() throws {
        try studio.photo("photos/a.png")
        try studio.write(
            """
            {"images": [{"id": 1, "file_name": "photos/a.png", "width": 96, "height": 64},
              {"id": 7, "file_name": "photos/b.png", "height": 64}, {"id": "x", "file_name": "photos/c.png", "width": "96"}],
             "categories": [], "annotations": []}
            """, to: "labels.json")
        let summary = try studio.run(text: Studio.over(scene: "count: 0"), to: "out").description
        for id in ["7", "“x”"] {
            #expect(
                summary.contains("image \(id): it has no usable file_name, width or height and is left out"),
                "\(summary)")
        }
    }

    @Test func anImageThatIsMissingOrOfAnotherSizeIsSkipped() throws {
        try studio.photo("photos/b.png", width: 40, height: 40)
        try studio.photo("photos/a.png")
        try studio.write(
            """
            {"images": [{"id": 1, "file_name": "photos/a.png", "width": 96, "height": 64},
              {"id": 2, "file_name": "photos/b.png", "width": 96, "height": 64},
              {"id": 3, "file_name": "photos/c.png", "width": 96, "height": 64},
              {"id": 1, "file_name": "photos/a.png", "width": 96, "height": 64},
              {"id": 4, "file_name": "photos/d.png", "width": 96, "height": 64},
              {"id": 4, "file_name": "photos/e.png", "width": 96, "height": 64}],
             "categories": [], "annotations": []}
            """, to: "labels.json")
        let summary = try studio.run(text: Studio.over(scene: "count: 0"), to: "out").description
        #expect(
            summary.contains("photos/b.png: is 40 × 40 pixels (no EXIF orientation turns it), its labels say 96 × 64")
        )
        #expect(summary.contains("photos/c.png: "))
        #expect(summary.contains("image 1: it is listed twice; the second is left out"))
        for name in ["d", "e"] {
            #expect(
                summary.contains(
                    "image 4: other photos have this id too, so it is not known which labels belong to which; photos/\(name).png is left out"
                ))
        }
    }

    @Test func aFileThatIsCutInHalfIsTold() throws {
        try studio.labelled([Self.label(1, #""bbox": [1, 1, 8, 8]"#)])
        let text = try studio.text("labels.json")
        try studio.write(String(text.prefix(text.count / 2)), to: "labels.json")
        let error = try #require(throws: (any Error).self) {
            try studio.run(text: Studio.over(scene: "count: 0"), to: "out")
        }
        #expect("\(error)".contains("labels.json: the JSON is cut short: its object does not end"))
        // With other photos the run goes on.
        try studio.photo("other.png")
        let summary = try studio.run(
            text: Studio.over(backgrounds: "photos: other.png", scene: "count: 0"), to: "out")
        #expect(summary.description.contains("labels.json: the JSON is cut short: its object does not end"))
    }
}
