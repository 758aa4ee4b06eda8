import Foundation
import Geometry
import Scenes
import Studios
import Testing

@testable import Diorama
@testable import Pictures

/// What a program sees that imports the library.
@Suite struct LibraryTests {
    private let studio: Studio

    init() throws {
        studio = try .everyday()
    }

    private var path: String { studio.path("pipeline.yaml") }

    @Test func aPictureIsThatOfARun() throws {
        try studio.run(to: "out")
        let pipeline = try PipelineFile(path)
        let maker = try pipeline.makePictureMaker()
        for index in 0..<3 {
            let picture = try maker.picture(of: pipeline.scene(index))
            #expect(try picture.pixels == studio.raster("out/images/\(String(format: "%06d", index)).png").bytes)
            let written = try studio.labels("out").filter { $0["image_id"] as? Int == index }
            let given = try #require(
                try JSONSerialization.jsonObject(with: Data(picture.cocoAnnotations.utf8)) as? [[String: Any]])
            #expect(given.count == written.count && !given.isEmpty)
            for (own, other) in zip(given, written) {
                #expect(own["bbox"] as? [Double] == other["bbox"] as? [Double])
                #expect(own["category_id"] as? Int == other["category_id"] as? Int)
            }
            for (instance, annotation) in zip(picture.instances, written) {
                let box = instance.box
                #expect(annotation["bbox"] as? [Int] == [box.x, box.y, box.width, box.height])
                #expect(picture.mask(ofInstance: instance.id).count { $0 == 1 } == instance.area)
                #expect(annotation["area"] as? Int == instance.area)
            }
        }
    }

    @Test func aPictureThatIsKeptStaysAsItIs() throws {
        let pipeline = try PipelineFile(path)
        let maker = try pipeline.makePictureMaker()
        let first = try maker.picture(of: pipeline.scene(0))
        let pixels = first.pixels
        let second = try maker.picture(of: pipeline.scene(1))
        #expect(first.pixels == pixels && second.pixels != pixels)
        #expect(try maker.picture(of: pipeline.scene(0)).pixels == pixels)
    }

    @Test func anObjectThatIsTakenOutIsGone() throws {
        let pipeline = try PipelineFile(path)
        var scene = try #require(try (0..<pipeline.imageCount).map(pipeline.scene).first { $0.objects.count >= 2 })
        let maker = try pipeline.makePictureMaker()
        let before = try maker.picture(of: scene)
        scene.removeObject(0)
        let after = try maker.picture(of: scene)
        #expect(after.instances.count == before.instances.count - 1)
    }

    /// Everything that has no place in metres is shifted by pixels; the rest goes through the camera.
    @Test func anObjectThatIsMovedIsSeenThere() throws {
        let pipeline = try PipelineFile(
            path, changes: ["scene.overlap={max: 1, visible: {min: 0}, truncated: {max: 1}}"])
        let maker = try pipeline.makePictureMaker()
        var shifted = 0
        for index in 0..<pipeline.imageCount {
            var scene = try pipeline.scene(index)
            guard let last = scene.objects.indices.last, !scene.objects[last].isPlacedInMetres else { continue }
            let before = try maker.picture(of: scene)
            try scene.shiftObject(last, x: 3, y: -2)
            let after = try maker.picture(of: scene)
            guard let old = before.instances.last, let new = after.instances.last, new.truncation == 0,
                old.truncation == 0
            else { continue }
            #expect(new.amodalBox.x == old.amodalBox.x + 3 && new.amodalBox.y == old.amodalBox.y - 2)
            #expect(throws: JobError.self) { try scene.moveObject(last, right: 1) }
            shifted += 1
        }
        #expect(shifted > 0)
    }

    @Test func anObjectOnTheGroundMovesInMetres() throws {
        try studio.write(
            """
            diorama: 1
            images: 4
            backgrounds: {photos: [photos]}
            objects: {post: {from: {cutouts: cutouts}, height: 1.5}}
            scene:
              count: 2
              camera: {height: 1.5, fov: 60, horizon: 0.4}
              place: {ground: {distance: {uniform: [6, 12]}}}
              overlap: {max: 1, visible: {min: 0}, truncated: {max: 1}}
            """, to: "ground.yaml")
        let pipeline = try PipelineFile(studio.path("ground.yaml"))
        let scene = try pipeline.scene(0)
        let first = try #require(scene.objects.indices.first)
        let camera = scene.drawn.scene.camera
        guard case .flat(let map, _) = scene.drawn.scene.objects[first].place else {
            throw CocoaError(.coderInvalidValue)
        }
        // The point that the object's own (0.2, 1) is at, moved by hand.
        let foot = Point(0.2, 1)
        let depth = map.w(at: foot)
        let ray = camera.ray(through: try #require(map(foot)))
        let world = camera.position + ray * (depth / camera.depth(of: camera.position + ray))
        for metres in [Vector3(1, 0, 0), Vector3(0, 0.5, 0), Vector3(0, 0, 2), Vector3(-0.3, 0.1, -1)] {
            var moved = scene
            let place = try moved.moveObject(first, right: metres.x, up: metres.y, nearer: metres.z)
            guard case .flat(let after, _) = moved.drawn.scene.objects[place].place else {
                throw CocoaError(.coderInvalidValue)
            }
            let (expected, found) = (try #require(camera.image(of: world + metres)), try #require(after(foot)))
            #expect(abs(expected.x - found.x) < 1e-6 && abs(expected.y - found.y) < 1e-6)
            let distances = moved.objects.compactMap(\.distanceMetres)
            #expect(distances == distances.sorted(by: >), "what is farther away is painted first")
        }
        var behind = scene
        #expect(throws: JobError.self) { try behind.moveObject(first, nearer: 40) }
    }

    @Test func mistakesAreValues() throws {
        try studio.write(
            "diorama: 1\nbackgrounds: {photos: [photos]}\nobjcts: {}\nscene: {count: -1}\n", to: "wrong.yaml")
        let error = #expect(throws: PipelineMistakes.self) { try PipelineFile(studio.path("wrong.yaml")) }
        let mistakes = try #require(error).mistakes
        #expect(mistakes.map(\.line) == [3, 4] && mistakes.map(\.column) == [1, 16])
        #expect(mistakes[0].message.contains("did you mean “objects”?") && mistakes[0].file.hasSuffix("wrong.yaml"))
        #expect(throws: JobError.self) { try PipelineFile(path).scene(100_000) }
    }

    @Test func aRunReportsItsProgressAndStops() throws {
        let (first, all) = (try makeSome(2, of: path, in: studio.path("out")), try PipelineFile(path).imageCount)
        #expect(first >= 2 && first < all)
        #expect(try makeSome(all + 1, of: path, in: studio.path("out")) == all)
    }

    @Test func whatIsReportedIsAValue() throws {
        let summary = try Job(Job.Options(pipeline: path, output: studio.path("out"))).run { _ in true }
        let report = try DatasetReport(studio.path("out"))
        #expect(
            report.images == summary.made && report.annotations == summary.categories.reduce(0) { $0 + $1.instances })
        #expect(report.formats.map(\.name) == ["coco"] && summary.realLabels?.changed == 0)
        #expect(try errors(inDataset: studio.path("out")) == [])

        let first = try #require(try FileManager.default.contentsOfDirectory(atPath: studio.path("out/images")).min())
        try FileManager.default.removeItem(atPath: studio.path("out/images/" + first))
        let errors = try errors(inDataset: studio.path("out"))
        #expect(errors.count == 1 && errors[0].contains("images/" + first), "\(errors)")

        let sample = try PipelineReport(path: path)
        #expect(sample.images == summary.made && sample.photos > 0 && sample.sampledScenes > 0)
        #expect(Mistake.findings(JobError.usage("no")).map(\.code.rawValue) == ["run.usage"])
        let converted = try ConvertJob(dataset: studio.path("out"), to: "csv").run()
        #expect(converted.formats.map(\.name) == ["csv"])
    }

    @Test func theExampleOfTheDocumentationDoesWhatItSays() throws {
        let lines = try (0..<3).flatMap { try describe(path, image: $0, picture: studio.path("picture.png")) }
        #expect(!lines.isEmpty && lines.allSatisfy { $0.hasSuffix(" pixels") })
        #expect(try studio.raster("picture.png").width > 0)
    }

    /// The pages hold what is compiled here and in the tests of the compositor.
    @Test(arguments: [
        ("UsingTheLibrary.md", "DioramaTests/LibraryExample.swift"),
        ("AddingAPart.md", "CompositingTests/EffectExample.swift"),
    ])
    func examplesOfTheDocumentationAreCompiled(_ page: String, _ source: String) throws {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(
            contentsOf: tests.appending(path: "../Sources/Diorama/Diorama.docc/\(page)"), encoding: .utf8)
        let code = try String(contentsOf: tests.appending(path: source), encoding: .utf8)
        let blocks = text.components(separatedBy: "```swift\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
        #expect(!blocks.isEmpty)
        for block in blocks { #expect(code.contains(block.trimmingCharacters(in: .newlines)), "\(page): \(block)") }
    }
}
