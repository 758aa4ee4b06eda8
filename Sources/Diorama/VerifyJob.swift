import Cards
import Datasets
import Findings
import Foundation
import JSON
import Pictures
import Pipelines
import Scenes
import Synchronization

/// Proves that a dataset's pictures and labels agree: its files are audited, and each of its scenes is drawn and
/// composited again and compared with what lies on the disk, byte for byte.
///
/// An audit sees what contradicts itself; only making an image again shows that a picture and its labels, which agree with
/// each other, are also those of its scene. Parts of a split are compared as well: no photo may be in two of them.
public struct VerifyJob: Sendable {
    /// The options of a proof.
    public struct Options: Sendable {
        /// The dataset's folder, or a file of labels.
        public var dataset: String
        /// The pipeline that made it, which names the photos and objects; nil where it is not at hand.
        public var pipeline: String?
        /// How many images are made again, spread over all; nil for all.
        public var sample: Int?
        /// The number of findings of each kind that are reported; the others are counted.
        public var each: Int?
        /// The number of threads that make images.
        public var workers = Workers.perCore
        /// The largest photo that is read, in pixels; 200 million by default.
        public var maxPixels: Int?

        /// - Parameter dataset: the dataset's folder, or a file of labels.
        public init(dataset: String) { self.dataset = dataset }
    }

    private let options: Options

    /// - Parameter options: the dataset, and how far it is proved.
    public init(_ options: Options) { self.options = options }

    /// Does the work; nothing is written.
    ///
    /// - Throws: an error in words where the path is no dataset, or the pipeline cannot be read.
    public func run() throws -> VerifyReport {
        let audit = try DatasetReport(options.dataset, each: options.each)
        var proof = FindingList(each: options.each ?? FindingList.defaultEach)
        var compared = 0
        // The files of which something is said already.
        var told: Set<String> = []
        let own = try OwnRun(options.dataset)
        if let own, let pipeline = options.pipeline {
            let (images, findings) = try Recomposition(of: own, pipeline: pipeline, options).compare()
            compared = images
            told = Set(findings.compactMap(\.file))
            for finding in findings { proof.add(finding) }
        } else if own == nil, let damage = RunFacts.damage(of: options.dataset) {
            proof.add(Finding(.error, .changed, file: DatasetLayout.run, damage))
        } else {
            proof.add(
                Finding(
                    .warning, .unproved,
                    own == nil
                        ? "no “diorama run” has made it, so no image can be made again"
                        : "no image was made again: nothing says where its pipeline is",
                    remedy: own == nil ? nil : "give the pipeline file with --pipeline"))
        }
        if own != nil {
            for finding in try Self.changes(in: options.dataset) where finding.file.map(told.contains) != true {
                proof.add(finding)
            }
        }
        for finding in try SplitLeaks(in: options.dataset, isWanted: own?.sharesPhotos ?? false).findings {
            proof.add(finding)
        }
        return VerifyReport(dataset: options.dataset, audit: audit, proof: proof, compared: compared)
    }

    /// The files that are not as the run has written them.
    private static func changes(in dataset: String) throws -> [Finding] {
        guard let changes = try ChecksumFile(root: dataset).changes() else {
            return [
                Finding(
                    .warning, .unproved, file: DatasetLayout.checksums,
                    "is not there, so nothing says whether files were changed since the run wrote them")
            ]
        }
        return changes.map { file, change in
            switch change {
            case .gone: Finding(.error, .gone, file: file, "is not there")
            case .changed: Finding(.error, .changed, file: file, "was changed since the run wrote it")
            case .foreign:
                Finding(
                    .error, .foreign, file: file,
                    "is no picture of the dataset: trainers that read the whole folder take it for one",
                    remedy: "move it away")
            }
        }
    }
}

