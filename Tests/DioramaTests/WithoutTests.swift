import Cards
import Foundation
import Pictures
import Scenes
import Studios
import Testing

@testable import Diorama

/// A run without something that changes pixels alone: the same scenes, and nothing else moved.
@Suite struct WithoutTests {
    let studio: Studio

    init() throws {
        studio = try .everyday()
        try studio.write(Self.pipeline, to: "pipeline.yaml")
    }

    /// Many effects, with chances, choices and repeats, and objects with blends of their own.
    private static let pipeline = """
        diorama: 1
        seed: 5
        images: 12
        backgrounds: {photos: [photos], flip: {chance: 0.5}}
        objects:
          disc:
            from: {cutouts: cutouts/disc.png}
            height: {uniform: [0.5, 1]}
            pose: {yaw: {uniform: [-50, 50]}}
          wedge:
            from: {cutouts: cutouts/wedge.png}
            height: {uniform: [0.5, 1]}
            blend: {choice: [{feather: {radius: {uniform: [1, 3]}}}, alpha]}
        scene:
          count: {integers: [1, 5]}
          camera: {horizon: 0.4}
          light: {gain: {uniform: [0.8, 1.2]}, kelvin: {uniform: [4000, 9000]}, sun: {elevation: {uniform: [20, 60]}}}
          place: {ground: {distance: {log_uniform: [2, 8]}}}
          overlap: {max: 0.5, visible: {min: 0.3}}
        render: {shadows: all, quality: draft}
        blend: {choice: [alpha, feather]}
        effects:
          - exposure: {stops: {uniform: [-1, 1]}, chance: 0.5}
          - choice: [{fog: {visibility: {uniform: [10, 40]}}}, {noise: {iso: 3200, chance: 0.7}}]
          - contrast: {factor: {uniform: [0.7, 1.4]}}
          - noise: {iso: {log_uniform: [800, 6400]}, chance: 0.6}
          - choice: [{defocus: {radius: {uniform: [1, 2]}}}, {noise: {iso: {uniform: [400, 800]}}}]
          - vignette: {corner: {uniform: [0, 0.6]}, chance: 0.5}
        output: {images: {format: png}, masks: {instances: png}}

        """

