import Foundation
import Testing

@testable import Datasets

@Suite struct DatasetLayoutTests {
    /// A finished dataset of three images in the folder.
    private func makeDataset(in path: String, splits: [String] = []) throws {
        let writer = try DatasetWriter(
            creating: DatasetLayout(root: path, splits: splits), header: Fixture.header, run: Fixture.run(images: 3),
            pipeline: Fixture.pipeline)
        for index in 0..<3 { try writer.commit(index) }
        try writer.finish()
    }

    @Test(arguments: [(0, "000000"), (7, "000007"), (999_999, "999999"), (1_234_567, "1234567")])
    func imageNumbersHaveSixDigitsOrMore(index: Int, expected: String) {
        #expect(DatasetLayout.number(index) == expected)
    }

    @Test func everythingHasItsPlace() {
        let plain = DatasetLayout(root: "out/a")
        #expect(plain.imagePath(7, split: nil) == "out/a/images/000007.jpg")
        #expect(plain.maskPath(7) == "out/a/masks/000007.png")
        #expect(plain.annotationsPath(split: nil) == "out/a/annotations/instances.json")
        let split = DatasetLayout(root: "out/a", splits: ["train"], imageExtension: "png")
        #expect(split.imagePath(7, split: "train") == "out/a/images/train/000007.png")
        #expect(split.annotationsPath(split: "train") == "out/a/annotations/instances_train.json")
        #expect(split.image(7, width: 3, height: 4).fileName == "000007.png")
    }

    @Test func aNewFolderIsMadeWithThoseAboveIt() throws {
        let folder = try TemporaryFolder()
        let layout = DatasetLayout(root: folder.path + "/a/b/c", splits: ["train", "val"])
        try layout.claim(overwrite: false)
        try layout.makeFolders()
        let made = try FileManager.default.subpathsOfDirectory(atPath: folder.path + "/a/b/c").sorted()
        #expect(made == ["annotations", "images", "images/train", "images/val", "masks"])
    }