/// What a dataset of ours says of the run that made it.
struct OwnRun {
    let layout: DatasetLayout
    let facts: RunFacts
    /// The numbers of the images that the run made.
    let images: [Int]
    /// The lines of `scenes.jsonl` by their images.
    let scenes: [Int: [UInt8]]
    /// Whether its pipeline lets a photo be in several parts of the split.
    let sharesPhotos: Bool

    /// Nil where no run of ours has made the dataset.
    init?(_ root: String) throws {
        layout = DatasetLayout(root: root)
        guard let facts = RunFacts(of: root) else { return nil }
        self.facts = facts
        let lines = FileManager.default.contents(atPath: layout.path(DatasetLayout.scenes)) ?? Data()
        var scenes: [Int: [UInt8]] = [:]
        for line in lines.split(separator: UInt8(ascii: "\n")) {
            let bytes = [UInt8](line)
            guard let index = (try? JSONTree(bytes))?["index"]?.integer else { continue }
            scenes[index] = bytes
        }
        self.scenes = scenes
        images = scenes.keys.sorted()
        let text = FileManager.default.contents(atPath: layout.path(DatasetLayout.pipeline)) ?? Data()
        var reading = Reading(folder: root)
        let source = Source(name: DatasetLayout.pipeline, text: String(decoding: text, as: UTF8.self))
        let tree = try? Node(parsing: source)
        let split = tree?.pairs?.first { $0.key == "output" }?.value.pairs?.first { $0.key == "split" }?.value
        let block = split.flatMap { Form<Pipeline.Split>.block(Pipeline.Split.card).decode($0, &reading) }
        sharesPhotos = block.map { !$0.isByBackground || $0.nearDuplicates == .ignore } ?? false
    }
}

/// The images of a dataset, made again by its pipeline.
private struct Recomposition {
    private let own: OwnRun
    private let plan: Plan
    private let options: VerifyJob.Options
    /// The images that are made again.
    private let images: [Int]

    init(of own: OwnRun, pipeline: String, _ options: VerifyJob.Options) throws {
        (self.own, self.options) = (own, options)
        plan = try Plan(
            path: pipeline, changes: own.facts.settings, without: own.facts.without, maxPixels: options.maxPixels)
        let all = own.images
        let count = min(options.sample ?? all.count, all.count)
        images = (0..<count).map { all[$0 * all.count / count] }
    }

    /// - Returns: the number of images that were made, and where they are not those of the dataset.
    func compare() throws -> (images: Int, findings: [Finding]) {
        var findings: [Finding] = []
        if own.facts.version != Version.current {
            findings.append(
                Finding(
                    .warning, .unproved, file: DatasetLayout.run,
                    "diorama \(own.facts.version) has made it, and this is \(Version.current): pictures may differ"))
        }
        if !own.facts.isMade(by: plan.text) {
            findings.append(
                Finding(
                    .error, .otherPipeline, file: DatasetLayout.pipeline,
                    "the pipeline is not the one that made the dataset",
                    remedy: "compare the pipeline with the dataset's pipeline.yaml"))
            return (0, findings)
        }
        let recorder = try ImageRecorder(plan)
        var layout = own.layout
        layout.splits = recorder.splits
        layout.imageExtension = plan.pipeline.output.images.fileExtension
        layout.hasMasks = plan.pipeline.output.masks.instances == .png
        layout.layers = SurfaceFiles.layers(plan.pipeline.output.layers)
        layout.numbering = plan.maker.numbering
        let labels: StoredLabels
        do { labels = try StoredLabels(in: own.layout.root, of: Set(images)) } catch let error as DatasetError {
            findings.append(
                Finding(
                    .error, .otherLabels, file: DatasetLayout.annotations,
                    "no image is compared with labels that cannot be read: \(error.reason)"))
            return (0, findings)
        }
        if labels.categories != recorder.header.categories.map(StoredLabels.name) {
            findings.append(
                Finding(
                    .error, .otherLabels, file: DatasetLayout.annotations,
                    "the categories are not those that the pipeline gives"))
        }
        let known = images.filter { $0 < plan.imageCount }
        findings += images.filter { $0 >= plan.imageCount }.map {
            Finding(.error, .otherScene, subject: "image \($0)", "the pipeline makes no image of this number")
        }
        let found = Mutex([Int: [Finding]]())
        let (maker, own, names) = (plan.maker, own, layout)
        _ = try Workers.run(
            options.workers, over: known, batch: maker.batch(of:), shouldStop: { false },
            makeState: { ImageEncoder(maker: maker, recorder: recorder, layout: names) },
            body: { index, encoder in
                let made = try encoder.encode(index)
                let own = Self.differences(of: made, from: own, labels.images[index], in: names)
                found.withLock { $0[index] = own }
            })
        return (known.count, findings + found.withLock { found in known.flatMap { found[$0] ?? [] } })
    }

