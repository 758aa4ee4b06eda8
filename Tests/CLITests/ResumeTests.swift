import Foundation
import Studios
import Testing

/// Runs that are cut off: no finished image is lost, and going on ends with the bytes of an undisturbed run.
@Suite struct ResumeTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        try studio.photos(3)
        try studio.cutout("cutouts/disc.png", .disc)
        try studio.cutout("cutouts/wedge.png", .triangle)
        try studio.write(
            """
            diorama: 1
            seed: 4
            images: 60
            backgrounds: {photos: [photos]}
            objects:
              disc: {from: {cutouts: cutouts/disc.png}}
              wedge: {from: {cutouts: cutouts/wedge.png}}
            scene: {count: {integers: [2, 4]}}
            output: {masks: {instances: png}, split: {train: 0.6, val: 0.4}}

            """, to: "pipeline.yaml")
    }

    private func start(_ folder: String, _ more: String...) throws -> Tool.Running {
        try Tool.Running(["run", "pipeline.yaml", "--out", folder, "--quiet"] + more, in: studio.path)
    }

    private var undisturbed: [String: Data] {
        get throws {
            let outcome = try start("whole").wait()
            try #require(outcome.status == 0, "\(outcome.errors)")
            return try studio.files("whole")
        }
    }

    /// How many images the journals of blocks hold.
    private func journalled(_ folder: String) -> Int {
        let blocks = (try? FileManager.default.contentsOfDirectory(atPath: studio.path("\(folder)/.blocks"))) ?? []
        return blocks.reduce(0) { count, block in
            // A block may get its name just now.
            let text = (try? studio.text("\(folder)/.blocks/\(block)/records.jsonl")) ?? ""
            return count + text.split(separator: "\n").count { $0.hasPrefix("{\"index\":") }
        }
    }

    /// The pictures below a folder, by their names in the dataset, wherever their block has them.
    private func pictures(_ folder: String) throws -> [(name: String, bytes: Data)] {
        try studio.files(folder).compactMap { path, bytes in
            let name =
                path.hasPrefix(".blocks/") ? path.split(separator: "/").dropFirst(2).joined(separator: "/") : path
            return name.hasPrefix("images/") || name.hasPrefix("masks/") ? (name, bytes) : nil
        }
    }

    @Test func killedAgainAndAgainItEndsWithTheSameBytes() throws {
        let whole = try undisturbed
        var delays = SystemRandomNumberGenerator()
        var kills = 0
        var done = 0
        while kills < 40 {
            let run = try start("cut", "--resume", "--jobs", "\(kills % 2 + 1)")
            // From before the first file to after several images, whatever the machine's speed.
            Thread.sleep(forTimeInterval: Double.random(in: 0.005...0.12, using: &delays))
            run.send(SIGKILL)
            let outcome = try run.wait()
            guard outcome.isKilled else {
                try #require(outcome.status == 0, "\(outcome.errors)")
                break
            }
            kills += 1
            // What was finished before the kill is still there.
            if studio.exists("cut/journal.jsonl") {
                let now = journalled("cut")
                #expect(now >= done)
                done = now
            }
        }
        #expect(kills > 1)
        let last = try start("cut", "--resume").wait()
        #expect(last.status == 0, "\(last.errors)")
        #expect(try studio.files("cut") == whole)
        #expect(try studio.names("cut") == studio.names("whole"))
    }

    @Test func killedWhileItRunsNoFileIsTorn() throws {
        let whole = try undisturbed
        let run = try start("cut")
        while journalled("cut") < 5, run.process.isRunning { Thread.sleep(forTimeInterval: 0.002) }
        run.send(SIGKILL)
        #expect(try run.wait().isKilled)
        // Each file that a record names is whole; the last ones, without a record, may be torn.
        let recorded = journalled("cut")
        let isWhole = try pictures("cut").map { $0.bytes == whole[$0.name] }
        #expect(isWhole.count { $0 } >= 2 * recorded)
        #expect(isWhole.count { !$0 } <= 2 * ProcessInfo.processInfo.activeProcessorCount)
        // A run that was cut off is no dataset yet, and is not written over by accident.
        let audit = try Tool.run("check", "cut", in: studio)
        #expect(audit.status == 1)
        #expect(
            audit.errors
                == "error: cannot check cut: its run has not ended, and no annotations are written; wait for it, or give the same "
                + "“diorama run” with --resume; “diorama merge” finishes what shards have made\n"
        )
        let again = try start("cut").wait()
        #expect(again.status == 2)
        #expect(
            again.errors
                == "error: cannot write a dataset to cut: it holds a run that was cut off; give --resume to go on with it, --overwrite to replace it, or choose another folder\n"
        )
        #expect(try start("cut", "--overwrite").wait().status == 0)
        #expect(try studio.files("cut") == whole)
    }

    @Test func killedAmongTheVariantsOfASceneItGoesOnToTheSameBytes() throws {
        let variants = ["--set", "images=12", "--set", "variants=[{name: a}, {name: b, effects: [noise]}, {name: c}]"]
        #expect(try start("whole", variants[0], variants[1], variants[2], variants[3]).wait().status == 0)
        for count in [1, 4, 17] {
            let run = try start("cut\(count)", variants[0], variants[1], variants[2], variants[3])
            while journalled("cut\(count)") < count, run.process.isRunning { Thread.sleep(forTimeInterval: 0.002) }
            run.send(SIGKILL)
            _ = try run.wait()
            let last = try start("cut\(count)", "--resume", variants[0], variants[1], variants[2], variants[3]).wait()
            #expect(last.status == 0, "\(last.errors)")
            #expect(try studio.files("cut\(count)") == studio.files("whole"))
        }
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func interruptedItFinishesTheImagesInHandAndCanGoOn(signal: Int32) throws {
        let whole = try undisturbed
        let run = try start("cut")
        while journalled("cut") < 3, run.process.isRunning { Thread.sleep(forTimeInterval: 0.002) }
        run.send(signal)
        let outcome = try run.wait()
        #expect(!outcome.isKilled)
        #expect(outcome.status == 130)
        let count = journalled("cut")
        #expect((3..<60).contains(count))
        #expect(
            outcome.output
                == "Stopped with \(count) images finished in cut. To go on, give the same command with --resume.\n")
        let pictures = try pictures("cut")
        #expect(pictures.allSatisfy { $0.bytes == whole[$0.name] })
        #expect(pictures.count { $0.name.hasPrefix("images/") } == count)
        #expect(pictures.count { $0.name.hasPrefix("masks/") } == count)

        let rest = try start("cut", "--resume").wait()
        #expect(rest.status == 0)
        #expect(rest.output.hasPrefix("60 images with "))
        #expect(try studio.files("cut") == whole)
    }

    @Test func aRunThatIsThereAlreadyIsNothingToDo() throws {
        let whole = try undisturbed
        let outcome = try start("whole", "--resume").wait()
        #expect(outcome.status == 0)
        #expect(outcome.output == "Nothing was left to do: 60 images in whole.\n")
        #expect(try studio.files("whole") == whole)
    }

    @Test func anotherRunIsNotGoneOnWith() throws {
        let run = try start("cut")
        while journalled("cut") < 2, run.process.isRunning { Thread.sleep(forTimeInterval: 0.002) }
        run.send(SIGKILL)
        _ = try run.wait()
        let before = try studio.files("cut")
        func words(_ difference: String) -> String {
            "error: cannot resume from cut/journal.jsonl: \(difference); give the same command as before, --overwrite to "
                + "begin anew, or another folder\n"
        }
        for (change, difference) in [
            (["--seed", "5"], "the seed was 4 and is 5"),
            (["--images", "61"], "the number of images was 60 and is 61"),
            (["--set", "scene.count=3"], "--set was not given and is scene.count=3"),
            (["--only", "1"], "--only was not given and is 1"),
            (["--max-pixels", "1000000"], "--max-pixels was not given and is 1000000"),
        ] {
            let other = try Tool.Running(
                ["run", "pipeline.yaml", "--out", "cut", "--resume"] + change, in: studio.path
            ).wait()
            #expect(other.status == 2)
            #expect(other.errors == words(difference))
        }
        try studio.write(studio.text("pipeline.yaml").replacing("[2, 4]", with: "[2, 5]"), to: "pipeline.yaml")
        let edited = try start("cut", "--resume").wait()
        #expect(edited.status == 2)
        #expect(
            edited.errors
                == words(
                    "line 8 of the pipeline was “scene: {count: {integers: [2, 4]}}” and is “scene: {count: {integers: "
                        + "[2, 5]}}”"))
        #expect(try studio.files("cut") == before)
    }
}
