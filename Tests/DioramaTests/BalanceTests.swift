import Cards
import Foundation
import Studios
import Testing

@testable import Diorama

/// A dataset has the labels that `balance` asks for.
@Suite struct BalanceTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        try studio.photos(3, width: 160, height: 120)
        try studio.cutout("cutouts/disc.png", .disc, width: 60, height: 60)
        try studio.cutout("cutouts/box.png", .box, width: 60, height: 60)
    }

    private func pipeline(
        _ balance: String, images: Int = 500, scene: String = "count: {integers: [1, 3]}",
        size: String = "{log_uniform: [0.06, 0.5]}", backgrounds: String = "photos: [photos]"
    ) -> String {
        """
        diorama: 1
        seed: 5
        images: \(images)
        backgrounds: {\(backgrounds)}
        objects:
          disc: {from: {cutouts: cutouts/disc.png}, weight: 5, size: \(size)}
          box: {from: {cutouts: cutouts/box.png}, size: \(size)}
          hider: {from: {cutouts: cutouts/disc.png}, distractor: true, size: 0.1}
        scene: {\(scene)}
        balance: {\(balance)}
        match: none
        output: {images: {format: jpeg}}

        """
    }

    /// The labels by category and by size between the edges, counted without any code of the library.
    private func count(_ folder: String, edges: [Double] = [12, 28]) throws -> [String: [Int]] {
        let names = Dictionary(
            uniqueKeysWithValues: try studio.list("categories", of: folder).map {
                (try #require($0["id"] as? Int), try #require($0["name"] as? String))
            })
        var counts: [String: [Int]] = [:]
        for label in try studio.labels(folder) {
            let id = try #require(label["category_id"] as? Int)
            let name = try #require(names[id])
            let area = try #require(label["area"] as? Double)
            let size = edges.count { area >= $0 * $0 }
            counts[name, default: [Int](repeating: 0, count: edges.count + 1)][size] += 1
        }
        return counts
    }

    @Test func numbersOfEachCategoryAndSizeAreReached() throws {
        try studio.run(
            text: pipeline("edges: [12, 28], numbers: {disc: [200, 60, 100], box: [100, 120, any]}"), to: "out")
        let counts = try count("out")
        let found = [counts["disc"] ?? [], counts["box"] ?? []]
        for (found, asked) in zip(found.joined(), [200, 60, 100, 100, 120]) {
            #expect(abs(Double(found - asked)) <= 0.05 * Double(asked), "\(found) of \(asked): \(counts)")
        }
        // The others have no number.
        #expect((counts["box"]?[2] ?? 0) > 80)
    }

    @Test func sharesCountTheLabelsThatPhotosHave() throws {
        try studio.labelled(
            [
                #"{"id": 1, "image_id": 70, "category_id": 3, "bbox": [4, 4, 20, 20], "area": 400, "iscrowd": 0, "segmentation": [[4, 4, 24, 4, 24, 24, 4, 24]]}"#,
                #"{"id": 2, "image_id": 70, "category_id": 4, "bbox": [60, 30, 20, 20], "area": 400, "iscrowd": 0, "segmentation": [[60, 30, 80, 30, 80, 50, 60, 50]]}"#,
            ], categories: [#"{"id": 3, "name": "disc"}"#, #"{"id": 4, "name": "tree"}"#])
        let summary = try studio.run(
            text: pipeline(
                "shares: {box: 0.25}", images: 300, size: "0.15", backgrounds: "datasets: [{coco: labels.json}]"),
            to: "out")
        let counts = try count("out").mapValues { $0.reduce(0, +) }
        let all = Double(counts.values.reduce(0, +))
        #expect(all > 900)
        #expect(abs(Double(counts["box"] ?? 0) / all - 0.25) < 0.0125, "\(counts)")
        #expect(!summary.notes.contains { $0.contains("balance") })
    }

    @Test func anImageIsTheSameByItselfAndInOtherLooks() throws {
        let text = pipeline("edges: [12, 28], numbers: {disc: [10, 5, 5], box: 12}", images: 20)
        try studio.run(text: text, to: "all")
        try studio.write(text, to: "one.yaml")
        try studio.run("one.yaml", to: "one") { $0.only = ImageSelection("7,13") }
        let all = try studio.text("all/scenes.jsonl").split(separator: "\n")
        #expect(try studio.text("one/scenes.jsonl").split(separator: "\n") == [all[7], all[13]])
    }

    private func mistakes(_ balance: String) throws -> [String] {
        try studio.write(pipeline(balance, images: 10), to: "bad.yaml")
        do {
            _ = try Plan(path: studio.path("bad.yaml"))
            return []
        } catch let error as InvalidFile {
            return error.diagnostics.map { "\($0.position.line): \($0.problem.message)" }
        }
    }

    @Test func contradictionsAreMistakesAtTheirPlaces() throws {
        #expect(
            try mistakes("shares: {disc: 0.7, box: {small: 0.4}}") == [
                "10: the shares add up to 1.1, more than 1, which is all labels"
            ])
        #expect(
            try mistakes("shares: {disc: 1.5}") == [
                "10: 1.5 is out of range: expected a number from 0 to 1, a share of all labels, not pixels or per cent"
            ])
        #expect(
            try mistakes("numbers: {disk: 5, tram: 4}") == [
                "10: unknown category “disk”; did you mean “disc”?",
                "10: unknown category “tram”; known here: disc, box",
            ])
        #expect(
            try mistakes("numbers: {disc: 5}, shares: {disc: 0.5}") == [
                "10: “disc” has a number and a share: leave one of them out"
            ])
        #expect(
            try mistakes("edges: [20], numbers: {disc: {small: 5}}") == [
                "10: “disc” has 3 sizes, and 1 edge makes 2"
            ])
        #expect(try mistakes("edges: [20, 10], numbers: {disc: 5}") == ["10: “edges” rise from one to the next"])
        #expect(
            try mistakes("numbers: {disc: {smal: 5}}") == [
                "10: unknown key “smal” in the sizes of a category; did you mean “small”?"
            ])
        #expect(try mistakes("edges: [20]") == ["10: balance needs “numbers” or “shares”"])
    }

    private func report(_ balance: String, scene: String = "count: 2", size: String = "0.2") throws -> PipelineReport {
        try studio.write(
            pipeline(balance, images: 40, scene: scene, size: size)
                .replacing("  hider: {from: {cutouts: cutouts/disc.png}, distractor: true, size: 0.1}\n", with: ""),
            to: "odd.yaml")
        return try PipelineReport(path: studio.path("odd.yaml"))
    }

    @Test func whatCannotBeReachedIsToldWithNumbers() throws {
        var report = try report("numbers: {disc: 300, box: 100}")
        #expect(
            report.description.contains(
                "warning: “balance” lacks 400 labels, and the 40 images ask for only 80 labelled objects: each number gets 20 % of what it lacks; raise “scene.count”, or make 200 images"
            ))
        #expect(
            report.description.contains(
                "  balance: “disc”: 300 asked for, 0 in the photos, 60 to be added in 3 of 3 photos\n"))
        report = try self.report("numbers: {disc: 30, box: 10}")
        #expect(
            report.description.contains(
                "warning: “balance” leaves 40 of the 80 labelled objects that “count” asks for out, because every category has its number without them"
            ))
        // All objects are of one size, and that is not large.
        report = try self.report("numbers: {disc: {large: 40}}")
        #expect(
            report.description.contains(
                "warning: “balance” lacks 40 labels of large “disc”, and none can be added: in trial draws, 0 of 3 photos showed one; give such objects sizes, heights or distances that reach this size, use photos that show more ground, or ask for fewer"
            ))
    }

    /// One photo of three knows its ground, and there alone an object in metres can be small.
    @Test func aSizeGoesToThePhotosThatCanShowIt() throws {
        try studio.write("horizon: 0.4\ncamera_height: 1.5\nfov: 60\n", to: "photos/1.scene.yaml")
        let text = pipeline("edges: [12, 28], numbers: {disc: [40, 60, any], box: 50}", images: 240, scene: "count: 1")
            .replacing(
                "size: {log_uniform: [0.06, 0.5]}",
                with:
                    "size: 0.2, height: 0.6, place: {choice: [{ground: {distance: {log_uniform: [2, 20]}}}, anywhere]}")
        try studio.run(text: text, to: "out")
        let counts = try count("out")
        #expect(abs((counts["disc"]?[0] ?? 0) - 40) <= 2 && abs((counts["disc"]?[1] ?? 0) - 60) <= 3, "\(counts)")
        #expect(abs((counts["box"]?.reduce(0, +) ?? 0) - 50) <= 2, "\(counts)")
    }
}
