import Datasets
import Geometry
import JSON
import Pictures
import Studios
import Testing

@testable import Diorama

/// The places of letters in a dataset are those where its pictures show them.
@Suite struct TextPlaceTests {
    private let studio: Studio

    init() throws {
        studio = try Studio()
        var photo = Raster(width: 240, height: 180)
        for place in photo.bytes.indices { photo.bytes[place] = 255 }
        try studio.write(PhotoFile.encodeWithAlpha(photo), to: "photos/white.png")
        try studio.write(
            """
            diorama: 1
            images: 3
            backgrounds: {photos: [photos]}
            objects:
              word:
                from: {text: {text: "Hqj T", font: DejaVu Sans Bold, color: black}}
                size: 0.6
                pose: {yaw: {uniform: [-40, 40]}, pitch: {uniform: [-30, 30]}, roll: {uniform: [-60, 60]}}
            scene: {count: 1, light: {drawings: 0, relief: 0}, overlap: {truncated: {max: 0}}}
            render: {shadows: none}
            output: {images: {format: png}}

            """, to: "pipeline.yaml")
    }

    private struct Shown {
        let annotation: COCO.Annotation
        let picture: Raster
        var characters: [COCO.TextPart] {
            (annotation.textLines ?? []).flatMap(\.parts).flatMap(\.parts)
        }

        /// The middles of the pixels that are dark by more than one half.
        var ink: [Point] {
            (0..<picture.width * picture.height).filter { picture.bytes[$0 * 4 + 1] < 128 }.map {
                Point(Double($0 % picture.width) + 0.5, Double($0 / picture.width) + 0.5)
            }
        }
    }

    private func shown(_ changes: String...) throws -> [Shown] {
        try studio.run(to: "out", changes: changes) { $0.overwrites = true }
        let document = try COCO.decode(Array(studio.text("out/annotations/instances.json").utf8)).document
        return try document.annotations.map { annotation in
            let image = try #require(document.images.first { $0.id == annotation.imageID })
            var picture = Raster()
            try PhotoFile.decode(studio.path("out/images/" + image.fileName), into: &picture)
            return Shown(annotation: annotation, picture: picture)
        }
    }

    /// How far a point lies outside of a box with corners in either order; negative inside.
    private static func distance(_ point: Point, outOf quad: [Point]) -> Double {
        let sense = Polygon(quad).signedArea < 0 ? -1.0 : 1.0
        return (0..<4).map { index -> Double in
            let (a, b) = (quad[index], quad[(index + 1) % 4])
            let cross = (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x)
            return -sense * cross / a.distance(to: b)
        }.max() ?? 0
    }

    /// All ink lies in the boxes of the characters, and touches each of their sides.
    private func check(_ shown: Shown) {
        let characters = shown.characters
        #expect(characters.map(\.text) == ["H", "q", "j", "T"])
        let ink = shown.ink
        #expect(ink.count > 200)
        let boxed = characters.map { character in ink.filter { Self.distance($0, outOf: character.quad) < 0.6 } }
        #expect(Set(boxed.joined()).count == Set(ink).count)
        for (character, ink) in zip(characters, boxed) {
            for side in 0..<4 {
                let (a, b) = (character.quad[side], character.quad[(side + 1) % 4])
                let nearest = ink.map { point in
                    abs((b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x)) / a.distance(to: b)
                }.min()
                #expect((nearest ?? 99) < 1.1, "side \(side) of “\(character.text)”: \(character.quad)")
            }
            #expect(character.visibility == 1)
        }
    }

    @Test func theBoxesHoldTheInkInPerspective() throws {
        let shown = try shown()
        #expect(shown.count == 3)
        shown.forEach(check)
        // Clockwise from the top left of the upright text.
        for one in shown { #expect(one.characters.allSatisfy { Polygon($0.quad).signedArea > 0 }) }
    }

    @Test func theyFollowALens() throws {
        let straight = try shown()
        let bent = try shown("effects=[{distortion: {k1: -0.25}}]")
        #expect(straight[0].characters[0].quad != bent[0].characters[0].quad)
        bent.forEach(check)
    }

    @Test func onAMirroredObjectTheyGoTheOtherWayRound() throws {
        for one in try shown("objects.word.pose.flip={chance: 1}") {
            check(one)
            #expect(one.characters.allSatisfy { Polygon($0.quad).signedArea < 0 })
        }
    }

    @Test func whatIsHiddenIsNotSeen() throws {
        try studio.cutout("disc.png", .disc, colour: [250, 250, 250])
        let half = try shown(
            "objects.disc={from: {cutouts: disc.png}, size: 0.9, distractor: true}", "scene.count=6",
            "scene.overlap={max: 1, visible: {min: 0.05}, truncated: {max: 1}}", "seed=4")
        let seen = half.flatMap(\.characters).compactMap(\.visibility)
        #expect(seen.contains { $0 < 0.9 } && seen.allSatisfy { (0...1).contains($0) })
        let wrong = try DatasetAudit.audit(dataset: studio.path("out")).findings.filter { $0.severity == .error }
        #expect(wrong.map { "\($0.subject ?? "") \($0.words)" } == [])
    }
}
