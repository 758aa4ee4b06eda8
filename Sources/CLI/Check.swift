import ArgumentParser
import Diorama
import Foundation

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks a pipeline file, or a finished dataset.",
        discussion: """
            A pipeline: every mistake at once, each with its file, line and column; every model is opened. A dataset, ours or another: every file \
            present and readable, labels that fit their pictures, boxes and areas those of the masks, no pixel in two \
            masks. All labels in the folder are looked at: COCO (instances, keypoints, panoptic), YOLO, Pascal VOC, KITTI, \
            Create ML, BOP, Datumaro, Labelme and CVAT. Each finding says its file and line or id; of many that are alike the worst 20 are told and the \
            others counted. Errors break a reader or a training run and exit with 1; warnings and notes do not.
            """)

    @Argument(help: "A pipeline file, a dataset's folder, a COCO file or a YOLO dataset's data.yaml.")
    var path: String

    @Option(name: .customLong("set"), help: "Change a value of the pipeline, such as scene.count=3. May be repeated.")
    var changes: [String] = []

    @Option(help: "How many findings of each kind in a dataset are told. (default: 20)")
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
            : try reporting.report("check") { try PipelineReport(path: path, changes: changes) }.isSound
        if !isSound { throw ExitCode(ExitStatus.failed.rawValue) }
    }
}
