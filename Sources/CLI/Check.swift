import ArgumentParser
import Diorama
import Foundation

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks a pipeline file, or a finished dataset.",
        discussion: """
            For a pipeline, it reports every mistake at once, each with its file, line and column, and it opens every photo \
            and object.

            For a dataset, ours or another, it opens every file, and compares labels with pictures, and boxes and areas \
            with masks. It reads all labels in the folder: COCO (instances, keypoints, panoptic), YOLO, Pascal VOC, KITTI, \
            Create ML, BOP, Datumaro, Labelme and CVAT. Each finding names its file and its line or id. If many findings \
            are alike, it lists the worst 20 and counts the others. Errors break a reader or a training run, and the exit \
            code is 1; with warnings and notes alone it is 0.
            """)

    @Argument(
        help:
            "A pipeline file or the name of a worked pipeline, a dataset's folder, a COCO file or a YOLO dataset's data.yaml.",
        completion: .file())
    var path: String

    @Option(name: .customLong("set"), help: "Change a value of the pipeline, such as scene.count=3. May be repeated.")
    var changes: [String] = []

    @Option(
        name: .customLong("without"),
        help: ArgumentHelp(
            "Leave something of the pipeline out that changes pixels alone, such as effects.fog. May be repeated.",
            valueName: "key"))
    var without: [String] = []

    @Option(help: "The most findings of each kind in a dataset that are listed. (default: 20)")
    var each: Int?

    @Flag(help: "Look at pictures outside the dataset's folder, too, which it names by ../, absolute paths or links.")
    var outside = false

    @OptionGroup var reporting: ReportOptions

    func validate() throws {
        if let each, each < 1 { throw ValidationError("--each takes a number from 1, found \(each)") }
    }

    func run() throws {
        let isSound =
            DatasetReport.isDataset(path)
            ? try reporting.report("check") { try DatasetReport(path, each: each, outside: outside) }.isSound
            : try reporting.report("check") { try PipelineReport(path: path, changes: changes, without: without) }
                .isSound
        if !isSound { throw ExitCode(ExitStatus.failed.rawValue) }
    }
}
