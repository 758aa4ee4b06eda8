import ArgumentParser
import Diorama

struct Convert: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes a dataset's annotations in other formats too.",
        discussion: """
            Reads the COCO files in the dataset's annotations/ and puts the others beside them, as output.annotations of \
            a pipeline does. “diorama list formats” describes them. A format that is there already is written anew.
            """)

    @Argument(help: "The dataset's folder.")
    var dataset: String

    @Option(help: "The formats, with commas between them: yolo,voc; with keys: 'yolo: {task: segment}, voc'.")
    var to: String

    func run() throws {
        print(try ConvertJob(dataset: dataset, to: to).run())
    }
}
