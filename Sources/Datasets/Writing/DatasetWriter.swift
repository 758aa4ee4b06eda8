import Foundation
import JSON
import Synchronization

/// Writes a dataset, image by image, in any order, from any number of threads and from several processes at once.
///
/// Images are written in blocks (`BlockPlan`). `commit` adds an image to its block and records it in the block's journal;
/// from then on no kill loses the image, and soon after no power cut (`BlockWriter`). A block with all its images is
/// renamed into place as a whole. `finish` builds scenes, annotation files and statistics from the records of all
/// blocks, in the order of the indices: the bytes depend on the records alone, not on the order or the number of commits,
/// nor on interruptions, nor on the number of processes. Memory holds the records of one block at a time.
package final class DatasetWriter: Sendable {
    package let layout: DatasetLayout
    let header: DatasetHeader
    let run: RunDescription
    let journal: Journal?
    let folder: BlockFolder
    let writer: BlockWriter
    package var blocks: BlockPlan { writer.plan }
    /// The files in the folder that were not part of the replaced dataset, relative to the folder; they stay.
    package let kept: [String]
    /// Images whose files are missing or damaged although the journal has their records: they are made again.
    package let spoilt: Set<Int>
    /// The folder's lock; nil for one of several processes.
    private let lock: FolderLock?

    /// The identity of a run: another run cannot resume its unfinished dataset.
    package struct Plan: Sendable {
        package var layout: DatasetLayout
        package var header: DatasetHeader
        package var run: RunDescription
        /// The text of the pipeline as run.
        package var pipeline: [UInt8]
        /// The largest photo that is read, in pixels; nil for the usual limit.
        package var maxPixels: Int?
        /// The files that the run reads; nil where they are not tracked.
        package var inputs: RunInputs?
        /// The number of images in a block.
        package var blockSize: Int
        package var command: RunCommand?
        /// What this process does for the run.
        package var role = RunRole.whole

        package init(
            _ layout: DatasetLayout, header: DatasetHeader, run: RunDescription, pipeline: [UInt8],
            maxPixels: Int? = nil, inputs: RunInputs? = nil, blockSize: Int? = nil, command: RunCommand? = nil
        ) {
            (self.layout, self.header, self.run, self.pipeline) = (layout, header, run, pipeline)
            (self.maxPixels, self.inputs, self.command) = (maxPixels, inputs, command)
            self.blockSize = blockSize ?? BlockPlan.size(images: run.images)
        }

        var blocks: BlockPlan { BlockPlan(run.numbers.indices(below: run.images), size: blockSize) }

        func preamble(replaced: [DatasetFiles] = []) -> [UInt8] {
            Journal.Preamble.lines(inputs: inputs, replaced: replaced, command: command)
        }
    }

    /// Starts a new dataset in the layout's folder.
    ///
    /// - Parameters:
    ///   - overwrite: Whether a dataset of ours in the folder is replaced (`DatasetLayout.claim`).
    ///   - lock: The lock of the folder, where the caller holds it already.
    package init(creating plan: Plan, overwrite: Bool = false, lock: FolderLock? = nil) throws {
        (layout, header, run) = (plan.layout, plan.header, plan.run)
        self.lock = try lock ?? FolderLock(making: layout.root)
        let claim = try layout.claim(overwrite: overwrite, for: run)
        // The new journal takes the place of the old one, if any, in one step. From here on the old dataset can be
        // neither resumed nor taken for finished, and the journal names those of its files that are still to be
        // removed.
        let journal = try Journal(
            creating: layout.path(DatasetLayout.journal), header: plan.headerLine,
            preamble: plan.preamble(replaced: claim.old))
        try Self.begin(plan, journal, removing: claim.old)
        self.journal = journal
        folder = BlockFolder(layout)
        writer = try BlockWriter(
            plan.blocks, in: folder, run: plan.headerLine, owner: BlockFolder.Owner.wholeRun, placesFiles: true)
        (kept, spoilt) = (claim.kept, [])
    }

    /// Resumes a dataset whose run was cut off, or that several processes have worked on. The run must be the same: the
    /// same pipeline text, and the same files to read.
    ///
    /// The images that `done()` names exist already and need not be made again. A run that was cut off before it had
    /// written anything begins anew; for one that was cut off after its end, call `isFinished` first.
    package init(resuming plan: Plan, lock: FolderLock? = nil) throws {
        (layout, header, run) = (plan.layout, plan.header, plan.run)
        self.lock = try lock ?? FolderLock(making: layout.root)
        let path = layout.path(DatasetLayout.journal)
        let journal: Journal
        var replaced: [DatasetFiles] = []
        if try layout.isUntouched {
            journal = try Journal(creating: path, header: plan.headerLine, preamble: plan.preamble())
        } else if let preamble = try Journal.Preamble(of: path) {
            // The header, which identifies the run, comes first.
            journal = try Journal(reopening: path, header: plan.headerLine, preamble: plan.preamble(), for: plan.role)
            try plan.checkInputs(against: preamble)
            replaced = preamble.replaced
        } else {
            throw DatasetError(
                code: .occupied, action: "cannot resume in", path: layout.root,
                reason: "it holds \(try Folder.names(in: layout.root)[0]) and no run of ours to go on with")
        }
        try Self.begin(plan, journal, removing: replaced)
        self.journal = journal
        folder = BlockFolder(layout)
        try Self.openDamagedBlocks(of: plan, in: folder)
        writer = try BlockWriter(
            plan.blocks, in: folder, run: plan.headerLine, owner: BlockFolder.Owner.wholeRun, placesFiles: true)
        let owners = [BlockFolder.Owner.wholeRun, BlockFolder.Owner.thisMachine]
        spoilt = try writer.takeOver(folder.contents().attempts.filter { owners.contains($0.owner) })
        kept = []
    }

    /// Removes the replaced dataset, then makes the folders of the new one.
    private static func begin(_ plan: Plan, _ journal: Journal, removing old: [DatasetFiles]) throws {
        let layout = plan.layout
        if !old.isEmpty {
            try layout.remove(old)
            try journal.append(Journal.Preamble.removed)
            // Files of the new dataset may reach the disk at any time: were this line not there before them, a run that
            // goes on after a power cut would take them for the old ones.
            try journal.synchronize()
        }
        try layout.makeFolders()
        try layout.removeTemporaries()
        try AtomicFile.write(plan.pipeline, to: layout.path(DatasetLayout.pipeline), durably: true)
        try AtomicFile.write(plan.run.file, to: layout.path(DatasetLayout.run), durably: true)
        // The names of new folders are on the disk before any file moves to them.
        for folder in layout.folders { try Folder.synchronize(layout.path(folder)) }
        try BlockFolder(layout).make()
    }

    /// Makes attempts again of committed blocks that have lost files or records since.
    private static func openDamagedBlocks(of plan: Plan, in folder: BlockFolder) throws {
        let blocks = plan.blocks
        for block in try folder.contents().committed.sorted() where block < blocks.count {
            let images = blocks.images(of: block)
            let header = BlockAttempt.header(of: block, run: plan.headerLine)
            let isWhole = try FinishedBlock.isWhole(block, images, in: folder, header: header)
            if isWhole == true { continue }
            let place = folder.attempt(at: block, owner: BlockFolder.Owner.wholeRun).path
            guard rename(folder.path(of: block), place) == 0 else { throw DatasetError.system("cannot write", place) }
            // Pictures without records are of no use: all of them are made again.
            if isWhole == nil { try Folder.removeFile("\(place)/\(BlockFolder.records)") }
        }
    }

    /// One of several processes, each of which makes some blocks of a dataset. The first of them begins the journal. None
    /// of them locks the folder: one that comes late, or twice, finds its blocks done.
    ///
    /// - Parameter isOwn: whether this process makes a block.
    package init(joining plan: Plan, isOwn: (Int) -> Bool) throws {
        (layout, header, run) = (plan.layout, plan.header, plan.run)
        (journal, lock, kept) = (nil, nil, [])
        try Folder.make(layout.root)
        let isFinished = try plan.join()
        folder = BlockFolder(layout)
        writer = try BlockWriter(
            plan.blocks, in: folder, run: plan.headerLine, owner: BlockFolder.Owner.thisMachine, placesFiles: false,
            isFinished: isFinished)
        let attempts = try folder.contents().attempts
        spoilt = try writer.takeOver(
            attempts.filter { $0.owner == BlockFolder.Owner.thisMachine && isOwn($0.block) })
    }

    /// The indices of the images that are done, before and since this writer began; rising.
    package func done() -> [Int] {
        (0..<blocks.count).flatMap { block in
            let missing = Set(writer.missing(of: block))
            return blocks.images(of: block).filter { !missing.contains($0) }
        }
    }

    /// The images that are still to be made, rising.
    ///
    /// - Parameter isOwn: whether a block counts.
    package func missing(_ isOwn: (Int) -> Bool = { _ in true }) -> [Int] {
        (0..<blocks.count).filter(isOwn).flatMap(writer.missing)
    }

    /// Whether an image is still to be made: another process may have finished its block.
    package func needs(_ image: Int) -> Bool { writer.needs(image) }

    /// Returns when all committed images are on the disk.
    package func synchronize() throws { try writer.flush() }

    /// Adds an image: its encoded pixels, its encoded instance map and layers, and its record. One that is done already
    /// is left as it is.
    ///
    /// The record must fit the layout: its split must be one of the layout's, or nil where the layout has none; it has
    /// a map where the layout has maps, and the layout's layers.
    package func commit(
        _ record: ImageRecord, image: [UInt8], mask: [UInt8]? = nil, layers: [DatasetLayer: [UInt8]] = [:]
    ) throws {
        precondition(record.split.map(layout.splits.contains) ?? layout.splits.isEmpty, "a split of the layout")
        precondition((mask != nil) == layout.hasMasks, "a mask where the layout has masks")
        precondition(Set(layers.keys) == Set(layout.layers), "the layers of the layout")
        precondition(!record.scene.isEmpty && !record.scene.contains(UInt8(ascii: "\n")), "a scene is one line")
        guard let attempt = try writer.attempt(for: record.index) else { return }
        var files: [WrittenFile] = []
        func put(_ bytes: [UInt8], at name: String) throws {
            files.append(try attempt.write(bytes, as: name))
        }
        do {
            try put(image, at: layout.imageName(record.index, split: record.split))
            if let mask { try put(mask, at: layout.maskName(record.index)) }
            for layer in layout.layers {
                if let bytes = layers[layer] { try put(bytes, at: layout.layerName(record.index, layer)) }
            }
        } catch {
            // The process that finished the block, or the dataset, has removed our attempt.
            if writer.giveUp(attempt) { return }
            throw error
        }
        try writer.append(record.line(files: files), of: record.index, to: attempt, files: files)
    }
}
