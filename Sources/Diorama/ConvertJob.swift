import Cards
import Datasets

/// Writes a finished dataset's annotations in other formats, beside its COCO files; first makes it from a dataset of
/// another kind, where one is named.
public struct ConvertJob: Sendable {
    /// A dataset of another kind, and where what is made of it goes.
    public struct Source: Sendable {
        /// As in a pipeline's `backgrounds.datasets`: `yolo: data.yaml`, `voc: folder`.
        public var dataset: String
        /// Whether its photos are linked to in place of being copied.
        public var linksPhotos = false
        /// Whether the first thing that is wrong in it ends the work.
        public var isStrict = false

        /// - Parameter dataset: as a pipeline names it: see ``dataset``.
        public init(_ dataset: String) { self.dataset = dataset }
    }

    private let dataset: String
    private let source: (any DatasetSource)?
    private let options: Source?
    private let formats: [any DerivedFormat]

    /// - Parameters:
    ///   - dataset: its folder; with a source, one that is empty or not there yet.
    ///   - source: what it is made from.
    ///   - formats: as in a pipeline's `output.annotations`, the list's brackets aside: `yolo, voc`,
    ///     `yolo: {task: segment}`. With a source there may be none, or `coco`: that is written in any case.
    /// - Throws: an error whose description names every mistake in `formats` and in the source.
    public init(dataset: String, from source: Source? = nil, to formats: String?) throws {
        self.dataset = dataset
        options = source
        self.source = try source.map(Self.source)
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

    private static func source(_ source: Source) throws -> any DatasetSource {
        let text = Cards.Source(name: "--from", text: source.dataset)
        let node: Node
        do throws(Diagnostic) { node = try Node(parsing: text) } catch { throw InvalidFile([error]) }
        var reading = Reading(folder: "")
        let draft = Form<PartDraft>.part(DatasetSources.catalogue).decode(node, &reading)
        guard let draft, reading.diagnostics.isEmpty, let drawn = draft.draw(from: RandomStreams(seed: 0, image: 0))
        else { throw InvalidFile(reading.diagnostics) }
        return try DatasetSources.catalogue.make(drawn, as: (any DatasetSource).self)
    }

    /// - Returns: a line for each format, and one for each thing that it cannot say; before them, what is wrong with the
    ///   source.
    public func run() throws -> String {
        guard let source, let options else {
            return try ConvertJob.convert(dataset, to: formats, holding: FolderLock(dataset)).joined(separator: "\n")
        }
        let work = DatasetImport(
            try source.open(), named: options.dataset, to: dataset, linksPhotos: options.linksPhotos)
        let lock = try FolderLock(making: dataset)
        let imported = try importDataset(work, holding: lock)
        let converted = try ConvertJob.convert(dataset, to: formats, holding: lock, isUnfinished: true)
        try work.finish()
        return (imported + converted).joined(separator: "\n")
    }

    private func importDataset(_ work: DatasetImport, holding lock: FolderLock) throws -> [String] {
        var odd = FindingList()
        var told: [String] {
            odd.groups.flatMap { group in
                group.findings.map { "odd: \($0.words)" }
                    + (group.more > 0 ? ["odd: \(group.more.grouped) more like “\(group.findings[0].words)”"] : [])
            }
        }
        let counts: DatasetImport.Counts
        do {
            counts = try work.run(holding: lock) { oddity in
                let finding = Finding(.warning, file: oddity.file, oddity.problem)
                if options?.isStrict == true { throw JobError.unreadable(finding.words) }
                odd.add(finding)
            }
        } catch let error as DatasetError where error.code != .occupied {
            throw JobError.fruitless(told, "\(error)")
        }
        return told + ["coco: \(counts.annotations.counting("instance")) in \(counts.images.counting("image"))"]
    }

    /// Writes the formats and tells of them in lines.
    static func convert(
        _ dataset: String, to formats: [any DerivedFormat], holding lock: FolderLock, isUnfinished: Bool = false
    ) throws -> [String] {
        guard !formats.isEmpty else { return [] }
        let (records, oddities) = try Conversion.write(
            formats, in: dataset, holding: lock, isUnfinished: isUnfinished)
        func lines(_ notes: [FormatRecord.Note]) -> [String] {
            notes.map { "  \($0.count.grouped) × \($0.what)" }
        }
        let odd = oddities.isEmpty ? [] : ["in the COCO files:"] + lines(oddities)
        return odd
            + records.flatMap { record in
                ["\(record.name): \(record.instances.counting("instance")) in \(record.images.counting("image"))"]
                    + lines(record.notes)
            }
    }
}
