import Datasets
import Geometry
import Masks
import Studios
import Testing

@testable import Diorama

/// What the weather or the edge behind a lens hides is hidden in every label that says what can be seen.
@Suite struct VeiledLabelTests {
    private static let fog = "effects: [{fog: {visibility: 5}}]"

    private func plate(_ text: String, _ values: String, _ more: String) throws -> Studio {
        let studio = try Studio()
        try studio.photos(2, width: 240, height: 180)
        try studio.write(
            """
            diorama: 1
            images: 4
            backgrounds: {photos: [photos]}
            objects:
              plate:
                from: {text: {text: \(text), font: DejaVu Sans Bold, color: white, background: "#203060", padding: 0}}
                \(values)
            output: {images: {format: png}, annotations: [coco, icdar]}
            \(more)
            """, to: "pipeline.yaml")
        return studio
    }

    private func annotations(_ studio: Studio) throws -> [COCO.Annotation] {
        try COCO.decode(Array(studio.text("out/annotations/instances.json").utf8)).document.annotations
    }

    @Test func wordsInDenseFogAreNotRead() throws {
        let studio = try plate(
            "STOP", "height: 1.2",
            "scene: {count: 1, camera: {fov: 60, horizon: 0.5}, place: {ground: {distance: 9}}}\n" + Self.fog)
        try studio.run(to: "out")
        let annotations = try annotations(studio)
        #expect(annotations.count == 4)
        for annotation in annotations {
            #expect(annotation.visibility == 0)
            #expect((annotation.textLines ?? []).flatMap(\.all).map(\.visibility) == Array(repeating: 0, count: 6))
        }
        let words = try studio.files("out").filter { $0.key.hasPrefix("annotations/icdar") || $0.key.contains("gt_") }
        #expect(!words.isEmpty)
        for (name, text) in words {
            #expect(!String(decoding: text, as: UTF8.self).contains("STOP"), "\(name)")
        }
    }

    @Test func keypointsInDenseFogAreHidden() throws {
        let studio = try Studio()
        try studio.photos(1, width: 240, height: 180)
        try studio.write(
            """
            mtllib block.mtl
            v -0.3 0 -0.3\nv 0.3 0 -0.3\nv 0.3 0 0.3\nv -0.3 0 0.3\nv 0 0.8 0
            usemtl paint
            f 1 2 3 4\nf 1 5 2\nf 2 5 3\nf 3 5 4\nf 4 5 1
            """, to: "block.obj")
        try studio.write("newmtl paint\nKd 0.8 0.2 0.1\n", to: "block.mtl")
        try studio.write(
            """
            diorama: 1
            images: 2
            backgrounds: {photos: [photos]}
            objects: {block: {from: {mesh: {file: block.obj, unit: 1, keypoints: {top: [0, 0.8, 0]}}}}}
            scene: {count: 1, camera: {fov: 60, horizon: 0.5}, place: {ground: {distance: 9}}}
            render: {quality: draft}
            variants: [{name: clear}, {name: fog, \(Self.fog)}]
            """, to: "pipeline.yaml")
        try studio.run(to: "out")
        let seen = try annotations(studio).map { $0.keypoints?.map(\.visibility) ?? [] }
        #expect(seen == [[.visible], [.hidden], [.visible], [.hidden]])
    }

