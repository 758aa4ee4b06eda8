import Cards

/// The pipelines that come with the program.
enum ShippedPipelines {
    static let folder = ShippedFiles.root.map { $0 + "/pipelines" }
}
