import Compositing
import Foundation
import Labelling
import Masks
import Scenes
import Studios
import Testing

@testable import Diorama

/// Solid objects stand behind the real things that are nearer and before those that are farther, in the picture, in
/// masks and in the layers alike.
///
/// The scene is that of `DepthOrderTests`: 96 × 64 pixels, a dog in columns 40 to 55 of rows 20 to 59, 4.7 m away.
@Suite struct SolidDepthOrderTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        try studio.labelled([
            #"{"id": 1, "image_id": 70, "category_id": 3, "area": 640, "bbox": [40, 20, 16, 40], "segmentation": [[40, 20, 56, 20, 56, 60, 40, 60]]}"#
        ])
        try studio.write("horizon: 0.5\nfov: 60\ncamera_height: 1.6\n", to: "photos/a.scene.yaml")
        // 2 m wide and high, 0.4 m deep.
        var lines: [String] = []
        for index in 0..<8 {
            lines.append("v \(index & 1 == 0 ? -1 : 1) \(index & 2 == 0 ? 0 : 2) \(index & 4 == 0 ? -0.2 : 0.2)")
        }
        lines += ["f 1 3 4 2", "f 5 6 8 7", "f 1 2 6 5", "f 3 7 8 4", "f 1 5 7 3", "f 2 4 8 6"]
        try studio.write(lines.joined(separator: "\n") + "\n", to: "block.obj")
    }

    private static let dog = Set((40..<56).flatMap { x in (20..<60).map { x * 64 + $0 } })

    /// What was made of a pipeline's first image that holds all of its objects, with the photo.
    private struct Made {
        var scene: Scene
        var composite: Composite
        var depth: [Float]
        var isOfPhoto: (_ x: Int, _ y: Int) -> Bool

        func instance(_ name: String) throws -> Instance {
            try #require(composite.instances.first { $0.object.name == name })
        }

        /// At pixels given as x · 64 + y.
        func depths(_ pixels: Set<Int>) -> Set<Float> { Set(pixels.map { depth[$0 % 64 * 96 + $0 / 64] }) }
    }

    private func make(_ objects: [String: String]) throws -> Made {
        let list = objects.sorted { $0.key < $1.key }.map { "  \($0.key): {from: {mesh: block.obj}, \($0.value)}" }
        let path = try studio.write(
            """
            diorama: 1
            seed: 4
            images: 40
            backgrounds: {datasets: [{coco: labels.json}]}
            objects:
            \(list.joined(separator: "\n"))
            scene: {count: \(objects.count), overlap: {max: 1, visible: {min: 0}, truncated: {max: 1}}}
            render: {quality: draft}
            output: {images: {format: png}, layers: {depth: png}}

            """, to: "pipeline.yaml")
        let maker = try Plan(path: path).maker
        let photo = try #require(maker.photos.photo(forImage: 0))
        let real = try #require(try maker.datasets.labels(of: photo)).instances
        let index = try #require(
            try (0..<40).first { index in
                try Set(maker.drawer.draw(index, on: LabelledPhoto(photo, showing: real)).objects.map(\.name))
                    == Set(objects.keys)
            })
        let compositor = maker.makeCompositor()
        let composite = try maker.make(index, with: compositor).composite
        let (image, original) = (composite.image, try studio.raster("photos/a.png"))
        return Made(
            scene: composite.scene, composite: composite, depth: try #require(composite.surfaces).depthMetres,
            isOfPhoto: { image.colour($0, $1) == original.colour($0, $1) })
    }

    private func pixels(_ mask: RunLengths) -> Set<Int> {
        let bitmap = mask.bitmap
        return Set(bitmap.indices.filter { bitmap[$0] != 0 }.map { $0 % 96 * 64 + $0 / 96 })
    }

    /// Some 8.7 m away, right behind the dog, and wider than it.
    private static let far = "size: 0.3, place: {at: {x: 0.5, y: 0.6}}"
    /// Some 3.7 m away, over the dog's right half.
    private static let near = "size: 0.7, place: {at: {x: 0.75, y: 0.6}}"

    @Test func aSolidBehindARealThingLosesItsPixelsThere() throws {
        let made = try make(["far": Self.far])
        let distance = try #require(made.scene.objects.first?.distanceMetres)
        #expect(try #require(made.scene.standing.first).distanceMetres < 5 && (7..<11).contains(distance))
        let far = try made.instance("far")
        let (visible, amodal) = (pixels(far.visible), pixels(far.amodal))
        #expect(visible == amodal.subtracting(Self.dog))
        #expect(!visible.isEmpty && amodal.intersection(Self.dog).count > 100)
        #expect(far.visibility == Double(visible.count) / Double(amodal.count))
        // The dog is whole, in its label, in the picture (but for a rim that is softened) and in the layer.
        #expect(try #require(made.composite.real.first).isWhole)
        for x in 41..<55 {
            for y in 21..<59 { #expect(made.isOfPhoto(x, y), "\(x), \(y)") }
        }
        #expect(made.depths(Self.dog) == [0])
        #expect(made.depths(visible).allSatisfy { abs(Double($0) - distance) < 1 })
        #expect(visible.contains { !made.isOfPhoto($0 / 64, $0 % 64) })
    }

    @Test func aSolidBeforeItCoversItAndWhatIsBehind() throws {
        let made = try make(["far": Self.far, "near": Self.near])
        let distances = made.scene.objects.compactMap(\.distanceMetres)
        try #require(made.scene.objects.map(\.name) == ["far", "near"] && distances.count == 2)
        #expect(distances[0] > 5 && distances[1] < 4.5)
        let (far, near) = (try made.instance("far"), try made.instance("near"))
        let front = pixels(near.visible)
        #expect(front == pixels(near.amodal) && near.visibility == 1)
        #expect(pixels(far.visible) == pixels(far.amodal).subtracting(Self.dog).subtracting(front))
        let left = Self.dog.subtracting(front)
        let dog = try #require(made.composite.real.first)
        #expect(pixels(try #require(dog.visible)) == left)
        #expect(!left.isEmpty && left.count < Self.dog.count)
        #expect(dog.coveredShare == 1 - Double(left.count) / Double(Self.dog.count))
        // In the layer the nearer one stands over the dog, the dog over the farther one.
        #expect(made.depths(front).allSatisfy { abs(Double($0) - distances[1]) < 1 })
        #expect(made.depths(left) == [0])
    }
}
