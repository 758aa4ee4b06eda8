/// Audits the labels of one format in a folder, written by diorama or by others.
///
/// To add one: a file, and a line in `FormatAudits.all`.
protocol FormatAudit: Sendable {
    /// The format's name in pipelines.
    static var name: String { get }

    /// - Returns: nil when the folder holds no labels of this format.
    init?(root: String) throws

    /// The sources that read these labels for use; none where nothing reads them.
    var sources: [any DatasetSource] { get }

    /// Looks at everything, whatever it finds; changes nothing.
    func run(into audit: inout Audit, _ pictures: inout PictureChecks) throws
}
