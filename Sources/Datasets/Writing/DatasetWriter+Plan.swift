import Foundation
import JSON

extension DatasetWriter.Plan {
    /// The first line of the run's journal: the run's identity.
    var headerLine: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("diorama_journal", 1)
            writer.member("run", run)
            writer.member("pipeline", String(decoding: pipeline, as: UTF8.self))
            writer.member("max_pixels", ifPresent: maxPixels)
            writer.member("block", blockSize)
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

    func checkInputs(against preamble: Journal.Preamble) throws {
        guard let inputs, let before = preamble.inputs else { return }
        let differences = inputs.differences(from: before)
        guard let first = differences.first else { return }
        let more = differences.count - 1
        let others = differences.dropFirst().prefix(9).map { "\n  \($0)" }.joined()
        let rest = more > 9 ? "\n  and \(more - 9) more" : ""
        throw DatasetError(
            code: .occupied, action: "cannot resume in", path: layout.root,
            reason: "the pipeline reads other files than when the run began: \(first)"
                + "; \(role.remedyForOtherFiles)" + others + rest)
    }

    /// Begins the journal of a run that several processes share, unless one of them has begun it: then it must be of the
    /// same run.
    ///
    /// - Returns: whether the dataset is finished.
    func join() throws -> Bool {
        let path = layout.path(DatasetLayout.journal)
        if Folder.kind(of: path) == .missing {
            do {
                _ = try layout.claim(overwrite: false, for: run)
                _ = try Journal.create(path, header: headerLine, preamble: preamble())
            } catch let error as DatasetError where error.code == .occupied {
                // Another process may have begun it in this moment.
                guard Folder.kind(of: path) == .file else { throw error }
            }
        }
        try Journal.check(path, header: headerLine)
        guard let preamble = try Journal.Preamble(of: path) else { return true }
        try checkInputs(against: preamble)
        guard preamble.replaced.isEmpty else {
            throw DatasetError(
                code: .occupied, action: "cannot add to", path: layout.root,
                reason: "a run is replacing the dataset in it; wait for its end, or choose another folder")
        }
        if !preamble.isFinished { try BlockFolder(layout).make() }
        return preamble.isFinished
    }
}
