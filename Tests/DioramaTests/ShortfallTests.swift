import Datasets
import Foundation
import Geometry
import Scenes
import Studios
import Testing

@testable import Diorama

/// Runs whose photos have no room for what is asked for.
@Suite struct ShortfallTests {
    static let pipeline = """
        diorama: 1
        seed: 4
        images: 12
        backgrounds: {photos: [photos]}
        objects:
          post: {from: {cutouts: cutouts/post.png}, height: 1, category: a post}
        scene:
          count: 1
          camera: {height: 1.5, fov: 60}
          place: {ground: {distance: {uniform: [3, 5]}}}
        output: {images: {format: png}}

        """

    /// Photos whose horizon is at the middle; the ground of those in `far` begins about 12 m away and ends at 45 m.
    private func studio(near: Int, far: Int, pipeline: String = Self.pipeline) throws -> Studio {
        let studio = try Studio()
        for number in 0..<near + far {
            try studio.photo("photos/\(number).png", seed: number + 1)
            let ground =
                number < near ? "[[0, 0.5], [1, 0.5], [1, 1], [0, 1]]" : "[[0, 0.55], [1, 0.55], [1, 0.66], [0, 0.66]]"
            try studio.write("horizon: 0.5\nground: \(ground)\n", to: "photos/\(number).scene.yaml")
        }
        try studio.cutout("cutouts/post.png", .box, width: 40, height: 40)
        try studio.write(pipeline, to: "pipeline.yaml")
        return studio
    }

    @Test func noObjectIsLostWhereThePhotoHasRoom() throws {
        let studio = try Studio()
        try studio.photo("photos/a.png", width: 96, height: 64)
        try studio.cutout("cutouts/box.png", .box, width: 40, height: 40)
        for (truncated, size) in [(0.4, 0.3), (0, 0.8)] {
            try studio.write(
                """
                diorama: 1
                seed: 3
                images: 80
                backgrounds: {photos: [photos]}
                objects: {box: {from: {cutouts: cutouts/box.png}, size: \(size), place: anywhere}}
                scene: {count: 1, overlap: {truncated: {max: \(truncated)}}}
                """, to: "room.yaml")
            let summary = try studio.run("room.yaml", to: "out\(truncated)")
            #expect(summary.statistics?.total.instances == 80, "\(summary)")
        }
    }

    private let reason = "at its distance the photo shows no ground to stand on"

    /// Labels stay on objects that weather hides, and a dataset of such labels is as good as empty.
    @Test func weatherThatHidesAllObjectsFallsShort() throws {
        let fog = "variants: [{name: clear}, {name: fog, effects: [{fog: {visibility: 5}}]}]\n"
        let far = Self.pipeline.replacing("[3, 5]", with: "[8, 20]")
        let words = "(50 %) the weather hides all objects: less than 5 % of their contrast arrives"
        for (pipeline, isShort) in [(far + fog, true), (far + fog.replacing(": 5}", with: ": 50}"), false)] {
            let studio = try studio(near: 1, far: 0, pipeline: pipeline)
            let summary = try studio.run(to: "out")
            #expect(summary.fallsShort == isShort, "\(summary)")
            #expect("\(summary)".contains("in 12 of 24 images \(words)") == isShort)
            #expect(try studio.text("out/stats.json").contains("\"images_hidden_by_weather\": 12") == isShort)
            let check = try PipelineReport(path: studio.path("pipeline.yaml"))
            #expect("\(check)".contains("in 6 of 12 images \(words)") == isShort, "\(check)")
        }
    }

    @Test func emptyImagesFallShortAndAreToldByPhoto() throws {
        let studio = try studio(near: 0, far: 1)
        let summary = try studio.run(to: "out")
        #expect(summary.fallsShort)
        let lines = summary.description.split(separator: "\n").map(String.init)
        let start = try #require(lines.firstIndex { $0.hasPrefix("The dataset is written, but") })
        #expect(
            lines[(start + 1)...].first
                == "  12 of 12 images are empty (100 %): 12 are of 0.png: \(reason) "
                + "(it shows ground from 12.2 m to 45 m away)")
        #expect(lines.contains { $0.contains("“post” (a post) was asked for 12 times and is in no image: \(reason)") })
        #expect(lines.contains { $0.hasPrefix("    to change it: widen “distance” to what the photos show") })
        // The dataset is whole all the same.
        #expect(try studio.dataset("out").file.images.count == 12)
        let statistics = try studio.text("out/stats.json")
        #expect(statistics.contains("\"images_empty\": 12"))
        #expect(statistics.contains("\"what\": \"empty images\""))

