import Datasets
public import Findings
import JSON

/// What `diorama convert` says.
public struct ConversionReport: CommandReport {
    /// What a format holds of the dataset.
    public struct FormatCount: Sendable, Hashable {
        /// As `diorama list formats` names it.
        public let name: String
        /// How many images it lists.
        public let images: Int
        /// How many labels it has of them.
        public let instances: Int
    }

    /// A conversion that ends without an error has written all that it was asked for.
    public let isSound = true
    private let dataset: String
    private let written: WrittenFormats
    private let counts: DatasetImport.Counts?
    private let odd: FindingList

    /// - Parameters:
    ///   - counts: what was made of a dataset of another kind, where one was named.
    ///   - odd: what is wrong with that.
    init(
        _ dataset: String, _ written: WrittenFormats, from counts: DatasetImport.Counts? = nil,
        odd: FindingList = FindingList()
    ) {
        (self.dataset, self.written, self.counts, self.odd) = (dataset, written, counts, odd)
    }

    /// What is wrong with the source, then a line for each format and one for each thing that it cannot say.
    public var description: String {
        let coco = counts.map {
            ["coco: \($0.annotations.counting("instance")) in \($0.images.counting("image"))"]
        }
        return (Self.lines(odd) + (coco ?? []) + written.lines).joined(separator: "\n")
    }

    /// What is wrong with the source, and what the formats cannot say.
    public var findings: [Finding] { odd.counted + written.findings }

    /// What each format that was written holds; COCO, which a dataset has in any case, is none of them.
    public var formats: [FormatCount] {
        written.records.map { FormatCount(name: $0.name, images: $0.images, instances: $0.instances) }
    }

    /// What was made, and all findings, as a document.
    public var json: String {
        ReportDocument(command: "convert", isSound: true, findings: findings) { writer in
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
