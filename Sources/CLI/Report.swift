import ArgumentParser
import Diorama

struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes one HTML page about a dataset: worst images, sizes, places, what was asked and got.",
        discussion: """
            The page needs no server and no network. It shows the least visible, smallest, most cut off and most crowded \
            labels and images by chance, with boxes, masks and names to switch; labels by category, size and visibility; \
            where boxes lie; for a dataset that “diorama run” made, what was asked for and what came out, what was left out \
            and why, and the pipeline; and licences with their authors.

            Datasets of diorama and of other tools are told by their files. Others are named as in a pipeline's \
            backgrounds.datasets: 'voc: folder', 'masks: {images: photos, masks: masks}'.
            """)

    @Argument(help: "The dataset: a folder, a file of labels, or 'kind: path'.", completion: .file())
    var dataset: String

    @Option(
        name: .shortAndLong,
        help:
            "The page. (default: report.html, in the folder of a dataset of diorama; in the current folder for others)",
        completion: .file(extensions: ["html"]))
    var out: String?

    @Flag(help: "Replace a file that is no report of diorama.")
    var overwrite = false

    @OptionGroup var reporting: ReportOptions

    func run() throws {
        _ = try reporting.report("report") { try ReportJob(dataset, to: out, overwrites: overwrite).run() }
    }
}