        let check = try PipelineReport(path: studio.path("pipeline.yaml"))
        #expect(!check.isSound)
        #expect(check.description.contains("  warning: " + lines[start + 1].dropFirst(2)))
    }

    @Test func aPhotoWithoutRoomGivesWayToOneThatHasSome() throws {
        let studio = try studio(near: 1, far: 2)
        let summary = try studio.run(to: "out")
        #expect(!summary.fallsShort)
        #expect(summary.description.contains("8 images got another photo"))
        #expect(summary.description.contains("1.png gave way in 4 images: \(reason)"))
        for scene in try studio.scenes("out") {
            #expect(scene.photo.file.hasSuffix("/0.png") && scene.missing.isEmpty && scene.objects.count == 1)
        }
        // An image is the same alone.
        try studio.run(to: "alone") { $0.only = ImageSelection("7") }
        #expect(
            try studio.files("alone")["images/000007.png"] == studio.files("out")["images/000007.png"])
        #expect(try PipelineReport(path: studio.path("pipeline.yaml")).isSound)
    }

    /// More photos than are tried where something has no room.
    @Test func theOnePhotoOfManyWithGroundIsFound() throws {
        let studio = try studio(near: 1, far: 30)
        let summary = try studio.run(to: "out")
        #expect(!summary.fallsShort)
        #expect(summary.description.contains("images got another photo"))
        for scene in try studio.scenes("out") {
            #expect(scene.photo.file.hasSuffix("/0.png") && scene.missing.isEmpty && scene.objects.count == 1)
        }
    }

    @Test func theSidesOfASplitKeepTheirPhotosWhereTheseGiveWay() throws {
        let text = Self.pipeline + "\n"
        let studio = try studio(near: 2, far: 6, pipeline: text)
        let changes = ["output.split={train: 0.5, val: 0.5, by: background}", "images=40"]
        try studio.run(to: "out", changes: changes)
        let files = try studio.files("out").keys.filter { $0.hasPrefix("images/") }
        var sides: [String: Set<String>] = [:]
        for scene in try studio.scenes("out") {
            #expect(scene.missing.isEmpty)
            let name = "\(String(repeating: "0", count: 6 - "\(scene.index)".count))\(scene.index).png"
            let file = try #require(files.first { $0.hasSuffix(name) })
            sides[scene.photo.file, default: []].insert(String(file.split(separator: "/")[1]))
        }
        #expect(sides.count == 2 && sides.values.allSatisfy { $0.count == 1 })
    }

    @Test func theCheckTellsTheGroundOfEachPhoto() throws {
        let studio = try studio(near: 1, far: 1)
        try studio.photo("photos/up.png", seed: 9)
        try studio.write("horizon: 1.4\n", to: "photos/up.scene.yaml")
        let check = try PipelineReport(path: studio.path("pipeline.yaml"))
        let lines = check.description.split(separator: "\n").map(String.init)
        let start = try #require(lines.firstIndex { $0 == "  ground that the photos show, by its distance:" })
        #expect(
            Array(lines[(start + 1)...(start + 3)]) == [
                "    0.png: 3.9 m to the horizon", "    1.png: 12.2 m to 45 m", "    up.png: none",
            ])
        #expect(check.json.contains("\"nearest_metres\": 12.1"))
    }

    @Test func someEmptyImagesAreAWarningOfTheCheck() throws {
        // What is 4 m high stands nowhere.
        let text = Self.pipeline.replacing(
            "objects:\n", with: "objects:\n  mast: {from: {cutouts: cutouts/post.png}, height: 400}\n")
        let studio = try studio(near: 1, far: 0, pipeline: text)
        let check = try PipelineReport(path: studio.path("pipeline.yaml"))
        #expect(check.isSound)
        #expect(check.description.contains("  warning: "))
        #expect(check.description.contains("images are empty"))
        #expect(check.description.contains("“mast” was asked for"))
        #expect(!check.description.contains("“post” was asked for"))
    }

    @Test func aDistanceIsRedrawnWithinWhatThePhotoShows() throws {
        // Of 3 m to 1 km, next to no draw lies on the ground of the far photo.
        let text = Self.pipeline.replacing("{uniform: [3, 5]}", with: "{uniform: [3, 100000]}")
            .replacing("100000", with: "9999")
        let studio = try studio(near: 0, far: 1, pipeline: text)
        let summary = try studio.run(to: "out")
        #expect(!summary.fallsShort)
        #expect(summary.description.contains("got a place after a search of the image"))
        for scene in try studio.scenes("out") {
            let distance = try #require(scene.objects.first?.distanceMetres)
            #expect((12...45.1).contains(distance))
        }
    }

    @Test func withoutADistanceThingsStandAnywhereOnTheGroundThatIsShown() throws {
        let text = Self.pipeline.replacing("{ground: {distance: {uniform: [3, 5]}}}", with: "{ground: {}}")
            .replacing("images: 12", with: "images: 40")
        let studio = try studio(near: 0, far: 1, pipeline: text)
        try studio.run(to: "out", changes: ["scene.overlap.truncated.max=1"])
        let feet = try studio.scenes("out").map { scene -> Double in
            let object = try #require(scene.objects.first)
            guard case .flat(let imageFromObject, true) = object.place else {
                Issue.record("expected that it stands on the ground")
                return 0
            }
            return try #require(imageFromObject(.init(0.5, 1))).y / 64
        }
        #expect(feet.allSatisfy { (0.549...0.661).contains($0) })
        // As many in the upper half of that strip of the picture as in the lower one, far though that is.
        #expect((10...30).contains(feet.count { $0 < 0.605 }))
    }

    @Test func whatIsTooFewPixelsIsLeftOut() throws {
        let studio = try studio(near: 1, far: 0)
        // 83.1 pixels of focal length: 1 m is 21 pixels high at 4 m, 441 in all.
        try studio.run(to: "all", changes: ["scene.overlap.area.min=100"])
        #expect(try studio.dataset("all").file.annotations.allSatisfy { $0.area >= 100 })
        let none = try studio.run(to: "none", changes: ["scene.overlap.area.min=2000"])
        #expect(none.statistics?.total.instances == 0)
        #expect(none.description.contains("fewer of its pixels would be seen than “overlap.area.min” asks for"))
    }
}
