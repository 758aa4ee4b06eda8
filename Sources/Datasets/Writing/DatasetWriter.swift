import Foundation

/// Writes a dataset, image by image, in any order and from any number of threads.
///
/// `commit` puts an image's files in place and then its record into the journal; from then on no kill loses it.
/// `finish` puts scenes, annotation files and statistics together from the journal, in the order of the indices:
/// the bytes depend on the records alone, not on the order or the number of commits, nor on interruptions. Memory holds
/// one record at a time and 24 bytes per image, however long the run.
package final class DatasetWriter: Sendable {
    package let layout: DatasetLayout
    let header: DatasetHeader
    let run: RunDescription
    let journal: Journal

    /// Starts a new dataset in the layout's folder.
    ///
    /// - Parameters:
    ///   - pipeline: The text of the pipeline as run.
    ///   - overwrite: Whether a dataset of ours in the folder is removed first (`DatasetLayout.claim`).
    package init(
        creating layout: DatasetLayout, header: DatasetHeader, run: RunDescription, pipeline: [UInt8],
        overwrite: Bool = false
    ) throws {
        (self.layout, self.header, self.run) = (layout, header, run)
        try layout.claim(overwrite: overwrite)
        journal = try Journal(
            creating: layout.path(DatasetLayout.journal), header: Self.headerLine(layout, header, run, pipeline))
        try layout.makeFolders()
        try writeDescription(pipeline)
    }

    /// Goes on with a dataset whose run was cut off; it must be the same run, of the same pipeline text.
    ///
    /// What `done()` names is there already and need not be made again. A run that was cut off before it had written
    /// anything begins anew; one that was cut off after its end is to be asked for by `isFinished` before.
    package init(
        resuming layout: DatasetLayout, header: DatasetHeader, run: RunDescription, pipeline: [UInt8]
    ) throws {
        (self.layout, self.header, self.run) = (layout, header, run)
        let line = Self.headerLine(layout, header, run, pipeline)
        let path = layout.path(DatasetLayout.journal)
        if try layout.isUntouched {
            try layout.claim(overwrite: false)
            journal = try Journal(creating: path, header: line)
        } else if Folder.kind(of: path) == .missing {
            throw DatasetError(
                code: .occupied, action: "cannot resume in", path: layout.root,
                reason: "it holds \(try Folder.names(in: layout.root)[0]) and no run of ours to go on with")
        } else {
            journal = try Journal(reopening: path, header: line)
        }
        try layout.makeFolders()
        try layout.removeTemporaries()
        try writeDescription(pipeline)
    }

    /// Whether the folder holds this very run, of the same pipeline text, finished.
    ///
    /// - Throws: `DatasetError` when it holds another run that is finished.
    package static func isFinished(_ layout: DatasetLayout, run: RunDescription, pipeline: [UInt8]) throws -> Bool {
        guard Folder.kind(of: layout.path(DatasetLayout.journal)) == .missing,
            Folder.kind(of: layout.path(DatasetLayout.statistics)) == .file
        else { return false }
        func holds(_ name: String, _ bytes: [UInt8]) throws -> Bool {
            let file = try OpenFile(layout.path(name), flags: O_RDONLY, action: "cannot read")
            return try file.read(count: bytes.count + 1, at: 0) == bytes
        }
        guard try holds(DatasetLayout.run, run.file), try holds(DatasetLayout.pipeline, pipeline) else {
            throw DatasetError(
                code: .occupied, action: "cannot resume in", path: layout.root,
                reason: "it holds a finished dataset of another pipeline, seed, number of images or version")
        }
        return true
    }

    private func writeDescription(_ pipeline: [UInt8]) throws {
        try AtomicFile.write(pipeline, to: layout.path(DatasetLayout.pipeline))
        try AtomicFile.write(run.file, to: layout.path(DatasetLayout.run))
    }

    /// The indices of the images that are done, rising.
    package func done() throws -> [Int] {
        try journal.entries().map(\.index)
    }

    /// Adds an image: its encoded pixels, its encoded instance map and layers, and its record.
    ///
    /// The record must fit the layout: a split of it, or none without any; a map where it has maps,
    /// and its layers.
    package func commit(
        _ record: ImageRecord, image: [UInt8], mask: [UInt8]? = nil, layers: [DatasetLayer: [UInt8]] = [:]
    ) throws {
        precondition(record.split.map(layout.splits.contains) ?? layout.splits.isEmpty, "a split of the layout")
        precondition((mask != nil) == layout.hasMasks, "a mask where the layout has masks")
        precondition(Set(layers.keys) == Set(layout.layers), "the layers of the layout")
        precondition(!record.scene.isEmpty && !record.scene.contains(UInt8(ascii: "\n")), "a scene is one line")
        try AtomicFile.write(image, to: layout.imagePath(record.index, split: record.split))
        if let mask { try AtomicFile.write(mask, to: layout.maskPath(record.index)) }
        for (layer, bytes) in layers { try AtomicFile.write(bytes, to: layout.layerPath(record.index, layer)) }
        try journal.append(record.line())
    }

    private static func headerLine(
        _ layout: DatasetLayout, _ header: DatasetHeader, _ run: RunDescription, _ pipeline: [UInt8]
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("diorama_journal", 1)
            writer.member("run", run)
            writer.member("pipeline", String(decoding: pipeline, as: UTF8.self))
            writer.member("splits", layout.splits)
            writer.member("images", layout.imageExtension)
            writer.member("masks", layout.hasMasks)
            writer.member("layers", layout.layers.map(\.rawValue))
            writer.member("info", header.info)
            writer.member("licenses", header.licenses)
            writer.member("categories", header.categories)
        }
        return writer.drain() + [UInt8(ascii: "\n")]
    }
}