    /// A letter that a card hides on its right loses what the lens cuts off on its left besides.
    @Test func whatTheLensCutsOffAddsToWhatIsHidden() throws {
        let studio = try plate(
            "M", "size: 0.4\n    place: {at: {x: 0.15, y: 0.5}}",
            """
              card: {from: {cutouts: card.png}, size: 0.6, place: {at: {x: 0.3, y: 0.5}}}
            scene: {count: 8, camera: {fov: 70}, overlap: {max: 1, visible: {min: 0}, truncated: {max: 1}}}
            variants: [{name: plain}, {name: bent, effects: [{distortion: {k1: -0.3}}]}]
            """)
        try studio.cutout("card.png", .box, width: 30, height: 60)
        // The objects come before the output in the file.
        let text = try studio.text("pipeline.yaml")
        let output = "output: {images: {format: png}, annotations: [coco, icdar]}\n"
        try studio.write(text.replacing(output, with: "") + "\n" + output, to: "pipeline.yaml")
        try studio.run(to: "out")
        var compared = 0
        for annotation in try annotations(studio) {
            for character in (annotation.textLines ?? []).flatMap(\.parts).flatMap(\.parts) {
                let visibility = try #require(character.visibility)
                // The share of the letter's box that the mask of its plate holds.
                let mask = try #require(try annotation.segmentation?.mask(width: 240, height: 180))
                var (inside, samples) = (0.0, 0.0)
                for v in 0..<32 {
                    for u in 0..<32 {
                        let (s, t) = ((Double(u) + 0.5) / 32, (Double(v) + 0.5) / 32)
                        let quad = character.quad
                        let x =
                            (quad[0].x * (1 - s) + quad[1].x * s) * (1 - t) + (quad[3].x * (1 - s) + quad[2].x * s) * t
                        let y =
                            (quad[0].y * (1 - s) + quad[1].y * s) * (1 - t) + (quad[3].y * (1 - s) + quad[2].y * s) * t
                        samples += 1
                        if x >= 0, y >= 0, x < 240, y < 180, mask.contains(x: Int(x), y: Int(y)) { inside += 1 }
                    }
                }
                #expect(abs(visibility - inside / samples) < 0.1, "\(visibility) \(inside / samples)")
                compared += 1
            }
        }
        #expect(compared >= 8)
    }

    /// The lens's model ends beyond the picture: words that it still shows keep their places.
    @Test func wordsStayWhereTheirLineReachesBeyondTheLens() throws {
        let studio = try plate(
            "ONE TWO THREE FOUR", "size: 0.9",
            """
            scene: {count: 1, camera: {fov: 90}, overlap: {truncated: {max: 0.6}}}
            variants: [{name: plain}, {name: bent, effects: [{distortion: {k1: -0.25}}]}]
            """)
        try studio.run(to: "out", changes: ["images=20"])
        for annotation in try annotations(studio) {
            let words = (annotation.textLines ?? []).flatMap(\.parts)
            #expect(!words.isEmpty, "image \(annotation.imageID)")
            for part in (annotation.textLines ?? []).flatMap(\.all) {
                #expect((0...1).contains(part.visibility ?? -1))
                #expect(part.quad.count == 4)
            }
        }
        #expect(try DatasetReport(studio.path("out")).isSound)
    }

    @Test func thingsOfThePhotoAreHiddenInDenseFog() throws {
        let studio = try Studio()
        try studio.labelled([
            #"{"id": 1, "image_id": 70, "category_id": 3, "bbox": [10, 2, 20, 10], "segmentation": [[10, 2, 30, 2, 30, 12, 10, 12]], "area": 200, "iscrowd": 0, "keypoints": [12, 4, 2]}"#,
            #"{"id": 2, "image_id": 70, "category_id": 3, "bbox": [40, 2, 20, 10], "area": 200, "iscrowd": 0}"#,
        ])
        try studio.cutout("cutouts/square.png", .box)
        func text(_ keep: String) -> String {
            Studio.over(keep, scene: "count: 0, camera: {fov: 60, horizon: 0.5}") + Self.fog + "\n"
        }
        try studio.run(text: text(""), to: "out")
        let labels = try studio.labels("out")
        #expect(labels.map { $0["veiled_share"] as? Double } == [1, 1])
        #expect(labels.map { ($0["bbox"] as? [Double])?[0] } == [10, 40])
        #expect((labels[0]["keypoints"] as? [Double])?[2] == 1)
        try studio.run(text: text(", keep: {visible: {min: 0.5}, below: drop}"), to: "dropped")
        #expect(try studio.labels("dropped").isEmpty)
    }
}
