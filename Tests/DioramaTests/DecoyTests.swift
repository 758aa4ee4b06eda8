import Cards
import Datasets
import Geometry
import Pictures
import Studios
import Testing

@testable import Diorama
@testable import Scenes

/// Unlabelled pastes of the photo's texture in the outlines of objects.
@Suite struct DecoyTests {
    private func studio(objects: String = Self.box) throws -> Studio {
        let studio = try Studio()
        for number in 0..<2 { try studio.photo("photos/\(number).png", width: 160, height: 120, seed: number + 1) }
        try studio.cutout("cutouts/box.png", .disc, width: 40, height: 40)
        try studio.write(
            """
            diorama: 1
            seed: 3
            images: 8
            backgrounds: {photos: [photos]}
            objects: \(objects)
            scene: {count: 1, overlap: {max: 0.2, truncated: {max: 0}}}
            match: none
            output: {images: {format: png}}
            """, to: "pipeline.yaml")
        return studio
    }

    private static let box = "{box: {from: {cutouts: cutouts/box.png}, size: 0.2}}"

    @Test func decoysHaveNoLabelAndMoveNoObject() throws {
        let studio = try studio()
        try studio.run(to: "bare")
        let summary = try studio.run(to: "out", changes: ["scene.decoys=3"])
        #expect(summary.statistics?.total.instances == 8, "\(summary)")
        let bare = try studio.scenes("bare")
        var decoys = 0
        for scene in try studio.scenes("out") {
            #expect(scene.objects.filter { $0.texture == nil } == bare[scene.index].objects)
            decoys += scene.objects.count { $0.texture != nil }
            #expect(scene.objects.allSatisfy { $0.distractor == ($0.texture != nil) })
        }
        #expect(decoys > 16)
        #expect(try studio.text("out/stats.json").contains("\"name\": \"decoy of box\""))
    }

    @Test func aDecoyShowsAnotherPlaceOfItsPhotoAsItIs() throws {
        let studio = try studio()
        // Whole pixels, so that nothing is resampled.
        try studio.run(
            to: "out",
            changes: [
                "scene.count=0", "scene.decoys=1", "objects.box.size=0.33333333333333",
                "objects.box.place={at: {x: 0.5, y: 0.5}}",
            ])
        for scene in try studio.scenes("out") {
            let object = try #require(scene.objects.first)
            let window = try #require(object.texture)
            #expect(window.width == 40 && window.height == 40)
            let photo = try studio.raster("photos/" + (scene.photo.file.split(separator: "/").last ?? ""))
            let image = try studio.raster("out/images/00000\(scene.index).png")
            // The middle of the picture shows the middle of the window.
            for (dx, dy) in [(0, 0), (7, -5), (-9, 3)] {
                let at = ((60 + dy) * 160 + 80 + dx) * 4
                let from = ((window.minY + 20 + dy) * 160 + window.minX + 20 + dx) * 4
                for band in 0..<3 {
                    #expect(abs(Int(image.bytes[at + band]) - Int(photo.bytes[from + band])) <= 1)
                }
            }
        }
    }

    @Test func noDecoyShowsALabelledThing() {
        let view = PhotoView(photoWidth: 200, photoHeight: 100)
        let stage = Stage(
            setting: view.setting(
                PhotoFacts(), defaults: PhotoCameraDefaults(fieldOfView: .degrees(60), horizon: nil, heightMetres: 1)),
            view: view,
            real: [
                RealInstance(id: 1, category: "dog", shape: .box, box: Rect(x: 0, y: 0, width: 100, height: 100))
            ])
        for image in 0..<50 {
            let own = Rect(x: 150, y: 40, width: 20, height: 20)
            let window = Decoys.texture(
                width: 20, height: 20, beside: own, on: stage, from: RandomStreams(seed: 1, image: image))
            if let window { #expect(window.minX >= 100 && Rect(window).intersection(own) == nil) }
        }
        let all = Decoys.texture(
            width: 20, height: 20, beside: Rect(x: 100, y: 0, width: 100, height: 100), on: stage,
            from: RandomStreams(seed: 1, image: 0))
        #expect(all == nil)
    }

    @Test func decoysNeedALabelledObject() throws {
        let studio = try studio(objects: "{box: {from: {cutouts: cutouts/box.png}, distractor: true}}")
        let error = #expect(throws: (any Error).self) { try studio.run(to: "out", changes: ["scene.decoys=2"]) }
        #expect("\(error.map { "\($0)" } ?? "")".contains("decoys have the outlines of labelled objects"))
    }
}
