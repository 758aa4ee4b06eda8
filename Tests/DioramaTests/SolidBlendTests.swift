import Compositing
import Geometry
import Masks
import Pictures
import Scenes
import Studios
import Testing

@testable import Diorama

/// Blends lay what is rendered as they lay what is flat.
@Suite struct SolidBlendTests {
    private static let ball = """
        description: A ball.
        materials:
          blue: {colour: "#2850c8", roughness: 0.7}
        parts:
          - sphere: {radius: 0.5, at: [0, 0.5, 0], material: blue}

        """

    private func composite(_ blend: String) throws -> Composite {
        let studio = try Studio()
        try studio.photo("photos/a.png", seed: 3)
        try studio.write(Self.ball, to: "solids/ball.yaml")
        try studio.write(
            """
            diorama: 1
            images: 1
            seed: 5
            backgrounds: {photos: [photos]}
            objects: {ball: {from: {solid: solids/ball.yaml}}}
            scene:
              count: 1
              camera: {height: 1.5, fov: 60, horizon: 0.3}
              place: {ground: {distance: 3}}
              overlap: {truncated: {max: 0}}
            blend: \(blend)
            """, to: "pipeline.yaml")
        let maker = try Plan(path: studio.path("pipeline.yaml")).maker
        return try maker.make(0, with: maker.makeCompositor()).composite
    }

    @Test(arguments: [
        ("{box: 4}", 2), ("{motion: {length: 6, angle: 20}}", 4), ("poisson", 0), ("{poisson: mixed}", 1),
        ("{pyramid: 1}", 4),
    ])
    func aSolidIsLaidByItsBlend(_ blend: String, reach: Int) throws {
        let (plain, blended) = (try composite("alpha"), try composite(blend))
        let (own, box) = (try #require(plain.instances.first), try #require(blended.instances.first).box)
        #expect(abs(box.minX - own.box.minX) <= 1 && abs(box.maxX - own.box.maxX) <= 1)
        #expect(abs(box.minY - own.box.minY) <= 1 && abs(box.maxY - own.box.maxY) <= 1)
        // A pixel more is that of the outline, which the object covers by less than one half.
        let reached = own.box.inset(by: -reach - 1)
        var changed = 0
        for pixel in plain.map.ids.indices
        where plain.image.bytes[4 * pixel..<4 * pixel + 3] != blended.image.bytes[4 * pixel..<4 * pixel + 3] {
            changed += 1
            let (y, x) = pixel.quotientAndRemainder(dividingBy: plain.image.width)
            #expect(reached.contains(x: x, y: y), "\(x), \(y)")
        }
        #expect(changed > 20)
    }
}
