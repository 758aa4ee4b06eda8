import Cards
import Datasets
import Findings
import Foundation
import JSON
import Pipelines
import Scenes
import Synchronization

/// A run whose images go into a pipe as they are made, for a trainer that reads them: nothing is written to the disk.
///
/// The stream is a tar archive as WebDataset's readers take it (`WebDatasetSample`). Each epoch begins with `__begin__`,
/// which says how many samples follow, and ends with `__end__`, which has the totals; readers of WebDataset pass these
/// over. A reader that has not seen `__end__` has not got everything: a producer that dies between two samples leaves no
/// other trace. The same pipeline, seed, epoch and shard give the same bytes, whatever the number of threads.
public struct StreamJob: Sendable {
    /// The options of a stream.
    public struct Options: Sendable {
        /// The pipeline file.
        public var pipeline: String
        /// `key.path=value` each; they replace values of the file.
        public var changes: [String] = []
        /// Keys of what is left out of the images, such as `effects.fog`; the scenes stay the same.
        public var without: [String] = []
        /// The first epoch. An epoch has the pipeline's seed plus its own number.
        public var epoch = 0
        /// The number of epochs; nil for a stream without end.
        public var epochs: Int? = 1
        /// The part of each epoch that the stream has.
        public var shard: Shard?
        /// The number of threads that make images.
        public var workers = Workers.perCore
        /// Whether to end at the first photo or object that cannot be read.
        public var isStrict = false
        /// Whether a stream counts as sound although images are empty or objects are missing.
        public var allowsEmpty = false
        /// The largest photo that is read, in pixels; 200 million by default.
        public var maxPixels: Int?

        /// - Parameter pipeline: the pipeline file.
        public init(pipeline: String) {
            self.pipeline = pipeline
        }
    }

    private let options: Options
    /// The plan with the pipeline's own seed.
    private let plan: Plan

    /// Reads and checks everything that the stream needs. Nothing is written yet.
    ///
    /// - Throws: an error whose description says what is wrong, where, and what to do.
    public init(_ options: Options) throws {
        self.options = options
        plan = try Plan(
            path: options.pipeline, changes: options.changes, without: options.without, isStrict: options.isStrict,
            maxPixels: options.maxPixels)
    }

    /// Writes the stream.
    ///
    /// - Parameters:
    ///   - descriptor: the open file or pipe that it goes to.
    ///   - interruption: asked after each image; once it is requested, the stream ends without its last record.
    ///   - isQuiet: shows no notices on standard error.
    /// - Throws: `JobError.unread` when the reader ends first; the first failure, in the order of the images.
    public func run(
        to descriptor: Int32, interruption: Interruption? = nil, isQuiet: Bool = true
    ) throws -> StreamSummary {
        let start = ContinuousClock.now
        var summary = StreamSummary(allowsEmpty: options.allowsEmpty)
        let notices = SkipNotices(progress: isQuiet ? nil : ProgressMeter(total: 0, doneBefore: 0, mode: .quiet))
        var (epoch, left) = (options.epoch, options.epochs)
        do {
            while left != 0 {
                let own = epoch == 0 ? plan : try epochPlan(epoch)
                let output = OrderedOutput(descriptor, room: 4 * min(options.workers, own.imageCount))
                summary.isComplete = try stream(
                    own, epoch: epoch, to: output, &summary, notices, interruption: interruption)
                guard summary.isComplete else { break }
                // As with seeds, the number after the last one is the first.
                epoch &+= 1
                left = left.map { $0 - 1 }
            }
            if summary.isComplete {
                try OrderedOutput(descriptor, room: 1).put(Tar.end, number: 0, shouldStop: { false })
            }
        } catch let closed as OrderedOutput.Closed {
            throw JobError.unread(after: summary.images, String(cString: strerror(closed.code)))
        }
        summary.elapsed = .now - start
        return summary
    }

    private func epochPlan(_ epoch: Int) throws -> Plan {
        let seed = plan.pipeline.seed &+ UInt64(truncatingIfNeeded: epoch)
        return try Plan(
            path: options.pipeline, changes: options.changes + ["seed=\(seed)"], without: options.without,
            isStrict: options.isStrict, maxPixels: options.maxPixels)
    }

