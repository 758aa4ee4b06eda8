import Cards
import Foundation
import Objects
import Pipelines
import Scenes
import Studios
import Testing

@testable import Diorama

/// `views:` renders an object a few times for a run, and sets these pictures in.
@Suite struct ViewsTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        try studio.photos(3, width: 80, height: 60)
        try studio.write(
            """
            description: A post.
            parameters: {height: {number: 1, range: [0.5, 2]}}
            materials: {m: {colour: red}}
            parts: [{box: {size: [0.4, height, 0.6], at: [0, height/2, 0], material: m}}]
            keypoints: {top: [0, height, 0]}
            """, to: "post.yaml")
        try studio.write(
            """
            diorama: 1
            seed: 6
            images: 8
            backgrounds: {photos: [photos]}
            objects:
              post:
                from: {solid: {file: post.yaml, set: {height: {uniform: [0.8, 1.6]}}}}
                pose: {yaw: {uniform: [0, 360]}, flip: {chance: 0.5}}
                views: 4
            scene:
              count: 2
              camera: {height: {uniform: [1, 3]}, fov: 60, horizon: 0.3}
              light: {sun: {elevation: {uniform: [30, 60]}, azimuth: {uniform: [0, 360]}}}
              place: {ground: {distance: {uniform: [3, 7]}}}
              overlap: {truncated: {max: 0.5}}
            render: {quality: draft, shadows: none}
            output: {images: {format: png}, masks: {instances: png}}

            """, to: "pipeline.yaml")
    }

    @Test func thereAreNoMoreViewsThanAskedFor() throws {
        try studio.run(to: "out")
        let placed = try studio.scenes("out").flatMap(\.objects)
        #expect(placed.count > 10)
        let views = try placed.map { try #require($0.view) }
        #expect(Set(views.map(\.number)).count > 1)
        #expect(views.allSatisfy { (0..<4).contains($0.number) })
        // Each number is one model, turned and lit in one way.
        for number in 0..<4 {
            let same = placed.filter { $0.view?.number == number }
            #expect(Set(same.map(\.view)).count <= 1)
            #expect(Set(same.map(\.from)).count <= 1)
            #expect(Set(same.map(\.pose)).count <= 1)
        }
        #expect(views.allSatisfy { $0.sun != nil && $0.onGround && (1...50).contains($0.elevationDegrees) })
        #expect(placed.allSatisfy { if case .flat(_, let onGround) = $0.place { onGround } else { false } })
    }

    @Test func labelsAreThoseOfFlatObjects() throws {
        try studio.run(to: "out")
        let annotations = try studio.dataset("out").file.annotations
        #expect(!annotations.isEmpty)
        #expect(annotations.allSatisfy { $0.area > 0 && $0.bbox[3] > $0.bbox[2] * 0.5 })
        let text = try studio.text("out/annotations/instances.json")
        #expect(!text.contains("\"pose\"") && !text.contains("box_3d"))
    }

    @Test func neitherWorkersNorOtherImagesChangeAByte() throws {
        try studio.run(to: "one") { $0.workers = 1 }
        try studio.run(to: "four") { $0.workers = 4 }
        let (one, four) = (try studio.files("one"), try studio.files("four"))
        #expect(one == four)
        try studio.run(to: "some") { $0.only = ImageSelection("6,3") }
        let some = try studio.files("some")
        for name in ["images/000003.png", "images/000006.png", "masks/000003.png"] {
            #expect(some[name] == one[name] && one[name] != nil, "\(name)")
        }
        // A scene as it is stored gives the same pixels.
        #expect(try studio.scenes("some") == studio.scenes("one").filter { [3, 6].contains($0.index) })
    }

    @Test func aFlatSourceHasNoViews() throws {
        try studio.cutout("disc.png", .disc)
        let text = try studio.text("pipeline.yaml")
            .replacing("solid: {file: post.yaml, set: {height: {uniform: [0.8, 1.6]}}}", with: "cutouts: disc.png")
            .replacing("views: 4", with: "views: 4\n    height: 1")
        try studio.write(text, to: "flat.yaml")
        let error = try #require(throws: InvalidFile.self) { try studio.run("flat.yaml", to: "out") }
        #expect(
            error.diagnostics.map(\.problem.message) == [
                "“views” is for 3D objects, and a “cutouts” is flat: leave it out"
            ])
    }
}
