import Scenes
import Studios
import Testing

@testable import Diorama

/// An object's `wear:`, from the file to the scenes and the pixels.
@Suite struct WearRuleTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        try studio.photos(3)
        try studio.cutout("disc.png", .disc)
        try studio.write(
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle cx="20" cy="20" r="19" fill="#c03020"/></svg>
            """, to: "sign.svg")
        try studio.write(
            """
            diorama: 1
            seed: 5
            images: 8
            backgrounds: {photos: [photos]}
            objects:
              sign: {from: {drawing: sign.svg}, size: {uniform: [0.2, 0.5]}, pose: {roll: {uniform: [-30, 30]}}}
              name: {from: {text: {text: A1, background: white}}, size: 0.3}
              disc: {from: {cutouts: disc.png}, size: 0.3}
            scene: {count: {integers: [2, 4]}, overlap: {max: 0.5}}
            output: {images: {format: png}, masks: {instances: png}}

            """, to: "pipeline.yaml")
    }

    private static let worn = ["objects.sign.wear={uniform: [0, 1]}", "objects.name.wear=0.4"]

    /// The scenes without what is worn of them.
    private func bare(_ folder: String) throws -> [Scene] {
        try studio.scenes(folder).map { scene in
            var scene = scene
            for index in scene.objects.indices { scene.objects[index].wear = nil }
            return scene
        }
    }

    @Test func drawnWearIsInTheScenesAndMovesNothingElse() throws {
        try studio.run(to: "new")
        try studio.run(to: "worn", changes: Self.worn)
        #expect(try !studio.text("new/scenes.jsonl").contains("wear"))
        let objects = try studio.scenes("worn").flatMap(\.objects)
        #expect(Set(objects.map(\.name)) == ["sign", "name", "disc"])
        for object in objects {
            switch object.name {
            case "sign": #expect((0...1).contains(try #require(object.wear).amount))
            case "name": #expect(object.wear?.amount == 0.4)
            default: #expect(object.wear == nil)
            }
        }
        let wears = objects.compactMap(\.wear)
        #expect(Set(wears.map(\.seed)).count == wears.count)
        #expect(try bare("worn") == studio.scenes("new"))
        let (new, worn) = (try studio.files("new"), try studio.files("worn"))
        for name in new.keys where name.hasPrefix("masks/") || name.hasPrefix("annotations/") {
            #expect(new[name] == worn[name], "\(name)")
        }
        #expect(new.keys.contains { $0.hasPrefix("images/") && new[$0] != worn[$0] })
    }

    @Test func noWearIsTheSameAsNone() throws {
        try studio.run(to: "new")
        try studio.run(to: "zero", changes: ["objects.sign.wear=0", "objects.disc.wear=0"])
        let (new, zero) = (try studio.files("new"), try studio.files("zero"))
        for name in new.keys where !name.hasPrefix("run") && !name.hasPrefix("pipeline") {
            #expect(new[name] == zero[name], "\(name)")
        }
    }

    @Test func workersChangeNoByteOfWornImages() throws {
        for (workers, folder) in [(1, "one"), (3, "three")] {
            try studio.run(to: folder, changes: Self.worn) { $0.workers = workers }
        }
        #expect(try studio.files("one") == studio.files("three"))
    }

    @Test func itCanBeLeftOut() throws {
        try studio.run(to: "new")
        try studio.run(to: "without", changes: Self.worn) { $0.without = ["wear"] }
        let (new, without) = (try studio.files("new"), try studio.files("without"))
        for name in new.keys where !name.hasPrefix("run") && !name.hasPrefix("pipeline") {
            #expect(new[name] == without[name], "\(name)")
        }
        #expect(throws: (any Error).self) { try studio.run(to: "wrong") { $0.without = ["wear"] } }
    }

    @Test func anObjectIsWornAlikeInAllVariants() throws {
        try studio.run(
            to: "variants",
            changes: Self.worn + [
                "variants=[{name: plain}, {name: hard, blend: {feather: 2}}, {name: new, without: wear}]"
            ])
        let scenes = try studio.scenes("variants")
        func wears(_ name: String) -> [[SceneWear?]] {
            scenes.filter { $0.variant?.name == name }.map { $0.objects.map(\.wear) }
        }
        #expect(wears("plain").count == 8 && wears("plain").contains { $0.contains { $0 != nil } })
        #expect(wears("plain") == wears("hard"))
        #expect(wears("new").allSatisfy { $0.allSatisfy { $0 == nil } })
    }

    @Test(arguments: [
        ("objects.disc.wear=0.5", "“wear” is for drawings and lettering, and a “cutouts” is neither: leave it out"),
        ("objects.disc.wear={uniform: [0, 0.1]}", "“wear” is for drawings"),
        ("objects.sign.wear=1.5", "0 to 1"), ("objects.sign.wear={normal: [0.5]}", "normal"),
    ]) func aWrongRuleIsNamed(change: String, words: String) throws {
        let error = try #require(throws: (any Error).self) { try studio.run(to: "wrong", changes: [change]) }
        #expect("\(error)".contains(words), "\(error)")
    }
}
