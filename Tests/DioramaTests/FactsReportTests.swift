import Findings
import Foundation
import Pictures
import Scenes
import Studios
import Testing

@testable import Diorama

/// Guesses at facts that are printed, written and drawn.
@Suite struct FactsReportTests {
    private func studio(_ facts: String? = nil) throws -> Studio {
        let studio = try Studio()
        try studio.photo("photos/a.png", width: 96, height: 64)
        if let facts { try studio.write(facts, to: "photos/a.scene.yaml") }
        return studio
    }

    private func report(_ studio: Studio, _ change: (inout FactsReport.Options) -> Void = { _ in }) throws
        -> FactsReport
    {
        var options = FactsReport.Options(photos: [studio.path("photos")])
        change(&options)
        return try FactsReport(options)
    }

    @Test func knownFactsAreToldWithTheGroundThatTheyShow() throws {
        let studio = try studio("horizon: 0.5\nfov: 60\ncamera_height: 1.5\n")
        let report = try report(studio)
        #expect(report.isSound)
        #expect(
            report.description.contains("# shows ground from 3.9 m to the horizon away, by a camera 1.5 m above it"))
        #expect(report.description.contains("# horizon: 0.5, as its facts say"))
        #expect(report.json.contains("\"nearest_ground_metres\": 3.8"))
    }

    @Test func whereEdgesTellNothingItIsNotSure() throws {
        let report = try report(try studio())
        #expect(report.description.contains("horizon by straight edges: not sure"))
        #expect(!report.description.contains("\nhorizon:"))
        #expect(report.findings.map(\.code.rawValue) == ["facts.not-sure"])
        #expect(report.isSound)
    }

    @Test func factsAreWrittenAndNoFileIsOverwrittenUnasked() throws {
        let studio = try studio()
        _ = try report(studio) { ($0.writes, $0.fieldOfView, $0.cameraHeight) = (true, 62, 1.75) }
        #expect(try studio.text("photos/a.scene.yaml") == "fov: 62\ncamera_height: 1.75\n")
        let error = #expect(throws: JobError.self) {
            try report(studio) { ($0.writes, $0.fieldOfView) = (true, 50) }
        }
        #expect("\(error.map { "\($0)" } ?? "")".contains("there are facts already; --overwrite"))
        try studio.write("fov: 62   # by the lens\ntags: [yard]\n", to: "photos/a.scene.yaml")
        _ = try report(studio) { ($0.writes, $0.overwrites, $0.cameraHeight) = (true, true, 2) }
        #expect(
            try studio.text("photos/a.scene.yaml") == "fov: 62   # by the lens\ncamera_height: 2\ntags: [yard]\n")
    }

    @Test func theOverlayIsDrawnWhereTheGroundIs() throws {
        let studio = try studio("horizon: 0.5\nfov: 60\ncamera_height: 1.5\n")
        _ = try report(studio) { $0.overlay = studio.path("grid.png") }
        var (before, after) = (Raster(), Raster())
        try PhotoFile.decode(studio.path("photos/a.png"), into: &before)
        try PhotoFile.decode(studio.path("grid.png"), into: &after)
        func changed(_ rows: Range<Int>) -> Int {
            rows.count { row in before.bytes[row * 384..<(row + 1) * 384] != after.bytes[row * 384..<(row + 1) * 384] }
        }
        #expect(after.width == 96 && changed(33..<64) > 25 && changed(0..<14) == 0)
        // No photo is ever the picture.
        #expect(throws: JobError.self) { try report(studio) { $0.overlay = studio.path("photos/a.png") } }
    }

    /// Posts that the user says are 2 m high, seen by a camera 2 m above the ground: each reaches up to the horizon.
    @Test func labelledThingsProposeTheCamerasHeightAndWriteNone() throws {
        let studio = try studio("horizon: 0.5\nfov: 60\n")
        let boxes = (0..<9).map {
            "{\"id\": \($0 + 1), \"image_id\": 1, \"category_id\": 1, \"bbox\": [\(5 + 9 * $0), 32, 4, \(18 + $0)], \"area\": 80, \"iscrowd\": 0}"
        }
        try studio.write(
            """
            {"images": [{"id": 1, "file_name": "a.png", "width": 96, "height": 64}],
             "categories": [{"id": 1, "name": "post"}], "annotations": [\(boxes.joined(separator: ", "))]}
            """, to: "photos/labels.json")
        let report = try report(studio) {
            ($0.labels, $0.heights, $0.writes, $0.overwrites) = (
                [studio.path("photos/labels.json")], ["post=2"], true, true
            )
        }
        #expect(
            report.description.contains(
                "# camera_height: 2   # a guess by 9 labelled things in 1 photo, half of which say 2 m to 2 m\n"))
        #expect(try studio.text("photos/a.scene.yaml") == "horizon: 0.5\nfov: 60\n")
    }

    @Test func wrongOptionsAreNamed() throws {
        let studio = try studio()
        for change: (inout FactsReport.Options) -> Void in [
            { $0.heights = ["person"] }, { $0.fieldOfView = 900 }, { $0.cameraHeight = -1 },
            { $0.overlay = "grid.gif" },
        ] {
            #expect(throws: JobError.self) { try report(studio, change) }
        }
    }
}
