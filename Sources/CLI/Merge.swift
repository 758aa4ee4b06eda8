import ArgumentParser
import Diorama

struct Merge: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes the dataset of what “run --shard” has written.",
        discussion: """
            It gives the bytes that one machine would have written. The pipeline and its photos and objects must be where \
            the first shard found them.

            Where images are missing, it lists them, loses nothing, and exits with 75.
            """)

    @Argument(help: "The folder that the shards wrote to.", completion: .directory)
    var dataset: String

    @Option(
        help: "The pipeline file, where it is no longer where the first shard found it.",
        completion: .file(extensions: ["yaml", "yml"]))
    var pipeline: String?

    @OptionGroup var reporting: ReportOptions

    func run() throws {
        let summary = try reporting.report("merge") { try MergeJob(dataset, pipeline: pipeline).run() }
        if !summary.isSound { throw ExitCode(ExitStatus.failed.rawValue) }
    }
}
