import Compositing
import Geometry
import Pictures
import Scenes
import Studios
import Testing

@testable import Diorama

/// What is written on rendered solids is labelled where the image shows it.
@Suite struct SolidTextTests {
    private let studio: Studio

    init() throws {
        studio = try Studio()
        var photo = Raster(width: 96, height: 72)
        for place in photo.bytes.indices { photo.bytes[place] = 255 }
        try studio.write(PhotoFile.encodeWithAlpha(photo), to: "photos/white.png")
        for (name, part) in [
            ("tin", "{cylinder: {radius: 0.3, height: 0.6, at: [0, 0.3, 0], material: plain, faces: {side: print}}}"),
            ("box", "{box: {size: [0.6, 0.6, 0.6], at: [0, 0.3, 0], material: plain, faces: {front: print}}}"),
        ] {
            try studio.write(
                """
                description: A thing with a word on its front.
                materials:
                  plain: {colour: white, emission: 1}
                  print:
                    colour: white
                    emission: 1
                    texels: 96
                    tile: [\(name == "tin" ? 0.6 * Double.pi : 0.6), 0.6]
                    patterns:
                      - text: {text: "HLE", font: DejaVu Sans Bold, at: [\(name == "tin" ? 0.3 * Double.pi - 0.2 : 0.1), 0.2], size: [0.4, 0.2]}
                parts: [\(part)]
                """, to: "\(name).yaml")
        }
    }

    private func made(
        _ solid: String, yaw: Double, distance: Double = 1.4, _ changes: String...
    ) throws -> Composite {
        try made(solid, yaw: yaw, distance: distance, changes)
    }

    private func made(
        _ solid: String, yaw: Double, distance: Double = 1.4, _ changes: [String]
    ) throws -> Composite {
        try studio.write(
            """
            diorama: 1
            images: 1
            backgrounds: {photos: [photos]}
            objects:
              thing: {from: {solid: \(solid).yaml}, pose: {yaw: \(yaw)}}
            scene:
              count: 1
              camera: {height: 0.6, fov: 50, horizon: 0.12}
              place: {ground: {distance: \(distance)}}
              overlap: {truncated: {max: 0}}
            render: {quality: draft, shadows: none}

            """, to: "pipeline.yaml")
        let maker = try Plan(path: studio.path("pipeline.yaml"), changes: changes).maker
        return try maker.make(0, with: maker.makeCompositor()).composite
    }

    private func distance(_ point: Point, outOf quad: [Point]) -> Double {
        (0..<4).map { index -> Double in
            let (a, b) = (quad[index], quad[(index + 1) % 4])
            return -((b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x)) / a.distance(to: b)
        }.max() ?? 0
    }

    @Test(arguments: [("box", -30.0), ("tin", 35)])
    func theBoxesHoldTheInk(_ solid: String, yaw: Double) throws {
        try checkInk(of: made(solid, yaw: yaw), isBent: solid == "tin", within: 0.7)
    }

    /// A picture of a solid that is set in is scaled once more, which makes its edges softer.
    @Test(arguments: [("box", -30.0), ("tin", 35)])
    func theBoxesOfAViewHoldTheInk(_ solid: String, yaw: Double) throws {
        let composite = try made(solid, yaw: yaw, "objects.thing.views=1")
        #expect(composite.scene.objects[0].view != nil && composite.instances[0].solid == nil)
        try checkInk(of: composite, isBent: solid == "tin", within: 1.2)
    }

    @Test func aMirroredSolidHasMirroredWords() throws {
        for changes in [
            ["objects.thing.pose.flip={chance: 1}"], ["objects.thing.pose.flip={chance: 1}", "objects.thing.views=1"],
        ] {
            for (solid, yaw) in [("box", -30.0), ("tin", 35)] {
                let composite = try made(solid, yaw: yaw, changes)
                let lines = try #require(composite.instances[0].texts)
                let letters = lines.flatMap(\.parts).flatMap(\.parts)
                #expect(lines.map(\.text) == ["HLE"] && letters.map(\.text) == ["H", "L", "E"])
                #expect(letters.allSatisfy { Polygon($0.corners).signedArea < 0 })
                // In a mirror the first letter is on the right.
                #expect(letters[0].corners[0].x > letters[2].corners[0].x)
                for point in ink(composite.image) {
                    #expect(letters.contains { distance(point, outOf: $0.corners.reversed()) < 1 }, "\(solid) \(point)")
                }
            }
        }
    }

    private func ink(_ image: Raster) -> [Point] {
        // What is half dark is light grey, since it is the light that is mixed.
        (0..<image.width * image.height).filter { image.bytes[$0 * 4 + 1] < 180 }.map {
            Point(Double($0 % image.width) + 0.5, Double($0 / image.width) + 0.5)
        }
    }

    private func checkInk(of composite: Composite, isBent: Bool, within reach: Double) throws {
        let lines = try #require(composite.instances[0].texts)
        #expect(lines.map(\.text) == ["HLE"] && lines[0].visibility == 1)
        let letters = lines[0].parts[0].parts
        #expect(letters.map(\.text) == ["H", "L", "E"])
        let ink = ink(composite.image)
        #expect(ink.count > 50)
        for point in ink { #expect(letters.contains { distance(point, outOf: $0.corners) < reach }, "\(point)") }
        for letter in letters {
            #expect(Polygon(letter.corners).signedArea > 0)
            for side in 0..<4 {
                let (a, b) = (letter.corners[side], letter.corners[(side + 1) % 4])
                let nearest = ink.filter { distance($0, outOf: letter.corners) < reach }.map { point in
                    abs((b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x)) / a.distance(to: b)
                }.min()
                #expect((nearest ?? 99) < 2 * reach, "side \(side) of \(letter.text): \(letter.corners)")
            }
        }
        #expect(lines[0].parts[0].outline.isEmpty != isBent)
    }

    @Test func aWordOnTheBackIsNoWordOfTheImage() throws {
        for solid in ["box", "tin"] {
            #expect(try made(solid, yaw: 180, distance: 5).instances[0].texts?.isEmpty == true)
            #expect(try made(solid, yaw: 180, distance: 5, "objects.thing.views=1").instances[0].texts?.isEmpty == true)
        }
    }

    @Test func aWordThatGoesRoundTheSideIsSeenInPart() throws {
        let line = try #require(made("tin", yaw: 80, distance: 4).instances[0].texts?.first)
        #expect(line.text == "HLE" && (0.2...0.8).contains(line.visibility))
        #expect(line.parts[0].parts.map(\.text).first == "H" && line.parts[0].parts.count < 3)
        #expect(line.parts[0].visibility == line.visibility)
        // A lens that moves it hides nothing more of it.
        let bent = try #require(
            made("tin", yaw: 80, distance: 4, "effects=[{distortion: {k1: -0.1}}]").instances[0].texts?.first)
        #expect(abs(bent.visibility - line.visibility) < 0.02 && bent.corners != line.corners)
    }
}
