import ArgumentParser
import Diorama
import Foundation

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks a pipeline file, or a finished dataset.",
        discussion: """
            A pipeline: every mistake at once, each with its file, line and column. A dataset: every file present and \
            readable, boxes and areas those of the masks, no pixel in two masks.
            """)

    @Argument(help: "A pipeline file or a dataset's folder.")
    var path: String

    @Option(name: .customLong("set"), help: "Change a value of the pipeline, such as scene.count=3. May be repeated.")
    var changes: [String] = []

    func run() throws {
        if DatasetReport.isFolder(path) {
            let report = try DatasetReport(path)
            print(report)
            if !report.isSound { throw ExitCode(ExitStatus.failed.rawValue) }
        } else {
            print(try PipelineReport(path: path, changes: changes))
        }
    }
}
