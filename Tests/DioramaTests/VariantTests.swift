import Cards
import Datasets
import Foundation
import Pictures
import Scenes
import Studios
import Testing

@testable import Diorama

/// Several images of each scene: the same photo, objects and labels, under names of their own.
@Suite struct VariantTests {
    let studio: Studio

    init() throws {
        studio = try .everyday()
        try studio.write(.everyday + Self.looks, to: "pipeline.yaml")
    }

    private static let names = ["clear", "grainy", "dark", "cut", "bare"]
    private static let looks = """
        effects:
          - exposure: {stops: {uniform: [-0.5, 0.5]}, chance: 0.5}
          - noise: {iso: {log_uniform: [400, 6400]}}
        variants:
          - {name: clear, effects: []}
          - {name: grainy}
          - name: dark
            effects:
              - vignette: {corner: 0.5}
              - exposure: {stops: {uniform: [-0.5, 0.5]}, chance: 0.5}
              - noise: {iso: {log_uniform: [400, 6400]}}
          - {name: cut, blend: alpha, effects: [{exposure: {stops: -1}}]}
          - {name: bare, without: [effects.noise, scene.light.gain]}

        """

    /// Pipelines without variants that give the images of each.
    private static let alone: [String: (changes: [String], without: [String])] = [
        "clear": (["effects=[]"], []), "grainy": ([], []),
        "dark": (
            [
                "effects=[{vignette: {corner: 0.5}}, {exposure: {stops: {uniform: [-0.5, 0.5]}, chance: 0.5}}, "
                    + "{noise: {iso: {log_uniform: [400, 6400]}}}]"
            ], []
        ), "cut": (["blend=alpha", "effects=[{exposure: {stops: -1}}]"], []),
        "bare": ([], ["effects.noise", "scene.light.gain"]),
    ]

    private func name(_ scene: Int, _ variant: String) -> String { String(format: "%06d-%@", scene, variant) }

    @Test func eachImageIsThatOfAPipelineOfItsOwn() throws {
        let summary = try studio.run(to: "all")
        #expect(summary.made == 50 && summary.isSound)
        #expect(summary.description.contains("each scene in 5 variants: clear, grainy, dark, cut, bare"))
        let all = try studio.files("all")
        #expect(all.keys.filter { $0.hasPrefix("images/") }.count == 50)
        try studio.write(
            studio.text("pipeline.yaml").components(separatedBy: "variants:")[0], to: "single.yaml")
        for variant in Self.names {
            let (changes, without) = try #require(Self.alone[variant])
            try studio.run("single.yaml", to: variant, changes: changes) { $0.without = without }
            let own = try studio.files(variant)
            for scene in 0..<10 {
                let (mine, other) = (name(scene, variant), String(format: "%06d", scene))
                #expect(all["images/\(mine).png"] == own["images/\(other).png"], "\(mine)")
                #expect(all["masks/\(mine).png"] == own["masks/\(other).png"], "\(mine)")
            }
        }
        // Different looks, or the comparison shows little.
        for scene in 0..<10 { #expect(Set(Self.names.map { all["images/\(name(scene, $0)).png"] }).count >= 4) }
    }

    /// Matching draws grain by the scene, so that an image is the same whichever was made before it.
    @Test func anImageThatIsMadeAloneHasTheSameGrain() throws {
        let studio = try Studio()
        var photo = Raster(width: 320, height: 240)
        var numbers = Numbers(seed: 3)
        for place in photo.bytes.indices {
            let sum = (0..<6).reduce(0) { sum, _ in sum + numbers.next() }
            photo.bytes[place] = place % 4 == 3 ? 255 : UInt8(120 + 16 * (sum - 3))
        }
        try studio.write(PhotoFile.encodeWithAlpha(photo), to: "photos/grey.png")
        try studio.cutout("disc.png", .disc)
        try studio.write(
            """
            diorama: 1
            images: 3
            backgrounds: {photos: [photos]}
            objects: {disc: {from: {cutouts: disc.png}, size: 0.5}}
            scene: {count: 1}
            variants: [{name: plain}, {name: dark, effects: [{exposure: {stops: -1}}]}]
            output: {images: {format: png}}

            """, to: "pipeline.yaml")
        try studio.run(to: "all")
        try studio.run(to: "bare") { $0.without = ["match.noise"] }
        let all = try studio.files("all")
        // Images of the sample are made without those of their scene.
        var options = VerifyJob.Options(dataset: studio.path("all"))
        options.pipeline = studio.path("pipeline.yaml")
        for sample in 1...5 {
            options.sample = sample
            let report = try VerifyJob(options).run()
            #expect(report.isSound && report.compared == sample, "\(report.description)")
        }
        #expect(try studio.files("bare")["images/000000-plain.png"] != all["images/000000-plain.png"])
    }

    @Test func anEffectOfTwoVariantsHasTheSameNumbers() throws {
        try studio.run(to: "all")
        let scenes = try studio.scenes("all")
        for number in 0..<10 {
            func effects(_ variant: String) throws -> [DrawnPart] {
                try #require(scenes.first { $0.variant == SceneVariant(name: variant, scene: number) }).effects
            }
            #expect(try effects("dark").dropFirst() == effects("grainy")[...])
            #expect(try effects("bare") == effects("grainy").filter { $0.name != "noise" })
        }
    }

    @Test func everyImageHasItsOwnRecordAndTheLabelsOfItsScene() throws {
        try studio.run(to: "all")
        let dataset = try studio.dataset("all")
        #expect(dataset.file.images.map(\.id) == Array(0..<50))
        #expect(Set(dataset.file.annotations.map(\.id)).count == dataset.file.annotations.count)
        for scene in 0..<10 {
            let images = (0..<5).map { dataset.file.images[scene * 5 + $0] }
            #expect(images.map(\.fileName) == Self.names.map { name(scene, $0) + ".png" })
            let labels = images.prefix(3).map { dataset.annotations(ofImage: $0.id) }
            #expect(!labels[0].isEmpty)
            for other in labels.dropFirst() {
                #expect(other.map(\.segmentation.counts) == labels[0].map(\.segmentation.counts))
                #expect(other.map(\.bbox) == labels[0].map(\.bbox))
                #expect(other.map(\.categoryId) == labels[0].map(\.categoryId))
            }
        }
        let counts = try #require(
            JSONSerialization.jsonObject(with: Data(studio.text("all/stats.json").utf8)) as? [String: Any])
        #expect(counts["scenes"] as? Int == 10 && counts["images_asked"] as? Int == 50)
        #expect(counts["variants"] as? [String] == Self.names)
    }

