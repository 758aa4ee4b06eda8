import Datasets
import Scenes
import Synchronization

extension Job {
    /// Makes images of the run and adds them to the dataset, on several threads.
    ///
    /// - Parameters:
    ///   - left: the images, rising.
    ///   - total: the number of these, and of those that are done already.
    ///   - isComplete: whether it was not stopped before the last image.
    func make(
        _ left: [Int], of total: Int, with writer: DatasetWriter, _ recorder: ImageRecorder,
        interruption: Interruption?, isQuiet: Bool, onProgress: (@Sendable (RunProgress) -> Bool)? = nil
    ) throws -> (isComplete: Bool, newImages: Int) {
        let maker = plan.maker
        let before = total - left.count
        let progress = ProgressMeter(total: total, doneBefore: before, mode: isQuiet ? .quiet : .automatic)
        let notices = SkipNotices(progress: isQuiet ? nil : progress)
        for skip in maker.photos.skipped { notices.tell(skip) }
        let newImages = Atomic(0)
        let isStopped = Atomic(false)
        defer { progress.finish() }
        do {
            let isComplete = try Workers.run(
                options.workers, over: left, batch: maker.batch(of:),
                shouldStop: { isStopped.load(ordering: .relaxed) || interruption?.isRequested ?? false },
                makeState: { ImageWriter(maker: maker, recorder: recorder, output: writer) },
                body: { index, worker in
                    guard writer.needs(index) else { return progress.advance() }
                    for skip in try worker.write(index) { notices.tell(skip) }
                    let made = newImages.add(1, ordering: .relaxed).newValue
                    progress.advance()
                    let now = RunProgress(finished: before + made, total: total)
                    if let onProgress, !onProgress(now) { isStopped.store(true, ordering: .relaxed) }
                })
            return (isComplete, newImages.load(ordering: .relaxed))
        } catch {
            throw JobError.stopped(
                error, finished: before + newImages.load(ordering: .relaxed), of: total, in: options.output)
        }
    }
}
