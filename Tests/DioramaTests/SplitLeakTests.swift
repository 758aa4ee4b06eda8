import Cards
import Datasets
import Foundation
import Pictures
import Scenes
import Studios
import Testing

@testable import Diorama

/// Nothing that a detector is trained on is in what it is tested on.
@Suite struct SplitLeakTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        for number in 0..<8 { try studio.photo("photos/\(number).jpg", width: 192, height: 128, seed: number + 1) }
        for (number, shape) in [Shape.disc, .box, .triangle].enumerated() {
            for shade in 0..<3 {
                try studio.cutout("cutouts/\(number)-\(shade).png", shape, colour: [220, UInt8(60 * shade), 40])
            }
        }
    }

    private func pipeline(_ split: String, objects: String = "thing: {from: {cutouts: cutouts}, size: 0.3}") -> String {
        """
        diorama: 1
        images: 60
        backgrounds: {photos: [photos]}
        objects: {\(objects)}
        scene: {count: 2}
        output: {split: {\(split)}}

        """
    }

    /// What a part of a dataset shows.
    private struct Seen {
        var photos: Set<String> = []
        var objects: Set<String> = []
    }

    /// The photos and objects of a dataset's parts.
    private func parts(in folder: String) throws -> [String: Seen] {
        var parts: [String: Seen] = [:]
        for scene in try studio.scenes(folder) {
            let name = try #require(
                ["train", "val", "test"].first { part in
                    studio.exists("\(folder)/images/\(part)/\(String(format: "%06d", scene.index)).jpg")
                })
            parts[name, default: Seen()].photos.insert(scene.photo.file)
            for object in scene.objects {
                let values = object.from.values
                let file: Value? = values[key: "files"] ?? values[key: "file"] ?? values[key: "text"]
                parts[name]?.objects.insert(try #require(file).flowText)
            }
        }
        return parts
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6])
    func copiesOfAPhotoAreOnOneSide(seed: Int) throws {
        // Of photo 0 a mirrored copy, of photo 1 one that is compressed again, of photo 2 one that is smaller.
        var raster = try studio.raster("photos/0.jpg")
        raster.flipHorizontally()
        try studio.write(PhotoFile.encode(raster, as: .jpeg(quality: 90)), to: "photos/mirrored.jpg")
        raster = try studio.raster("photos/1.jpg")
        try studio.write(PhotoFile.encode(raster, as: .jpeg(quality: 60)), to: "photos/recompressed.jpg")
        try PhotoFile.decode(
            studio.path("photos/2.jpg"), PhotoFile.Options(width: 144, height: 96), into: &raster)
        try studio.write(PhotoFile.encode(raster, as: .png()), to: "photos/smaller.png")
        try studio.write(pipeline("train: 0.5, val: 0.5"), to: "pipeline.yaml")
        let summary = try studio.run(to: "out", changes: ["seed=\(seed)"])
        let parts = try parts(in: "out").mapValues(\.photos)
        let pairs = [("0.jpg", "mirrored.jpg"), ("1.jpg", "recompressed.jpg"), ("2.jpg", "smaller.png")]
        for (a, b) in pairs {
            let sides = parts.filter { $0.value.contains(studio.path("photos/\(a)")) }.keys
            #expect(Array(sides) == Array(parts.filter { $0.value.contains(studio.path("photos/\(b)")) }.keys), "\(a)")
            #expect(sides.count == 1)
        }
        #expect(summary.notes.contains { $0.hasPrefix("photos that show the same: 6, in 3 groups, such as") })
        // Shares still count photos: 11 of them.
        #expect(parts.values.map(\.count).sorted().allSatisfy { (5...6).contains($0) })
    }

    @Test func thatCanBeTurnedOff() throws {
        for number in 1..<8 {
            try FileManager.default.removeItem(atPath: studio.path("photos/\(number).jpg"))
        }
        let raster = try studio.raster("photos/0.jpg")
        try studio.write(PhotoFile.encode(raster, as: .jpeg(quality: 60)), to: "photos/1.jpg")
        try studio.write(pipeline("train: 0.5, val: 0.5"), to: "pipeline.yaml")
        #expect {
            try studio.run(to: "out")
        } throws: {
            "\($0)".contains(
                "a split by background needs a photo for each of its 2 parts, and the 2 photos show the same: use "
                    + "“near_duplicates: ignore” or “by: image”, or other photos")
        }
        #expect(!studio.exists("out/run.json"))
        try studio.run(to: "out", changes: ["output.split.near_duplicates=ignore"])
        #expect(try parts(in: "out").count == 2)
    }

    @Test(arguments: [1, 2, 3, 4])
    func aCutOutIsOnOneSideUnderAnyName(seed: Int) throws {
        for shade in 0..<3 {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: studio.path("cutouts/0-\(shade).png")))
            try studio.write([UInt8](bytes), to: "cutouts/copy-\(shade).png")
        }
        try studio.write(
            pipeline("train: 0.5, val: 0.25, test: 0.25, by: [background, object]"), to: "pipeline.yaml")
        try studio.run(to: "out", changes: ["seed=\(seed)", "images=120"])
        let parts = try parts(in: "out")
        #expect(parts.count == 3)
        var sides: [String: String] = [:]
        for (part, seen) in parts {
            #expect(!seen.objects.isEmpty)
            for object in seen.objects.union(seen.photos) {
                #expect(sides.updateValue(part, forKey: object) == nil, "\(object)")
            }
        }
        for shade in 0..<3 {
            func side(_ name: String) -> String? { sides.first { $0.key.contains("\(name)-\(shade).png") }?.value }
            #expect(side("cutouts/0") != nil)
            #expect(side("cutouts/0") == side("cutouts/copy"))
        }
    }

    @Test func textsAreDividedToo() throws {
        let texts = #"word: {from: {text: {text: {choice: [ONE, TWO, TEN, SIX]}}}, size: 0.3}"#
        try studio.write(pipeline("train: 0.5, val: 0.5, by: object", objects: texts), to: "pipeline.yaml")
        try studio.run(to: "out")
        let parts = try parts(in: "out").mapValues(\.objects)
        #expect(parts.values.map(\.count) == [2, 2])
        #expect(parts["train"]?.isDisjoint(with: parts["val"] ?? []) == true)
        // Photos may be on both sides.
        let photos = try self.parts(in: "out").mapValues(\.photos)
        #expect(photos["train"]?.isDisjoint(with: photos["val"] ?? []) == false)
    }

    @Test func anObjectOfOneFileCannotBeDivided() throws {
        let one = "a: {from: {cutouts: cutouts/0-0.png}, size: 0.3}, b: {from: {cutouts: cutouts}, size: 0.3}"
        try studio.write(pipeline("train: 0.5, val: 0.5, by: [background, object]", objects: one), to: "pipeline.yaml")
        #expect {
            _ = try Plan(path: studio.path("pipeline.yaml"))
        } throws: {
            "\($0)".contains("a split by object leaves nothing of “a” for ")
        }
        try studio.write(pipeline("train: 0.5, val: 0.5, by: [image, object]"), to: "pipeline.yaml")
        #expect {
            _ = try Plan(path: studio.path("pipeline.yaml"))
        } throws: {
            "\($0)".contains("“image” in “by” stands alone")
        }
    }

    @Test func thingsOfAPhotoAreOnTheSideOfTheirPhoto() throws {
        let photos = (0..<8).map { #"{"id": \#($0), "file_name": "photos/\#($0).jpg", "width": 192, "height": 128}"# }
        let things = (0..<8).map {
            #"{"id": \#($0 + 1), "image_id": \#($0), "category_id": 1, "iscrowd": 0, "area": 1200, "bbox": [20, 40, 40, 30], "segmentation": [[20, 40, 60, 40, 60, 70, 20, 70]]}"#
        }
        try studio.write(
            """
            {"images": [\(photos.joined(separator: ", "))], "categories": [{"id": 1, "name": "cat"}],
             "annotations": [\(things.joined(separator: ", "))]}
            """, to: "labels.json")
        let objects = "cat: {from: {coco: {file: labels.json, categories: [cat]}}, size: 0.3}"
        try studio.write(
            pipeline("train: 0.5, val: 0.5, by: [background, object]", objects: objects)
                .replacing("photos: [photos]", with: "photos: [labels.json]"), to: "pipeline.yaml")
        try studio.run(to: "out")
        for scene in try studio.scenes("out") { #expect(!scene.objects.isEmpty) }
        let parts = try parts(in: "out")
        let photo = Dictionary(
            uniqueKeysWithValues: parts.flatMap { part, seen in seen.photos.map { ($0, part) } })
        for scene in try studio.scenes("out") {
            for object in scene.objects {
                let id = try #require(object.from.values[key: "instance"]).flowText.filter { $0.isNumber }
                let own = studio.path("photos/\((Int(id) ?? 0) - 1).jpg")
                #expect(photo[own] == photo[scene.photo.file])
            }
        }
    }
}
