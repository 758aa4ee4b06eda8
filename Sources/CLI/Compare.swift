import ArgumentParser
import Diorama

struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tells how the labels of a synthetic dataset differ from those of a real one.",
        discussion: """
            Compares how many labels an image has, how large their boxes are, where they lie, their aspect, visibility and \
            truncation, the shares of categories, and which categories are seen together. Each line has a distance from 0 to \
            1 and says what differs and in which direction; * marks what is more than chance.

            Datasets of diorama and of other tools are told by their files. Others are named as in a pipeline's \
            backgrounds.datasets: 'voc: folder', 'masks: {images: photos, masks: masks}'. Photos that are missing are \
            reported; their boxes are compared all the same where the labels state the photo's size.

            The comparison is a diagnosis. It does not promise that a detector learns more from a dataset that is nearer.
            """)

    @Argument(help: "The real dataset: a folder, a file of labels, or 'kind: path'.", completion: .file())
    var real: String

    @Argument(help: "The synthetic dataset.", completion: .file())
    var synthetic: String

    @Option(help: "How many findings of each kind are shown; the others are counted. (default: 20)")
    var each: Int?

    @OptionGroup var reporting: ReportOptions

    func validate() throws {
        if let each, each < 1 { throw ValidationError("--each takes a number from 1, found \(each)") }
    }

    func run() throws {
        _ = try reporting.report("compare") { try CompareJob(real: real, synthetic: synthetic, each: each).run() }
    }
}
