import Datasets
public import Findings
import JSON

/// The report of `diorama convert`.
public struct ConversionReport: CommandReport {
    /// The counts of a format that was written for the dataset.
    public struct FormatCount: Sendable, Hashable {
        /// The format's name in `diorama list formats`.
        public let name: String
        /// The number of images that it lists.
        public let images: Int
        /// The number of labels that it has for them.
        public let instances: Int
    }

    /// Whether each format holds some of the labels; a conversion that ends without an error has written all requested
    /// files.
    public var isSound: Bool { written.empty.isEmpty }
    private let dataset: String
    private let written: WrittenFormats
    private let counts: DatasetImport.Counts?
    private let odd: FindingList

    /// - Parameters:
    ///   - counts: the counts of the dataset that was made from one of another kind, where one was named.
    ///   - odd: the faults of that source.
    init(
        _ dataset: String, _ written: WrittenFormats, from counts: DatasetImport.Counts? = nil,
        odd: FindingList = FindingList()
    ) {
        (self.dataset, self.written, self.counts, self.odd) = (dataset, written, counts, odd)
    }

    /// The faults of the source, then a line for each format and one for each fact that it cannot hold.
    public var description: String {
        let coco = counts.map {
            ["coco: \($0.annotations.counting("instance")) in \($0.images.counting("image"))"]
        }
        return (Self.lines(odd) + (coco ?? []) + written.lines + written.empty.flatMap(\.lines)).joined(separator: "\n")
    }

    /// The faults of the source, and the facts that the formats cannot hold.
    public var findings: [Finding] { written.empty.map { $0.finding(.error) } + odd.counted + written.findings }

    /// The counts of each format that was written, without COCO, which a dataset always has.
    public var formats: [FormatCount] {
        written.records.map { FormatCount(name: $0.name, images: $0.images, instances: $0.instances) }
    }

    /// The counts and all findings as a document.
    public var json: String {
        ReportDocument(command: "convert", isSound: isSound, findings: findings) { writer in
            writer.member("dataset", dataset)
            writer.member("images", ifPresent: counts?.images)
            writer.member("instances", ifPresent: counts?.annotations)
            writer.member("lost", ifPresent: counts?.lost)
            written.encodeMember(to: &writer)
        }.text
    }

    /// A line for each finding that is kept, and one for the others of its kind.
    static func lines(_ odd: FindingList) -> [String] {
        odd.groups.flatMap { group in
            group.findings.map { "odd: \($0.words)" }
                + (group.more > 0 ? ["odd: \(group.more.grouped) more like “\(group.findings[0].words)”"] : [])
        }
    }
}
