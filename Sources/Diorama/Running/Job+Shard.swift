import Datasets

extension Job {
    /// Makes the blocks of one shard, except those that are done. Several shards may run at once, on several machines
    /// that share the folder; a repeated one, or one of another number of shards, makes only what is missing.
    ///
    /// - Parameters:
    ///   - shard: which part of the run.
    ///   - interruption: asked after each image; once it is requested, the current images are finished and the work
    ///     ends, resumable.
    ///   - isQuiet: shows no progress on standard error.
    /// - Throws: the first failure, in the order of the images. Finished images stay.
    public func run(_ shard: Shard, interruption: Interruption? = nil, isQuiet: Bool = true) throws -> ShardSummary {
        let start = ContinuousClock.now
        let recorder = try ImageRecorder(plan)
        var description = datasetPlan(recorder)
        description.role = .shard
        if try DatasetWriter.isFinished(description) {
            return ShardSummary(
                shard: shard, finished: 0, images: 0, newImages: 0, output: options.output, isComplete: true,
                wasFinished: true, elapsed: .now - start)
        }
        let writer = try DatasetWriter(joining: description, isOwn: shard.holds)
        let images = (0..<writer.blocks.count).filter(shard.holds).reduce(0) { $0 + writer.blocks.images(of: $1).count }
        let made = try make(
            writer.missing(shard.holds), of: images, with: writer, recorder, interruption: interruption,
            isQuiet: isQuiet)
        do { try writer.synchronize() } catch {
            throw JobError.stopped(
                error, finished: images - writer.missing(shard.holds).count, of: images, in: options.output)
        }
        return ShardSummary(
            shard: shard, finished: images - writer.missing(shard.holds).count, images: images,
            newImages: made.newImages, output: options.output, isComplete: made.isComplete, wasFinished: false,
            elapsed: .now - start)
    }
}
