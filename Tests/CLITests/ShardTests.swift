import Foundation
import Studios
import Testing

/// Parts of a run by several processes, and the dataset that is made of them.
@Suite struct ShardTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        try studio.photos(3)
        try studio.cutout("cutouts/disc.png", .disc)
        try studio.write(
            """
            diorama: 1
            seed: 4
            images: 30
            backgrounds: {photos: [photos]}
            objects: {disc: {from: {cutouts: cutouts/*.png}}}
            scene: {count: {integers: [1, 3]}}
            output:
              masks: {instances: png}
              annotations: [coco, yolo, csv]
              container: webdataset
              split: {train: 0.6, val: 0.4}

            """, to: "pipeline.yaml")
    }

    private func diorama(_ words: String...) throws -> Tool.Outcome { try Tool.Running(words, in: studio.path).wait() }

    private func shard(_ text: String, _ more: String...) throws -> Tool.Outcome {
        try Tool.Running(
            ["run", "pipeline.yaml", "--out", "out", "--shard", text, "--quiet"] + more, in: studio.path
        ).wait()
    }

    @Test func mergedTheyGiveTheBytesOfOneMachine() throws {
        #expect(try diorama("run", "pipeline.yaml", "--out", "whole", "--quiet").status == 0)
        let whole = try studio.files("whole")
        let first = try shard("1/2")
        #expect(first.status == 0)
        #expect(first.output.hasPrefix("Shard 1/2: 14 images finished in out (14 made now, "))

        let early = try diorama("merge", "out")
        #expect(early.status == 75)
        #expect(
            early.errors == "error: out: 16 of 30 images are missing, in 2 of 4 blocks: 0,2; start the shards again, "
                + "which make only what is missing, or make it here by the same “diorama run” with --resume\n")
        let status = try diorama("status", "out")
        #expect(status.output == "out: 14 of 30 images are finished, in 2 of 4 blocks\n  not begun: blocks 0,2\n")

        // Twice, and of another number of shards.
        #expect(try shard("1/2").output.contains("14 images finished in out (none made now)"))
        for text in ["0/3", "2/3", "1/3"] { #expect(try shard(text).status == 0) }
        #expect(try diorama("status", "out").output.contains("30 of 30 images are finished, in 4 of 4 blocks\n"))
        let merged = try diorama("merge", "out")
        #expect(merged.status == 0, "\(merged.errors)")
        #expect(merged.output.hasPrefix("30 images with "))
        #expect(try studio.files("out") == whole)
        #expect(try studio.names("out") == studio.names("whole"))

        #expect(try diorama("merge", "out").output == "Nothing was left to do: 30 images in out.\n")
        #expect(
            try shard("0/2").output == "Nothing was left to do for shard 0/2: the dataset in out is finished.\n")
        #expect(try diorama("status", "out").output == "out: finished, 30 images\n")
        #expect(try studio.files("out") == whole)
    }

    @Test func anOptionIsPartOfTheRunThatMergeFinishes() throws {
        let options = ["--seed", "9", "--only", "3-20", "--set", "scene.count=2"]
        let one = try Tool.Running(["run", "pipeline.yaml", "--out", "whole"] + options, in: studio.path).wait()
        #expect(one.status == 0)
        for text in ["0/2", "1/2"] {
            let arguments = ["run", "pipeline.yaml", "--out", "out", "--shard", text] + options
            #expect(try Tool.Running(arguments, in: studio.path).wait().status == 0)
        }
        let json = try diorama("merge", "out", "--format", "json")
        #expect(json.status == 0)
        #expect(json.output.contains("\"command\": \"merge\""))
        #expect(try studio.files("out") == studio.files("whole"))
    }

    @Test func anotherRunsShardIsRefused() throws {
        #expect(try shard("0/2").status == 0)
        let other = try shard("1/2", "--seed", "5")
        #expect(other.status == 2)
        #expect(
            other.errors
                == "error: cannot add to out/journal.jsonl: the seed was 4 and is 5; give all shards of a folder "
                + "the same pipeline and options, or give another folder\n")
        try studio.write(studio.text("pipeline.yaml").replacing("seed: 4", with: "seed: 5"), to: "other.yaml")
        let merge = try diorama("merge", "out", "--pipeline", "other.yaml")
        #expect(merge.status == 2)
        #expect(
            merge.errors
                == "error: cannot resume from out/journal.jsonl: the seed was 4 and is 5; merge with the pipeline and the "
                + "program that the shards had, or make them again in another folder\n")
        try studio.write("mine", to: "mine/notes.txt")
        let foreign = try diorama("run", "pipeline.yaml", "--out", "mine", "--shard", "0/2")
        #expect(foreign.status == 2)
        #expect(foreign.errors.contains("it is not empty (it holds notes.txt)"))
        #expect(try studio.names("mine") == ["notes.txt"])
    }

    @Test(arguments: ["9/8", "8/8", "0/0", "-1/2", "1", "a/b", "1/2/3"])
    func aShardThatCannotBeIsWrongUsage(text: String) throws {
        let outcome = try diorama("run", "pipeline.yaml", "--out", "out", "--shard=\(text)")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("expected K/N with K from 0 to N − 1"))
        #expect(!studio.exists("out"))
    }

    @Test func aFolderWithoutARunCannotBeMerged() throws {
        try studio.write("mine", to: "mine/notes.txt")
        for folder in ["mine", "none"] {
            for command in ["merge", "status"] {
                let outcome = try diorama(command, folder)
                #expect(outcome.status == 2)
                #expect(outcome.errors == "error: cannot read \(folder): there is no run of diorama in this folder\n")
            }
        }
    }

    @Test func killedAgainAndAgainTheyEndWithTheBytesOfOneMachine() throws {
        #expect(try diorama("run", "pipeline.yaml", "--out", "whole", "--quiet").status == 0)
        var kills = 0
        while kills < 12 {
            let run = try Tool.start(
                "run", "pipeline.yaml", "--out", "out", "--shard", "\(kills % 3)/3", "--quiet", in: studio)
            Thread.sleep(forTimeInterval: Double.random(in: 0.02...0.3))
            run.send(SIGKILL)
            _ = try run.wait()
            kills += 1
        }
        for text in ["0/3", "1/3", "2/3"] { #expect(try shard(text).status == 0) }
        for _ in 0..<4 {
            let merge = try Tool.start("merge", "out", in: studio)
            Thread.sleep(forTimeInterval: Double.random(in: 0.02...0.3))
            merge.send(SIGKILL)
            _ = try merge.wait()
        }
        #expect(try diorama("merge", "out").status == 0)
        #expect(try studio.files("out") == studio.files("whole"))
        #expect(try studio.names("out") == studio.names("whole"))
    }
}