    /// The images of the shard. Images that are best made together stay together.
    private func images(of plan: Plan) -> [Int] {
        let all = Array(0..<plan.imageCount)
        guard let shard = options.shard else { return all }
        let blocks = BlockPlan(
            all, size: plan.maker.numbering.imagesPerScene * plan.pipeline.repeats)
        return (0..<blocks.count).filter(shard.holds).flatMap { blocks.images(of: $0) }
    }

    private func stream(
        _ plan: Plan, epoch: Int, to output: OrderedOutput, _ summary: inout StreamSummary, _ notices: SkipNotices,
        interruption: Interruption?
    ) throws -> Bool {
        let recorder = try ImageRecorder(plan)
        let layout = DatasetLayout(
            root: "", splits: recorder.splits, imageExtension: plan.pipeline.output.images.fileExtension,
            hasMasks: plan.pipeline.output.masks.instances == .png,
            layers: SurfaceFiles.layers(plan.pipeline.output.layers), numbering: plan.maker.numbering)
        let images = images(of: plan)
        let categories = Dictionary(uniqueKeysWithValues: recorder.header.categories.map { ($0.id, $0.name) })
        let maker = plan.maker
        for skip in maker.photos.skipped { notices.tell(skip) }
        summary.objects = plan.pipeline.objects
        let before = (summary.images, summary.annotations)
        let shared = Mutex(summary)
        defer { summary = shared.withLock { $0 } }
        let facts: @Sendable (inout JSONWriter) -> Void = { [options] writer in
            writer.member("diorama", Version.current)
            writer.member("seed", plan.pipeline.seed)
            writer.member("epoch", epoch)
            writer.member("shard", options.shard?.description ?? "0/1")
            writer.member("samples", images.count)
        }
        let isStopped: @Sendable () -> Bool = { interruption?.isRequested ?? false }
        var begin: [UInt8] = []
        WebDatasetNote("begin") { writer in
            facts(&writer)
            writer.member("categories", recorder.header.categories)
            writer.member("licenses", recorder.header.licenses)
        }.append(to: &begin)
        try output.put(begin, number: 0, shouldStop: isStopped)
        let isComplete = try Workers.run(
            options.workers, over: Array(images.indices), batch: { maker.batch(of: images[$0]) }, shouldStop: isStopped,
            makeState: { ImageEncoder(maker: maker, recorder: recorder, layout: layout) },
            body: { place, encoder in
                do {
                    let made = try encoder.encode(images[place])
                    for skip in made.skipped { notices.tell(skip) }
                    let sample = Self.sample(of: made, epoch: epoch, layout, categories)
                    var bytes: [UInt8] = []
                    bytes.reserveCapacity(sample.size)
                    sample.append(to: &bytes)
                    shared.withLock { $0.add(made.record) }
                    try output.put(bytes, number: 1 + place, shouldStop: isStopped)
                } catch {
                    output.cut()
                    throw error
                }
            })
        guard isComplete else { return false }
        let totals = shared.withLock { ($0.images - before.0, $0.annotations - before.1) }
        var end: [UInt8] = []
        WebDatasetNote("end") { writer in
            facts(&writer)
            writer.member("written", totals.0)
            writer.member("annotations", totals.1)
        }.append(to: &end)
        try output.put(end, number: images.count + 1, shouldStop: { false })
        return true
    }

    private static func sample(
        of made: EncodedImage, epoch: Int, _ layout: DatasetLayout, _ categories: [Int: String]
    ) -> WebDatasetSample {
        let record = made.record
        let name = layout.numbering.name(ofImage: record.index)
        var annotations = record.annotations
        // In a stream nobody knows how many labels other shards have: ids count within the sample.
        for place in annotations.indices { annotations[place].id = place + 1 }
        return WebDatasetSample(
            name: epoch == 0 ? name : "e\(epoch)-\(name)",
            WebDatasetSample.Pictures(image: made.image, instances: made.mask, layers: made.layers),
            kind: layout.imageExtension, record.image, annotations, split: record.split, categories: categories)
    }
}
