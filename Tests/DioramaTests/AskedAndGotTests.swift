import Datasets
import Findings
import Foundation
import JSON
import Pipelines
import Scenes
import Studios
import Testing

@testable import Diorama

/// What a pipeline asks for, against what comes out.
@Suite struct AskedAndGotTests {
    /// The numbers of a pipeline of the studio, with their values in its scenes; nothing is painted.
    private func tallies(_ text: String, images: Int, in studio: Studio) throws -> [String: AskedTally] {
        try studio.write(text, to: "asked.yaml")
        let plan = try Plan(path: studio.path("asked.yaml"), changes: ["images=\(images)"])
        var tallies = plan.pipeline.askedNumbers.map(AskedTally.init)
        let scenes = Array(0..<images).concurrentMap { index in
            Result {
                var unusable: [Int: Finding] = [:]
                return try plan.maker.scene(index, unusable: &unusable)?.scene
            }
        }
        for scene in scenes {
            guard let scene = try scene.get() else { continue }
            for place in tallies.indices {
                for value in scene.values(of: tallies[place].asked) { tallies[place].add(value) }
            }
        }
        return Dictionary(uniqueKeysWithValues: tallies.map { ($0.asked.key, $0) })
    }

    @Test func whatNoLimitCutsComesOutAsAsked() throws {
        let studio = try Studio.everyday()
        let tallies = try tallies(
            """
            diorama: 1
            seed: 5
            backgrounds: {photos: [photos]}
            objects:
              disc:
                from: {cutouts: cutouts/disc.png}
                size: {log_uniform: [0.1, 0.3]}
                pose: {roll: {normal: [0, 20]}, flip: {chance: 0.3}}
                place: {at: {x: {uniform: [0.3, 0.7]}, y: {choice: [0.4, 0.5, 0.6]}}}
              wedge: {from: {cutouts: cutouts/wedge.png}, size: 0.15}
            scene:
              count: {integers: [1, 3]}
              negatives: 0.2
              light: {gain: {log_uniform: [0.5, 2]}, kelvin: {normal: [6000, 500]}}
              overlap: {max: 1, visible: {min: 0}, truncated: {max: 1}}
            effects: [{noise: {iso: {log_uniform: [100, 1600]}, chance: 0.4}}]
            """, images: 1000, in: studio)
        #expect(
            tallies.keys.sorted() == [
                "effects.noise.chance", "effects.noise.iso", "objects.disc.place.at.x", "objects.disc.place.at.y",
                "objects.disc.pose.flip.chance", "objects.disc.pose.roll", "objects.disc.size", "objects.disc.weight",
                "objects.wedge.weight", "scene.count", "scene.light.gain", "scene.light.kelvin",
            ])
        for (key, tally) in tallies {
            #expect(tally.count >= 300 && !tally.differs, "\(key): \(tally.distance)")
        }
    }

    /// Posts of 3 m find no room near the camera, so those that are placed are farther away than asked.
    @Test func whatLimitsCutDiffersWithItsCauses() throws {
        let studio = try Studio()
        try studio.photo("photos/a.png", width: 96, height: 64)
        try studio.write("horizon: 0.5\n", to: "photos/a.scene.yaml")
        try studio.cutout("cutouts/post.png", .box, width: 20, height: 60)
        let summary = try studio.run(
            text: """
                diorama: 1
                seed: 4
                images: 120
                backgrounds: {photos: [photos]}
                objects: {post: {from: {cutouts: cutouts/post.png}, height: 3}}
                scene:
                  count: 1
                  camera: {height: 1.5, fov: 60}
                  place: {ground: {distance: {uniform: [2, 20]}}}
                  overlap: {truncated: {max: 0}}
                output: {images: {format: png}}
                """, to: "cut")
        let distance = try #require(
            summary.statistics?.asked.first { $0.asked.key == "scene.place.ground.distance" })
        #expect(distance.differs && distance.quantile(0.05) > 3)
        #expect(summary.description.contains("asked and got: 1 of 2 numbers that vary differs"), "\(summary)")
        #expect(summary.description.contains("places refused, most often since more of it would lie outside"))
        #expect(summary.findings.contains { $0.code == .differs && $0.subject == "scene.place.ground.distance" })
        let entries = try JSONTree(Array(studio.text("cut/stats.json").utf8))["asked_and_got"]?.elements
        let entry = try #require(entries?.first { $0["key"]?.text == "scene.place.ground.distance" })
        #expect(entry["got"]?["count"]?.integer == 120)
        #expect(try #require(entry["ks_distance"]?.number) > 0.1)
        #expect(entry["places_refused"]?.members?.isEmpty == false)
        #expect(entry["bars"]?["got"]?.numbers()?.reduce(0, +) == 120)
    }

    @Test func aResumedRunCountsTheSame() throws {
        let studio = try Studio.everyday()
        try studio.run(to: "whole")
        let job = try Job(Job.Options(pipeline: studio.path("pipeline.yaml"), output: studio.path("parts")))
        _ = try job.run { $0.finished < 4 }
        try studio.run(to: "parts") { $0.resumes = true }
        #expect(try studio.text("parts/stats.json") == studio.text("whole/stats.json"))
    }
}