    /// The scenes as they are stored, without what the key names.
    private func scenes(_ folder: String, without key: String) throws -> [NSDictionary] {
        let words = key.split(separator: ".").map(String.init)
        return try studio.text(folder + "/scenes.jsonl").split(separator: "\n").map { line in
            var scene = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            switch words[0] {
            case "effects":
                let effects = try #require(scene["effects"] as? [[String: Any]])
                scene["effects"] = words.count == 1 ? [] : effects.filter { $0[words[1]] == nil }
            case "blend":
                scene["objects"] = try #require(scene["objects"] as? [[String: Any]]).map { object in
                    object.filter { $0.key != "blend" }
                }
            case "render":
                scene["render"] = try #require(scene["render"] as? [String: Any]).filter { $0.key != words[1] }
            default:
                scene["light"] = try #require(scene["light"] as? [String: Any]).filter { light in
                    words.count == 2
                        ? !["drawings", "gain", "kelvin", "relief"].contains(light.key) : light.key != words[2]
                }
            }
            return scene as NSDictionary
        }
    }

    @Test(arguments: [
        "effects.exposure", "effects.fog", "effects.contrast", "effects.noise", "effects.defocus", "effects.vignette",
        "effects", "blend", "blend.feather", "render.shadows", "scene.light", "scene.light.gain", "scene.light.kelvin",
        "scene.light.relief",
    ])
    func theScenesStayTheSame(key: String) throws {
        try studio.run(to: "all")
        try studio.run(to: "some") { $0.without = [key] }
        #expect(try scenes("all", without: key) == scenes("some", without: key))
        // Were nothing left out, this comparison would show nothing.
        #expect(try studio.text("all/scenes.jsonl") != studio.text("some/scenes.jsonl"))
        let (all, some) = (try studio.files("all"), try studio.files("some"))
        #expect(all.keys.sorted() == some.keys.sorted())
        if key.hasPrefix("blend") {
            // A blend may fade the rim of a mask.
            let (whole, part) = (
                try studio.dataset("all").file.annotations, try studio.dataset("some").file.annotations
            )
            #expect(whole.map(\.imageId) == part.map(\.imageId) && whole.map(\.categoryId) == part.map(\.categoryId))
            for (a, b) in zip(whole, part) {
                let (one, other) = (try #require(a.amodalBbox), try #require(b.amodalBbox))
                #expect(zip(one, other).allSatisfy { abs($0 - $1) <= 4 })
            }
        } else {
            for name in all.keys where name.hasPrefix("masks/") || name.hasPrefix("annotations/") {
                #expect(all[name] == some[name], "\(name)")
            }
        }
        #expect(all.keys.contains { $0.hasPrefix("images/") && all[$0] != some[$0] })
    }

    @Test func imagesWithoutTheEffectKeepTheirPixels() throws {
        try studio.run(to: "all")
        let (all, scenes) = (try studio.files("all"), try studio.scenes("all"))
        for name in ["exposure", "fog", "defocus", "vignette"] {
            try studio.run(to: name) { $0.without = ["effects.\(name)"] }
            let some = try studio.files(name)
            var counts = [0, 0]
            for scene in scenes {
                let image = String(format: "images/%06d.png", scene.index)
                let isAffected = scene.effects.contains { $0.name == name }
                counts[isAffected ? 1 : 0] += 1
                #expect((all[image] == some[image]) == !isAffected, "\(name) in \(image)")
            }
            #expect(counts[0] > 0 && counts[1] > 0)
        }
    }

    @Test func anotherBlendChangesNoPixelOutsideTheObjects() throws {
        let plain = ["effects=[]", "render.shadows=none"]
        try studio.run(to: "all", changes: plain)
        try studio.run(to: "some", changes: plain) { $0.without = ["blend"] }
        #expect(try studio.scenes("some").allSatisfy { $0.objects.allSatisfy { $0.blend.name == "alpha" } })
        let dataset = try studio.dataset("some")
        var changed = 0
        for scene in try studio.scenes("all") {
            let name = String(format: "images/%06d.png", scene.index)
            let (a, b) = (try studio.raster("all/" + name), try studio.raster("some/" + name))
            let boxes = dataset.annotations(ofImage: scene.index).compactMap(\.amodalBbox)
            for pixel in 0..<a.width * a.height
            where (0..<3).contains(where: { a.bytes[pixel * 4 + $0] != b.bytes[pixel * 4 + $0] }) {
                changed += 1
                let (x, y) = (Double(pixel % a.width), Double(pixel / a.width))
                #expect(
                    boxes.contains { box in
                        x >= box[0] - 2 && x <= box[0] + box[2] + 1 && y >= box[1] - 2 && y <= box[1] + box[3] + 1
                    })
            }
        }
        #expect(changed > 0)
    }

    /// The keys that the record of a run names.
    private func written(_ folder: String) throws -> [String]? {
        let run = try JSONSerialization.jsonObject(with: Data(studio.text(folder + "/run.json").utf8))
        return (run as? [String: Any])?["without"] as? [String]
    }

    @Test func theFileCanSayItToo() throws {
        try studio.run(to: "option") { $0.without = ["effects.noise", "blend"] }
        #expect(try written("option") == ["blend", "effects.noise"])
        // What is stored runs as it stands, to the same bytes.
        try studio.write(studio.text("option/pipeline.yaml"), to: "stored.yaml")
        try studio.run("stored.yaml", to: "file")
        let (option, file) = (try studio.files("option"), try studio.files("file"))
        for name in option.keys where name != "run.json" { #expect(option[name] == file[name], "\(name)") }
        #expect(try written("file") == ["blend", "effects.noise"])
        // The order of the options makes no difference.
        try studio.run(to: "again") { $0.without = ["blend", "effects.noise", "blend"] }
        #expect(try studio.files("again") == option)
    }

    @Test func aKeyThatNamesNothingIsRefused() throws {
        func words(_ key: String, changes: [String] = []) throws -> String {
            let error = try #require(throws: (any Error).self) {
                try studio.run(to: "out", changes: changes) { $0.without = [key] }
            }
            return String(describing: error)
        }
        #expect(
            try words("effects.fgo") == """
                --without effects.fgo:1:1: error: unknown key to leave out “effects.fgo”; did you mean “effects.fog”?
                  effects.fgo
                  ^
                """)
        #expect(
            try words(
                "objects", changes: ["effects=[vignette]", "blend=alpha", "objects.wedge.blend=alpha", "match=none"]
            )
            .hasSuffix(
                """
                known here: effects, effects.vignette, render.shadows, scene.light, scene.light.drawings, \
                scene.light.gain, scene.light.kelvin, scene.light.relief
                  objects
                  ^
                """))
        #expect(!studio.exists("out"))
        let before = try studio.text("pipeline.yaml")
        try studio.write(before + "without: [effects.noise, effects.rain]\n", to: "wrong.yaml")
        let error = try #require(throws: (any Error).self) { try studio.run("wrong.yaml", to: "out") }
        #expect(String(describing: error).contains("wrong.yaml:30:26: error: unknown key to leave out “effects.rain”"))
    }

    @Test func aRunWithoutOneThingIsNotResumedWithoutAnother() throws {
        try studio.run(to: "out") { $0.without = ["effects.noise"] }
        let error = try #require(throws: (any Error).self) {
            try studio.run(to: "out") { options in
                options.without = ["effects.fog"]
                options.resumes = true
            }
        }
        #expect(String(describing: error).contains("--without was effects.noise and is effects.fog"))
    }
}
