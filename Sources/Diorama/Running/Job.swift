import Cards
import Datasets
import Foundation
import Labelling
import Objects
import Pictures
import Pipelines
import Scenes

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
        /// Whether the dataset gets a `report.html`.
        public var writesReport = false
        /// Whether the images have to be there already, so that only the dataset is made of them.
        var isMerge = false

        /// - Parameters:
        ///   - pipeline: the pipeline file.
        ///   - output: the dataset's folder; it is made where it is missing.
        public init(pipeline: String, output: String) {
            self.pipeline = pipeline
            self.output = output
        }
    }

    let options: Options
    let plan: Plan
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
        formats = try AnnotationFormats.derived(plan.pipeline.output.formats)
        if let only = options.only, only.last >= plan.sceneCount {
            throw JobError.usage(
                "--only \(only): the pipeline has \(plan.pipeline.variants.isEmpty ? "images" : "scenes") 0 to "
                    + "\(plan.sceneCount - 1)")
        }
    }

    /// Makes the dataset, or what is missing of it.
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
        let recorder = try ImageRecorder(plan)
        let lock = try FolderLock(making: options.output)
        guard let writer = try openWriter(recorder, lock) else {
            let missing = try Conversion.missing(of: formats, in: options.output)
            return RunSummary(
                command: command, made: numbers.count, newImages: 0, output: options.output, isComplete: true,
                converted: try ConvertJob.convert(options.output, to: missing, holding: lock, surfaces: plan.surfaces),
                elapsed: .now - start,
                fallsShort: try DatasetLayout(root: options.output).namesShortfall
                    || !Conversion.empty(of: formats, in: options.output).isEmpty,
                allowsEmpty: options.allowsEmpty)
        }
        let total = writer.blocks.images.count
        let left = writer.missing()
        if options.isMerge, !left.isEmpty {
            try writer.synchronize()
            throw JobError.incomplete(left, in: writer.blocks, of: options.output, damaged: writer.spoilt)
        }
        let made = try make(
            left, of: total, with: writer, recorder, interruption: interruption, isQuiet: isQuiet || options.isMerge,
            onProgress: onProgress)
        var statistics: DatasetStatistics?
        var converted = WrittenFormats()
        do {
            if made.isComplete {
                statistics = try writer.finish(
                    skipped: (plan.maker.photos.skipped + plan.maker.datasets.skipped).map(recorder.named),
                    odd: plan.maker.datasets.odd.map(recorder.named), asked: recorder.asked,
                    rest: {
                        converted = try ConvertJob.convert(
                            options.output, to: formats, holding: lock, isUnfinished: true, surfaces: plan.surfaces)
                        if options.writesReport { try ReportJob.writeOwn(in: options.output) }
                    })
            } else {
                try writer.synchronize()
            }
        } catch {
            throw JobError.stopped(
                error, finished: total - left.count + made.newImages, of: total, in: options.output)
        }
        return RunSummary(
            command: command, made: total - left.count + made.newImages, newImages: made.newImages,
            output: options.output, isComplete: made.isComplete,
            statistics: statistics, objects: plan.pipeline.objects, converted: converted, kept: writer.kept,
            notes: plan.notes + recorder.notes,
            elapsed: .now - start,
            fallsShort: !(statistics?.placement.shortfalls ?? []).isEmpty || !converted.empty.isEmpty,
            allowsEmpty: options.allowsEmpty)
    }

    private var command: String { options.isMerge ? "merge" : "run" }

    private var numbers: [Int] {
        let numbers =
            (options.only?.numbers).map(plan.maker.numbering.images(ofScenes:)) ?? ImageNumbers(below: plan.imageCount)
        return numbers.indices(below: plan.imageCount)
    }

    /// - Returns: nil when the run to be resumed has already ended.
    private func openWriter(_ recorder: ImageRecorder, _ lock: FolderLock) throws -> DatasetWriter? {
        let plan = datasetPlan(recorder)
        guard options.resumes else {
            return try DatasetWriter(creating: plan, overwrite: options.overwrites, lock: lock)
        }
        try DatasetWriter.cleanUp(plan.layout)
        return try DatasetWriter.isFinished(plan) ? nil : DatasetWriter(resuming: plan, lock: lock)
    }

    /// The run's identity, and the places of its files.
    func datasetPlan(_ recorder: ImageRecorder) -> DatasetWriter.Plan {
        let pipeline = plan.pipeline
        var run = RunDescription(version: Version.current, seed: pipeline.seed, images: plan.imageCount)
        run.numbering = plan.maker.numbering
        run.only = options.only?.description
        run.settings = plan.changes
        run.without = Set(pipeline.without.map(\.value)).sorted()
        run.hashes = [RunDescription.Fact("pipeline.yaml (FNV-1a)", String(plan.text.fnv1a, radix: 16))]
        run.libraries = [RunDescription.Fact("libvips", LibraryVersions.libvips)]
        let layout = DatasetLayout(
            root: options.output, splits: recorder.splits, imageExtension: pipeline.output.images.fileExtension,
            hasMasks: pipeline.output.masks.instances == .png,
            layers: SurfaceFiles.layers(pipeline.output.layers), numbering: plan.maker.numbering)
        run.layers = layout.layers.map(\.rawValue)
        var command = RunCommand(pipeline: URL(fileURLWithPath: plan.path).standardizedFileURL.path)
        (command.changes, command.without) = (options.changes, options.without)
        (command.only, command.maxPixels) = (run.only, options.maxPixels)
        (command.isStrict, command.allowsEmpty) = (options.isStrict, options.allowsEmpty)
        command.writesReport = options.writesReport
        let isSlow = pipeline.needs.objects.contains { object in
            object.sources.contains { $0.needs.contains(.rendering) }
        }
        var description = DatasetWriter.Plan(
            layout, header: recorder.header, run: run, pipeline: Array(plan.text.utf8), maxPixels: options.maxPixels,
            inputs: plan.inputs(withContent: options.isStrict),
            blockSize: BlockPlan.size(
                images: numbers.count, unit: plan.maker.numbering.imagesPerScene * pipeline.repeats,
                isSlow: isSlow),
            command: command)
        if options.isMerge { description.role = .merge }
        return description
    }
}
