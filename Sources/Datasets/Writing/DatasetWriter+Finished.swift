import Foundation
import JSON

extension DatasetWriter {
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
                    + HeaderDifference(
                        from: both(run, pipeline), to: both(plan.run.file, plan.pipeline), for: plan.role
                    ).words)
        }
        let missing = try FinishedFiles(layout, plan.run).missing()
        guard let first = missing.first else { return true }
        throw DatasetError(
            code: .malformed, action: "cannot resume in", path: layout.root,
            reason:
                "its run is finished, but \(missing.count == 1 ? "a file of it is" : "\(missing.count) files of it are") "
                + "missing or empty (\(first)); give --overwrite to make it again")
    }

    /// Removes what a kill has left of a run that had finished its dataset. The folder must be locked.
    package static func cleanUp(_ layout: DatasetLayout) throws {
        let path = layout.path(DatasetLayout.journal)
        guard try Journal.Preamble(of: path)?.isFinished == true else { return }
        try BlockFolder(layout).remove()
        try Folder.removeFile(path)
        try Folder.synchronize(layout.root)
    }
}
