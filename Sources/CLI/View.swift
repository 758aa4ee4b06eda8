import ArgumentParser
import Diorama

struct View: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Draws a 3D object from twelve directions on one sheet, or the things that labels give to cut out.")

    @Argument(
        help:
            "The object: a solid's definition (.yaml), a model file (.obj, .glb, .ply, .stl and others), models of an archive or a catalogue: library.sh3f#armchair, or things of a COCO file: labels.json, labels.json#cone.",
        completion: .file())
    var object: String

    @Option(
        name: .shortAndLong, help: "The sheet: a PNG or JPEG file.",
        completion: .file(extensions: ["png", "jpg", "jpeg"]))
    var out = "turntable.png"

    @Flag(help: "Replace the file at --out, whatever it is. An earlier sheet is replaced in any case.")
    var overwrite = false

    @Option(name: .customLong("set"), help: "Set a parameter of a solid, such as height=0.75. May be repeated.")
    var settings: [String] = []

    @Option(help: "The folder that the file names of a COCO file start from; found beside the file unless given.")
    var images: String?

    @Option(help: "The length of a model file's unit in metres: 0.01 where it is in centimetres.")
    var unit = 1.0

    @Option(help: "Which axis of a model file points up: y or z.")
    var up = "y"

    @Option(
        help: "Turns a model file about the vertical, in degrees, so that its front looks at you in the first view.")
    var front = 0.0

    @Option(help: "How far the camera looks down, in degrees.")
    var elevation = 20.0

    @Option(help: "The longer side of each picture, in pixels; 400, or 240 for things of a COCO file.")
    var size: Int?

    @Option(help: "How fine the pictures are: \(Turntable.qualities.joined(separator: ", ")).")
    var quality = "good"

    @Option(help: "Processor time in seconds that reading one model file may take.")
    var importSeconds = 20.0

    @Option(help: "Memory in GiB that reading one model file may take.")
    var importMemory = 2.0

    func run() throws {
        if CutoutsView.takes(object) {
            var view = CutoutsView(labels: object)
            view.images = images
            if let size { view.size = size }
            view.overwrites = overwrite
            return try Terminal.print(view.write(to: out))
        }
        var turntable = Turntable(object: object)
        turntable.settings = settings
        turntable.unit = unit
        turntable.up = up
        turntable.front = front
        turntable.elevation = elevation
        turntable.quality = quality
        if let size { turntable.size = size }
        turntable.overwrites = overwrite
        turntable.importSeconds = importSeconds
        turntable.importMemory = importMemory
        try Terminal.print(turntable.write(to: out))
    }
}
