import Datasets
import Foundation
import Scenes
import Studios
import Testing

@testable import Diorama

/// The models of a run's objects in the format BOP.
@Suite struct BOPModelTests {
    /// A foot of 1 × 0.2 × 0.5 m with a tower of 0.6 m in one corner: nothing of it is symmetric.
    private static func corner(mirrored: Bool = false) -> String {
        let boxes: [(lower: [Double], upper: [Double])] = [
            ([-0.5, 0, -0.25], [0.5, 0.2, 0.25]), ([0.2, 0.2, 0], [0.5, 0.8, 0.25]),
        ]
        var lines: [String] = []
        for (number, box) in boxes.enumerated() {
            for index in 0..<8 {
                let corner = (0..<3).map { index >> $0 & 1 == 0 ? box.lower[$0] : box.upper[$0] }
                lines.append("v \(mirrored ? -corner[0] : corner[0]) \(corner[1]) \(corner[2])")
            }
            for face in ["1 3 4 2", "5 6 8 7", "1 2 6 5", "3 7 8 4", "1 5 7 3", "2 4 8 6"] {
                let corners = face.split(separator: " ").compactMap { Int($0) }.map { $0 + 8 * number }
                lines.append("f " + (mirrored ? corners.reversed() : corners).map(String.init).joined(separator: " "))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func studio() throws -> Studio {
        let studio = try Studio()
        try studio.photos(2, width: 360, height: 240)
        try studio.write(Self.corner(), to: "corner.obj")
        try studio.write(Self.corner(), to: "two/a.obj")
        try studio.write(Self.corner(mirrored: true), to: "two/b.obj")
        try studio.write(
            """
            description: A seat.
            parameters: {paint: {colour: red}}
            materials: {paint: {colour: paint}}
            parts:
              - {box: {size: [0.4, 0.7, 0.3], at: [0, 0.35, 0], material: paint}}
              - {box: {size: [0.2, 0.2, 0.9], at: [0.3, 0.1, 0.2], material: paint}}

            """, to: "seat.yaml")
        try studio.write(
            """
            diorama: 1
            seed: 4
            images: 4
            backgrounds: {photos: [photos]}
            objects:
              corner:
                from: {mesh: corner.obj}
                pose: {yaw: {uniform: [0, 360]}, pitch: {uniform: [-9, 9]}, roll: {uniform: [-9, 9]}}
              flipped: {from: {mesh: corner.obj}, height: 0.5, pose: {yaw: {uniform: [0, 360]}, flip: {chance: 1}}}
              seat: {from: {solid: {file: seat.yaml, set: {paint: {choice: [red, blue, white]}}}}, pose: {yaw: {uniform: [0, 360]}}}
              either: {from: {mesh: two}}
            scene:
              count: 4
              camera: {height: 1.5, fov: 60, horizon: 0.4}
              place: {ground: {distance: {uniform: [3, 6]}}}
              overlap: {max: 0.3, truncated: {max: 0.2}}
            render: {quality: draft}
            output: {images: {format: png}, annotations: [coco, bop]}

            """, to: "pipeline.yaml")
        return studio
    }

    private func models(_ studio: Studio) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: studio.path("out/bop/models"))
        return (names ?? []).filter { $0.hasSuffix(".ply") }.sorted()
    }

    @Test func objectsOfOneShapeHaveTheirModel() throws {
        let studio = try studio()
        let said = try studio.run(to: "out").description
        // Colours make no shape, mirroring and another file do.
        #expect(models(studio) == ["obj_000001.ply", "obj_000002.ply", "obj_000003.ply"])
        #expect(
            try studio.text("out/formats.json").contains(
                "model without a mesh: objects of its size have several shapes\":1"))
        #expect(said.contains("1 × model without a mesh"))
        #expect(try DatasetAudit.audit(dataset: studio.path("out")).findings == [])
        // From the foot's corner at the far end to the tower's top: √(1² + 0.5² + 0.8²).
        #expect(try studio.text("out/bop/models/models_info.json").contains("\"diameter\": 1374.77"))

        // What is read back is the object again.
        try studio.run(
            to: "again",
            changes: [
                "images=1", "scene.count=1",
                "objects={again: {from: {mesh: {file: out/bop/models/obj_000001.ply, unit: 0.001, up: z}}}}",
            ])
        let box = try #require(try studio.scenes("again").first?.objects.first?.heightMetres)
        #expect(abs(box - 0.8) < 1e-5)

        // A finished dataset has no meshes.
        let converted = try ConvertJob(dataset: studio.path("out"), to: "bop").run().description
        #expect(converted.contains("4 × model without its mesh: only the run that makes a dataset can write it"))
        #expect(models(studio) == [])
    }

    @Test(.enabled(if: OtherReaders.python != nil, "DIORAMA_PYTHON names no Python with the readers"))
    func verticesLieWhereTheMasksAre() throws {
        let studio = try studio()
        try studio.run(to: "out")
        let (status, text) = try OtherReaders.run([OtherReaders.script("bop.py"), studio.path("out")])
        #expect(status == 0, "\(text)")
        #expect(text.contains("3 BOP models"))
        #expect(text.contains("BOP objects whose vertices span their box"))
    }
}
