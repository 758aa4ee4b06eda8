import Foundation
import JSON

/// Writes a dataset, image by image, in any order and from any number of threads.
///
/// `commit` puts an image's files in place and then adds its record to the journal; from then on no kill loses the
/// image, and soon after no power cut (`JournalBlocks`). `finish` builds scenes, annotation files and statistics from
/// the journal, in the order of the indices: the bytes depend on the records alone, not on the order or the number of
/// commits, nor on interruptions. Memory holds one record at a time and 24 bytes per image, however long the run.
package final class DatasetWriter: Sendable {
    package let layout: DatasetLayout
    let header: DatasetHeader
    let run: RunDescription
    let journal: Journal
    let blocks: JournalBlocks
    /// The files in the folder that were not part of the replaced dataset, relative to the folder; they stay.
    package let kept: [String]
    /// Images whose files are missing or damaged although the journal has their records: they are made again.
    package let spoilt: Set<Int>
    private let lock: FolderLock

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

        package init(
            _ layout: DatasetLayout, header: DatasetHeader, run: RunDescription, pipeline: [UInt8],
            maxPixels: Int? = nil, inputs: RunInputs? = nil
        ) {
            (self.layout, self.header, self.run, self.pipeline) = (layout, header, run, pipeline)
            (self.maxPixels, self.inputs) = (maxPixels, inputs)
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
        journal = try Journal(
            creating: layout.path(DatasetLayout.journal), header: Self.headerLine(plan),
            preamble: Journal.Preamble.lines(inputs: plan.inputs, replaced: claim.old))
        blocks = JournalBlocks(journal, layout)
        (kept, spoilt) = (claim.kept, [])
        try begin(plan, removing: claim.old)
    }

    /// Resumes a dataset whose run was cut off. The run must be the same: the same pipeline text, and the same files to
    /// read.
    ///
    /// The images that `done()` names exist already and need not be made again. A run that was cut off before it had
    /// written anything begins anew; for one that was cut off after its end, call `isFinished` first.
    package init(resuming plan: Plan, lock: FolderLock? = nil) throws {
        (layout, header, run) = (plan.layout, plan.header, plan.run)
        self.lock = try lock ?? FolderLock(making: layout.root)
        let line = Self.headerLine(plan)
        let path = layout.path(DatasetLayout.journal)
        let lines = Journal.Preamble.lines(inputs: plan.inputs, replaced: [])
        var replaced: [DatasetFiles] = []
        if try layout.isUntouched {
            journal = try Journal(creating: path, header: line, preamble: lines)
        } else if let preamble = try Journal.Preamble(of: path) {
            // The header, which identifies the run, comes first.
            journal = try Journal(reopening: path, header: line, preamble: lines)
            if let inputs = plan.inputs, let before = preamble.inputs {
                try Self.check(inputs, against: before, in: layout)
            }
            replaced = preamble.replaced
        } else {
            throw DatasetError(
                code: .occupied, action: "cannot resume in", path: layout.root,
                reason: "it holds \(try Folder.names(in: layout.root)[0]) and no run of ours to go on with")
        }
        blocks = JournalBlocks(journal, layout)
        kept = []
        spoilt = try Self.checkFiles(journal, blocks, layout)
        try begin(plan, removing: replaced)
    }

    /// Removes the replaced dataset, then makes the folders of the new one.
    private func begin(_ plan: Plan, removing old: [DatasetFiles]) throws {
        if !old.isEmpty {
            try layout.remove(old)
            try journal.append(Journal.Preamble.removed)
        }
        try layout.makeFolders()
        try layout.removeTemporaries()
        try writeDescription(plan.pipeline)
        // The names of new folders are on the disk before any record of a file in them.
        for folder in layout.folders { try Folder.synchronize(layout.path(folder)) }
        try Folder.synchronize(layout.root)
    }

    private static func check(_ inputs: RunInputs, against before: RunInputs, in layout: DatasetLayout) throws {
        let differences = inputs.differences(from: before)
        guard let first = differences.first else { return }
        let more = differences.count - 1
        let others = differences.dropFirst().prefix(9).map { "\n  \($0)" }.joined()
        let rest = more > 9 ? "\n  and \(more - 9) more" : ""
        throw DatasetError(
            code: .occupied, action: "cannot resume in", path: layout.root,
            reason: "the pipeline reads other files than when the run began: \(first)"
                + "; restore those files, give --overwrite to begin anew, or choose another folder" + others + rest)
    }

    /// Checks the files of all records: files that were put on the disk must exist with their sizes, the others with
    /// their content. A damaged file is removed, and its image is made again.
    private static func checkFiles(
        _ journal: Journal, _ blocks: JournalBlocks, _ layout: DatasetLayout
    ) throws -> Set<Int> {
        var spoilt: Set<Int> = []
        for entry in try journal.entries() {
            let files = try journal.files(of: entry)
            let proof: WrittenFile.Proof = entry.offset < journal.synced ? .size : .content
            if !files.isEmpty, files.allSatisfy({ $0.isWhole(in: layout, by: proof) }) {
                if proof == .content { blocks.add(known: files, end: entry.offset + entry.length + 1) }
                continue
            }
            spoilt.insert(entry.index)
            for file in files where Folder.kind(of: layout.path(file.name)) == .file {
                try Folder.removeFile(layout.path(file.name))
            }
        }
        return spoilt
    }

    /// Whether the folder holds this same run, with the same pipeline text, finished.
    ///
    /// - Throws: `DatasetError` when it holds another finished run, or when files of this one are missing.
    package static func isFinished(_ plan: Plan) throws -> Bool {
        let layout = plan.layout
        guard layout.isFinished, Folder.kind(of: layout.path(DatasetLayout.run)) == .file else { return false }
        func bytes(_ name: String) throws -> [UInt8] {
            try OpenFile.bytes(of: layout.path(name), action: "cannot read")
        }
        let (run, pipeline) = (try bytes(DatasetLayout.run), try bytes(DatasetLayout.pipeline))
        guard run == plan.run.file, pipeline == plan.pipeline else {
            func both(_ run: [UInt8], _ pipeline: [UInt8]) -> [UInt8] {
                var writer = JSONWriter()
                writer.object { writer in
                    writer.key("run")
                    writer.raw(run)
                    writer.member("pipeline", String(decoding: pipeline, as: UTF8.self))
                }
                return writer.drain()
            }
            throw DatasetError(
                code: .occupied, action: "cannot resume in", path: layout.root,
                reason: "it holds another dataset, which is finished: "
                    + HeaderDifference(from: both(run, pipeline), to: both(plan.run.file, plan.pipeline)).words)
        }
        let missing = try FinishedFiles(layout, plan.run).missing()
        guard let first = missing.first else { return true }
        throw DatasetError(
            code: .malformed, action: "cannot resume in", path: layout.root,
            reason:
                "its run is finished, but \(missing.count == 1 ? "a file of it is" : "\(missing.count) files of it are") "
                + "missing or empty (\(first)); give --overwrite to make it again")
    }

    private func writeDescription(_ pipeline: [UInt8]) throws {
        try AtomicFile.write(pipeline, to: layout.path(DatasetLayout.pipeline), durably: true)
        try AtomicFile.write(run.file, to: layout.path(DatasetLayout.run), durably: true)
    }

    /// The indices of the images that are done, before and since this writer began; rising.
    package func done() throws -> [Int] {
        try journal.entries().filter { $0.offset >= journal.opened || !spoilt.contains($0.index) }.map(\.index)
    }

    /// Returns when all committed images are on the disk.
    package func synchronize() throws { try blocks.flush() }

    /// Adds an image: its encoded pixels, its encoded instance map and layers, and its record.
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
        var files: [WrittenFile] = []
        func put(_ bytes: [UInt8], at name: String) throws {
            try AtomicFile.write(bytes, to: layout.path(name))
            files.append(WrittenFile(name, bytes))
        }
        try put(image, at: layout.imageName(record.index, split: record.split))
        if let mask { try put(mask, at: layout.maskName(record.index)) }
        for layer in layout.layers {
            if let bytes = layers[layer] { try put(bytes, at: layout.layerName(record.index, layer)) }
        }
        try blocks.append(record.line(files: files), files: files)
    }

    private static func headerLine(_ plan: Plan) -> [UInt8] {
        let layout = plan.layout
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("diorama_journal", 1)
            writer.member("run", plan.run)
            writer.member("pipeline", String(decoding: plan.pipeline, as: UTF8.self))
            writer.member("max_pixels", ifPresent: plan.maxPixels)
            writer.member("splits", layout.splits)
            writer.member("images", layout.imageExtension)
            writer.member("masks", layout.hasMasks)
            writer.member("layers", layout.layers.map(\.rawValue))
            writer.member("info", plan.header.info)
            writer.member("licenses", plan.header.licenses)
            writer.member("categories", plan.header.categories)
        }
        return writer.drain() + [UInt8(ascii: "\n")]
    }
}
