import Cards
import Foundation
import Pipelines
import Scenes
import Studios
import Testing

@testable import Diorama

/// Author and licence of every model in a picture are in the dataset.
@Suite struct AttributionTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        try studio.photos(2, width: 60, height: 40)
        try studio.write("v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nf 1 3 2\nf 1 2 4\nf 2 3 4\nf 3 1 4\n", to: "wedge.obj")
        let properties = """
            license=Creative Commons Attribution 3.0
            id#1=T#stool
            name#1=Stool
            creator#1=Ann
            model#1=/wedge.obj
            width#1=40
            depth#1=40
            height#1=50
            id#2=T#lamp
            name#2=Lamp
            creator#2=Bo
            model#2=/wedge.obj
            width#2=20
            depth#2=20
            height#2=50
            """
        try studio.write(
            ZipFile([
                .init("PluginFurnitureCatalog.properties", properties),
                .init("wedge.obj", try studio.text("wedge.obj")),
            ]).bytes, to: "set.sh3f")
        try studio.write(
            """
            models:
              stool: {file: set.sh3f#stool, category: seat, licence: {name: CC-BY-3.0, url: "https://example.org/by"}}
              wedge: {file: wedge.obj, author: Cy, licence: {name: CC0-1.0}}
            """, to: "models.yaml")
        try studio.write(
            """
            photos:
              - {file: photos/0.jpg, author: Di, licence: {name: CC0-1.0}}
              - {file: photos/1.jpg}
            """, to: "photos.yaml")
        try studio.write(pipeline(objects: "thing: {from: {mesh: models.yaml}}"), to: "pipeline.yaml")
    }

    private func pipeline(objects: String, photos: String = "photos.yaml") -> String {
        """
        diorama: 1
        seed: 4
        images: 8
        backgrounds: {photos: [\(photos)], order: sequential}
        objects:
          \(objects)
          decoy: {from: {mesh: "set.sh3f#lamp"}, distractor: true}
        scene: {count: 3, place: anywhere, overlap: {max: 1, visible: {min: 0}}}
        render: {quality: draft}
        output: {images: {format: png}}

        """
    }

    @Test func eachModelOfAPictureIsAttributedOnce() throws {
        try studio.run(to: "out")
        let file = try studio.dataset("out").file
        #expect(file.categories.map(\.name) == ["seat", "thing"])
        #expect(
            file.licenses.map { ["\($0.id)", $0.name, $0.url] } == [
                ["1", "CC0-1.0", nil], ["2", "CC-BY-3.0", "https://example.org/by"],
                ["3", "Creative Commons Attribution 3.0", nil],
            ])
        let set = "set.sh3f"
        let known: [String: WrittenDataset.Attribution] = [
            "stool": .init(title: "Stool", author: "Ann", license: 2, source: set + "#stool"),
            "wedge": .init(author: "Cy", license: 1, source: "wedge.obj"),
            "lamp": .init(title: "Lamp", author: "Bo", license: 3, source: set + "#lamp"),
        ]
        var seen: Set<String> = []
        for (image, scene) in zip(file.images, try studio.scenes("out")) {
            var names: [String] = []
            for object in scene.objects {
                let reference = try #require(object.from.values[key: "file"])
                let name = try #require(known.keys.first { "\(reference)".contains("#" + $0) })
                if !names.contains(name) { names.append(name) }
            }
            #expect(image.attributions == names.compactMap { known[$0] }, "image \(image.id)")
            seen.formUnion(names)
        }
        #expect(seen.count == 3)
        #expect(file.images[0].author == "Di" && file.images[0].license == 1)
    }

    @Test func objectsWithoutCreditsHaveNone() throws {
        try studio.write(
            pipeline(objects: "thing: {from: {mesh: wedge.obj}}").replacing("set.sh3f#lamp", with: "wedge.obj"),
            to: "plain.yaml")
        try studio.run("plain.yaml", to: "out")
        #expect(try studio.dataset("out").file.images.allSatisfy { $0.attributions == nil })
    }

    @Test func whatADatasetAttributesIsCarriedOn() throws {
        try studio.run(to: "first")
        try studio.write(
            pipeline(objects: "thing: {from: {mesh: wedge.obj}}", photos: "first/annotations/instances.json"),
            to: "second.yaml")
        try studio.run("second.yaml", to: "second")
        struct Written: Decodable {
            var images: [WrittenDataset.Image]
            var licenses: [WrittenDataset.License]
        }
        func written(_ folder: String) throws -> Written {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(
                Written.self, from: Data(studio.text("\(folder)/annotations/instances.json").utf8))
        }
        let (first, second) = (try written("first"), try written("second"))
        func words(_ file: Written, _ attribution: WrittenDataset.Attribution) -> [String?] {
            let licence = file.licenses.first { $0.id == attribution.license }
            return [attribution.title, attribution.author, attribution.source, licence?.name, licence?.url]
        }
        #expect(second.images.count == 8)
        for image in second.images {
            // In the order of the first, so that ids agree.
            let earlier = try #require(first.images.first { $0.id == image.id })
            let kept = (image.attributions ?? []).map { words(second, $0) }
            for attribution in earlier.attributions ?? [] {
                #expect(kept.contains(words(first, attribution)), "image \(image.id)")
            }
            #expect(Set(kept).count == kept.count)
        }
    }
}
