import ArgumentParser
import Diorama

struct Convert: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes a dataset's annotations in other formats too, or makes one from a dataset of another kind.",
        discussion: """
            Reads the COCO files in the dataset's annotations/ and puts the others beside them, as output.annotations of \
            a pipeline does. “diorama list formats” describes them. A format that is there already is written anew.

            With --from the dataset is made first: its photos and COCO files, in a folder that is empty or not there yet. \
            “diorama list datasets” describes what can be read, with the same keys as backgrounds.datasets of a pipeline.
            """)

    @Argument(help: "The dataset's folder.", completion: .directory)
    var dataset: String

    @Option(
        help:
            "What the dataset is made from: 'yolo: data.yaml', 'voc: folder', 'masks: {images: photos, masks: masks}'.")
    var from: String?

    @Option(help: "The formats, with commas between them: yolo,voc; with keys: 'yolo: {task: segment}, voc'.")
    var to: String?

    @Flag(help: "With --from: link to the photos, in place of copying them.")
    var link = false

    @Flag(help: "With --from: end at the first label or photo that is wrong, instead of reporting it and going on.")
    var strict = false

    @OptionGroup var reporting: ReportOptions

    func validate() throws {
        if from == nil, to == nil { throw ValidationError("--to says which formats to write") }
        if from == nil, link || strict { throw ValidationError("--link and --strict go with --from") }
    }

    func run() throws {
        let source = from.map { dataset in
            var source = ConvertJob.Source(dataset)
            (source.linksPhotos, source.isStrict) = (link, strict)
            return source
        }
        let report = try reporting.report("convert") { try ConvertJob(dataset: dataset, from: source, to: to).run() }
        if !report.isSound { throw ExitCode(ExitStatus.failed.rawValue) }
    }
}
