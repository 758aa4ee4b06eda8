import ArgumentParser

/// The options of every command that reads a pipeline.
struct PipelineOptions: ParsableArguments {
    @Argument(
        help: "The pipeline file, or the name of a worked pipeline that comes with diorama, such as quickstart.",
        completion: .file(extensions: ["yaml", "yml"]))
    var pipeline: String

    @Option(name: .customLong("set"), help: "Change a value of the pipeline, such as scene.count=3. May be repeated.")
    var changes: [String] = []

    @Option(
        name: .customLong("without"),
        help: ArgumentHelp(
            "Leave something out that changes pixels alone, such as effects.fog; the scenes stay the same. May be repeated.",
            valueName: "key"))
    var without: [String] = []

    @Option(parsing: .unconditional, help: "The seed, in place of the pipeline's.")
    var seed: UInt64?

    /// The changes of `--set`, and of the options that stand for such changes.
    func changes(images: Int?) -> [String] {
        changes + (images.map { ["images=\($0)"] } ?? []) + (seed.map { ["seed=\($0)"] } ?? [])
    }
}
