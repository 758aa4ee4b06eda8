import Compositing
import Datasets
import Findings
import Foundation
import Geometry
import Pictures
import Scenes
import Studios
import Testing

@testable import Diorama

/// Objects take the place of labelled things.
///
/// The photo has 96 × 64 pixels. A plate lies at columns 40 to 59 of rows 30 to 39, on a car at columns 30 to 69 of rows
/// 20 to 49; a second plate at columns 4 to 9 of rows 50 to 53.
@Suite struct ReplaceTests {
    let studio: Studio
    private static let plate =
        #"{"id": 1, "image_id": 70, "category_id": 3, "area": 200, "bbox": [40, 30, 20, 10], "segmentation": [[40, 30, 60, 30, 60, 40, 40, 40]]}"#
    private static let second = #"{"id": 2, "image_id": 70, "category_id": 3, "area": 24, "bbox": [4, 50, 6, 4]}"#
    private static let car =
        #"{"id": 9, "image_id": 70, "category_id": 4, "area": 1200, "bbox": [30, 20, 40, 30], "segmentation": [[30, 20, 70, 20, 70, 50, 30, 50]]}"#
    private static let categories = [#"{"id": 3, "name": "plate"}"#, #"{"id": 4, "name": "car"}"#]

    init() throws {
        studio = try Studio()
        // Blue above, dark blue below.
        try studio.cutout("cutouts/plate.png", .box, width: 80, height: 40, colour: [20, 40, 240])
        try studio.cutout("cutouts/square.png", .box, width: 64, height: 64)
    }

    private func labelled(_ annotations: [String]) throws {
        try studio.labelled(annotations, categories: Self.categories)
    }

    private static func pipeline(
        backgrounds: String = "", plate: String = "", place: String = "{replace: {labels: plate, margin: 2}}",
        more: String = "", scene: String = "count: 0", images: Int = 1
    ) -> String {
        """
        diorama: 1
        seed: 2
        images: \(images)
        backgrounds:
          datasets: [{coco: labels.json}]
          \(backgrounds)
        objects:
          new plate:
            from: {cutouts: cutouts/plate.png}
            place: \(place)
            \(plate)
          \(more)
        scene: {\(scene)}
        match: none
        output: {images: {format: png}, masks: {instances: png}}

        """
    }

    private func labels(_ category: Int) throws -> [[String: Any]] {
        try studio.labels("out").filter { $0["category_id"] as? Int == category }
    }

    /// The pixels of a label, as [x, y].
    private func pixels(_ label: [String: Any]) throws -> Set<[Int]> {
        if let rings = label["segmentation"] as? [[Double]] {
            return Set(
                (Int(rings[0][0])..<Int(rings[0][2])).flatMap { x in
                    (Int(rings[0][1])..<Int(rings[0][5])).map { [x, $0] }
                })
        }
        let mask = try #require(label["segmentation"] as? [String: Any])
        let runs = WrittenDataset.Segmentation(
            size: mask["size"] as? [Int] ?? [], counts: mask["counts"] as? String ?? "")
        return Set(runs.pixels.map { [$0 / 64, $0 % 64] })
    }

    private func box(_ x: Range<Int>, _ y: Range<Int>) -> Set<[Int]> {
        Set(x.flatMap { x in y.map { [x, $0] } })
    }

    // MARK: - Fitting

    @Test func eachThingGetsAnObjectWhateverTheCountAndItsOwnLabelGoes() throws {
        try labelled([Self.plate, Self.second, Self.car])
        let summary = try studio.run(text: Self.pipeline(), to: "out")
        #expect(try labels(3).isEmpty)
        #expect(try labels(5).map { try pixels($0) } == [box(40..<60, 30..<40), box(4..<10, 50..<54)])
        #expect(try labels(5).map { $0["replaces"] as? Int } == [1, 2])
        #expect(try DatasetAudit.audit(dataset: studio.path("out")).findings.isEmpty)
        // The new plate is a part of the car as the old one was.
        let car = try #require(labels(4).first)
        #expect(try pixels(car) == box(30..<70, 20..<50))
        #expect(car["covered_share"] == nil && car["area"] as? Int == 1200)
        #expect(
            summary.description.contains("3 real labels: 1 as they were, 0 changed, 0 marked, 0 dropped, 2 replaced"))

        let (photo, image) = (try studio.raster("photos/a.png"), try studio.raster("out/images/000000.png"))
        #expect(image.colour(50, 32) == [20, 40, 240] && image.colour(50, 37) == [10, 20, 120])
        // Around the plate the photo is filled, by two pixels from those that its outline touches.
        #expect(image.colour(39, 35) != photo.colour(39, 35) && image.colour(61, 41) != photo.colour(61, 41))
        for y in 0..<64 {
            for x in 0..<96 where !box(38..<63, 28..<43).contains([x, y]) && !box(2..<12, 48..<56).contains([x, y]) {
                #expect(image.colour(x, y) == photo.colour(x, y))
            }
        }
    }

