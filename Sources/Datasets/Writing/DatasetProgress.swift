import Foundation
import JSON

/// The progress of a dataset by the files of its folder alone. Nothing is locked or changed, and the pictures are not
/// looked at: it takes milliseconds, however many images there are.
package struct DatasetProgress: Sendable {
    /// An attempt at a block.
    package struct Begun: Sendable {
        package var block: Int
        /// The number of images that it has.
        package var images: Int
        /// The number of images that the block will have.
        package var of: Int
        package var secondsSinceChange: Double
    }

    /// The number of images of the finished dataset.
    package let images: Int
    package private(set) var blocks = 0
    package private(set) var finishedImages: Int
    package private(set) var finishedBlocks = 0
    /// The attempts at blocks that nobody has finished, by block.
    package private(set) var begun: [Begun] = []
    /// The blocks of which there is nothing, rising.
    package private(set) var untouched: [Int] = []
    package let isFinished: Bool
    /// The speed of all processes together, by the times of the latest blocks; nil where none has been finished lately.
    package private(set) var imagesPerSecond: Double?

    package init(of root: String) throws {
        let layout = DatasetLayout(root: root)
        guard let header = try Self.header(of: layout) else {
            guard layout.isFinished,
                let run = try? JSONTree(OpenFile.bytes(of: layout.path(DatasetLayout.run), action: "cannot read")),
                let count = Self.numbers(of: run)?.count
            else {
                let isDamaged = layout.isFinished && Folder.kind(of: layout.path(DatasetLayout.run)) == .file
                throw DatasetError(
                    code: .occupied, action: "cannot read", path: root,
                    reason: isDamaged
                        ? "its \(DatasetLayout.run) is damaged, or not that of a run"
                        : "there is no run of diorama in this folder")
            }
            (images, finishedImages, isFinished) = (count, count, true)
            return
        }
        guard let run = header["run"], let numbers = Self.numbers(of: run), let size = header["block"]?.integer,
            size > 0
        else {
            throw Self.damaged(layout)
        }
        let plan = BlockPlan(numbers, size: size)
        (images, blocks, isFinished, finishedImages) = (numbers.count, plan.count, false, 0)
        let folder = BlockFolder(layout)
        let (committed, attempts) = try folder.contents()
        for block in committed where block < plan.count {
            finishedBlocks += 1
            finishedImages += plan.images(of: block).count
        }
        var best: [Int: Begun] = [:]
        for attempt in attempts where attempt.block < plan.count && !committed.contains(attempt.block) {
            let records = "\(attempt.path)/\(BlockFolder.records)"
            let found = Begun(
                block: attempt.block, images: (try? Journal.countRecords(in: records)) ?? 0,
                of: plan.images(of: attempt.block).count,
                secondsSinceChange: Self.changed(records).map { max(0, Date().timeIntervalSince1970 - $0) } ?? 0)
            // Several processes may have begun it: the one that is farthest counts.
            if (best[attempt.block]?.images ?? -1) < found.images { best[attempt.block] = found }
        }
        begun = best.values.sorted { $0.block < $1.block }
        untouched = (0..<plan.count).filter { !committed.contains($0) && best[$0] == nil }
        imagesPerSecond = Self.rate(of: committed, in: folder, imagesPerBlock: size)
    }

    /// The command of a folder's unfinished run; nil where its dataset is finished.
    package static func command(of root: String) throws -> RunCommand? {
        let layout = DatasetLayout(root: root)
        guard let preamble = try Journal.Preamble(of: layout.path(DatasetLayout.journal)) else {
            // Names a folder that holds no run.
            _ = try DatasetProgress(of: root)
            return nil
        }
        if preamble.isFinished {
            let lock = try FolderLock(root)
            try withExtendedLifetime(lock) { try DatasetWriter.cleanUp(layout) }
            return nil
        }
        guard let command = preamble.command else {
            throw damaged(layout)
        }
        return command
    }

    private static func damaged(_ layout: DatasetLayout) -> DatasetError {
        DatasetError(
            code: .occupied, action: "cannot read", path: layout.path(DatasetLayout.journal),
            reason: "it is of another version of diorama, or damaged")
    }

    private static func header(of layout: DatasetLayout) throws -> JSONTree? {
        let path = layout.path(DatasetLayout.journal)
        guard Folder.kind(of: path) == .file, !ImportJournal.isOne(path) else { return nil }
        guard let tree = try? JSONTree(Journal.firstLine(of: path)) else { throw damaged(layout) }
        return tree
    }

    private static func numbers(of run: JSONTree) -> [Int]? {
        guard let images = run["images"]?.integer else { return nil }
        var description = RunDescription(version: "", seed: 0, images: images)
        description.numbering = ImageNumbering(run)
        description.only = run["only"]?.text
        return description.numbers.indices(below: images)
    }

    /// When a file was last changed, in seconds since 1970.
    private static func changed(_ path: String) -> Double? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9
    }

    /// The speed counts the latest blocks, and only as long as another one may be expected: nobody works on a folder
    /// whose last block is much older than the time between two.
    private static func rate(of committed: Set<Int>, in folder: BlockFolder, imagesPerBlock: Int) -> Double? {
        let times = committed.compactMap { changed("\(folder.path(of: $0))/\(BlockFolder.records)") }.sorted().suffix(
            32)
        // Small blocks are committed several at once.
        guard let first = times.first, let last = times.last, last - first >= 5 else { return nil }
        let interval = (last - first) / Double(times.count - 1)
        guard Date().timeIntervalSince1970 - last < max(30, 10 * interval) else { return nil }
        return Double(imagesPerBlock) / interval
    }
}
