import Datasets
import Scenes
import Studios
import Testing

@testable import Diorama

/// Images in which nothing is pasted because the pipeline asks for them.
@Suite struct NegativeImageTests {
    private func studio() throws -> Studio {
        let studio = try Studio()
        for number in 0..<3 { try studio.photo("photos/\(number).png", width: 96, height: 64, seed: number + 1) }
        try studio.cutout("cutouts/box.png", .box, width: 40, height: 40)
        try studio.write(
            """
            diorama: 1
            seed: 3
            images: 40
            backgrounds: {photos: [photos]}
            objects: {box: {from: {cutouts: cutouts/box.png}, size: 0.3}}
            scene: {count: 1}
            output: {images: {format: png}}
            """, to: "pipeline.yaml")
        return studio
    }

    @Test func aShareOfTheImagesIsEmptyAndTheRunIsSound() throws {
        let studio = try studio()
        let summary = try studio.run(to: "out", changes: ["scene.negatives=0.25"])
        #expect(!summary.fallsShort && summary.isSound, "\(summary)")
        #expect(summary.findings.isEmpty)
        #expect(!summary.description.contains("empty"))
        #expect(summary.description.contains("nothing was set into 10 images, as “scene.negatives” asks"))
        #expect(summary.statistics?.total.instances == 30)
        #expect(summary.statistics?.placement.empty == 0)
        #expect(try studio.text("out/stats.json").contains("\"images_negative\": 10"))
        let scenes = try studio.scenes("out")
        #expect(scenes.count(where: { $0.negative == true }) == 10)
        for scene in scenes { #expect((scene.negative == true) == (scene.asked == 0)) }
    }

    @Test func allImagesMayBeNegatives() throws {
        let summary = try studio().run(to: "out", changes: ["scene.negatives=1"])
        #expect(summary.isSound && summary.statistics?.total.instances == 0, "\(summary)")
        #expect(summary.findings.isEmpty)
    }

    @Test func theOtherImagesStayAsTheyAre() throws {
        let studio = try studio()
        try studio.run(to: "all")
        try studio.run(to: "some", changes: ["scene.negatives=0.25"])
        let all = try studio.scenes("all")
        for scene in try studio.scenes("some") where scene.negative != true { #expect(scene == all[scene.index]) }
    }

    @Test(arguments: ["-0.1", "1.2", "some"])
    func aShareOutsideOfNoneToAllIsAnError(share: String) throws {
        let studio = try studio()
        #expect(throws: (any Error).self) { try studio.run(to: "out", changes: ["scene.negatives=\(share)"]) }
    }
}