    @Test func itsCornersLieOnThoseOfTheOutlineWhereverThatBegins() throws {
        // From the lower right corner, against the clock.
        try labelled([
            #"{"id": 1, "image_id": 70, "category_id": 3, "area": 400, "bbox": [20, 10, 42, 30], "segmentation": [[60, 40, 62, 22, 24, 10, 20, 30]]}"#
        ])
        for flip in [0, 1] {
            try studio.run(text: Self.pipeline(backgrounds: "flip: {chance: \(flip)}"), to: "flip\(flip)")
            let object = try #require(studio.scenes("flip\(flip)")[0].objects.first)
            guard case .flat(let map, onGround: false) = object.place else {
                Issue.record("it is not flat")
                continue
            }
            let found = [Point(0, 0), Point(2, 0), Point(2, 1), Point(0, 1)].compactMap { map($0) }
            // Mirrored, it is still to be read from left to right.
            let corners =
                flip == 0
                ? [Point(24, 10), Point(62, 22), Point(60, 40), Point(20, 30)]
                : [Point(34, 22), Point(72, 10), Point(76, 30), Point(36, 40)]
            #expect(zip(found, corners).allSatisfy { $0.distance(to: $1) < 1e-6 }, "\(found)")
            #expect(object.replaces == 1)
        }
    }

    @Test func anOutlineOfManyCornersGetsItsLeastRectangle() throws {
        // A diamond's shape cut at its ends, along the diagonal.
        try labelled([
            #"{"id": 1, "image_id": 70, "category_id": 3, "area": 400, "bbox": [20, 10, 40, 40], "segmentation": [[20, 20, 30, 10, 60, 40, 55, 48, 50, 50]]}"#
        ])
        try studio.run(text: Self.pipeline(), to: "out")
        guard case .flat(let map, _)? = try studio.scenes("out")[0].objects.first?.place else {
            Issue.record("there is none")
            return
        }
        let corners = [Point(0, 0), Point(2, 0), Point(2, 1), Point(0, 1)].compactMap { map($0) }
        #expect(corners[0].distance(to: Point(30, 10)) < 0.01 || corners[0].distance(to: Point(20, 20)) < 0.01)
        for point in [Point(20, 20), Point(60, 40), Point(55, 48)] {
            #expect(Polygon(corners).contains(Point(point.x * 0.999 + 0.04, point.y * 0.999 + 0.03)))
        }
    }

    @Test func aDistractorReplacesWithoutALabel() throws {
        try labelled([Self.plate])
        try studio.run(text: Self.pipeline(plate: "distractor: true"), to: "out")
        #expect(try studio.labels("out").isEmpty)
        #expect(try studio.raster("out/images/000000.png").colour(50, 32) == [20, 40, 240])
    }

    @Test func whatTheImageShowsNothingOfIsNotAskedFor() throws {
        try labelled([Self.second])
        // The window is the middle.
        try studio.run(
            text: Self.pipeline(backgrounds: "resize: {width: 32, height: 64}"), to: "out")
        let scene = try studio.scenes("out")[0]
        #expect(scene.asked == 0 && scene.objects.isEmpty && scene.missing.isEmpty)
        #expect(scene.photo.wiped.map(\.id) == [2])
    }

