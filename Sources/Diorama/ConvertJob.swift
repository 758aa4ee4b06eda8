import Datasets
import Pipelines

/// Writes a finished dataset's annotations in other formats, beside its COCO files.
public struct ConvertJob: Sendable {
    private let dataset: String
    private let formats: [any DerivedFormat]

    /// - Parameters:
    ///   - dataset: its folder.
    ///   - formats: as in a pipeline's `output.annotations`, the list's brackets aside: `yolo, voc`,
    ///     `yolo: {task: segment}`.
    /// - Throws: an error whose description names every mistake in `formats`.
    public init(dataset: String, to formats: String) throws {
        self.dataset = dataset
        let source = Source(name: "--to", text: formats.hasPrefix("[") ? formats : "[\(formats)]")
        let node: Node
        do throws(Diagnostic) { node = try Node(parsing: source) } catch { throw InvalidFile([error]) }
        var reading = Reading(folder: "")
        let drafts = Form.oneOrMore(.part(AnnotationFormats.catalogue)).decode(node, &reading)
        guard let drafts, reading.diagnostics.isEmpty else { throw InvalidFile(reading.diagnostics) }
        self.formats = try AnnotationFormats.derived(drafts)
        guard self.formats.count == drafts.count else {
            throw JobError.usage("--to \(formats): coco is what every dataset has already")
        }
    }

    /// - Returns: a line for each format, and one for each thing that it cannot say.
    public func run() throws -> String {
        try ConvertJob.convert(dataset, to: formats).joined(separator: "\n")
    }

    /// Writes the formats and tells of them in lines.
    static func convert(_ dataset: String, to formats: [any DerivedFormat]) throws -> [String] {
        guard !formats.isEmpty else { return [] }
        let (records, oddities) = try Conversion.write(formats, in: dataset)
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
