import Cards
import Datasets
import Foundation
import Labelling
import Objects
import Pictures
import Pipelines
import Scenes
import Synchronization

/// A run: a pipeline file in, a dataset out.
public struct Job: Sendable {
    /// The options of a run.
    public struct Options: Sendable {
        /// The pipeline file.
        public var pipeline: String
        /// The dataset's folder.
        public var output: String
        /// `key.path=value` each; they replace values of the file.
        public var changes: [String] = []
        /// Keys of what is left out of the images, such as `effects.fog`; the scenes stay the same.
        public var without: [String] = []
        /// The number of threads that make images.
        public var workers = Workers.perCore
        /// The images to make, or the scenes where these come in variants; all by default.
        public var only: ImageSelection?
        /// Whether to resume a run that was cut off.
        public var resumes = false
        /// Whether to replace a dataset in the folder.
        public var overwrites = false
        /// Whether to end at the first photo or object that cannot be read.
        public var isStrict = false
        /// Whether a run counts as sound although images are empty or objects are missing.
        public var allowsEmpty = false
        /// The largest photo that is read, in pixels; 200 million by default.
        public var maxPixels: Int?

        /// - Parameters:
        ///   - pipeline: the pipeline file.
        ///   - output: the dataset's folder; it is made where it is missing.
        public init(pipeline: String, output: String) {
            self.pipeline = pipeline
            self.output = output
        }
    }

    private let options: Options
    private let plan: Plan
    /// The formats besides COCO.
    private let formats: [any DerivedFormat]

    /// Reads and checks everything that the run needs. Nothing is written yet.
    ///
    /// - Throws: an error whose description says what is wrong, where, and what to do.
    public init(_ options: Options) throws {
        self.options = options
        plan = try Plan(
            path: options.pipeline, changes: options.changes, without: options.without, isStrict: options.isStrict,
            maxPixels: options.maxPixels)
        formats = try AnnotationFormats.derived(plan.pipeline.output.annotations)
        if let only = options.only, only.last >= plan.sceneCount {
            throw JobError.usage(
                "--only \(only): the pipeline has \(plan.pipeline.variants.isEmpty ? "images" : "scenes") 0 to "
                    + "\(plan.sceneCount - 1)")
        }
    }

    /// Makes the dataset.
    ///
    /// - Parameters:
    ///   - interruption: asked after each image; once it is requested, the current images are finished and the run
    ///     ends, resumable.
    ///   - isQuiet: shows no progress on standard error.
    ///   - onProgress: called after each image, by the thread that has made it; once it returns false, the current
    ///     images are finished and the run ends, resumable.
    /// - Throws: the first failure, in the order of the images. Finished images stay, and a run can be resumed.
    public func run(
        interruption: Interruption? = nil, isQuiet: Bool = true,
        onProgress: (@Sendable (RunProgress) -> Bool)? = nil
    ) throws -> RunSummary {
        let start = ContinuousClock.now
        let numbers =
            (options.only?.numbers).map(plan.maker.numbering.images(ofScenes:)) ?? ImageNumbers(below: plan.imageCount)
        let indices = numbers.indices(below: plan.imageCount)
        let recorder = try ImageRecorder(plan)
        let lock = try FolderLock(making: options.output)
        guard let writer = try openWriter(recorder, lock) else {
            let missing = try Conversion.missing(of: formats, in: options.output)
            return RunSummary(
                made: indices.count, newImages: 0, output: options.output, isComplete: true,
                converted: try ConvertJob.convert(options.output, to: missing, holding: lock, surfaces: plan.surfaces),
                elapsed: .now - start,
                fallsShort: try DatasetLayout(root: options.output).namesShortfall, allowsEmpty: options.allowsEmpty)
        }
        let already = Set(try writer.done())
        let left = indices.filter { !already.contains($0) }
        let maker = plan.maker
        let progress = ProgressMeter(
            total: indices.count, doneBefore: indices.count - left.count, mode: isQuiet ? .quiet : .automatic)
        let notices = SkipNotices(progress: isQuiet ? nil : progress)
        for skip in maker.photos.skipped { notices.tell(skip) }

        let newImages = Atomic(0)
        let isStopped = Atomic(false)
        let isComplete: Bool
        let statistics: DatasetStatistics?
        var converted = WrittenFormats()
        do {
            isComplete = try Workers.run(
                options.workers, over: left, batch: maker.batch(of:),
                shouldStop: { isStopped.load(ordering: .relaxed) || interruption?.isRequested ?? false },
                makeState: { ImageWriter(maker: maker, recorder: recorder, output: writer) },
                body: { index, worker in
                    for skip in try worker.write(index) { notices.tell(skip) }
                    let made = newImages.add(1, ordering: .relaxed).newValue
                    progress.advance()
                    let now = RunProgress(finished: indices.count - left.count + made, total: indices.count)
                    if let onProgress, !onProgress(now) { isStopped.store(true, ordering: .relaxed) }
                })
            progress.finish()
            if !isComplete { try writer.synchronize() }
            statistics =
                isComplete
                ? try writer.finish(
                    skipped: (maker.photos.skipped + maker.datasets.skipped).map(recorder.named),
                    odd: maker.datasets.odd.map(recorder.named),
                    rest: {
                        converted = try ConvertJob.convert(
                            options.output, to: formats, holding: lock, isUnfinished: true, surfaces: plan.surfaces)
                    }) : nil
        } catch {
            progress.finish()
            let finished = indices.count - left.count + newImages.load(ordering: .relaxed)
            throw JobError.stopped(error, finished: finished, of: indices.count, in: options.output)
        }
        let made = newImages.load(ordering: .relaxed)
        return RunSummary(
            made: indices.count - left.count + made, newImages: made, output: options.output, isComplete: isComplete,
            statistics: statistics, objects: plan.pipeline.objects, converted: converted, kept: writer.kept,
            notes: plan.notes + recorder.notes,
            elapsed: .now - start, fallsShort: !(statistics?.placement.shortfalls ?? []).isEmpty,
            allowsEmpty: options.allowsEmpty)
    }

    /// - Returns: nil when the run to be resumed has already ended.
    private func openWriter(_ recorder: ImageRecorder, _ lock: FolderLock) throws -> DatasetWriter? {
        var run = RunDescription(version: Version.current, seed: plan.pipeline.seed, images: plan.imageCount)
        run.numbering = plan.maker.numbering
        run.only = options.only?.description
        run.settings = plan.changes
        run.without = Set(plan.pipeline.without.map(\.value)).sorted()
        run.hashes = [RunDescription.Fact("pipeline.yaml (FNV-1a)", String(plan.text.fnv1a, radix: 16))]
        run.libraries = [RunDescription.Fact("libvips", LibraryVersions.libvips)]
        let layout = DatasetLayout(
            root: options.output, splits: recorder.splits, imageExtension: plan.pipeline.output.images.fileExtension,
            hasMasks: plan.pipeline.output.masks.instances == .png,
            layers: SurfaceFiles.layers(plan.pipeline.output.layers), numbering: plan.maker.numbering)
        run.layers = layout.layers.map(\.rawValue)
        let plan = DatasetWriter.Plan(
            layout, header: recorder.header, run: run, pipeline: Array(plan.text.utf8), maxPixels: options.maxPixels,
            inputs: self.plan.inputs(withContent: options.isStrict))
        guard options.resumes else {
            return try DatasetWriter(creating: plan, overwrite: options.overwrites, lock: lock)
        }
        return try DatasetWriter.isFinished(plan) ? nil : DatasetWriter(resuming: plan, lock: lock)
    }
}
