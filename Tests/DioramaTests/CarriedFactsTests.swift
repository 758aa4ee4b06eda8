import Datasets
import Foundation
import Pictures
import Scenes
import Studios
import Testing

@testable import Diorama

/// What the pipeline and a catalogue say of objects and photos is what the dataset says.
@Suite struct CarriedFactsTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        try studio.photos(6)
        try studio.cutout("cutouts/disc.png", .disc)
        try studio.cutout("cutouts/box.png", .box)
        try studio.write(
            """
            photos:
              - file: photos/0.jpg
                title: A street
                author: Ann
                licence: {name: CC-BY-4.0, url: "https://creativecommons.org/licenses/by/4.0/"}
                source: https://example.org/street
              - file: photos/1.jpg
                author: Bo
                licence: {name: CC0-1.0}
              - file: photos/2.jpg
                author: Cy
                licence: {name: CC-BY-4.0, url: "https://creativecommons.org/licenses/by/4.0/"}
              - file: photos/3.jpg
            """, to: "catalogue.yaml")
        try studio.write(
            """
            diorama: 1
            seed: 8
            images: 8
            backgrounds: {photos: [catalogue.yaml], order: sequential}
            objects:
              red disc: {from: {cutouts: cutouts/disc.png}, category: disc, supercategory: round}
              blue disc: {from: {cutouts: cutouts/disc.png}, category: disc}
              box: {from: {cutouts: cutouts/box.png}, supercategory: cornered}
              decoy: {from: {cutouts: cutouts/box.png}, distractor: true, weight: 0.5}
            scene: {count: 4}

            """, to: "pipeline.yaml")
    }

    @Test func categoriesComeInTheOrderOfTheFile() throws {
        try studio.run(to: "out")
        let file = try studio.dataset("out").file
        #expect(
            file.categories.map { ["\($0.id)", $0.name, $0.supercategory] }
                == [["1", "disc", "round"], ["2", "box", "cornered"]])
        #expect(Set(file.annotations.map(\.categoryId)) == [1, 2])
        #expect(file.annotations.map(\.id) == Array(1...file.annotations.count))
        #expect(file.annotations.allSatisfy { $0.iscrowd == 0 })
        #expect(file.info.description == "Made by diorama")
        #expect(file.info.version == Version.current)

        // Each label is the category of its object.
        for scene in try studio.scenes("out") {
            let labelled = scene.objects.filter { !$0.distractor }.map { $0.category == "disc" ? 1 : 2 }
            #expect(try studio.dataset("out").annotations(ofImage: scene.index).map(\.categoryId) == labelled)
        }
    }

    @Test func creditsComeAlongWithEachPhoto() throws {
        try studio.run(to: "out")
        let file = try studio.dataset("out").file
        #expect(
            file.licenses.map { ["\($0.id)", $0.name, $0.url] } == [
                ["1", "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"], ["2", "CC0-1.0", nil],
            ])
        func credits(_ image: Int) -> [String?] {
            let image = file.images[image]
            return [image.license.map(String.init), image.author, image.title, image.source]
        }
        #expect(file.images.map(\.id) == Array(0..<8))
        for round in [0, 4] {
            #expect(credits(round) == ["1", "Ann", "A street", "https://example.org/street"])
            #expect(credits(round + 1) == ["2", "Bo", nil, "photos/1.jpg"])
            #expect(credits(round + 2) == ["1", "Cy", nil, "photos/2.jpg"])
            #expect(credits(round + 3) == [nil, nil, nil, "photos/3.jpg"])
        }
    }

    @Test func aSplitByBackgroundPutsNoPhotoOnBothSides() throws {
        try studio.run(
            to: "out",
            changes: [
                "backgrounds={photos: [photos]}", "images=30",
                "output.split={train: 0.5, val: 0.3, test: 0.2, by: background}",
            ])
        var splitOfPhoto: [String: String] = [:]
        var (images, ids): ([Int], [Int]) = ([], [])
        for split in ["train", "val", "test"] {
            let file = try studio.dataset("out", split: split).file
            #expect(!file.images.isEmpty)
            for image in file.images {
                let photo = try #require(image.source)
                #expect(splitOfPhoto[photo, default: split] == split)
                splitOfPhoto[photo] = split
                #expect(studio.exists("out/images/\(split)/\(image.fileName)"))
            }
            images += file.images.map(\.id)
            ids += file.annotations.map(\.id)
            #expect(Set(file.annotations.map(\.imageId)).isSubset(of: file.images.map(\.id)))
        }
        #expect(splitOfPhoto.count == 6)
        #expect(images.sorted() == Array(0..<30))
        #expect(ids.sorted() == Array(1...ids.count))
        #expect(!studio.exists("out/annotations/instances.json"))
    }

    @Test func aSplitByImageKeepsTheShares() throws {
        try studio.run(
            to: "out", changes: ["images=20", "output.split={train: 0.7, val: 0.3, by: image}", "scene.count=1"])
        let counts = try ["train", "val"].map { try studio.dataset("out", split: $0).file.images.count }
        #expect(counts.reduce(0, +) == 20)
        #expect((9...19).contains(counts[0]))
    }

    // MARK: - Instance maps

    @Test(arguments: [(200, 8), (300, 16)])
    func manyInstancesStillHaveOneMap(count: Int, bits: UInt8) throws {
        try studio.photo("wide/a.png", width: 320, height: 320)
        try studio.run(
            to: "out",
            changes: [
                "images=1", "backgrounds={photos: [wide]}", "output={masks: {instances: png}}",
                "objects={box: {from: {cutouts: cutouts/box.png}, size: 0.0125}}",
                "scene={count: \(count), overlap: {max: 0, visible: {min: 1}, truncated: {max: 0}}, light: {relief: 0}}",
            ])
        let annotations = try studio.dataset("out").annotations(ofImage: 0)
        #expect(annotations.count == count)
        let png = Array(try #require(try studio.files("out")["masks/000000.png"]))
        // Bit depth and colour type of the header: a palette up to 255 instances, else 16-bit grey.
        #expect(png[24] == bits)
        #expect(png[25] == (bits == 8 ? 3 : 0))
        let map = try InstancePNG.decode(studio.path("out/masks/000000.png"))
        #expect((map.width, map.height) == (320, 320))
        var expected = [UInt16](repeating: 0, count: 320 * 320)
        for annotation in annotations {
            for pixel in annotation.segmentation.pixels {
                expected[pixel % 320 * 320 + pixel / 320] = UInt16(annotation.instanceId)
            }
        }
        #expect(map.ids == expected)
    }
}
