import ArgumentParser
import Diorama

struct Preview: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Draws one sheet of a pipeline's first images, with boxes, masks and names.")

    @OptionGroup var options: PipelineOptions

    @Option(help: "How many images.")
    var images = 12

    @Flag(help: "Draw outlines, boxes and names, and tint nothing.")
    var outlines = false

    @Flag(help: "Draw the pictures alone, as a run makes them, without labels.")
    var plain = false

    @Option(
        name: .shortAndLong, help: "The sheet: a PNG or JPEG file.",
        completion: .file(extensions: ["png", "jpg", "jpeg"]))
    var out = "sheet.png"

    @Flag(help: "Replace the file at --out, whatever it is. An earlier sheet is replaced in any case.")
    var overwrite = false

    func validate() throws {
        guard !outlines || !plain else { throw ValidationError("--outlines and --plain exclude each other") }
        guard (1...200).contains(images) else {
            throw ValidationError("--images takes a number from 1 to 200, found \(images)")
        }
    }

    func run() throws {
        try Terminal.print(
            PreviewSheet.write(
                pipeline: options.pipeline, changes: options.changes(images: nil), without: options.without,
                images: images, to: out, style: plain ? .plain : outlines ? .outlines : .tinted, overwrites: overwrite))
    }
}