    private static func differences(
        of made: EncodedImage, from own: OwnRun, _ stored: LabelledImage?, in layout: DatasetLayout
    ) -> [Finding] {
        let index = made.record.index
        let name = layout.numbering.name(ofImage: index)
        var findings: [Finding] = []
        func compare(_ bytes: [UInt8], _ path: String, _ what: String) {
            let relative = String(path.dropFirst(layout.path("").count))
            guard let file = FileManager.default.contents(atPath: path) else {
                findings.append(Finding(.error, .gone, file: relative, "is not there"))
                return
            }
            if [UInt8](file) != bytes {
                findings.append(
                    Finding(
                        .error, .otherBytes, file: relative,
                        "\(what) is not what its scene gives: it was changed since, or made from other files"))
            }
        }
        compare(made.image, layout.imagePath(index, split: made.record.split), "the image")
        if let mask = made.mask { compare(mask, layout.maskPath(index), "the instance map") }
        for layer in layout.layers {
            if let bytes = made.layers[layer] { compare(bytes, layout.layerPath(index, layer), "the layer") }
        }
        if own.scenes[index] != made.record.scene {
            findings.append(
                Finding(
                    .error, .otherScene, file: DatasetLayout.scenes, subject: "image \(name)",
                    "its scene is not the one that the pipeline draws"))
        }
        guard let stored else {
            findings.append(
                Finding(.error, .otherLabels, subject: "image \(name)", "no annotation file lists it"))
            return findings
        }
        let annotations = zip(made.record.annotations, stored.instances).map { made, stored in
            var made = made
            made.id = stored.id
            return made.json() == stored.json()
        }
        if made.record.annotations.count != stored.instances.count {
            findings.append(
                Finding(
                    .error, .otherLabels, subject: "image \(name)",
                    "it has \(stored.instances.count.counting("annotation")), and its scene gives "
                        + "\(made.record.annotations.count)"))
        } else if let wrong = annotations.firstIndex(of: false) {
            findings.append(
                Finding(
                    .error, .otherLabels, subject: "annotation \(stored.instances[wrong].id)",
                    "is not what the scene of image \(name) gives"))
        }
        if stored.split != made.record.split {
            findings.append(
                Finding(
                    .error, .otherLabels, subject: "image \(name)",
                    "it is listed in \(stored.split ?? "no split"), and belongs to \(made.record.split ?? "none")"))
        }
        return findings
    }
}

/// The labels of some images, as the COCO files have them.
private struct StoredLabels: Sendable {
    private(set) var images: [Int: LabelledImage] = [:]
    /// Each with its id.
    let categories: [String]

    init(in root: String, of wanted: Set<Int>) throws {
        let dataset = try FinishedDataset(root)
        categories = dataset.records.map(Self.name)
        for subset in dataset.subsets {
            try dataset.forEachImage(of: subset, for: nil) { image in
                if wanted.contains(image.image.id) { images[image.image.id] = image }
            }
        }
    }

    static func name(of category: COCO.Category) -> String { "\(category.id): \(category.name)" }
}
