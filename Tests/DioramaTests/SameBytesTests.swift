import Cards
import Foundation
import Pipelines
import Scenes
import Studios
import Testing

@testable import Diorama

/// Image i depends on (pipeline, seed, i) alone.
@Suite struct SameBytesTests {
    let studio: Studio

    init() throws {
        studio = try .everyday()
    }

    @Test func workersAndSecondRunsChangeNoByte() throws {
        for (workers, folder) in [(1, "one"), (2, "two"), (2, "again"), (5, "five")] {
            try studio.run(to: folder) { $0.workers = workers }
        }
        let one = try studio.files("one")
        #expect(one.keys.filter { $0.hasPrefix("images/") }.count == 10)
        #expect(one.keys.filter { $0.hasPrefix("masks/") }.count == 10)
        #expect(
            Set(one.keys).isSuperset(of: [
                "annotations/instances.json", "scenes.jsonl", "pipeline.yaml", "run.json", "stats.json",
            ]))
        #expect(one.count == 26)
        for other in ["two", "again", "five"] { #expect(try studio.files(other) == one, "\(other)") }
    }

    @Test func blendsGiveTheSameBytesWithAnyNumberOfWorkers() throws {
        let blends =
            "blend={choice: [box, {motion: {angle: {uniform: [-90, 90]}}}, poisson, {poisson: mixed}, pyramid]}"
        for (workers, folder) in [(1, "one"), (2, "two"), (5, "five")] {
            try studio.run(to: folder, changes: [blends]) { $0.workers = workers }
        }
        let one = try studio.files("one")
        try studio.run(to: "plain")
        #expect(try studio.files("plain")["images/000000.png"] != one["images/000000.png"])
        for other in ["two", "five"] { #expect(try studio.files(other) == one, "\(other)") }
    }

    @Test func anotherSeedGivesOtherImages() throws {
        try studio.run(to: "a")
        try studio.run(to: "b", changes: ["seed=12"])
        let (a, b) = (try studio.files("a"), try studio.files("b"))
        for index in 0..<10 {
            let name = "images/00000\(index).png"
            #expect(a[name] != b[name], "\(name)")
        }
        #expect(a["annotations/instances.json"] != b["annotations/instances.json"])
    }

    @Test(arguments: ["7", "3,5-6", "9,0"])
    func someImagesAreThoseOfTheWholeRun(only: String) throws {
        try studio.run(to: "all")
        try studio.run(to: "some") { $0.only = ImageSelection(only) }
        let chosen = try #require(ImageSelection(only)).indices(below: 10)
        let (all, some) = (try studio.files("all"), try studio.files("some"))

        let pictures = some.keys.filter { $0.hasPrefix("images/") || $0.hasPrefix("masks/") }
        #expect(pictures.count == 2 * chosen.count)
        for name in pictures { #expect(some[name] == all[name], "\(name)") }
        #expect(try studio.scenes("some") == studio.scenes("all").filter { chosen.contains($0.index) })

        let (whole, part) = (try labels("all"), try labels("some"))
        #expect(part.count == whole.filter { chosen.contains($0.image) }.count)
        #expect(part == whole.filter { chosen.contains($0.image) })
    }

    private struct Label: Equatable {
        var image: Int
        var json: NSDictionary
    }

    /// The annotations as they stand in the file, without their ids, which number the whole file.
    private func labels(_ folder: String) throws -> [Label] {
        let file = try #require(
            JSONSerialization.jsonObject(with: Data(studio.text(folder + "/annotations/instances.json").utf8))
                as? [String: Any])
        return try #require(file["annotations"] as? [[String: Any]]).map { annotation in
            var rest = annotation
            rest["id"] = nil
            return Label(image: try #require(annotation["image_id"] as? Int), json: rest as NSDictionary)
        }
    }

    @Test func effectsMoveNoObject() throws {
        try studio.run(to: "plain")
        try studio.run(to: "noisy", changes: ["effects=[{noise: {iso: {log_uniform: [400, 6400]}}}]"])
        let (plain, noisy) = (try studio.scenes("plain"), try studio.scenes("noisy"))
        #expect(plain.map(\.objects) == noisy.map(\.objects))
        #expect(noisy.allSatisfy { $0.effects.map(\.name) == ["noise"] })
        #expect(
            try studio.dataset("plain").file.annotations.map(\.segmentation.counts)
                == studio.dataset("noisy").file.annotations.map(\.segmentation.counts))
        let (a, b) = (try studio.files("plain"), try studio.files("noisy"))
        #expect(a["masks/000003.png"] == b["masks/000003.png"])
        #expect(a["images/000003.png"] != b["images/000003.png"])
    }