    @Test func noLimitKeepsItOutWhereTheEdgeCutsItOff() throws {
        try labelled([Self.second])
        // Columns 8 to 87 of the photo: two thirds of the plate lie outside.
        try studio.run(
            text: Self.pipeline(
                backgrounds: "resize: {width: 80, height: 64}", scene: "count: 0, overlap: {truncated: {max: 0}}"),
            to: "out")
        let plate = try #require(labels(5).first)
        #expect(try pixels(plate) == box(0..<2, 50..<54))
        #expect(try abs(#require(plate["truncation"] as? Double) - 2 / 3.0) < 1e-9)
    }

    // MARK: - With others

    @Test func whatStandsBeforeItHidesItAndDoesNotDropIt() throws {
        try labelled([Self.plate, Self.car])
        // A square over columns 32 to 63 hides all but nothing of it; one that is half as wide leaves some.
        try studio.run(
            text: Self.pipeline(
                more: "square: {from: {cutouts: cutouts/square.png}, size: 0.3, place: {at: {x: 0.6, y: 0.55}}}",
                scene: "count: 1, overlap: {max: 1, visible: {min: 0}}"), to: "out")
        let (plate, square) = (try #require(labels(5).first), try #require(labels(6).first))
        #expect(try pixels(plate) == box(40..<60, 30..<40).subtracting(pixels(square)))
        #expect(try #require(plate["visibility"] as? Double) < 0.8)
        #expect(try pixels(#require(labels(4).first)) == box(30..<70, 20..<50).subtracting(pixels(square)))
        // The limits keep others off it when they are placed.
        try studio.run(
            text: Self.pipeline(
                more: "square: {from: {cutouts: cutouts/square.png}, size: 0.5, place: {at: {x: 0.5, y: 0.5}}}",
                scene: "count: 1, overlap: {max: 0.1}"), to: "limited")
        #expect(try studio.scenes("limited")[0].objects.map(\.name) == ["new plate"])
        #expect(try studio.scenes("limited")[0].missing.map(\.reason) == [.overlap])
    }

    @Test func aRealThingThatIsNotAroundItLosesWhatIsWiped() throws {
        // A dog before the plate's lower right corner; a quarter of the plate is its, too. The margin is wiped as well, round
        // every pixel that the plate's outline touches.
        try studio.labelled(
            [
                Self.plate,
                #"{"id": 7, "image_id": 70, "category_id": 8, "area": 400, "bbox": [52, 34, 20, 20], "segmentation": [[52, 34, 72, 34, 72, 54, 52, 54]]}"#,
            ], categories: Self.categories + [#"{"id": 8, "name": "dog"}"#])
        try studio.run(text: Self.pipeline(), to: "out")
        #expect(try pixels(#require(labels(8).first)) == box(52..<72, 34..<54).subtracting(box(38..<63, 28..<43)))
    }

    @Test func aCarThatStandsBeforeAnObjectShowsItsNewPlate() throws {
        try labelled([Self.plate, Self.car])
        try studio.write("horizon: 0.4\nfov: 60\ncamera_height: 1.6\n", to: "photos/a.scene.yaml")
        // The car's foot is at 5.4 m, the square 8 m away.
        try studio.run(
            text: Self.pipeline(
                more:
                    "square: {from: {cutouts: cutouts/square.png}, height: 4, place: {at: {x: 0.5, y: 0.55}}, size: 0.65}",
                scene: "count: 1, overlap: {max: 1, visible: {min: 0}, truncated: {max: 1}}"), to: "out")
        let scene = try studio.scenes("out")[0]
        #expect(scene.standing.last?.id == 9 && scene.objects.map(\.name) == ["new plate", "square"])
        let (plate, square) = (try #require(labels(5).first), try #require(labels(6).first))
        #expect(try pixels(plate) == box(40..<60, 30..<40))
        #expect(plate["visibility"] as? Double == 1)
        #expect(try pixels(square).isDisjoint(with: box(30..<70, 20..<50)) && !pixels(square).isEmpty)
        #expect(try studio.raster("out/images/000000.png").colour(50, 32) == [20, 40, 240])
    }

    // MARK: - When it fails

    @Test func whatCannotBeReplacedIsWipedAndTold() throws {
        try labelled([Self.plate, Self.second])
        try studio.write("no picture", to: "cutouts/plate.png")
        let summary = try studio.run(text: Self.pipeline(), to: "out")
        #expect(summary.made == 1)
        #expect(summary.description.contains("left out 2 of 2 objects: the object cannot be read"))
        #expect(summary.description.contains("2 replaced"))
        #expect(try studio.labels("out").isEmpty)
        let (photo, image) = (try studio.raster("photos/a.png"), try studio.raster("out/images/000000.png"))
        let same = box(38..<62, 28..<42).count { image.colour($0[0], $0[1]) == photo.colour($0[0], $0[1]) }
        #expect(same < 12)
    }

    @Test func aPhotoWithALabelThatCannotBeReadIsLeftOut() throws {
        try labelled([Self.plate, #"{"id": 4, "image_id": 70, "category_id": 3, "bbox": [1, 2, null, 4]}"#])
        let error = try #require(throws: (any Error).self) { try studio.run(text: Self.pipeline(), to: "out") }
        #expect(
            "\(error)".contains("1 label of it cannot be read and may be of a category that is replaced"), "\(error)")
    }

    @Test func aSceneThatWipesAnUnknownLabelIsRefused() throws {
        try labelled([Self.plate])
        let plan = try Plan(path: studio.write(Self.pipeline(), to: "pipeline.yaml"))
        let scene = try plan.maker.make(0, with: plan.maker.makeCompositor()).composite.scene
        #expect(throws: (any Error).self) { try plan.maker.makeCompositor().composite(scene, real: []) }
    }

    // MARK: - Text

    /// A photo of its own with an XML file of VOC's in that encoding, which declares `claim`; a plate from 20, 20 to 60, 40.
    private func voc(_ name: String, _ encoding: String.Encoding, declaring claim: String, mark: [UInt8] = []) throws {
        try studio.photo("voc/JPEGImages/\(name).png")
        let text =
            "<?xml version=\"1.0\" encoding=\"\(claim)\"?><annotation><filename>\(name).png</filename><object><name>plätt"
            + "</name><bndbox><xmin>21</xmin><ymin>21</ymin><xmax>60</xmax><ymax>40</ymax></bndbox></object></annotation>"
        try studio.write(mark + Array(try #require(text.data(using: encoding))), to: "voc/Annotations/\(name).xml")
    }

    @Test func labelsInEveryEncodingAreCoveredOrTheirPhotoIsLeftOut() throws {
        try voc("a", .isoLatin1, declaring: "ISO-8859-1")
        try voc("b", .utf16LittleEndian, declaring: "UTF-16", mark: [0xFF, 0xFE])
        try voc("c", .windowsCP1252, declaring: "windows-1252")
        try voc("lying", .isoLatin1, declaring: "UTF-8")
        let text = Self.pipeline(place: "{replace: {labels: plätt, margin: 2}}", images: 12)
            .replacing("{coco: labels.json}", with: "{voc: voc}")
        let told = try studio.run(text: text, to: "out").description
        #expect(told.contains("lying.xml: line 1: byte ") && told.contains("is not UTF-8"), "\(told)")
        let scenes = try studio.text("out/scenes.jsonl")
        #expect(!scenes.contains("lying"))
        for name in ["a", "b", "c"] { #expect(scenes.contains("\(name).png"), "\(name)") }
        for number in 0..<12 {
            let picture = try studio.raster("out/images/\(DatasetLayout.number(number)).png")
            let middle = 4 * (30 * picture.width + 40)
            // Of the plate that covers it.
            #expect(picture.bytes[middle] < 60 && picture.bytes[middle + 2] > 100)
        }
    }

    /// “Plate” as East Asia writes it; the second byte of the first Japanese character is a backslash in ASCII.
    private static let plates: [(encoding: String, plate: String, bytes: [UInt8])] = [
        ("GBK", "车牌", [0xB3, 0xB5, 0xC5, 0xC6]), ("GB2312", "车牌", [0xB3, 0xB5, 0xC5, 0xC6]),
        ("Shift_JIS", "表示", [0x95, 0x5C, 0x8E, 0xA6]), ("EUC-JP", "表示", [0xC9, 0xBD, 0xBC, 0xA8]),
        ("Big5", "車牌", [0xA8, 0xAE, 0xB5, 0x50]), ("EUC-KR", "번호", [0xB9, 0xF8, 0xC8, 0xA3]),
    ]

    /// A photo of its own with an XML file of VOC's whose plate is named in these bytes, from 20, 20 to 60, 40.
    private func voc(_ name: String, declaring claim: String?, plate: [UInt8]) throws {
        try studio.photo("voc/JPEGImages/\(name).png")
        let declaration = claim.map { "<?xml version=\"1.0\" encoding=\"\($0)\"?>" } ?? ""
        let start = "\(declaration)<annotation><filename>\(name).png</filename><object><name>"
        let end =
            "</name><bndbox><xmin>21</xmin><ymin>21</ymin><xmax>60</xmax><ymax>40</ymax></bndbox></object></annotation>"
        try studio.write(Array(start.utf8) + plate + Array(end.utf8), to: "voc/Annotations/\(name).xml")
    }

    @Test(arguments: plates.indices) func platesInTheEncodingsOfEastAsiaAreCovered(_ number: Int) throws {
        let (encoding, plate, bytes) = Self.plates[number]
        try voc("good", declaring: encoding, plate: bytes)
        // Neither of these is what it claims to be.
        try voc("silent", declaring: nil, plate: bytes)
        try voc("lying", declaring: "utf-8", plate: bytes)
        try voc("broken", declaring: encoding, plate: [bytes[0], 0xFF] + bytes)
        let text = Self.pipeline(place: "{replace: {labels: \(plate), margin: 2}}", images: 4)
            .replacing("{coco: labels.json}", with: "{voc: voc}")
        let told = try studio.run(text: text, to: "out").description
        for name in ["silent", "lying"] { #expect(told.contains("\(name).xml: line 1: byte "), "\(told)") }
        #expect(told.contains("broken.xml: line 1: byte ") && told.contains("is not \(encoding), which"), "\(told)")
        for source in try studio.list("images", of: "out").map({ $0["source"] as? String }) {
            #expect(source == "voc/JPEGImages/good.png")
        }
        for number in 0..<4 {
            let picture = try studio.raster("out/images/\(DatasetLayout.number(number)).png")
            let middle = 4 * (30 * picture.width + 40)
            #expect(picture.bytes[middle] < 60 && picture.bytes[middle + 2] > 100)
        }
    }

    @Test func aPhotoWhoseLabelsAreInAnotherEncodingThanTheyClaimIsLeftOut() throws {
        try studio.write("names: [plate]\ntrain: images\n", to: "set/data.yaml")
        for name in ["a", "b"] { try studio.photo("set/images/\(name).png") }
        try studio.write("0 0.42 0.47 0.42 0.32\n", to: "set/labels/a.txt")
        try studio.write(Array("0 0.42 0.47 0.42 0.32 # ".utf8) + [0xE9], to: "set/labels/b.txt")
        let text = Self.pipeline(images: 3).replacing("{coco: labels.json}", with: "{yolo: set}")
        let told = try studio.run(text: text, to: "out").description
        #expect(told.contains("b.txt") && told.contains("is not UTF-8"), "\(told)")
        #expect(
            try studio.list("images", of: "out").map { $0["source"] as? String }
                == Array(repeating: "set/images/a.png", count: 3))
    }

    // MARK: - Mistakes

    @Test func photosThatAreTakenOverAsTheyAreAreAMistake() throws {
        try studio.write("names: [plate]\ntrain: train\nval: val\n", to: "set/data.yaml")
        for name in ["train/a", "val/b"] {
            try studio.photo("set/\(name).png")
            try studio.write("0 0.42 0.47 0.42 0.32\n", to: "set/\(name).txt")
        }
        let told = try mistakes(
            Self.pipeline().replacing("{coco: labels.json}", with: "{yolo: set, splits: [train]}"))
        #expect(
            told.contains("“splits” copies ") && told.contains("val/b.png unchanged, with every plate"), "\(told)"
        )
    }

    private func mistakes(_ text: String) throws -> String {
        let path = try studio.write(text, to: "pipeline.yaml")
        return try "\(#require(throws: (any Error).self) { try Plan(path: path) })"
    }

    @Test func aCategoryThatNoDatasetHasIsAMistake() throws {
        try labelled([Self.plate])
        let told = try mistakes(Self.pipeline(place: "{replace: palte}"))
        #expect(told.contains("pipeline.yaml:10:13: error: unknown category “palte”; did you mean “plate”?"), "\(told)")
    }

    @Test func aPhotoWithoutLabelsIsAMistake() throws {
        try labelled([Self.plate])
        try studio.photo("more/b.png")
        let told = try mistakes(Self.pipeline(backgrounds: "photos: [more]"))
        #expect(
            told.contains(
                "no dataset labels \(studio.path("more/b.png")), so it is not known where they show a plate"),
            "\(told)")
    }

    @Test func aPhotoOfSeveralDatasetsIsAMistake() throws {
        try labelled([Self.plate])
        try studio.write(studio.text("labels.json"), to: "others.json")
        let text = Self.pipeline().replacing("{coco: labels.json}", with: "{coco: others.json}, {coco: labels.json}")
        let told = try mistakes(text)
        #expect(told.contains("several datasets label \(studio.path("photos/a.png"))"), "\(told)")
    }

    @Test func whatIsCutOutOfThePhotosIsAMistake() throws {
        try labelled([Self.plate, Self.car])
        for source in ["{coco: {file: labels.json, categories: car, same_photo: true}}", "{cutouts: photos/a.png}"] {
            let told = try mistakes(Self.pipeline(more: "copy: {from: \(source)}"))
            #expect(
                told.contains("“copy” is cut out of \(studio.path("photos/a.png")), where a plate is replaced"),
                "\(told)")
        }
    }

    @Test(arguments: [
        ("place", "{choice: [{replace: plate}, anywhere]}", "take “replace” out of the choice"),
        ("place", "{replace: {labels: plate, margin: {integers: [1, 9]}}}", "by a “margin” that varies"),
        ("place", "{replace: {labels: {choice: [plate, car]}}}", "by a “labels” that varies"),
        ("plate", "size: 0.3", "leave out “size” and “height”"),
        ("plate", "height: 0.3", "leave out “size” and “height”"),
        ("plate", "pose: {yaw: 3}", "leave out all of “pose” but “flip”"),
        ("plate", "pose: {roll: {uniform: [0, 3]}}", "leave out all of “pose” but “flip”"),
        ("plate", "weight: 0", "all weights are 0"),
    ])
    func whatReplacesDoesNotVaryAndHasNoPlaceOfItsOwn(key: String, value: String, message: String) throws {
        try labelled([Self.plate])
        let other = "square: {from: {cutouts: cutouts/square.png}}"
        let told = try mistakes(
            key == "place"
                ? Self.pipeline(place: value, more: other) : Self.pipeline(plate: value, more: other))
        #expect(told.contains(message), "\(told)")
    }

    @Test func aSolidIsRefusedByName() throws {
        try labelled([Self.plate])
        try studio.write("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n", to: "a.obj")
        let told = try mistakes(
            Self.pipeline().replacing("{cutouts: cutouts/plate.png}", with: "{mesh: {file: a.obj}}"))
        #expect(told.contains("“new plate” is a mesh, which has no four corners"), "\(told)")
    }
}