    @Test func workersChangeNoByte() throws {
        try studio.run(to: "one") { $0.workers = 1 }
        try studio.run(to: "two") { $0.workers = 2 }
        try studio.run(to: "seven", changes: []) { $0.workers = 7 }
        let one = try studio.files("one")
        #expect(try studio.files("two") == one)
        #expect(try studio.files("seven") == one)
    }

    @Test func onlyNamesScenes() throws {
        try studio.run(to: "all")
        try studio.run(to: "some") { $0.only = ImageSelection("2,7-8") }
        let (all, some) = (try studio.files("all"), try studio.files("some"))
        let pictures = some.keys.filter { $0.hasPrefix("images/") }
        #expect(
            pictures.sorted()
                == [2, 7, 8].flatMap { scene in Self.names.map { "images/\(name(scene, $0)).png" } }.sorted())
        for picture in pictures { #expect(some[picture] == all[picture], "\(picture)") }
        let error = try #require(throws: (any Error).self) {
            try studio.run(to: "none") { $0.only = ImageSelection("10") }
        }
        #expect("\(error)".contains("the pipeline has scenes 0 to 9"))
    }

    @Test func aStoppedRunGoesOnToTheSameBytes() throws {
        try studio.run(to: "whole")
        for images in [3, 11] {
            let folder = "cut\(images)"
            var options = Job.Options(pipeline: studio.path("pipeline.yaml"), output: studio.path(folder))
            options.workers = 1
            let stopped = try Job(options).run(onProgress: { $0.finished < images })
            #expect(!stopped.isComplete && stopped.made >= images && stopped.made < 50)
            try studio.run(to: folder) { $0.resumes = true }
            #expect(try studio.files(folder) == studio.files("whole"))
        }
        let error = try #require(throws: (any Error).self) {
            try studio.run(to: "whole", changes: ["variants.1.name=noisy"]) { $0.resumes = true }
        }
        #expect("\(error)".contains("it holds another dataset"))
        try studio.run(to: "whole") { $0.resumes = true }
    }

    @Test func anotherDatasetReplacesAllVariants() throws {
        try studio.run(to: "out")
        try studio.run(to: "fresh", changes: ["variants=[{name: one}, {name: one_0}]"])
        let summary = try studio.run(to: "out", changes: ["variants=[{name: one}, {name: one_0}]"]) {
            $0.overwrites = true
        }
        #expect(summary.kept.isEmpty)
        #expect(try studio.files("out") == studio.files("fresh"))
    }

    @Test(arguments: ["image", "background"]) func variantsStayOnOneSide(by unit: String) throws {
        try studio.run(to: "out", changes: ["output.split={train: 0.6, val: 0.4, by: \(unit)}"])
        var sides: [String: Set<String>] = [:]
        for name in try studio.names("out/images") {
            let parts = name.split(separator: "/").map(String.init)
            sides[String(parts[1].prefix(6)), default: []].insert(parts[0])
        }
        #expect(sides.count == 10 && sides.values.allSatisfy { $0.count == 1 })
        #expect(Set(sides.values.flatMap { $0 }) == ["train", "val"])
    }

    @Test func anImageIsExplainedByTheNameOfItsFile() throws {
        try studio.run(to: "out")
        for image in ["3-dark", "000003-dark.png", "images/000003-dark.png"] {
            let scene = try StoredScene.json(dataset: studio.path("out"), image: image)
            #expect(scene.contains("\"name\": \"dark\"") && scene.contains("\"scene\": 3"))
        }
        let error = try #require(throws: (any Error).self) {
            try StoredScene.json(dataset: studio.path("out"), image: "3")
        }
        #expect("\(error)".contains("no image 3, but variants of that scene: 3-clear, 3-grainy, 3-dark, 3-cut, 3-bare"))
    }

    @Test func everyFormatNamesEveryImage() throws {
        // Nothing here has keypoints, which is a mistake for the format of these.
        let formats = AnnotationFormats.catalogue.names.filter { $0 != "coco_keypoints" }.joined(separator: ", ")
        try studio.run(to: "out", changes: ["images=3", "output.annotations=[\(formats)]"])
        let report = try DatasetReport(studio.path("out"))
        #expect(report.isSound, "\(report)")
        #expect(report.images == 15)
        for format in report.formats where !format.name.contains("BOP") {
            #expect(format.images == 15 || format.images == 0, "\(format)")
        }
        let labels = try studio.names("out").filter { $0.hasPrefix("labels/") && $0.hasSuffix(".txt") }
        #expect(labels.contains { $0.hasSuffix("000002-dark.txt") })
        // All of it goes when it is replaced.
        let summary = try studio.run(to: "out", changes: ["images=3", "variants=[{name: x}]"]) { $0.overwrites = true }
        #expect(summary.kept.isEmpty, "\(summary.kept)")
    }

    @Test func depthLiesBesideEachImage() throws {
        try studio.run(
            to: "out",
            changes: ["images=2", "output.layers={depth: both}", "output.annotations=[coco, bop]"])
        #expect(try studio.names("out/layers/depth").contains("000001-dark.png"))
        let report = try DatasetReport(studio.path("out"))
        #expect(report.isSound, "\(report)")
    }

    @Test func aSheetShowsTheVariants() throws {
        let words = try PreviewSheet.write(
            pipeline: studio.path("pipeline.yaml"), changes: [], images: 10, to: studio.path("sheet.png"))
        #expect(words.hasPrefix("10 images drawn"))
    }

    @Test func aProgramMeetsTheSameImages() throws {
        try studio.run(to: "out")
        let pipeline = try PipelineFile(studio.path("pipeline.yaml"))
        #expect(pipeline.imageCount == 50)
        let maker = try pipeline.makePictureMaker()
        for index in [0, 1, 2, 13, 49] {
            let scene = try pipeline.scene(index)
            #expect(scene.variant == Self.names[index % 5] && scene.index == index)
            let picture = try maker.picture(of: scene)
            #expect(
                try picture.pixels == studio.raster("out/images/\(name(index / 5, Self.names[index % 5])).png").bytes)
        }
    }

    @Test func wrongVariantsAreMistakes() throws {
        let line = String.everyday.count { $0.isNewline } + 1
        func mistakes(_ variants: String) throws -> [String] {
            try studio.write(.everyday + "variants: \(variants)\n", to: "wrong.yaml")
            let error = try #require(throws: PipelineMistakes.self) { try PipelineFile(studio.path("wrong.yaml")) }
            #expect(error.mistakes.allSatisfy { $0.line == line })
            return error.mistakes.map { "\($0.column): \($0.message)" }
        }
        let rule =
            "is no part of a file name: a variant's name has 1 to 40 letters (a to z, A to Z), digits, “-” and “_”"
        #expect(try mistakes("[{name: a}, {name: b}, {name: a}]") == ["41: two variants are called “a”: rename one"])
        #expect(
            try mistakes("[{name: fog}, {name: Fog}]")
                == ["32: “fog” and “Fog” are one name to some file systems: rename one of the variants"])
        #expect(
            try mistakes("[{name: a/b}, {name: ../x}, {name: a.b}, {name: \"\"}, {name: é}]")
                == [
                    "19: “a/b” \(rule)", "32: “../x” \(rule)", "46: “a.b” \(rule)", "59: “” \(rule)", "71: “é” \(rule)",
                ])
        #expect(try mistakes("[]")[0].hasPrefix("11: expected a list of 1"))
        #expect(try mistakes("[{effects: []}]")[0].hasPrefix("12: this variant needs “name”"))
        #expect(
            try mistakes("[{name: a, efects: []}]") == [
                "22: unknown key “efects” in this variant; did you mean “effects”?"
            ])
        #expect(
            try mistakes("[{name: a, without: effects.fog, effects: [noise, vignette]}]")[0].hasPrefix(
                "31: unknown key to leave out “effects.fog”"))
    }
}
