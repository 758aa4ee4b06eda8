import Foundation
import Testing

@testable import Cards
@testable import Pipelines

@Suite struct PipelineReadingTests {
    private let text = """
        diorama: 1
        seed: 18446744073709551615
        backgrounds: {photos: [../photos/*.jpg, /a/./b/../c.png]}
        objects:
          one: {from: {cutouts: {file: x.png, strength: {uniform: [0, 1]}, colors: {body: {choice: [red, "007"]}}}}}
          two: {from: {cutouts: y.png}, weight: 2, height: {normal: [1, 0.1], clip: [0.8, 1.2]}}
        effects:
          - feather: {chance: 0.25}
        """

    private func decode(_ text: String, changes: [String] = []) throws -> Pipeline {
        try Pipeline.decode(
            Source(name: "p.yaml", text: text), folder: "work/pipelines", changes: changes, parts: parts
        )
        .pipeline
    }

    @Test func valuesDefaultsAndPathsAreRead() throws {
        let pipeline = try decode(text)
        #expect(pipeline.seed == .max)
        #expect(pipeline.images == 100)
        #expect(pipeline.backgrounds[0].photos.map(\.value) == ["work/photos/*.jpg", "/a/c.png"])
        #expect(pipeline.objects.map(\.name) == ["one", "two"])
        #expect(pipeline.objects.map(\.value.weight) == [1, 2])
        #expect(pipeline.scene.overlap.max == 0.3)
    }

    @Test func aDrawnPartHoldsEveryValueAndMakesTheTypedPart() throws {
        let pipeline = try decode(text)
        let drawn = try #require(pipeline.objects[0].value.from.draw(from: RandomStreams(seed: 1, image: 2)))
        #expect(drawn.values[key: "file"] == .text("work/pipelines/x.png"))
        let part = try #require(try parts.sources.make(drawn) as? Card1)
        #expect((0...1).contains(part.strength))
        #expect(part.colors.map(\.name) == ["body"] && ["red", "007"].contains(part.colors[0].value))
        let second = try #require(pipeline.objects[1].value.from.draw(from: RandomStreams(seed: 1, image: 2)))
        #expect(second.values == .map(["file": "work/pipelines/y.png", "strength": 0.5, "colors": .map([])]))
    }

    @Test func anotherDistributionMovesNoOtherNumber() throws {
        let plain = try decode(text)
        let changed = try decode(
            text, changes: ["objects.one.from.cutouts.colors={body: blue, roof: {choice: [a, b]}}"])
        for image in 0..<5 {
            let streams = RandomStreams(seed: 1, image: image)
            let a = try #require(plain.objects[0].value.from.draw(from: streams))
            let b = try #require(changed.objects[0].value.from.draw(from: streams))
            #expect(a.values[key: "strength"] == b.values[key: "strength"])
        }
    }

    @Test func aChanceIsTheShareOfImages() throws {
        let pipeline = try decode(text)
        let there = (0..<4000).filter { pipeline.effects[0].draw(from: RandomStreams(seed: 1, image: $0)) != nil }
        #expect(abs(there.count - 1000) < 137)
    }

    @Test func changesReachMapsListsAndNewKeys() throws {
        let pipeline = try decode(
            text, changes: ["images=3", "backgrounds.photos.1=z.png", "scene.overlap.max=0.5", "objects.two.weight=0"])
        #expect(pipeline.images == 3)
        #expect(pipeline.backgrounds[0].photos.map(\.value) == ["work/photos/*.jpg", "work/pipelines/z.png"])
        #expect(pipeline.scene.overlap.max == 0.5)
        #expect(pipeline.objects[1].value.weight == 0)
    }

    @Test func aWrongChangeIsNamedByItsOption() throws {
        func failure(_ change: String) throws -> String {
            try #require(throws: InvalidFile.self) { try decode(text, changes: [change]) }.description
        }
        #expect(
            try failure("images=0") == """
                --set images=0:1:8: error: 0 is out of range: expected a whole number from 1 to 100000000 images
                  images=0
                         ^
                """)
        #expect(try failure("images").contains("expected key.path=value, such as scene.count=3"))
        #expect(
            try failure("backgrounds.photos.9=a").contains(
                "“backgrounds.photos” is a list of 2: expected a number from 0, found “9”"))
    }

    @Test func theTextOfAChangedPipelineReadsBackTheSame() throws {
        let changed = try Pipeline.decode(
            Source(name: "p.yaml", text: text), folder: "", changes: ["images=3"], parts: parts
        ).text
        #expect(try decode(changed).images == 3)
        #expect(try decode(changed).objects.map(\.name) == ["one", "two"])
        #expect(try decode(changed).seed == .max)
    }

    @Test func drawnPartsGoThroughJSONUnchanged() throws {
        let part = DrawnPart(name: "feather", values: .map(["radius": 2.5, "words": ["a", true, 3], "x": .null]))
        let data = try JSONEncoder().encode(part)
        #expect(try JSONDecoder().decode(DrawnPart.self, from: data) == part)
    }
}

@Suite struct ReadingTests {
    @Test func pathsAreTidiedUpToANameWithinAFile() {
        let reading = Reading(folder: "a#1/../b")
        #expect(reading.resolve("../c/./d.png") == "c/d.png")
        #expect(reading.resolve("/x/../y.png") == "/y.png")
        #expect(reading.resolve("../m.zip#n/../../o.obj") == "m.zip#n/../../o.obj")
        #expect(reading.resolve("#1.png") == "b/#1.png")
        #expect(reading.resolve("../../..") == "../..")
        #expect(Reading(folder: "").resolve("a/..") == ".")
    }
}