    @Test func aFolderThatHoldsADatasetIsRefusedUnlessOverwriting() throws {
        let folder = try TemporaryFolder()
        try makeDataset(in: folder.path)
        let before = try folder.files()
        let error = #expect(throws: DatasetError.self) { try makeDataset(in: folder.path) }
        #expect(error?.code == .occupied)
        #expect(
            error?.description == "cannot write a dataset to \(folder.path): "
                + "it holds a finished dataset; give --overwrite to replace it, or choose another folder")
        #expect(try folder.files() == before)
    }

    @Test(arguments: [false, true])
    func aFolderOfForeignFilesIsRefusedAlways(overwrite: Bool) throws {
        let folder = try TemporaryFolder()
        try folder.write("mine", to: "images/000001.jpg")
        let error = #expect(throws: DatasetError.self) {
            try DatasetLayout(root: folder.path).claim(overwrite: overwrite)
        }
        #expect(
            error?.reason
                == (overwrite
                    ? "it holds images and no dataset of ours, so nothing in it is overwritten"
                    : "it is not empty (it holds images); choose another folder"))
        #expect(try folder.text("images/000001.jpg") == "mine")
    }

    @Test func overwritingRemovesOurFilesAndNoOthers() throws {
        let folder = try TemporaryFolder()
        try makeDataset(in: folder.path, splits: ["train", "val"])
        let foreign = [
            "notes.txt", "images/holiday.jpg", "images/train/7.jpg", "images/train/00001.jpg", "images/000001.tar.gz",
            "annotations/captions.json", "masks/deeper/000001.png", "pipelines/000001.yaml", "images/a/b/000001.jpg",
        ]
        for name in foreign { try folder.write("mine", to: name) }
        try folder.write("torn", to: "images/train/.000009.jpg.x7.part")
        let elsewhere = try TemporaryFolder()
        try elsewhere.write("mine", to: "000001.jpg")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/images/link", withDestinationPath: elsewhere.path)
        try DatasetLayout(root: folder.path).claim(overwrite: true)
        #expect(try folder.files().filter { !$0.hasPrefix("images/link") } == foreign.sorted())
        #expect(try elsewhere.files() == ["000001.jpg"])
    }

    @Test func anUnfinishedDatasetIsKnownAsOne() throws {
        let folder = try TemporaryFolder()
        #expect(!DatasetLayout.isDataset(folder.path))
        try folder.write("{\"diorama_journal\":1,", to: "journal.jsonl")
        #expect(DatasetLayout.isDataset(folder.path))
        try DatasetLayout(root: folder.path).claim(overwrite: true)
        #expect(try folder.files() == [])
    }

    @Test func aFileInTheWayIsNamed() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "file")
        for path in ["file", "file/out"] {
            let error = #expect(throws: DatasetError.self) {
                try DatasetLayout(root: folder.path + "/" + path).claim(overwrite: false)
            }
            #expect(
                error?.description
                    == (path == "file"
                        ? "cannot make the folder \(folder.path)/file: a file of that name is in the way"
                        : "cannot make the folder \(folder.path)/file/out: Not a directory"))
        }
    }

    @Test func whatTheRecordDoesNotNameStaysAndIsReported() throws {
        let folder = try TemporaryFolder()
        try makeDataset(in: folder.path)
        let own = ["images/000003.jpg", "images/000001.png", "masks/000007.png", "annotations/instances_mine.json"]
        for name in own { try folder.write("mine", to: name) }
        let writer = try DatasetWriter(
            creating: DatasetLayout(root: folder.path), header: Fixture.header, run: Fixture.run(images: 2),
            pipeline: Fixture.pipeline, overwrite: true)
        #expect(writer.kept == own.sorted())
        for index in 0..<2 { try writer.commit(index) }
        try writer.finish()
        for name in own { #expect(try folder.text(name) == "mine") }
    }

    @Test func aForeignFileWhereTheNewDatasetWouldWriteIsRefusedBeforeAnythingGoes() throws {
        let folder = try TemporaryFolder()
        try makeDataset(in: folder.path)
        try folder.write("mine", to: "images/000003.jpg")
        let before = try folder.files()
        let error = #expect(throws: DatasetError.self) {
            try DatasetWriter(
                creating: DatasetLayout(root: folder.path), header: Fixture.header, run: Fixture.run(images: 4),
                pipeline: Fixture.pipeline, overwrite: true)
        }
        #expect(
            error?.reason == "images/000003.jpg does not belong to the dataset in it, and the new dataset would "
                + "overwrite it; move it away")
        #expect(try folder.files() == before)
    }

    /// Through it the pictures of another folder would be replaced.
    @Test func aLinkInPlaceOfAFolderIsRefused() throws {
        let (folder, elsewhere) = (try TemporaryFolder(), try TemporaryFolder())
        try makeDataset(in: folder.path)
        try elsewhere.write("mine", to: "000001.jpg")
        try FileManager.default.removeItem(atPath: folder.path + "/images")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/images", withDestinationPath: elsewhere.path)
        let error = #expect(throws: DatasetError.self) {
            try DatasetWriter(
                creating: DatasetLayout(root: folder.path), header: Fixture.header, run: Fixture.run(images: 3),
                pipeline: Fixture.pipeline, overwrite: true)
        }
        #expect(
            error?.reason
                == "images in it is a link to another place, where nothing is written; remove the link")
        #expect(try elsewhere.text("000001.jpg") == "mine")
    }

    /// A kill between any two removals: the same command with `--resume` ends with the new dataset.
    @Test func aReplacementThatWasCutOffIsGoneOnWith() throws {
        let undisturbed = try TemporaryFolder()
        try makeDataset(in: undisturbed.path)
        for removed in 0...9 {
            let folder = try TemporaryFolder()
            try makeDataset(in: folder.path, splits: ["train", "val"])
            let layout = DatasetLayout(root: folder.path)
            do {
                _ = try DatasetWriter(
                    creating: layout, header: Fixture.header, run: Fixture.run(images: 3), pipeline: Fixture.pipeline,
                    overwrite: true)
            }
            // As it was before the first file went: of the new run there is the journal alone.
            let journal = try folder.text("journal.jsonl").replacing("{\"removed\":true}\n", with: "")
            try FileManager.default.removeItem(atPath: folder.path)
            try makeDataset(in: folder.path, splits: ["train", "val"])
            try folder.write(journal, to: "journal.jsonl")
            for name in try folder.files().filter({ $0 != "journal.jsonl" }).prefix(removed) {
                try FileManager.default.removeItem(atPath: folder.path + "/" + name)
            }
            #expect(layout.unfinished == .replacing)
            let writer = try DatasetWriter(
                resuming: layout, header: Fixture.header, run: Fixture.run(images: 3), pipeline: Fixture.pipeline)
            #expect(writer.done() == [])
            for index in 0..<3 { try writer.commit(index) }
            try writer.finish()
            #expect(try folder.files() == undisturbed.files())
        }
    }
}
