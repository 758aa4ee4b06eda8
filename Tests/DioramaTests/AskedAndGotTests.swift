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

    /// Parts that are chosen among, several sources, their crops and flips, the camera and the sun.
    @Test func whatIsDrawnForTheWholeImageComesOutAsAsked() throws {
        let studio = try Studio()
        try studio.photo("a/1.png", width: 96, height: 64)
        try studio.photo("b/1.png", width: 96, height: 64)
        try studio.cutout("cutouts/disc.png", .disc)
        // One of the photos knows its camera, so that only the other one's is drawn.
        try studio.write("camera_height: 2\nfov: 40\nsun: {azimuth: 20, elevation: 30}\n", to: "b/1.scene.yaml")
        let tallies = try tallies(
            """
            diorama: 1
            seed: 5
            backgrounds:
              - {name: road, photos: [a], weight: 3, flip: {chance: 0.3}}
              - {photos: [b], crop: {share: {uniform: [0.5, 1]}, aspect: {log_uniform: [0.8, 1.6]}}}
            objects:
              disc:
                from: {cutouts: cutouts/disc.png}
                size: 0.1
                place: {choice: [anywhere, {at: {x: {uniform: [0.3, 0.7]}, y: 0.5}}], weights: [1, 3]}
            scene:
              count: 1
              camera: {height: {uniform: [1, 2]}, fov: {uniform: [40, 70]}, horizon: {normal: [0.5, 0.05]}}
              light: {sun: {elevation: {uniform: [10, 60]}, azimuth: {uniform: [0, 360]}, share: {uniform: [0.2, 0.8]}}}
              overlap: {max: 1, visible: {min: 0}, truncated: {max: 1}}
            blend: {choice: [alpha, {feather: {radius: {uniform: [1, 3]}}}]}
            effects: [{choice: [{noise: {iso: {log_uniform: [100, 1600]}}}, {exposure: {stops: 0.3}}], weights: [1, 4]}]
            """, images: 1000, in: studio)
        #expect(
            tallies.keys.sorted() == [
                "backgrounds.2.crop.aspect", "backgrounds.2.crop.share", "backgrounds.2.weight",
                "backgrounds.road.flip.chance", "backgrounds.road.weight", "blend.alpha", "blend.feather",
                "blend.feather.radius", "effects.exposure.chance", "effects.noise.chance", "effects.noise.iso",
                "objects.disc.place.anywhere", "objects.disc.place.at", "objects.disc.place.at.x",
                "scene.camera.fov", "scene.camera.height", "scene.camera.horizon", "scene.count",
                "scene.light.sun.azimuth",
                "scene.light.sun.elevation", "scene.light.sun.share",
            ])
        for (key, tally) in tallies {
            #expect(tally.count >= 150 && !tally.differs, "\(key): \(tally.count), \(tally.distance)")
        }
        #expect(tallies["backgrounds.road.weight"]?.mean == 0.75)
        for (key, count) in [("camera.height", 750), ("camera.horizon", 1000), ("light.sun.azimuth", 750)] {
            #expect(tallies["scene.\(key)"]?.count == count, "\(key)")
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
