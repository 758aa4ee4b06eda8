import ArgumentParser
import Diorama

struct Preview: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Draws one sheet of a pipeline's first images, with boxes, masks and names.")

    @OptionGroup var options: PipelineOptions

    @Option(help: "How many images.")
    var images = 12

    @Option(name: .shortAndLong, help: "The sheet: a PNG or JPEG file.")
    var out = "sheet.png"

    func validate() throws {
        guard (1...200).contains(images) else {
            throw ValidationError("--images takes a number from 1 to 200, found \(images)")
        }
    }

    func run() throws {
        print(
            try PreviewSheet.write(
                pipeline: options.pipeline, changes: options.changes(images: nil), images: images, to: out))
    }
}
