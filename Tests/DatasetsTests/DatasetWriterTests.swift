import Findings
import Foundation
import Testing

@testable import Datasets

@Suite struct DatasetWriterTests {
    private func write(
        _ layout: DatasetLayout, order: [Int], images: Int = 5
    ) throws -> DatasetStatistics {
        let writer = try DatasetWriter(
            creating: layout, header: Fixture.header, run: Fixture.run(images: images), pipeline: Fixture.pipeline)
        for index in order { try writer.commit(index) }
        return try writer.finish()
    }

    @Test func aDatasetIsWrittenWhole() throws {
        let folder = try TemporaryFolder()
        try _ = write(DatasetLayout(root: folder.path), order: [0, 1, 2, 3, 4])
        #expect(
            try folder.files()
                == [
                    "annotations/instances.json", "checksums.jsonl", "images/000000.jpg", "images/000001.jpg",
                    "images/000002.jpg", "images/000003.jpg", "images/000004.jpg", "masks/000000.png",
                    "masks/000001.png",
                    "masks/000002.png", "masks/000003.png", "masks/000004.png", "pipeline.yaml", "run.json",
                    "scenes.jsonl", "stats.json",
                ])
        #expect(
            try folder.text("annotations/instances.json") == """
                {"info":{"description":"test","version":"1"},
                "licenses":[{"id":1,"name":"CC0-1.0"}],
                "categories":[{"id":1,"name":"cone","supercategory":"sign"},{"id":2,"name":"box"}],
                "images":[
                {"id":0,"file_name":"000000.jpg","width":200,"height":100,"instance_map":"masks/000000.png"},
                {"id":1,"file_name":"000001.jpg","width":200,"height":100,"instance_map":"masks/000001.png"},
                {"id":2,"file_name":"000002.jpg","width":200,"height":100,"instance_map":"masks/000002.png"},
                {"id":3,"file_name":"000003.jpg","width":200,"height":100,"instance_map":"masks/000003.png"},
                {"id":4,"file_name":"000004.jpg","width":200,"height":100,"instance_map":"masks/000004.png"}],
                "annotations":[
                {"id":1,"image_id":1,"category_id":1,"bbox":[0,0,50,50],"area":2500,"iscrowd":0},
                {"id":2,"image_id":2,"category_id":1,"bbox":[0,0,100,100],"area":10000,"iscrowd":0},
                {"id":3,"image_id":2,"category_id":2,"bbox":[0,0,10,10],"area":100,"iscrowd":0},
                {"id":4,"image_id":4,"category_id":1,"bbox":[0,0,50,50],"area":2500,"iscrowd":0}]}

                """)
        #expect(
            try folder.text("scenes.jsonl")
                == "{\"scene\":0}\n{\"scene\":1}\n{\"scene\":2}\n{\"scene\":3}\n{\"scene\":4}\n")
        #expect(try folder.text("images/000003.jpg") == "image 3")
        #expect(try folder.text("masks/000003.png") == "mask 3")
        #expect(try folder.text("pipeline.yaml") == "diorama: 1\n")
        #expect(
            try folder.text("run.json") == """
                {
                  "diorama": "0.1",
                  "seed": 7,
                  "images": 5,
                  "set": [],
                  "libraries": {
                    "libvips": "8.14.1"
                  },
                  "hashes": {}
                }

                """)
    }

    @Test func theOrderOfCommitsLeavesNoTrace() throws {
        let (straight, shuffled) = (try TemporaryFolder(), try TemporaryFolder())
        try _ = write(
            DatasetLayout(root: straight.path, splits: ["train", "val"]), order: Array(0..<20), images: 20)
        try _ = write(
            DatasetLayout(root: shuffled.path, splits: ["train", "val"]),
            order: [15, 3, 7, 10, 3, 6, 1, 4, 2, 5, 19, 8, 9, 0, 0, 12, 11, 13, 14, 16, 18, 17, 8, 15], images: 20)
        let files = try straight.files()
        #expect(try shuffled.files() == files)
        #expect(files.contains("annotations/instances_val.json"))
        #expect(files.contains("images/val/000001.jpg"))
        for file in files { #expect(try shuffled.text(file) == straight.text(file), "\(file)") }
    }

    @Test func threadsMayCommitAtOnce() async throws {
        let folder = try TemporaryFolder()
        let writer = try DatasetWriter(
            creating: DatasetLayout(root: folder.path), header: Fixture.header, run: Fixture.run(images: 200),
            pipeline: Fixture.pipeline)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    for index in stride(from: worker, to: 200, by: 4) { try writer.commit(index) }
                }
            }
            try await group.waitForAll()
        }
        #expect(try writer.finish().total.images == 200)
        let scenes = try folder.text("scenes.jsonl").split(separator: "\n")
        #expect(scenes == (0..<200).map { "{\"scene\":\($0)}" })
    }

    @Test func eachSplitHasItsOwnImagesAndIdsRunThroughAll() throws {
        let folder = try TemporaryFolder()
        let statistics = try write(
            DatasetLayout(root: folder.path, splits: ["train", "val"], hasMasks: false), order: [0, 1, 2, 3, 4])
        let train = try COCO.decode(Array(folder.text("annotations/instances_train.json").utf8)).document
        let val = try COCO.decode(Array(folder.text("annotations/instances_val.json").utf8)).document
        #expect(train.images.map(\.id) == [0, 2, 4])
        #expect(val.images.map(\.id) == [1, 3])
        #expect(train.annotations.map(\.id) == [2, 3, 4])
        #expect(val.annotations.map(\.id) == [1])
        #expect(train.images.allSatisfy { $0.instanceMap == nil })
        #expect(statistics.splits.map(\.count.images) == [3, 2])
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/masks"))
    }

    @Test func statisticsSayWhatWasAskedForAndWhatCameOut() throws {
        let folder = try TemporaryFolder()
        let layout = DatasetLayout(root: folder.path)
        let writer = try DatasetWriter(
            creating: layout, header: Fixture.header, run: Fixture.run(images: 3), pipeline: Fixture.pipeline)
        let broken = Finding(.warning, .init("photo.cut"), file: "a.jpg", "is cut off", remedy: "copy it again")
        for index in 0..<3 {
            var record = Fixture.record(index, layout: layout)
            if index > 0 { record.skipped = [broken] }
            try writer.commit(record, image: [], mask: [])
        }
        try writer.finish(skipped: [Finding(.warning, .init("photo.odd"), file: "b.txt", "not an image"), broken])
        #expect(
            try folder.text("stats.json") == """
                {
                  "images_asked": 3,
                  "images": 3,
                  "images_without_instances": 1,
                  "instances": 3,
                  "splits": [],
                  "categories": [
                    {
                      "id": 1,
                      "name": "cone",
                      "instances": 2,
                      "images": 2,
                      "sizes": {
                        "small": 0,
                        "medium": 1,
                        "large": 1
                      }
                    },
                    {
                      "id": 2,
                      "name": "box",
                      "instances": 1,
                      "images": 1,
                      "sizes": {
                        "small": 1,
                        "medium": 0,
                        "large": 0
                      }
                    }
                  ],
                  "sizes": {
                    "small": 1,
                    "medium": 1,
                    "large": 1
                  },
                  "objects": {
                    "asked": 9,
                    "placed": 3,
                    "left_out": {
                      "hidden": 6
                    }
                  },
                  "skipped": [
                    {
                      "file": "a.jpg",
                      "code": "photo.cut",
                      "reason": "is cut off; copy it again",
                      "times": 3
                    },
                    {
                      "file": "b.txt",
                      "code": "photo.odd",
                      "reason": "not an image",
                      "times": 1
                    }
                  ]
                }

                """)
    }

    @Test func aRunCutOffAnywhereEndsWithTheBytesOfAnUndisturbedOne() throws {
        let undisturbed = try TemporaryFolder()
        try _ = write(DatasetLayout(root: undisturbed.path), order: [0, 1, 2, 3, 4])
        func begin(in folder: TemporaryFolder) throws -> String {
            let writer = try DatasetWriter(
                creating: DatasetLayout(root: folder.path), header: Fixture.header, run: Fixture.run(images: 5),
                pipeline: Fixture.pipeline)
            try writer.commit(3)
            try writer.commit(0)
            return try folder.attempt + "/" + BlockFolder.records
        }
        let first = try TemporaryFolder()
        let whole = try first.text(begin(in: first))
        var (sawTornHeader, sawTornRecord) = (false, false)
        for length in stride(from: 0, through: whole.utf8.count, by: 7) {
            let cut = try TemporaryFolder()
            try cut.write(String(decoding: whole.utf8.prefix(length), as: UTF8.self), to: begin(in: cut))
            for name in ["images/.000004.jpg.x1.part", "masks/.000004.png.x2.part", ".scenes.jsonl.x3.part"] {
                try cut.write("torn", to: name)
            }
            let writer = try DatasetWriter(
                resuming: DatasetLayout(root: cut.path), header: Fixture.header, run: Fixture.run(images: 5),
                pipeline: Fixture.pipeline)
            let done = writer.done()
            if done == [] { sawTornHeader = true }
            if done == [3] { sawTornRecord = true }
            for index in 0..<5 where !done.contains(index) { try writer.commit(index) }
            try writer.finish()
            for file in try undisturbed.files() { #expect(try cut.text(file) == undisturbed.text(file), "\(file)") }
            #expect(try cut.files() == undisturbed.files())
        }
        #expect(sawTornHeader && sawTornRecord)
    }

    /// A kill may fall before the first line of the journal is whole.
    @Test(arguments: [nil, 0, 1, 30])
    func aRunCutOffAtItsVeryBeginningBeginsAnew(bytes: Int?) throws {
        let (undisturbed, cut) = (try TemporaryFolder(), try TemporaryFolder())
        let whole = try DatasetWriter(
            creating: DatasetLayout(root: undisturbed.path), header: Fixture.header, run: Fixture.run(images: 1),
            pipeline: Fixture.pipeline)
        if let bytes {
            try cut.write(String(try undisturbed.text("journal.jsonl").prefix(bytes)), to: "journal.jsonl")
        }
        try whole.commit(0)
        try whole.finish()
        let writer = try DatasetWriter(
            resuming: DatasetLayout(root: cut.path), header: Fixture.header, run: Fixture.run(images: 1),
            pipeline: Fixture.pipeline)
        #expect(writer.done() == [])
        try writer.commit(0)
        try writer.finish()
        for file in try undisturbed.files() { #expect(try cut.text(file) == undisturbed.text(file), "\(file)") }
    }

    @Test func aFinishedRunIsKnownAsTheSameOrAnother() throws {
        let folder = try TemporaryFolder()
        let layout = DatasetLayout(root: folder.path)
        let run = Fixture.run(images: 1)
        #expect(try !DatasetWriter.isFinished(layout, run: run, pipeline: Fixture.pipeline))
        let writer = try DatasetWriter(
            creating: layout, header: Fixture.header, run: run, pipeline: Fixture.pipeline)
        try writer.commit(0)
        #expect(try !DatasetWriter.isFinished(layout, run: run, pipeline: Fixture.pipeline))
        try writer.finish()
        #expect(try DatasetWriter.isFinished(layout, run: run, pipeline: Fixture.pipeline))
        for (run, pipeline, words) in [
            (Fixture.run(images: 2), Fixture.pipeline, "the number of images was 1 and is 2"),
            (run, Array("diorama: 2\n".utf8), "line 1 of the pipeline was “diorama: 1” and is “diorama: 2”"),
            (run, Array(Fixture.pipeline.dropLast()), "line 2 of the pipeline was “” and is the end"),
        ] {
            let error = #expect(throws: DatasetError.self) {
                try DatasetWriter.isFinished(layout, run: run, pipeline: pipeline)
            }
            #expect(
                error?.description == "cannot resume in \(folder.path): it holds another dataset, which is finished: "
                    + "\(words); give the same command as before, --overwrite to begin anew, or another folder")
        }
    }

    @Test(arguments: ["images/000001.jpg", "masks/000002.png", "scenes.jsonl", "annotations/instances.json"])
    func aFinishedRunWhoseFilesAreGoneIsNotTakenForWhole(name: String) throws {
        let folder = try TemporaryFolder()
        let layout = DatasetLayout(root: folder.path)
        try _ = write(layout, order: [0, 1, 2], images: 3)
        for isEmptied in [true, false] {
            if isEmptied {
                try folder.write("", to: name)
            } else {
                try FileManager.default.removeItem(atPath: folder.path + "/" + name)
            }
            let error = #expect(throws: DatasetError.self) {
                try DatasetWriter.isFinished(layout, run: Fixture.run(images: 3), pipeline: Fixture.pipeline)
            }
            #expect(error?.reason.contains("missing or empty (") == true)
        }
    }

    /// A power cut may leave a picture empty, short, or full of zeros, and any line behind the last that was synced.
    @Test func whatAPowerCutHasSpoiltIsMadeAgain() throws {
        let (undisturbed, cut) = (try TemporaryFolder(), try TemporaryFolder())
        try _ = write(DatasetLayout(root: undisturbed.path), order: [0, 1, 2, 3, 4, 5], images: 6)
        let layout = DatasetLayout(root: cut.path)
        do {
            let writer = try DatasetWriter(
                creating: layout, header: Fixture.header, run: Fixture.run(images: 6), pipeline: Fixture.pipeline)
            for index in 0..<2 { try writer.commit(index) }
            try writer.synchronize()
            for index in 2..<5 { try writer.commit(index) }
        }
        let attempt = try cut.attempt
        let records = attempt + "/" + BlockFolder.records
        #expect(try cut.text(records).contains("{\"synced\":"))
        try cut.write("", to: attempt + "/images/000000.jpg")
        try FileManager.default.removeItem(atPath: cut.path + "/" + attempt + "/masks/000001.png")
        try cut.write("\0\0\0\0\0\0\0", to: attempt + "/images/000002.jpg")
        // The last record's second half never reached the disk.
        let journal = try cut.text(records)
        let end = try #require(journal.range(of: "{\"index\":4,"))
        let zeros = String(repeating: "\0", count: 40)
        try cut.write(String(journal[..<end.upperBound]) + zeros + "\n" + "{\"index\":1,", to: records)
        let writer = try DatasetWriter(
            resuming: layout, header: Fixture.header, run: Fixture.run(images: 6), pipeline: Fixture.pipeline)
        #expect(writer.spoilt == [0, 1, 2])
        #expect(writer.done() == [3])
        for index in [0, 1, 2, 4] { try writer.commit(index) }
        #expect(writer.done() == [0, 1, 2, 3, 4])
        try writer.commit(5)
        try writer.finish()
        #expect(try cut.files() == undisturbed.files())
        for file in try undisturbed.files() { #expect(try cut.text(file) == undisturbed.text(file), "\(file)") }
    }

    @Test func filesThatChangedSinceARunBeganAreNamed() throws {
        let folder = try TemporaryFolder()
        func plan(_ files: [InputFile]) -> DatasetWriter.Plan {
            DatasetWriter.Plan(
                DatasetLayout(root: folder.path), header: Fixture.header, run: Fixture.run(images: 5),
                pipeline: Fixture.pipeline, inputs: RunInputs(files))
        }
        let (a, b) = (
            InputFile(name: "photos/a.jpg", bytes: 10, modified: "1.5"),
            InputFile(name: "photos/b.jpg", bytes: 20, modified: "2.5", checksum: "ab")
        )
        do { _ = try DatasetWriter(creating: plan([a, b])) }
        do { _ = try DatasetWriter(resuming: plan([b, a])) }
        var (longer, later, touched, other) = (a, a, b, b)
        longer.bytes = 11
        later.modified = "1.6"
        touched.modified = "9"
        other.checksum = "cd"
        do { _ = try DatasetWriter(resuming: plan([a, touched])) }
        for (files, words) in [
            ([longer, b], "photos/a.jpg has 11 bytes and had 10"), ([later, b], "photos/a.jpg was changed since"),
            ([a, other], "photos/b.jpg has another content"), ([a], "photos/b.jpg is no longer there"),
            ([a, b, InputFile(name: "photos/c.jpg", bytes: 1, modified: "3")], "photos/c.jpg is new"),
        ] {
            let error = #expect(throws: DatasetError.self) { try DatasetWriter(resuming: plan(files)) }
            #expect(
                error?.description
                    == "cannot resume in \(folder.path): the pipeline reads other files than when the run "
                    + "began: \(words); restore those files, give --overwrite to begin anew, or choose another folder"
            )
        }
    }

    @Test func aFolderWithoutARunCannotBeResumed() throws {
        let folder = try TemporaryFolder()
        try folder.write("mine", to: "notes.txt")
        let error = #expect(throws: DatasetError.self) {
            try DatasetWriter(
                resuming: DatasetLayout(root: folder.path), header: Fixture.header, run: Fixture.run(images: 5),
                pipeline: Fixture.pipeline)
        }
        #expect(error?.code == .occupied)
        #expect(
            error?.description
                == "cannot resume in \(folder.path): it holds notes.txt and no run of ours to go on with")
    }

    @Test func aRunCannotBeResumedWithAnotherPipeline() throws {
        let folder = try TemporaryFolder()
        let layout = DatasetLayout(root: folder.path)
        do {
            _ = try DatasetWriter(
                creating: layout, header: Fixture.header, run: Fixture.run(images: 5), pipeline: Fixture.pipeline)
        }
        let error = #expect(throws: DatasetError.self) {
            try DatasetWriter(
                resuming: layout, header: Fixture.header, run: Fixture.run(images: 5),
                pipeline: Fixture.pipeline + [10])
        }
        #expect(
            error?.reason == "line 3 of the pipeline was the end and is “”; give the same command as before, "
                + "--overwrite to begin anew, or another folder")
    }

    @Test func aRunCannotBeResumedAsAnotherOne() throws {
        let folder = try TemporaryFolder()
        let layout = DatasetLayout(root: folder.path)
        do {
            _ = try DatasetWriter(
                creating: layout, header: Fixture.header, run: Fixture.run(images: 5), pipeline: Fixture.pipeline)
        }
        let error = #expect(throws: DatasetError.self) {
            try DatasetWriter(
                resuming: layout, header: Fixture.header, run: Fixture.run(images: 6), pipeline: Fixture.pipeline)
        }
        #expect(
            error?.description == "cannot resume from \(folder.path)/journal.jsonl: "
                + "the number of images was 5 and is 6; give the same command as before, --overwrite to begin anew, or "
                + "another folder")
    }

    @Test func twoRunsCannotWriteTheSameDataset() throws {
        let folder = try TemporaryFolder()
        let layout = DatasetLayout(root: folder.path)
        let first = try DatasetWriter(
            creating: layout, header: Fixture.header, run: Fixture.run(images: 5), pipeline: Fixture.pipeline)
        let words = "another run or conversion is writing to it; wait for its end, or choose another folder"
        let (resumed, overwritten, created, converted) = (
            #expect(throws: DatasetError.self) {
                try DatasetWriter(
                    resuming: layout, header: Fixture.header, run: Fixture.run(images: 5), pipeline: Fixture.pipeline)
            },
            #expect(throws: DatasetError.self) {
                try DatasetWriter(
                    creating: layout, header: Fixture.header, run: Fixture.run(images: 5), pipeline: Fixture.pipeline,
                    overwrite: true)
            },
            #expect(throws: DatasetError.self) {
                try DatasetWriter(
                    creating: layout, header: Fixture.header, run: Fixture.run(images: 5), pipeline: Fixture.pipeline)
            }, #expect(throws: DatasetError.self) { try FolderLock(folder.path) }
        )
        for error in [resumed, overwritten, created, converted] {
            #expect(error?.code == .occupied)
            #expect(error?.reason == words)
        }
        for index in 0..<5 { try first.commit(index) }
        try first.finish()
    }

    @Test func aDatasetWithAMissingImageIsNotFinished() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: DatasetError.self) {
            try write(DatasetLayout(root: folder.path), order: [0, 1, 2, 4])
        }
        #expect(error?.description == "cannot finish \(folder.path): image 3 is missing")
        #expect(try !folder.files().contains("stats.json"))
    }

    @Test func whereFoldersHaveNoLocksAFileIsLocked() throws {
        let folder = try TemporaryFolder()
        var first: FolderLock? = try FolderLock(folder.path, locksFolders: false)
        #expect(try folder.files() == [".diorama-lock"])
        let error = #expect(throws: DatasetError.self) { try FolderLock(folder.path, locksFolders: false) }
        #expect(error?.path == folder.path)
        _ = consume first
        first = nil
        #expect(try folder.files() == [])
        do { _ = try FolderLock(folder.path, locksFolders: false) }
    }
}
