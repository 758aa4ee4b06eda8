import ArgumentParser
import Diorama
import Foundation

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Proves that a dataset's pictures and labels agree.",
        discussion: """
            It does all that “diorama check” does. Then it draws and composites each scene again, and compares the image, the \
            instance map, the layers, the scene and the labels with those on the disk, byte for byte. This needs the pipeline \
            with its photos and objects. Last, it looks for images of one part of a split that show the same as images of \
            another; this it does for datasets of other tools, too.

            The exit code is 1 where anything is wrong.
            """)

    @Argument(help: "The dataset's folder, or a file of labels.", completion: .file())
    var dataset: String

    @Option(help: "The pipeline file that made the dataset.", completion: .file(extensions: ["yaml", "yml"]))
    var pipeline: String?

    @Option(parsing: .unconditional, help: "Make only so many images again, spread over all.")
    var sample: Int?

    @Option(parsing: .unconditional, help: "Threads that make images; one per core unless given.")
    var jobs: Int?

    @Option(help: "The most findings of each kind that are listed. (default: 20)")
    var each: Int?

    @OptionGroup var reporting: ReportOptions

    func validate() throws {
        for (name, number) in [("--sample", sample), ("--jobs", jobs), ("--each", each)] {
            if let number, number < 1 { throw ValidationError("\(name) takes a number from 1, found \(number)") }
        }
    }

    func run() throws {
        var job = VerifyJob.Options(dataset: dataset)
        (job.pipeline, job.sample, job.each) = (pipeline, sample, each)
        if let jobs { job.workers = jobs }
        let options = job
        let report = try reporting.report("verify") { try VerifyJob(options).run() }
        if !report.isSound { throw ExitCode(ExitStatus.failed.rawValue) }
    }
}
