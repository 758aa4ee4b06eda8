import Cards
import Datasets
import Findings

/// Writes a finished dataset's annotations in other formats, beside its COCO files. Where a dataset of another kind is
/// named, it first makes the dataset from that one.
public struct ConvertJob: Sendable {
    /// A dataset of another kind, to make the dataset from.
    public struct Source: Sendable {
        /// The source as in a pipeline's `backgrounds.datasets`: `yolo: data.yaml`, `voc: folder`.
        public var dataset: String
        /// Whether its photos are linked to instead of copied.
        public var linksPhotos = false
        /// Whether the first fault in it ends the work.
        public var isStrict = false

        /// - Parameter dataset: the source as a pipeline names it: see ``dataset``.
        public init(_ dataset: String) { self.dataset = dataset }
    }

    private let dataset: String
    private let source: (any DatasetSource)?
    private let options: Source?
    private let formats: [any DerivedFormat]

    /// - Parameters:
    ///   - dataset: its folder; with a source, one that is empty or does not exist yet.
    ///   - source: the dataset that it is made from.
    ///   - formats: as in a pipeline's `output.annotations`, without the list's brackets: `yolo, voc`, `yolo: {task:
    ///     segment}`. With a source there may be none, or `coco`, which is always written.
    /// - Throws: an error whose description names every mistake in `formats` and in the source.
    public init(dataset: String, from source: Source? = nil, to formats: String?) throws {
        self.dataset = dataset
        options = source
        self.source = try source.map { try NamedDataset.source($0.dataset, from: "--from") }
        guard let formats else {
            guard source != nil else { throw JobError.usage("convert needs --to: the formats to write") }
            self.formats = []
            return
        }
        let text = Cards.Source(name: "--to", text: formats.hasPrefix("[") ? formats : "[\(formats)]")
        let node: Node
        do throws(Diagnostic) { node = try Node(parsing: text) } catch { throw InvalidFile([error]) }
        var reading = Reading(folder: "")
        let drafts = Form.oneOrMore(.part(AnnotationFormats.catalogue)).decode(node, &reading)
        guard let drafts, reading.diagnostics.isEmpty else { throw InvalidFile(reading.diagnostics) }
        self.formats = try AnnotationFormats.derived(drafts)
        guard source != nil || self.formats.count == drafts.count else {
            throw JobError.usage("--to \(formats): coco is what every dataset has already")
        }
    }

    /// - Returns: the counts of each format, the facts that it leaves out, and the faults of the source.
    public func run() throws -> ConversionReport {
        guard let source, let options else {
            return ConversionReport(dataset, try ConvertJob.convert(dataset, to: formats, holding: FolderLock(dataset)))
        }
        let work = DatasetImport(
            try source.open(), named: options.dataset, to: dataset, linksPhotos: options.linksPhotos, formats: formats)
        let lock = try FolderLock(making: dataset)
        let (counts, odd) = try importDataset(work, holding: lock)
        let converted = try ConvertJob.convert(dataset, to: formats, holding: lock, isUnfinished: true)
        try work.finish()
        return ConversionReport(dataset, converted, from: counts, odd: odd)
    }

    private func importDataset(
        _ work: DatasetImport, holding lock: FolderLock
    ) throws -> (DatasetImport.Counts, FindingList) {
        var odd = FindingList()
        do {
            let counts = try work.run(holding: lock) { oddity in
                if options?.isStrict == true { throw JobError.unreadable(oddity) }
                odd.add(oddity)
            }
            return (counts, odd)
        } catch let error as DatasetError where error.code != .occupied {
            throw JobError.fruitless(odd, error)
        }
    }

    /// Writes the formats.
    static func convert(
        _ dataset: String, to formats: [any DerivedFormat], holding lock: FolderLock, isUnfinished: Bool = false,
        surfaces: ObjectSurfaces? = nil
    ) throws -> WrittenFormats {
        guard !formats.isEmpty else { return WrittenFormats() }
        let (records, oddities) = try Conversion.write(
            formats, in: dataset, holding: lock, isUnfinished: isUnfinished, surfaces: surfaces)
        return WrittenFormats(records: records, oddities: oddities)
    }
}
