import ArgumentParser
import Diorama

struct Facts: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Guesses a photo's horizon, roll and field of view, and draws a grid on its ground.",
        discussion: """
            It looks for straight edges, and for the camera that explains most of them as upright or level. The guesses \
            come as text in the form of NAME.scene.yaml. Facts that are known already, from a file, a catalogue or EXIF, \
            are not guessed. Where the edges tell too little, it reports “not sure”.

            Labels of things with a usual height (people, cars, doors) give the camera's height, from all photos of one \
            size and field of view together. It is never written, only proposed in a comment.
            """)

    @Argument(help: "Photos, folders, globs and catalogues.", completion: .file())
    var photos: [String]

    @Flag(help: "Write the guesses to NAME.scene.yaml beside each photo.")
    var write = false

    @Flag(help: "Put the guesses into files of facts that exist, and replace the file at --overlay, whatever it is.")
    var overwrite = false

    @Option(
        help: "Draw grid, horizon, outline and poles of 1.7 m on the photo, or on a sheet of several: .png or .jpg.",
        completion: .file(extensions: ["png", "jpg", "jpeg"]))
    var overlay: String?

    @Option(help: "The horizontal field of view of all photos, in degrees, where it is known.")
    var fov: Double?

    @Option(help: "The camera's height above the ground, in metres, where it is known.")
    var cameraHeight: Double?

    @Option(help: "A dataset that labels the photos: a COCO file, or kind and place: 'kitti: folder'. May be repeated.")
    var labels: [String] = []

    @Option(help: "The usual height of labelled things, such as person=1.7. May be repeated.")
    var height: [String] = []

    @OptionGroup var reporting: ReportOptions

    func run() throws {
        var options = FactsReport.Options(photos: photos)
        options.writes = write
        options.overwrites = overwrite
        options.overlay = overlay
        options.fieldOfView = fov
        options.cameraHeight = cameraHeight
        options.labels = labels
        options.heights = height
        let isSound = try reporting.report("facts") { try FactsReport(options) }.isSound
        if !isSound { throw ExitCode(ExitStatus.failed.rawValue) }
    }
}
