import Findings
import Foundation
import Testing

@testable import Datasets

/// Several writers of one dataset, as several machines have them.
@Suite struct SharedRunTests {
    /// Three blocks: of 8, 8 and 4 images.
    private let images = 20

    private func plan(_ folder: TemporaryFolder, images: Int? = nil, seed: UInt64 = 7) -> DatasetWriter.Plan {
        var run = Fixture.run(images: images ?? self.images)
        run.seed = seed
        return DatasetWriter.Plan(
            DatasetLayout(root: folder.path, splits: ["train", "val"]), header: Fixture.header, run: run,
            pipeline: Fixture.pipeline)
    }

    private func undisturbed() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let writer = try DatasetWriter(creating: plan(folder))
        for index in 0..<images { try writer.commit(index) }
        try writer.finish()
        return folder
    }

    private func expectSame(_ folder: TemporaryFolder, _ whole: TemporaryFolder) throws {
        #expect(try folder.files() == whole.files())
        for file in try whole.files() { #expect(try folder.text(file) == whole.text(file), "\(file)") }
    }

    private func make(_ isOwn: @escaping (Int) -> Bool, in folder: TemporaryFolder) throws {
        let writer = try DatasetWriter(joining: plan(folder), isOwn: isOwn)
        for index in writer.missing(isOwn) { try writer.commit(index) }
        try writer.synchronize()
    }

    @Test func shardsOfAnyNumberGiveTheBytesOfOneRun() throws {
        let whole = try undisturbed()
        let folder = try TemporaryFolder()
        try make({ $0 % 2 == 1 }, in: folder)
        #expect(try folder.files().allSatisfy { $0 == "journal.jsonl" || $0.hasPrefix(".blocks/000001/") })
        // Repeated, and of another number of shards.
        try make({ $0 % 2 == 1 }, in: folder)
        try make({ $0 % 3 == 2 }, in: folder)
        try make({ _ in true }, in: folder)
        let writer = try DatasetWriter(resuming: plan(folder))
        #expect(writer.missing() == [])
        try writer.finish()
        try expectSame(folder, whole)
    }

    @Test func whatShardsHaveLeftOutOneMachineMakes() throws {
        let whole = try undisturbed()
        let folder = try TemporaryFolder()
        try make({ $0 == 1 }, in: folder)
        let writer = try DatasetWriter(resuming: plan(folder))
        #expect(writer.missing() == Array(0..<8) + Array(16..<20))
        for index in writer.missing() { try writer.commit(index) }
        try writer.finish()
        try expectSame(folder, whole)
    }

    @Test func theFirstToFinishABlockWinsAndTheOtherFindsItDone() throws {
        let whole = try undisturbed()
        let folder = try TemporaryFolder()
        let first = try DatasetWriter(joining: plan(folder), isOwn: { _ in true })
        let second = try DatasetWriter(joining: plan(folder), isOwn: { _ in true })
        for index in 0..<8 {
            try first.commit(index)
            if index < 6 { try second.commit(index) }
        }
        try first.synchronize()
        #expect(second.missing().first == 6)
        // It has not looked at this block yet.
        #expect(!second.needs(6))
        try second.commit(6)
        try second.commit(7)
        try second.synchronize()
        #expect(second.missing() == Array(8..<20))
        #expect(try BlockFolder(first.layout).contents().attempts.isEmpty)
        for index in 8..<20 {
            try second.commit(index)
            try first.commit(index)
        }
        try second.synchronize()
        try first.synchronize()
        #expect(try BlockFolder(first.layout).contents().committed == [0, 1, 2])
        #expect(try BlockFolder(first.layout).contents().attempts.isEmpty)
        try DatasetWriter(resuming: plan(folder)).finish()
        try expectSame(folder, whole)
    }

    @Test func aShardGoesOnWithItsOwnAttemptButNotWithOneThatIsAlive() throws {
        let folder = try TemporaryFolder()
        var first: DatasetWriter? = try DatasetWriter(joining: plan(folder), isOwn: { _ in true })
        for index in 0..<3 { try first?.commit(index) }
        let beside = try DatasetWriter(joining: plan(folder), isOwn: { _ in true })
        #expect(beside.missing() == Array(0..<20))
        first = nil
        let later = try DatasetWriter(joining: plan(folder), isOwn: { _ in true })
        #expect(later.missing() == Array(3..<20))
    }

    /// The dataset is finished, and its folder of blocks gone, while a shard that nobody waits for is still at work.
    @Test func aShardThatComesTooLateLeavesNothingBehind() throws {
        let whole = try undisturbed()
        let folder = try TemporaryFolder()
        let late = try DatasetWriter(joining: plan(folder), isOwn: { _ in true })
        for index in 0..<3 { try late.commit(index) }
        try make({ _ in true }, in: folder)
        try DatasetWriter(resuming: plan(folder)).finish()
        for index in 3..<20 { try late.commit(index) }
        try late.synchronize()
        #expect(late.missing() == [])
        try expectSame(folder, whole)
    }

    @Test func shardsOfAnotherRunAreRefused() throws {
        let folder = try TemporaryFolder()
        try make({ $0 == 0 }, in: folder)
        let before = try folder.files()
        for (other, words) in [
            (plan(folder, seed: 8), "the seed was 7 and is 8"),
            (plan(folder, images: 21), "the number of images was 20 and is 21"),
        ] {
            let error = #expect(throws: DatasetError.self) { try DatasetWriter(joining: other, isOwn: { _ in true }) }
            #expect(error?.code == .occupied)
            #expect(
                error?.description
                    == "cannot add to \(folder.path)/journal.jsonl: \(words); give all shards of a folder "
                    + "the same pipeline and options, or give another folder")
        }
        #expect(try folder.files() == before)
    }

    /// A block that has lost its records is made again, and not given up.
    @Test(arguments: ["", "{\"diorama_bl", "gone", "middle"])
    func aBlockWithDamagedRecordsIsMadeAgain(kind: String) throws {
        let whole = try undisturbed()
        let folder = try TemporaryFolder()
        try make({ _ in true }, in: folder)
        let records = ".blocks/000001/records.jsonl"
        switch kind {
        case "gone": try FileManager.default.removeItem(atPath: "\(folder.path)/\(records)")
        case "middle":
            var lines = try folder.text(records).split(separator: "\n", omittingEmptySubsequences: false).map(
                String.init)
            lines[2] = "torn"
            try folder.write(lines.joined(separator: "\n"), to: records)
        default: try folder.write(kind, to: records)
        }
        do {
            let merge = try DatasetWriter(resuming: plan(folder))
            #expect(merge.missing() == Array(8..<16))
        }
        try make({ _ in true }, in: folder)
        try DatasetWriter(resuming: plan(folder)).finish()
        try expectSame(folder, whole)
    }

    @Test(arguments: [RunRole.whole, .shard, .merge])
    func whatHelpsAgainstAnotherRunDependsOnTheProcess(role: RunRole) throws {
        let folder = try TemporaryFolder()
        try make({ $0 == 0 }, in: folder)
        var other = plan(folder, seed: 8)
        other.role = role
        let error = #expect(throws: DatasetError.self) {
            if role == .shard {
                _ = try DatasetWriter(joining: other, isOwn: { _ in true })
            } else {
                _ = try DatasetWriter(resuming: other)
            }
        }
        #expect(error?.reason == "the seed was 7 and is 8; \(role.remedyForOtherRun)")
        // Neither a shard nor a merge takes this option.
        #expect((role == .whole) == error?.reason.contains("--overwrite"))
    }

    @Test func progressOfADamagedJournalIsAnErrorThatNamesIt() throws {
        let folder = try TemporaryFolder()
        try make({ $0 == 0 }, in: folder)
        try folder.write(String(folder.text("journal.jsonl").prefix(100)), to: "journal.jsonl")
        for read in [{ _ = try DatasetProgress(of: $0) }, { _ = try DatasetProgress.command(of: $0) }]
            as [(String) throws -> Void]
        {
            let error = #expect(throws: DatasetError.self) { try read(folder.path) }
            #expect(
                error?.description
                    == "cannot read \(folder.path)/journal.jsonl: it is of another version of diorama, or damaged")
        }
    }

    @Test func aBlockOfAnotherRunIsRefused() throws {
        let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
        try make({ $0 == 0 }, in: folder)
        do {
            let writer = try DatasetWriter(joining: plan(other, seed: 8), isOwn: { _ in true })
            for index in writer.missing() { try writer.commit(index) }
            try writer.synchronize()
        }
        try FileManager.default.copyItem(
            atPath: other.path + "/.blocks/000001", toPath: folder.path + "/.blocks/000001")
        let error = #expect(throws: DatasetError.self) { try DatasetWriter(resuming: plan(folder)) }
        #expect(error?.path == folder.path + "/.blocks/000001/records.jsonl")
        #expect(error?.reason.hasPrefix("it is of another run") == true)
    }

    @Test(arguments: ["images/train/000008.jpg", "masks/000009.png", "records.jsonl"])
    func aTornBlockIsMadeAgain(name: String) throws {
        let whole = try undisturbed()
        let folder = try TemporaryFolder()
        try make({ _ in true }, in: folder)
        let torn = ".blocks/000001/" + name
        // The last line of the records is none.
        try folder.write(String(folder.text(torn).dropLast(name == "records.jsonl" ? 40 : 3)), to: torn)
        do {
            let writer = try DatasetWriter(resuming: plan(folder))
            #expect(writer.missing().count == 1)
        }
        // It is no longer taken for whole by anyone.
        #expect(try BlockFolder(DatasetLayout(root: folder.path)).contents().committed == [0, 2])
        try make({ $0 == 1 }, in: folder)
        try DatasetWriter(resuming: plan(folder)).finish()
        try expectSame(folder, whole)
    }

    /// A kill at any moment of the last part: between two moves of pictures, or between two removals.
    @Test func finishingGoesOnWhereItWasCutOff() throws {
        let whole = try undisturbed()
        let folder = try TemporaryFolder()
        try make({ _ in true }, in: folder)
        struct Cut: Error {}
        for _ in 0..<2 {
            #expect(throws: Cut.self) { try DatasetWriter(resuming: plan(folder)).finish(rest: { throw Cut() }) }
            #expect(try folder.files().contains("images/train/000000.jpg"))
            #expect(try folder.files().contains("journal.jsonl"))
        }
        try DatasetWriter(resuming: plan(folder)).finish()
        try expectSame(folder, whole)

        // As it is when only some of the blocks are removed.
        try folder.write("{\"diorama_journal\":1}\n{\"finished\":true}\n", to: "journal.jsonl")
        try folder.write("{}", to: ".blocks/000002/records.jsonl")
        #expect(try DatasetProgress.command(of: folder.path) == nil)
        try expectSame(folder, whole)
    }

    @Test func theProgressIsReadFromTheFilesAlone() throws {
        let folder = try TemporaryFolder()
        #expect(throws: DatasetError.self) { try DatasetProgress(of: folder.path) }
        try make({ $0 == 2 }, in: folder)
        let writer = try DatasetWriter(joining: plan(folder), isOwn: { _ in true })
        for index in 0..<3 { try writer.commit(index) }
        let before = try folder.files()
        let progress = try DatasetProgress(of: folder.path)
        #expect(
            (progress.images, progress.finishedImages) == (20, 4)
                && (progress.blocks, progress.finishedBlocks) == (3, 1))
        #expect(progress.begun.map(\.block) == [0] && progress.begun.map(\.images) == [3])
        #expect(progress.begun.map(\.of) == [8] && progress.untouched == [1] && !progress.isFinished)
        #expect(try folder.files() == before)
        for index in 3..<20 { try writer.commit(index) }
        try writer.synchronize()
        try DatasetWriter(resuming: plan(folder)).finish()
        #expect(try DatasetProgress(of: folder.path).isFinished)
    }
}
