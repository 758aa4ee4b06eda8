/// Audits the labels of one format in a folder, ours or other people's.
///
/// To add one: a file, and a line in `FormatAudits.all`.
protocol FormatAudit: Sendable {
    /// As pipelines name the format.
    static var name: String { get }

    /// - Returns: nil when the folder holds no labels of this format.
    init?(root: String) throws

    /// What reads these labels for use; none where nothing does.
    var sources: [any DatasetSource] { get }

    /// Looks at everything, whatever is found; changes nothing.
    func run(into audit: inout Audit, _ pictures: inout PictureChecks) throws
}
