import Datasets

/// Finishes a dataset whose blocks several processes have made: puts them together to the bytes that one run would have
/// written.
public struct MergeJob: Sendable {
    private let dataset: String
    private let job: Job?

    /// - Parameters:
    ///   - dataset: the folder that the shards wrote to.
    ///   - pipeline: the pipeline file, where it is no longer where the first shard found it.
    /// - Throws: an error whose description says what is wrong; an invalid or changed pipeline among others.
    public init(_ dataset: String, pipeline: String? = nil) throws {
        self.dataset = dataset
        guard let command = try DatasetProgress.command(of: dataset) else {
            job = nil
            return
        }
        var options = Job.Options(pipeline: pipeline ?? command.pipeline, output: dataset)
        options.changes = command.changes
        options.without = command.without
        options.only = command.only.flatMap(ImageSelection.init)
        options.maxPixels = command.maxPixels
        options.isStrict = command.isStrict
        options.allowsEmpty = command.allowsEmpty
        options.writesReport = command.writesReport
        options.resumes = true
        options.isMerge = true
        job = try Job(options)
    }

    /// - Throws: `JobError` with the missing images, where some are missing; nothing is lost then.
    public func run() throws -> RunSummary {
        if let job { return try job.run() }
        let progress = try DatasetProgress(of: dataset)
        return RunSummary(
            made: progress.images, newImages: 0, output: dataset, isComplete: true, elapsed: .zero,
            fallsShort: try DatasetLayout(root: dataset).namesShortfall || !Conversion.empty(in: dataset).isEmpty,
            allowsEmpty: false)
    }
}
