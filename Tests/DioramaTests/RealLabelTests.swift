import Foundation
import Scenes
import Studios
import Testing

@testable import Diorama

/// Labels of real photos come along, and lose what pasted objects cover.
///
/// The photo has 96 × 64 pixels. The pasted square covers columns 32 to 63 and rows 16 to 47 of it.
@Suite struct RealLabelTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        try studio.cutout("cutouts/square.png", .box, width: 64, height: 64)
    }

    /// A rectangle as a polygon, with its box and area.
    private func rectangle(
        _ id: Int, x: Int, y: Int, width: Int, height: Int, more: String = ""
    ) -> String {
        let (right, bottom) = (x + width, y + height)
        return """
            {"id": \(id), "image_id": 70, "category_id": 3, "iscrowd": 0, "area": \(width * height),
             "bbox": [\(x), \(y), \(width), \(height)],
             "segmentation": [[\(x), \(y), \(right), \(y), \(right), \(bottom), \(x), \(bottom)]]\(more)}
            """
    }

    private func real(_ folder: String = "out") throws -> [[String: Any]] {
        try studio.labels(folder).filter { $0["source_id"] != nil }
    }

    private func box(_ label: [String: Any]) -> [Double] { label["bbox"] as? [Double] ?? [] }

    /// The pixels of a label's run lengths, as x · height + y.
    private func pixels(_ label: [String: Any]) throws -> Set<Int> {
        let mask = try #require(label["segmentation"] as? [String: Any])
        let size = try #require(mask["size"] as? [Int])
        return WrittenDataset.Segmentation(size: size, counts: try #require(mask["counts"] as? String)).pixels
    }

    private func pixels(x: Range<Int>, y: Range<Int>, height: Int = 64) -> Set<Int> {
        Set(x.flatMap { x in y.map { x * height + $0 } })
    }

    // MARK: - As they were

    @Test func whatNothingCoversStaysAsItWasToTheLastByteOfUnknownKeys() throws {
        try studio.labelled(
            [
                rectangle(
                    9_007_199_254_740_993, x: 2, y: 3, width: 5, height: 6, more: #", "score": 0.50, "note": "a\u00e9""#
                ),
                #"{"id": 0, "image_id": 70, "category_id": 3, "iscrowd": 1, "area": 1234.5, "bbox": [80, 0, 16, 64], "segmentation": {"size": [64, 96], "counts": [5120, 1024]}}"#,
                #"{"id": 5, "image_id": 70, "category_id": 3, "bbox": [1.25, 50.5, 10.125, 3.75], "area": 30, "segmentation": []}"#,
            ], image: #", "coco_url": "http://x/\/1", "date_captured": "2013-11-14", "license": 4"#,
            more: #""licenses": [{"id": 4, "name": "BY", "url": "u", "since": 1.0}, {"id": 9, "name": "ND"}],"#)
        try studio.run(text: Studio.over(scene: "count: 0"), to: "out")
        let text = try studio.text("out/annotations/instances.json")
        #expect(text.contains(#""score":0.50"#))
        #expect(text.contains(#""note":"a\u00e9""#))
        #expect(text.contains(#""coco_url":"http://x/\/1""#))
        #expect(text.contains(#""date_captured":"2013-11-14""#))
        #expect(text.contains(#""name":"BY","url":"u","since":1.0"#))
        #expect(text.contains(#""source_id":9007199254740993"#))
        #expect(text.contains(#""segmentation":[[2,3,7,3,7,9,2,9]]"#))
        #expect(text.contains(#""area":1234.5"#))
        #expect(text.contains(#""counts":[5120,1024]"#))
        #expect(text.contains(#""bbox":[1.25,50.5,10.125,3.75]"#))
        let labels = try real()
        #expect(labels.map { $0["id"] as? Int } == [1, 2, 3])
        #expect(labels.map { $0["iscrowd"] as? Int } == [0, 1, 0])
        #expect(try studio.list("licenses", of: "out").map { $0["name"] as? String } == ["BY", "ND"])
        #expect(try studio.list("images", of: "out")[0]["license"] as? Int == 1)
        #expect(try studio.list("images", of: "out")[0]["source_image_id"] as? Int == 70)
    }

    @Test func aSceneNamesTheLabelsThatItUsed() throws {
        try studio.labelled([rectangle(1, x: 0, y: 0, width: 9, height: 9)])
        try studio.run(text: Studio.over(), to: "out")
        let labels = try #require(studio.scenes("out")[0].photo.labels)
        #expect(labels.image == 70)
        #expect(labels.dataset == studio.path("labels.json"))
    }

    @Test func aCOCOFileAmongThePhotosBringsItsLabels() throws {
        try studio.labelled([rectangle(1, x: 0, y: 0, width: 9, height: 9)])
        try studio.run(
            text: "diorama: 1\nimages: 1\nbackgrounds: {photos: [labels.json]}\nscene: {count: 0}\n", to: "out")
        #expect(try real().map(box) == [[0, 0, 9, 9]])
    }

    // MARK: - Covered

    @Test(arguments: [false, true]) func whatIsPastedIsTakenFromMaskBoxAreaAndKeypoints(isDistractor: Bool) throws {
        try studio.labelled(
            [
                rectangle(
                    1, x: 20, y: 20, width: 40, height: 10,
                    more: #", "keypoints": [25, 25, 2, 40, 25, 2, 0, 0, 0], "num_keypoints": 2"#),
                rectangle(2, x: 0, y: 0, width: 8, height: 8),
            ], categories: [#"{"id": 3, "name": "dog", "keypoints": ["nose", "tail", "paw"], "skeleton": [[1, 2]]}"#])
        try studio.run(text: Studio.over(more: "distractor: \(isDistractor)"), to: "out")
        let labels = try real()
        #expect(try pixels(labels[0]) == pixels(x: 20..<32, y: 20..<30))
        #expect(box(labels[0]) == [20, 20, 12, 10])
        #expect(labels[0]["area"] as? Double == 120)
        #expect(labels[0]["keypoints"] as? [Int] == [25, 25, 2, 40, 25, 1, 0, 0, 0])
        #expect(labels[0]["num_keypoints"] as? Int == 2)
        #expect(labels[0]["covered_share"] as? Double == 0.7)
        #expect(labels[1]["segmentation"] as? [[Int]] == [[0, 0, 8, 0, 8, 8, 0, 8]])
        #expect(try studio.labels("out").count == (isDistractor ? 2 : 3))
        #expect(Set(try studio.labels("out").compactMap { $0["id"] as? Int }) == Set(isDistractor ? 1...2 : 1...3))
    }

    @Test func aMaskWithSeveralPartsKeepsTheOnesThatCanBeSeen() throws {
        try studio.labelled([
            #"{"id": 1, "image_id": 70, "category_id": 3, "area": 200, "bbox": [25, 25, 40, 10], "segmentation": [[25, 25, 35, 25, 35, 35, 25, 35], [55, 25, 65, 25, 65, 35, 55, 35]]}"#
        ])
        try studio.run(text: Studio.over(), to: "out")
        #expect(
            try pixels(real()[0]) == pixels(x: 25..<32, y: 25..<35).union(pixels(x: 64..<65, y: 25..<35)))
    }

    @Test func aCrowdLosesPixelsToo() throws {
        // Columns 30 to 39.
        try studio.labelled([
            #"{"id": 1, "image_id": 70, "category_id": 3, "iscrowd": 1, "area": 7, "bbox": [30, 0, 10, 64], "segmentation": {"size": [64, 96], "counts": [1920, 640, 3584]}}"#
        ])
        try studio.run(text: Studio.over(), to: "out")
        let crowd = try real()[0]
        #expect(crowd["iscrowd"] as? Int == 1)
        #expect(try pixels(crowd) == pixels(x: 30..<40, y: 0..<64).subtracting(pixels(x: 32..<64, y: 16..<48)))
    }

    @Test(arguments: [("drop", 1), ("ignore", 2), ("crowd", 2)])
    func whatFallsBelowTheLimitIsDroppedOrMarked(below: String, count: Int) throws {
        try studio.labelled([
            rectangle(1, x: 30, y: 20, width: 10, height: 10), rectangle(2, x: 26, y: 20, width: 10, height: 10),
        ])
        let summary = try studio.run(
            text: Studio.over(", keep: {visible: {min: 0.5}, below: \(below)}"), to: "out")
        let labels = try real()
        #expect(labels.count == count)
        if below == "ignore" { #expect(labels.map { $0["ignore"] as? Int } == [1, nil]) }
        if below == "crowd" { #expect(labels.map { $0["iscrowd"] as? Int } == [1, 0]) }
        #expect(
            summary.description.contains(below == "drop" ? "1 changed, 0 marked, 1 dropped" : "1 marked, 0 dropped"))
    }

    @Test func whatIsWhollyCoveredHasNoLabel() throws {
        try studio.labelled([rectangle(1, x: 40, y: 20, width: 10, height: 10)])
        try studio.run(text: Studio.over(", keep: {below: ignore}"), to: "out")
        #expect(try real().isEmpty)
    }

    // MARK: - Boxes alone

    private func boxes(_ rule: String) throws -> [[String: Any]] {
        try studio.labelled([
            // Its right part covered, from side to side; then only a corner.
            #"{"id": 1, "image_id": 70, "category_id": 3, "bbox": [20.5, 20.25, 30, 10], "area": 300}"#,
            #"{"id": 2, "image_id": 70, "category_id": 3, "bbox": [20, 10, 20, 20], "area": 100}"#,
        ])
        try studio.run(text: Studio.over(", boxes: \(rule)"), to: rule)
        return try real(rule)
    }

    @Test func aBoxShrinksToWhatNothingCovers() throws {
        let labels = try boxes("shrink")
        #expect(labels.map(box) == [[20.5, 20.25, 11.5, 10], [20, 10, 20, 20]])
        #expect(labels[0]["area"] as? Double == 300 * 11.5 / 30)
        #expect(labels[1]["area"] as? Double == 100)
        #expect(labels[1]["covered_share"] as? Double == 8 * 14 / 400.0)
        #expect(labels.allSatisfy { $0["segmentation"] == nil })
    }

    @Test func aBoxStaysWhereThatIsAskedFor() throws {
        #expect(try boxes("stay").map(box) == [[20.5, 20.25, 30, 10], [20, 10, 20, 20]])
    }

    @Test func boxesAreRefusedAloud() throws {
        let error = try #require(throws: (any Error).self) { try boxes("refuse") }
        #expect("\(error)".contains("labels.json has 2 labels without a mask (annotation 1 is the first)"))
        #expect("\(error)".contains(":5:14: error"), "\(error)")
        #expect(!studio.exists("refuse"))
    }

    // MARK: - Views

    @Test func labelsAreMirroredWithThePhoto() throws {
        try studio.labelled(
            [
                rectangle(1, x: 2, y: 3, width: 5, height: 6, more: #", "keypoints": [2.5, 4, 2, 6, 5, 1, 3, 3, 2]"#),
                #"{"id": 2, "image_id": 70, "category_id": 3, "iscrowd": 1, "area": 128, "bbox": [0, 0, 2, 64], "segmentation": {"size": [64, 96], "counts": [0, 128, 6016]}}"#,
            ],
            categories: [#"{"id": 3, "name": "dog", "keypoints": ["left_eye", "right_eye", "nose"]}"#])
        try studio.run(text: Studio.over(backgrounds: "flip: {chance: 1}", scene: "count: 0"), to: "out")
        let labels = try real()
        #expect(box(labels[0]) == [89, 3, 5, 6])
        #expect(labels[0]["segmentation"] as? [[Int]] == [[94, 3, 89, 3, 89, 9, 94, 9]])
        // The animal's left eye is now where its right one was.
        #expect(labels[0]["keypoints"] as? [Double] == [90, 5, 1, 93.5, 4, 2, 93, 3, 2])
        #expect(try pixels(labels[1]) == pixels(x: 94..<96, y: 0..<64))
    }

    @Test func labelsAreResizedWithThePhoto() throws {
        try studio.labelled([
            rectangle(1, x: 3, y: 5, width: 7, height: 9),
            #"{"id": 2, "image_id": 70, "category_id": 3, "bbox": [10, 20, 30, 40], "area": 600}"#,
            #"{"id": 3, "image_id": 70, "category_id": 3, "iscrowd": 1, "area": 128, "bbox": [4, 0, 4, 64], "segmentation": {"size": [64, 96], "counts": [256, 256, 5632]}}"#,
        ])
        try studio.run(text: Studio.over(backgrounds: "resize: {longest: 48}", scene: "count: 0"), to: "out")
        let labels = try real()
        #expect(labels[0]["segmentation"] as? [[Double]] == [[1.5, 2.5, 5, 2.5, 5, 7, 1.5, 7]])
        #expect(box(labels[0]) == [1.5, 2.5, 3.5, 4.5])
        #expect(labels[0]["area"] as? Double == 63 / 4.0)
        #expect(box(labels[1]) == [5, 10, 15, 20])
        #expect(labels[1]["area"] as? Double == 150)
        #expect(try pixels(labels[2]) == pixels(x: 2..<4, y: 0..<32, height: 32))
    }

    @Test func aCropCutsLabelsAndCountsAsLost() throws {
        // A window of 48 × 32 that covers a quarter of the photo, wherever it is.
        try studio.labelled([rectangle(1, x: 0, y: 0, width: 96, height: 64)])
        let crop = "crop: {share: 0.5}"
        try studio.run(text: Studio.over(backgrounds: crop, scene: "count: 0"), to: "out")
        #expect(try pixels(real()[0]) == pixels(x: 0..<48, y: 0..<32, height: 32))
        #expect(try real()[0]["area"] as? Double == 48 * 32)
        for (least, count) in [(0.24, 1), (0.26, 0)] {
            let folder = "least\(least)"
            try studio.run(
                text: Studio.over(", keep: {visible: {min: \(least)}}", backgrounds: crop, scene: "count: 0"),
                to: folder)
            #expect(try real(folder).count == count)
        }
    }

    @Test func aLabelThatACropLeavesLessThanAPixelOutsideEndsAtTheEdge() throws {
        try studio.labelled([rectangle(1, x: 20, y: 30, width: 10, height: 18)])
        let text = try studio.text("labels.json")
            .replacing("[20, 30, 10, 18]", with: "[20, 30, 10, 18.1]").replacing("48", with: "48.1")
        try studio.write(text, to: "labels.json")
        try studio.run(text: Studio.over(backgrounds: "resize: {width: 96, height: 32}", scene: "count: 0"), to: "out")
        let label = try real()[0]
        #expect(box(label) == [20, 14, 10, 18])
        let rings = try #require(label["segmentation"] as? [[Double]])
        #expect(rings.joined().max() == 32)
        #expect(try DatasetReport(studio.path("out")).description.hasSuffix(": nothing wrong"))
    }

    // MARK: - Categories

    @Test func idsOfADatasetStayAndAreGivenToNoOther() throws {
        try studio.labelled(
            [rectangle(1, x: 0, y: 0, width: 9, height: 9).replacing(#""category_id": 3"#, with: #""category_id": 1"#)],
            categories: [
                #"{"id": 0, "name": "square", "supercategory": "none"}"#,
                #"{"id": 1, "name": "square", "supercategory": "square"}"#,
            ])
        try studio.write(
            """
            {"images": [], "annotations": [], "categories": [{"id": 1, "name": "other"}, {"id": 7, "name": "square"}]}
            """, to: "second.json")
        let pipeline = Studio.over().replacing(
            "{coco: {file: labels.json}}", with: "{coco: labels.json}, {coco: second.json}"
        )
        .replacing(
            "scene: {", with: "  sign: {from: {cutouts: cutouts/square.png}, size: 0.1, place: anywhere}\nscene: {")
        try studio.run(text: pipeline, to: "out")
        let categories = try studio.list("categories", of: "out")
        #expect(categories.map { $0["name"] as? String } == ["square", "square", "other", "sign"])
        // The second dataset's 1 is taken, and its 7 is never given to another.
        #expect(categories.map { $0["id"] as? Int } == [0, 1, 8, 9])
        let labels = try studio.labels("out")
        #expect(labels.first { $0["source_id"] != nil }?["category_id"] as? Int == 1)
        #expect(labels.first { $0["source_id"] == nil }?["category_id"] as? Int == 1)
    }

    @Test func categoriesKeepTheirIdsAndMergeByName() throws {
        try studio.labelled(
            [rectangle(1, x: 0, y: 0, width: 9, height: 9)],
            categories: [
                #"{"id": 0, "name": "cat", "color": [1, 2]}"#, #"{"id": 3, "name": "chien"}"#,
                #"{"id": 44, "name": "square", "supercategory": "shape"}"#, #"{"id": 50, "name": "dog"}"#,
            ])
        try studio.run(text: Studio.over(", map: {chien: dog}"), to: "out")
        let categories = try studio.list("categories", of: "out")
        #expect(categories.map { $0["name"] as? String } == ["cat", "square", "dog"])
        #expect(categories.map { $0["id"] as? Int } == [0, 44, 50])
        #expect(try studio.text("out/annotations/instances.json").contains(#""color":[1, 2]"#))
        #expect(try studio.labels("out").map { $0["category_id"] as? Int } == [44, 50])
    }

    @Test func aNameThatTheDatasetLacksIsAMistake() throws {
        try studio.labelled([rectangle(1, x: 0, y: 0, width: 9, height: 9)])
        let error = try #require(throws: (any Error).self) {
            try studio.run(text: Studio.over(", map: {dgo: cat}"), to: "out")
        }
        #expect("\(error)".contains("unknown category “dgo”; did you mean “dog”?"))
    }

    /// The area of a crowd need not be that of its mask: here it is twice as much, before the lens and behind it.
    @Test(arguments: ["", "resize: {longest: 192, enlarge: true}"])
    func aLensScalesTheAreaOfACrowdWithItsMask(resize: String) throws {
        // Columns 40 to 59, rows 20 to 43.
        let columns = [[Int]](repeating: [24, 40], count: 19).flatMap { $0 }
        let counts = [2580] + columns + [24, 2324]
        try studio.labelled([
            #"{"id": 1, "image_id": 70, "category_id": 3, "iscrowd": 1, "area": 960, "bbox": [40, 20, 20, 24], "segmentation": {"size": [64, 96], "counts": \#(counts)}}"#
        ])
        try studio.write(
            """
            diorama: 1
            backgrounds: {datasets: {coco: labels.json}, \(resize)}
            scene: {count: 0, camera: {fov: 90}}
            effects: [{distortion: {k1: -0.3}}]

            """, to: "lens.yaml")
        try studio.run("lens.yaml", to: "out", changes: ["images=1"])
        let crowd = try real()[0]
        let mask = Double(try pixels(crowd).count)
        #expect(mask > (resize.isEmpty ? 500 : 2000))
        let area = try #require(crowd["area"] as? Double)
        #expect(abs(area - 2 * mask) < 1e-6 * mask)
    }

    /// Labels of other tools do not say how much of a thing lies in the image, and after a crop it is known.
    @Test func whatACropCutsOffIsTruncated() throws {
        try studio.labelled([
            rectangle(1, x: 0, y: 0, width: 96, height: 64),
            rectangle(2, x: 0, y: 0, width: 96, height: 64, more: #", "truncated": 0"#),
            rectangle(3, x: 0, y: 0, width: 96, height: 64, more: #", "truncated": 1"#),
            rectangle(4, x: 0, y: 0, width: 96, height: 64, more: #", "truncation": 0.5"#),
        ])
        try studio.run(text: Studio.over(backgrounds: "crop: {share: 0.5}", scene: "count: 0"), to: "out")
        let labels = try real()
        #expect(labels.map { $0["source_id"] as? Int } == [1, 2, 3, 4])
        #expect(labels.map { $0["truncation"] as? Double } == [0.75, 0.75, nil, 0.875])
        #expect(labels.map { $0["truncated"] as? Int } == [nil, 1, 1, nil])
    }

    /// The square covers columns 32 to 63: the left half of one word, all of the next, nothing of the third.
    @Test func whatCoversAWordHidesIt() throws {
        func word(_ id: Int, _ text: String, x: Int, y: Int, mask: Bool) -> String {
            let (right, bottom) = (x + 16, y + 8)
            let ring = [x, y, right, y, right, bottom, x, bottom]
            let quad = "[[\(x), \(y)], [\(right), \(y)], [\(right), \(bottom)], [\(x), \(bottom)]]"
            let written = #""text": "\#(text)", "quad": \#(quad)"#
            let shape = mask ? #""segmentation": [\#(ring)],"# : ""
            return #"""
                {"id": \#(id), "image_id": 70, "category_id": 3, "iscrowd": 0, "area": 128, "bbox": [\#(x), \#(y), 16, 8],
                 \#(shape) "instance_id": \#(id), "text": "\#(text)",
                 "text_lines": [{\#(written), "words": [{\#(written)}]}]}
                """#
        }
        for mask in [true, false] {
            try studio.labelled([
                word(1, "HALF", x: 56, y: 20, mask: mask), word(2, "MOST", x: 36, y: 30, mask: mask),
                word(3, "NONE", x: 70, y: 4, mask: mask),
            ])
            let text = Studio.over(", keep: {visible: {min: 0.1}, below: ignore}").replacing(
                "output: {", with: "output: {annotations: [coco, icdar], ")
            try studio.run(text: text, to: "words\(mask)")
            let labels = try real("words\(mask)")
            let seen = labels.map { label -> Double? in
                let lines = label["text_lines"] as? [[String: Any]]
                return (lines?.first?["words"] as? [[String: Any]])?.first?["visibility"] as? Double
            }
            #expect(seen == (labels.count == 3 ? [0.5, 0, nil] : [0.5, nil]))
        }
    }
}

/// Other people's readers, and our own audit, find real and pasted labels consistent.
@Suite struct RealLabelReaderTests {
    /// Several images with crowds, boxes, polygons and overlaps, in views of all kinds.
    ///
    /// - Parameter isBent: whether a lens and a sensor move all labels, a different one in each image.
    private func studio(masks: String, isBent: Bool = false) throws -> Studio {
        let studio = try Studio()
        try studio.cutout("cutouts/disc.png", .disc, width: 40, height: 40)
        try studio.labelled(
            [
                #"{"id": 1, "image_id": 70, "category_id": 3, "iscrowd": 0, "area": 988.3125, "bbox": [4.5, 6, 50, 47.25], "segmentation": [[4.5, 6, 54.5, 30.5, 20.25, 53.25]], "keypoints": [20, 30, 2], "num_keypoints": 1}"#,
                #"{"id": 2, "image_id": 70, "category_id": 3, "iscrowd": 0, "area": 800, "bbox": [30, 10, 40, 20], "segmentation": [[30, 10, 70, 10, 70, 30, 30, 30]]}"#,
                #"{"id": 3, "image_id": 70, "category_id": 3, "iscrowd": 1, "area": 9, "bbox": [60, 0, 20, 64], "segmentation": {"size": [64, 96], "counts": [3840, 1280, 1024]}}"#,
                #"{"id": 4, "image_id": 70, "category_id": 9, "iscrowd": 0, "area": 900, "bbox": [10, 30, 30, 30]}"#,
            ],
            categories: [#"{"id": 3, "name": "dog", "keypoints": ["nose"]}"#, #"{"id": 9, "name": "car"}"#])
        try studio.write(
            """
            diorama: 1
            seed: 3
            images: 12
            backgrounds: {datasets: {coco: labels.json}, crop: {share: 0.9}, resize: {longest: 80}, flip: {chance: 0.5}}
            objects:
              disc: {from: {cutouts: cutouts/disc.png}, size: {uniform: [0.2, 0.6]}}
              decoy: {from: {cutouts: cutouts/disc.png}, size: 0.3, distractor: true}
            scene: {count: {integers: [0, 4]}}
            effects: [\(isBent ? Self.bending : "")]
            output: {annotations: [{coco: {segmentation: \(masks)}}, yolo, voc, kitti, createml, csv]}

            """, to: "pipeline.yaml")
        try studio.run(to: "out")
        return studio
    }

    private static let bending =
        "{distortion: {k1: {uniform: [-0.4, 0.4]}, p1: {uniform: [-0.02, 0.02]}}}, "
        + "{rolling_shutter: {yaw: {uniform: [-120, 120]}, roll: {uniform: [-90, 90]}, readout: 30}}"

    @Test(
        .enabled(if: OtherReaders.python != nil, "DIORAMA_PYTHON names no Python with pycocotools"),
        arguments: ["rle", "polygons"],
        [false, true])
    func pycocotoolsReadsThem(masks: String, isBent: Bool) throws {
        let studio = try studio(masks: masks, isBent: isBent)
        let (status, text) = try OtherReaders.run([OtherReaders.script("coco.py"), studio.path("out")])
        #expect(status == 0, "\(text)")
        #expect(text.contains(" real labels"), "\(text)")
    }

    @Test(arguments: ["rle", "polygons"], [false, true]) func ourAuditFindsNothingWrong(
        masks: String, isBent: Bool
    ) throws {
        let studio = try studio(masks: masks, isBent: isBent)
        let report = try DatasetReport(studio.path("out"))
        #expect(report.isSound, "\(report)")
    }

    @Test(arguments: [false, true]) func everyNumberOfWorkersWritesTheSame(isBent: Bool) throws {
        let studio = try studio(masks: "rle", isBent: isBent)
        try studio.run(to: "one") { $0.workers = 1 }
        #expect(try studio.text("one/annotations/instances.json") == studio.text("out/annotations/instances.json"))
        #expect(try studio.text("one/scenes.jsonl") == studio.text("out/scenes.jsonl"))
        #expect(try studio.text("one/stats.json") == studio.text("out/stats.json"))
        let images = try studio.files("one").filter { $0.key.hasPrefix("images/") }
        #expect(images == (try studio.files("out").filter { $0.key.hasPrefix("images/") }))
    }

    /// Each keypoint and polygon of the dataset lies where the written camera's lens puts it.
    @Test func aLensMovesThePhotosOwnLabelsByItsCoefficients() throws {
        let studio = try Studio()
        try studio.labelled(
            [
                #"{"id": 1, "image_id": 70, "category_id": 3, "iscrowd": 0, "area": 300, "bbox": [30, 20, 30, 10], "segmentation": [[30, 20, 60, 20, 60, 30, 30, 30]], "keypoints": [34, 22, 2], "num_keypoints": 1}"#
            ], categories: [#"{"id": 3, "name": "dog", "keypoints": ["nose"]}"#])
        try studio.write(
            """
            diorama: 1
            backgrounds: {datasets: {coco: labels.json}}
            objects: {disc: {from: {text: A}, size: 0.2}}
            scene: {count: 0, camera: {fov: 90}}
            effects: [{distortion: {k1: -0.2, p2: 0.02}}]

            """, to: "lens.yaml")
        try studio.run("lens.yaml", to: "out", changes: ["images=1"])
        let image = try #require(try studio.list("images", of: "out").first)
        let camera = try #require(image["camera"] as? [String: Any])
        #expect(camera["distortion"] as? [Double] == [-0.2, 0, 0, 0.02, 0])
        func number(_ name: String) throws -> Double { try #require(camera[name] as? Double) }
        let (fx, fy, cx, cy) = (try number("fx"), try number("fy"), try number("cx"), try number("cy"))
        /// Of a photo with a focal length of 48 pixels.
        func place(_ u: Double, _ v: Double) -> (Double, Double) {
            let (x, y) = ((u - 48) / 48, (v - 32) / 48)
            let radial = 1 - 0.2 * (x * x + y * y)
            return (
                cx + fx * (x * radial + 0.02 * (3 * x * x + y * y)), cy + fy * (y * radial + 2 * 0.02 * x * y)
            )
        }
        let label = try #require(try studio.labels("out").first)
        let nose = try #require(label["keypoints"] as? [Double])
        #expect(abs(nose[0] - place(34, 22).0) < 1e-6 && abs(nose[1] - place(34, 22).1) < 1e-6)
        let ring = try #require((label["segmentation"] as? [[Double]])?.first)
        #expect(ring.count > 8)
        #expect(abs(ring[0] - place(30, 20).0) < 1e-6 && abs(ring[1] - place(30, 20).1) < 1e-6)
        let box = try #require(label["bbox"] as? [Double])
        #expect(abs(box[0] - (stride(from: 0, to: ring.count, by: 2).map { ring[$0] }.min() ?? 0)) < 1e-9)
        // Of the polygon with its bent sides, by the shoelace formula.
        let doubled = stride(from: 0, to: ring.count, by: 2).reduce(0) { sum, at in
            let next = (at + 2) % ring.count
            return sum + ring[at] * ring[next + 1] - ring[next] * ring[at + 1]
        }
        let area = try #require(label["area"] as? Double)
        #expect(abs(area - abs(doubled) / 2) < 1e-6)
    }
}
