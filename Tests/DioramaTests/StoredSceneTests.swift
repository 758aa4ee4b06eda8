import Cards
import Compositing
import Datasets
import Foundation
import Geometry
import Masks
import Pictures
import Pipelines
import Scenes
import Studios
import Testing

@testable import Diorama

/// A scene is all that its image is made from.
@Suite struct StoredSceneTests {
    let studio: Studio

    init() throws {
        studio = try .everyday()
    }

    private func compositor() throws -> Compositor {
        try Plan(path: studio.path("pipeline.yaml")).maker.makeCompositor()
    }

    /// Composites every scene of a dataset again and compares pixels, maps and labels.
    private func expectSameAgain(_ folder: String) throws {
        let compositor = try compositor()
        let dataset = try studio.dataset(folder)
        for scene in try studio.scenes(folder) {
            let composite = try compositor.composite(scene)
            let number = DatasetLayout.number(scene.index)
            #expect(try composite.image == studio.raster("\(folder)/images/\(number).png"), "\(number)")
            #expect(composite.scene == scene)

            let written = dataset.annotations(ofImage: scene.index)
            #expect(composite.instances.map(\.visible.compressed) == written.map(\.segmentation.counts))
            #expect(composite.instances.map(\.amodal.compressed) == written.map(\.amodalSegmentation.counts))
            #expect(composite.instances.map { Double($0.area) } == written.map(\.area))
            #expect(composite.instances.map(\.visibility) == written.map(\.visibility))
            #expect(composite.instances.map(\.truncation) == written.map(\.truncation))
        }
    }

    @Test func aStoredSceneGivesItsPixelsAndLabelsAgain() throws {
        try studio.run(to: "out", changes: ["effects=[{noise: {iso: 3200}}]", "images=6"])
        try expectSameAgain("out")
    }

    /// Outlines have no holes, so that what hides an arc of a ring hides a smaller share of its outline than of its
    /// mask. Such a ring is taken out in the end, and the stored scene is the one without it.
    @Test func anObjectThatBreaksALimitIsTakenOutForGood() throws {
        try studio.cutout("cutouts/ring.png", .ring)
        let changes = [
            "images=6", "scene.count=16", "scene.overlap={max: 0.25, visible: {min: 0.7}}",
            "objects={ring: {from: {cutouts: cutouts/ring.png}, size: {uniform: [0.3, 0.5]}}}",
        ]
        let summary = try studio.run(to: "crowded", changes: changes)
        let scenes = try studio.scenes("crowded")
        let maker = try Plan(path: studio.path("pipeline.yaml"), changes: changes).maker
        let drawn = try scenes.map {
            try maker.drawer.draw($0.index, on: LabelledPhoto(#require(maker.photos.photo(forImage: $0.index))))
        }
        let (before, after) = (drawn.flatMap(\.missing), scenes.flatMap(\.missing))
        #expect(after.count > before.count + 2)
        for (drawn, scene) in zip(drawn, scenes) {
            let removed = scene.missing.dropFirst(drawn.missing.count)
            #expect(removed.allSatisfy { [.overlap, .truncated].contains($0.reason) })
            #expect(scene.objects.count + scene.missing.count == scene.asked)
        }
        #expect(summary.statistics?.objects.leftOut.values.reduce(0, +) == after.count)
        try expectSameAgain("crowded")
    }

    @Test func anEditedSceneGivesWhatItSays() throws {
        try studio.run(to: "out")
        var scene = try #require(try studio.scenes("out").first { $0.objects.count >= 2 })
        let compositor = try compositor()
        let before = try compositor.composite(scene)
        let moved = scene.objects[0]
        scene.objects.removeFirst()
        let after = try compositor.composite(scene)
        #expect(after.instances.count == before.instances.count - 1)
        scene.objects.insert(moved, at: 0)
        let restored = try compositor.composite(scene)
        #expect(restored.instances.map(\.visible) == before.instances.map(\.visible))
    }

    @Test func explainPrintsTheStoredScene() throws {
        try studio.run(to: "out")
        let text = try StoredScene.json(dataset: studio.path("out"), image: "000003.png")
        let explained = try JSONDecoder().decode(Scene.self, from: Data(text.utf8)).opened(
            FileNames(pipeline: studio.path("pipeline.yaml")))
        #expect(try explained == studio.scenes("out")[3])
        #expect(try StoredScene.json(dataset: studio.path("out"), image: "3") == text)
    }
}
