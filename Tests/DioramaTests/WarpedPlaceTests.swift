import Scenes
import Studios
import Testing

@testable import Diorama

/// Objects get places at which they keep their limits in the finished picture, also where effects move things in it.
@Suite struct WarpedPlaceTests {
    private static let lens = "{distortion: {k1: -0.25}}"
    private static let shutter = "{rolling_shutter: {yaw: 150, readout: 40}}"

    private func studio(_ more: String) throws -> Studio {
        let studio = try Studio()
        try studio.photos(2, width: 160, height: 120)
        try studio.cutout("disc.png", .disc)
        try studio.write(
            """
            diorama: 1
            seed: 3
            images: 12
            backgrounds: {photos: [photos]}
            objects: {disc: {from: {cutouts: disc.png}, size: {uniform: [0.05, 0.4]}}}
            scene: {count: 3, camera: {fov: 75}, overlap: {truncated: {max: 0.1}}}
            output: {images: {format: png}}
            \(more)
            """, to: "pipeline.yaml")
        return studio
    }

    @Test(arguments: ["[\(lens)]", "[\(shutter)]", "[\(lens), \(shutter)]"])
    func whatALensCutsOffGetsAnotherPlace(effects: String) throws {
        let studio = try studio("effects: \(effects)")
        try studio.run(to: "out")
        #expect(try studio.scenes("out").flatMap(\.missing).isEmpty)
        let labels = try studio.labels("out")
        #expect(labels.count == 36)
        #expect(labels.allSatisfy { ($0["truncation"] as? Double ?? 1) <= 0.1 })
    }

    /// The lens enlarges: sizes are those of the finished picture.
    @Test func sizesAreBalancedAsTheLensShowsThem() throws {
        let studio = try studio(
            """
            effects: [\(Self.lens)]
            balance: {edges: [16, 32], numbers: {disc: {small: 12, medium: 12, large: 12}}}
            """)
        try studio.run(to: "out")
        func counts(_ labels: [[String: Any]]) -> [Int] {
            let areas = labels.compactMap { $0["area"] as? Double }
            return [areas.count { $0 < 256 }, areas.count { $0 >= 256 && $0 < 1024 }, areas.count { $0 >= 1024 }]
        }
        #expect(try counts(studio.labels("out")) == [12, 12, 12])
        // The same in every picture of a scene.
        try studio.run(
            to: "both", changes: ["effects=[]", "variants=[{name: plain}, {name: bent, effects: [\(Self.lens)]}]"])
        let labels = try studio.labels("both")
        for variant in 0..<2 {
            #expect(counts(labels.filter { ($0["image_id"] as? Int ?? 0) % 2 == variant }) == [12, 12, 12])
        }
    }

    /// Nothing moves where the lens is left out, or is that of another variant.
    @Test func theSceneIsTheSameWithoutTheLens() throws {
        let studio = try studio("effects: [\(Self.lens)]")
        try studio.run(to: "whole")
        try studio.run(to: "plain") { $0.without = ["effects.distortion"] }
        let places = try studio.scenes("whole").map { $0.objects.map(\.place) }
        #expect(try studio.scenes("plain").map { $0.objects.map(\.place) } == places)

        let varied = try self.studio("variants: [{name: plain}, {name: bent, effects: [\(Self.lens)]}]")
        try varied.run(to: "out")
        let scenes = try varied.scenes("out").map { $0.objects.map(\.place) }
        #expect(scenes.count == 24)
        #expect(Set(scenes.map(\.count)) == [3])
        #expect(stride(from: 0, to: 24, by: 2).allSatisfy { scenes[$0] == scenes[$0 + 1] })
        // Without a lens, some stand where it would cut them off.
        let flat = try self.studio("")
        try flat.run(to: "out")
        #expect(try flat.scenes("out").map { $0.objects.map(\.place) } != places)
    }
}