    @Test func anEffectChangesNoNumberOfOthers() throws {
        let rules = ["noise: {iso: {log_uniform: [400, 6400]}, chance: 0.7}", "exposure: {stops: {uniform: [-1, 1]}}"]
        try studio.run(to: "two", changes: ["effects=[{\(rules[0])}, {\(rules[1])}]"])
        try studio.run(
            to: "more",
            changes: [
                "effects=[{choice: [vignette, defocus]}, {\(rules[1])}, {contrast: {factor: 1.2}}, {\(rules[0])}]"
            ])
        func effects(_ folder: String) throws -> [[DrawnPart]] {
            try studio.scenes(folder).map { scene in
                scene.effects.filter { ["noise", "exposure"].contains($0.name) }.sorted { $0.name < $1.name }
            }
        }
        #expect(try effects("two") == effects("more"))
    }

    /// Two of a kind, and two choices, draw numbers of their own.
    @Test func effectsOfOneKindAreDrawnApart() throws {
        let noise = "noise: {iso: {log_uniform: [400, 6400]}}"
        try studio.run(
            to: "out", changes: ["effects=[{\(noise)}, {\(noise)}, {choice: [{\(noise)}, vignette]}]", "images=6"])
        for scene in try studio.scenes("out") {
            let noises = scene.effects.filter { $0.name == "noise" }
            #expect(noises.count >= 2 && Set(noises).count == noises.count)
        }
    }

    /// What another draw changes is its own: where things stand stays the same.
    @Test(arguments: [
        "scene.light.gain={uniform: [0.5, 2]}", "scene.light.kelvin={normal: [6000, 500]}",
        "scene.light.sun={elevation: {uniform: [10, 80]}}", "blend=feather", "blend={choice: [feather, alpha, alpha]}",
        "output.images.quality=70",
    ])
    func anotherDistributionMovesNoObject(change: String) throws {
        try studio.run(to: "plain")
        try studio.run(to: "changed", changes: [change])
        let (plain, changed) = (try studio.scenes("plain"), try studio.scenes("changed"))
        #expect(plain.map { $0.objects.map(\.place) } == changed.map { $0.objects.map(\.place) })
        #expect(plain.map(\.photo) == changed.map(\.photo))
    }

    @Test func theRunRemembersTheSettingsThatMadeIt() throws {
        try studio.run(to: "changed", changes: ["images=4", "objects.disc.weight=2"])
        #expect(try studio.names("changed/images").count == 4)
        // What is stored runs as it stands, to the same scenes.
        try studio.write(studio.text("changed/pipeline.yaml"), to: "stored.yaml")
        try studio.run("stored.yaml", to: "again")
        let (first, second) = (try studio.files("changed"), try studio.files("again"))
        #expect(first.keys.sorted() == second.keys.sorted())
        for name in first.keys where name != "run.json" { #expect(first[name] == second[name], "\(name)") }
    }

    // MARK: - Photos

    private func photos(_ changes: String...) throws -> [String] {
        let folder = "photos-\(UUID().uuidString)"
        try studio.run(to: folder, changes: changes + ["objects={}", "images=9"])
        return try studio.scenes(folder).map { String($0.photo.file.split(separator: "/").last ?? "") }
    }

    @Test func photosComeInTheOrderThatIsAskedFor() throws {
        #expect(
            try photos("backgrounds.order=sequential")
                == ["0.jpg", "1.jpg", "2.jpg", "0.jpg", "1.jpg", "2.jpg", "0.jpg", "1.jpg", "2.jpg"])
        #expect(
            try photos("backgrounds.order=sequential", "backgrounds.repeat=4")
                == ["0.jpg", "0.jpg", "0.jpg", "0.jpg", "1.jpg", "1.jpg", "1.jpg", "1.jpg", "2.jpg"])
        let shuffled = try photos("backgrounds.order=shuffle")
        for round in 0..<3 {
            #expect(Set(shuffled[3 * round..<3 * round + 3]) == ["0.jpg", "1.jpg", "2.jpg"])
        }
        let random = try photos("backgrounds.order=random")
        #expect(Set(random).isSubset(of: ["0.jpg", "1.jpg", "2.jpg"]))
        #expect(random != shuffled)
    }

    @Test func aPhotoUsedAgainIsTheSameFromTheCacheAndFromTheFile() throws {
        try studio.run(to: "cached", changes: ["backgrounds.repeat=5"]) { $0.workers = 2 }
        // Alone, an image finds nothing in the cache.
        for index in [0, 4, 9] {
            try studio.run(to: "alone\(index)", changes: ["backgrounds.repeat=5"]) {
                $0.only = ImageSelection("\(index)")
            }
            let name = "images/00000\(index).png"
            #expect(try studio.files("alone\(index)")[name] == studio.files("cached")[name])
        }
    }
}
