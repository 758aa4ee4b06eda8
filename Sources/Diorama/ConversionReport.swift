import Datasets
import Findings
import JSON

/// What `diorama convert` says.
public struct ConversionReport: CommandReport {
    /// What is wrong with the source, then a line for each format and one for each thing that it cannot say.
    public let description: String
    /// A conversion that ends without an error has written all that it was asked for.
    public let isSound = true
    /// What was made, and all findings, as a document.
    public let json: String

    /// - Parameters:
    ///   - counts: what was made of a dataset of another kind, where one was named.
    ///   - odd: what is wrong with that.
    init(
        _ dataset: String, _ written: WrittenFormats, from counts: DatasetImport.Counts? = nil,
        odd: FindingList = FindingList()
    ) {
        let coco = counts.map {
            ["coco: \($0.annotations.counting("instance")) in \($0.images.counting("image"))"]
        }
        description = (Self.lines(odd) + (coco ?? []) + written.lines).joined(separator: "\n")
        json =
            ReportDocument(
                command: "convert", isSound: true, findings: odd.counted + written.findings
            ) { writer in
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
