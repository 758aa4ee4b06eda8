package import Findings
import JSON
package import Pipelines

extension DatasetWriter {
    /// Moves all pictures to their places, writes `scenes.jsonl`, the annotation files and `stats.json` from the records
    /// of all blocks, then removes the blocks' folder and the journal: the dataset is finished.
    ///
    /// Annotation ids run from 1 through the whole dataset, in the order of the images. A call that was interrupted can
    /// be repeated.
    ///
    /// - Parameters:
    ///   - skipped: Files found unusable before the first image, besides those in the records.
    ///   - odd: The oddities of files that are used.
    ///   - asked: The numbers that the pipeline asks to vary; records have their values in this order.
    ///   - rest: Makes the other parts of the dataset from the files written so far; a run that is cut off there has
    ///     not finished.
    /// - Returns: The content of `stats.json`.
    @discardableResult
    package func finish(
        skipped: [Finding] = [], odd: [Finding] = [], asked: [AskedNumber] = [], rest: () throws -> Void = {}
    ) throws -> DatasetStatistics {
        guard let journal else { preconditionFailure("one of several processes does not finish the dataset") }
        try writer.flush()
        if let image = missing().first {
            throw DatasetError(
                code: .malformed, action: "cannot finish", path: layout.root, reason: "image \(image) is missing")
        }
        let statistics = try assemble(skipped: skipped, odd: odd, asked: asked)
        try AtomicFile.write(
            statistics.json(style: .indented) + [UInt8(ascii: "\n")], to: layout.path(DatasetLayout.statistics),
            durably: true)
        try rest()
        for folder in layout.folders { try Folder.synchronize(layout.path(folder)) }
        try journal.append(Journal.Preamble.finished)
        try journal.synchronize()
        try Self.cleanUp(layout)
        return statistics
    }

    private func assemble(
        skipped: [Finding], odd: [Finding], asked: [AskedNumber]
    ) throws -> DatasetStatistics {
        var statistics = DatasetStatistics(
            categories: header.categories, splits: layout.splits, imagesAsked: run.images,
            numbering: run.numbering, asked: asked)
        for finding in skipped { statistics.add(skipped: finding) }
        for finding in odd { statistics.add(odd: finding) }

        let scenes = try AtomicFile(layout.path(DatasetLayout.scenes))
        let names: [String?] = layout.splits.isEmpty ? [nil] : layout.splits
        var files = try names.map { try AnnotationFile(layout.annotationsPath(split: $0), header: header) }

        let checksums = try AtomicFile(layout.path(DatasetLayout.checksums))
        // In the file, images stand before annotations, so the records are read twice.
        try forEachRecord(placing: {
            try checksums.write(ChecksumFile.line($0))
        }) { record in
            statistics.add(record)
            try scenes.write(record.scene + [UInt8(ascii: "\n")])
            try files[index(of: record, in: names)].add(image: record.image)
        }
        for index in files.indices { files[index].beginAnnotations() }
        var nextID = 1
        try forEachRecord { record in
            let index = try index(of: record, in: names)
            for annotation in record.annotations {
                try files[index].add(annotation: annotation.json, id: nextID)
                nextID += 1
            }
        }

        try scenes.commit(durably: true)
        for index in files.indices { try files[index].commit() }
        for name in [DatasetLayout.scenes] + names.map({ DatasetLayout.annotationsName(split: $0) }) {
            guard let file = WrittenFile(name, in: layout.root) else {
                throw DatasetError.system("cannot read", layout.path(name))
            }
            try checksums.write(ChecksumFile.line(file))
        }
        try checksums.commit(durably: true)
        return statistics
    }

    /// Reads the records of all blocks, in the order of the images.
    ///
    /// - Parameter placing: the files of each block are moved to their places first, and it gets each of them; nil where
    ///   they have been moved.
    private func forEachRecord(
        placing: ((WrittenFile) throws -> Void)? = nil, body: (StoredRecord) throws -> Void
    ) throws {
        for number in 0..<blocks.count {
            let block = try FinishedBlock(number, in: folder, header: writer.header(of: number))
            if let placing { try block.place(placing) }
            for entry in block.entries { try body(try block.journal.record(entry)) }
        }
    }

    private func index(of record: StoredRecord, in names: [String?]) throws -> Int {
        guard let index = names.firstIndex(of: record.split) else {
            throw DatasetError(
                code: .malformed, action: "cannot read", path: folder.path,
                reason: "image \(record.index) belongs to no split of this dataset")
        }
        return index
    }
}
