import Cards
import Drawings
import Findings
import Foundation
import Pictures
import Pipelines
import Rendering
import Studios
import Testing

@testable import Objects

/// One suite over every source, each by an object of its kind.
@Suite struct ObjectSourceTests {
    let folder: Folder
    init() throws { folder = try Folder() }

    private func part(_ name: String) throws -> DrawnPart {
        switch name {
        case "cutouts": part(name, "files", try folder.write("a.png", raster(".#.\n###", scale: 9)))
        case "drawing":
            part(
                name, "file",
                try folder.write(
                    "a.svg", "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><circle r='5'/></svg>"))
        case "coco":
            DrawnPart(
                name: name,
                values: .map([
                    "file": .text(try folder.write("photo.png", raster(".####.\n.####.\n......", scale: 9))),
                    "categories": "box",
                ]))
        case "mesh":
            part(
                name, "file",
                try folder.write("a.obj", "v 0 0 0\nv 1 0 0\nv 0 2 0\nv 0 0 1\nf 1 2 3\nf 1 3 4\nf 1 4 2\nf 2 4 3\n"))
        case "solid":
            part(
                name, "file",
                try folder.write(
                    "a.yaml",
                    "description: A post.\nmaterials: {m: {colour: red}}\nparts: [{box: {size: [1, 2, 3], material: m}}]\n"
                ))
        default: part(name, "text", "R")
        }
    }

    private func library(capacity: Int = 512 << 20) -> ObjectLibrary {
        ObjectLibrary(capacity: capacity, instances: DrawnInstances())
    }

    /// What is seen of an object: a flat one's texels, a solid one's corners.
    private static func look(_ library: ObjectLibrary, _ drawn: DrawnPart, seed: UInt64) throws -> [Double] {
        let one = try library.choose(drawn, from: RandomStreams(seed: seed, image: 0))
        if library.isModel(one) { return try library.model(of: one).model.support.flatMap { [$0.x, $0.y, $0.z] } }
        #expect(try library.outline(of: one).aspect == library.sprite(of: one, heightPixels: 40).aspect)
        return try library.sprite(of: one, heightPixels: 40).levels[0].texels.map(Double.init)
    }

    private func part(_ name: String, _ key: String, _ value: String) -> DrawnPart {
        DrawnPart(name: name, values: .map([.init(key: key, value: .text(value))]))
    }

    @Test(arguments: ObjectSources.catalogue.names)
    func aSourceGivesTheSameAloneAndAmongOthersAndFromItsScene(_ name: String) async throws {
        let drawn = try part(name)
        let alone = try Self.look(self.library(), drawn, seed: 1)
        // As a scene stores it, in a library that keeps nothing.
        let library = self.library(capacity: 0)
        let one = try library.choose(drawn, from: RandomStreams(seed: 2, image: 5))
        let stored = try JSONDecoder().decode(DrawnPart.self, from: JSONEncoder().encode(one))
        #expect(try Self.look(library, stored, seed: 3) == alone)
        // By many workers at once.
        let shared = self.library()
        try await withThrowingTaskGroup(of: [Double].self) { group in
            for seed in 0..<8 { group.addTask { try Self.look(shared, drawn, seed: UInt64(seed)) } }
            for try await seen in group { #expect(seen == alone) }
        }
    }

    @Test(arguments: ObjectSources.catalogue.names)
    func aSourceThatIsChosenIsItself(_ name: String) throws {
        let library = self.library()
        let one = try library.choose(part(name), from: RandomStreams(seed: 1, image: 0))
        #expect(try library.choose(one, from: RandomStreams(seed: 2, image: 9)) == one)
    }

    @Test func vectorSourcesAreRenderedAtPowersOfTwo() throws {
        let library = ObjectLibrary()
        let one = try chosen(library, "text", ["text": "I"])
        for (asked, rendered) in [(1, 16), (16, 16), (17, 32), (512, 512), (513, 1024), (100_000, 2048)] {
            #expect(try library.sprite(of: one, heightPixels: asked).levels[0].height == rendered)
        }
    }

    @Test func anEditedSceneGetsTheSameChecksAsThePipeline() throws {
        let error = try #require(throws: ObjectError.self) {
            try ObjectLibrary().sprite(
                of: DrawnPart(name: "text", values: .map(["text": "A", "colour": "red"])), heightPixels: 9)
        }
        #expect(error.code == .badValue)
        #expect(error.description == "text: unknown key “colour” in text; did you mean “color”?")
    }
}
