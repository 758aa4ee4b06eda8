import Foundation
import Studios
import Testing

@testable import Diorama

/// What the files of datasets say of themselves and of their cameras goes along.
@Suite struct CarriedMembersTests {
    let studio: Studio
    private static let label =
        #"{"id": 1, "image_id": 70, "category_id": 3, "area": 81, "bbox": [0, 0, 9, 9], "pose": {"rotation": [1, 0, 0, 0, 1, 0, 0, 0, 1], "translation": [0, 0, 4]}}"#
    private static let camera =
        #", "camera": {"fx": 80, "fy": 82, "cx": 50, "cy": 30, "height_metres": 1.5, "pitch_degrees": -4.5, "roll_degrees": 2}"#

    init() throws {
        studio = try Studio()
        try studio.cutout("cutouts/square.png", .box)
        try studio.write("v -1 0 0\nv 1 0 0\nv 0 2 0\nf 1 2 3\n", to: "a.obj")
    }

    private func file(_ folder: String = "out") throws -> [String: Any] {
        let data = try Data(contentsOf: URL(fileURLWithPath: studio.path(folder + "/annotations/instances.json")))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test func whatADatasetsFileSaysAtItsTopStaysToTheLastByte() throws {
        try studio.labelled(
            [Self.label], more: #""videos": [{"id": 1, "rate": 25.00}], "type": "in\u0073tances", "#)
        try studio.run(text: Studio.over(scene: "count: 0"), to: "out")
        let text = try studio.text("out/annotations/instances.json")
        #expect(text.contains(#""videos":[{"id": 1, "rate": 25.00}]"#))
        #expect(text.contains(#""type":"in\u0073tances""#))
        let info = try #require(try file()["info"] as? [String: Any])
        #expect(info["description"] as? String == "Made by diorama")
        #expect((info["datasets"] as? [[String: Any]])?.map { $0["description"] as? String } == ["a test"])
    }

    @Test func whatSeveralDatasetsSayStandsSideBySide() throws {
        try studio.labelled([Self.label], more: #""videos": [{"id": 1}], "year": 2013, "type": "x", "#)
        let first = try studio.text("labels.json")
        try studio.photo("photos/b.png", seed: 6)
        try studio.write(
            first.replacing("a.png", with: "b.png").replacing(#"[{"id": 1}]"#, with: #"[{"id": 2}, {"id": 3}]"#)
                .replacing("2013", with: "2014").replacing("a test", with: "another"), to: "others.json")
        let text = Studio.over(scene: "count: 0")
            .replacing("{coco: {file: labels.json}}", with: "{coco: labels.json}, {coco: others.json}")
        try studio.run(text: text, to: "out")
        let file = try file()
        #expect((file["videos"] as? [[String: Int]]) == [["id": 1], ["id": 2], ["id": 3]])
        #expect(file["year"] as? [Int] == [2013, 2014])
        #expect(file["type"] as? String == "x")
        let info = try #require(file["info"] as? [String: Any])
        #expect(
            (info["datasets"] as? [[String: Any]])?.map { $0["description"] as? String } == ["a test", "another"])
    }

    @Test func aDatasetWithoutAnySaysNothing() throws {
        try studio.photos(1)
        try studio.run(text: "diorama: 1\nimages: 1\nbackgrounds: {photos: [photos]}\n", to: "out")
        #expect(try Set(file().keys) == ["info", "licenses", "categories", "images", "annotations"])
        #expect(try (file()["info"] as? [String: Any])?["datasets"] == nil)
    }

    private func camera(_ folder: String) throws -> [String: Double] {
        try #require(try studio.list("images", of: folder)[0]["camera"] as? [String: Double])
    }

    @Test func theCameraOfAPhotoFollowsItsView() throws {
        try studio.labelled([Self.label], image: Self.camera)
        try studio.run(text: Studio.over(), to: "same")
        #expect(
            try camera("same") == [
                "fx": 80, "fy": 82, "cx": 50, "cy": 30, "height_metres": 1.5, "pitch_degrees": -4.5, "roll_degrees": 2,
            ])
        #expect(try studio.labels("same").contains { $0["pose"] != nil })
        try studio.run(
            text: Studio.over(backgrounds: "flip: {chance: 1}\n  resize: {longest: 48}", scene: "count: 0"), to: "half")
        #expect(
            try camera("half") == [
                "fx": 40, "fy": 41, "cx": 48 - 25, "cy": 15, "height_metres": 1.5, "pitch_degrees": -4.5,
                "roll_degrees": -2,
            ])
        #expect(try studio.labels("half").allSatisfy { $0["pose"] == nil })
    }

    @Test func whereSolidsAreSetInItIsTheirs() throws {
        try studio.labelled([Self.label], image: Self.camera)
        try studio.run(
            text: Studio.over().replacing("{cutouts: cutouts/square.png}", with: "{mesh: a.obj}"), to: "out")
        // 60° across.
        #expect(try abs(#require(camera("out")["fx"]) - 48 / tan(Double.pi / 6)) < 1e-6)
        let labels = try studio.labels("out")
        #expect(labels.first { $0["source_id"] != nil }.map { $0["pose"] == nil } == true)
        #expect(labels.first { $0["instance_id"] != nil }.map { $0["pose"] != nil } == true)
    }

    @Test func aCameraOfAnotherKindStaysBesideTheirs() throws {
        try studio.labelled([Self.label], image: #", "camera": "front""#)
        try studio.run(text: Studio.over(), to: "flat")
        #expect(try studio.list("images", of: "flat")[0]["camera"] as? String == "front")
        try studio.run(
            text: Studio.over().replacing("{cutouts: cutouts/square.png}", with: "{mesh: a.obj}"), to: "out")
        #expect(try studio.list("images", of: "out")[0]["source_camera"] as? String == "front")
        #expect(try camera("out")["cx"] == 48)
        #expect(try !studio.text("out/annotations/instances.json").contains(#""camera":"front""#))
    }
}
