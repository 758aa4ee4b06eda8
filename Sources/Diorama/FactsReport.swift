import Cards
import Datasets
import Facts
public import Findings
import Foundation
import Geometry
import JSON
import Labelling
import Objects
import Pictures
import Pipelines
import Scenes
import Sheets

/// Guesses at the facts of photos, for `diorama facts`: their horizon, roll and field of view by straight edges, their
/// camera's height by labelled things, and the distances between which they show ground.
public struct FactsReport: CommandReport {
    /// What to look at, and what to do with the guesses.
    public struct Options: Sendable {
        /// Photos, folders, globs and catalogues.
        public var photos: [String]
        /// The horizontal field of view of all photos in degrees, where it is known.
        public var fieldOfView: Double?
        /// The camera's height above the ground in metres, where it is known.
        public var cameraHeight: Double?
        /// Datasets that label the photos.
        public var labels: [String] = []
        /// `category=metres` each: usual heights of labelled things.
        public var heights: [String] = []
        /// Whether the guesses are written beside the photos.
        public var writes = false
        /// Whether guesses are put into files of facts that exist, and the overlay may replace any file.
        public var overwrites = false
        /// A picture of what the facts say.
        public var overlay: String?

        /// - Parameter photos: photos, folders, globs and catalogues.
        public init(photos: [String]) { self.photos = photos }
    }

    /// The guesses as text in the form of `NAME.scene.yaml`, with comments.
    public let description: String
    /// Photos that cannot be read, guesses that are not sure, facts that contradict each other.
    public let findings: [Finding]
    /// Whether every photo that is there could be read.
    public let isSound: Bool
    private let photos: [PhotoGuess]

    /// Looks at photos, and writes what the options ask for.
    ///
    /// - Parameter options: what to look at, and what to do.
    /// - Throws: `JobError.usage` for options that cannot be met; `PhotoLibraryError` where no photo can be used.
    public init(_ options: Options) throws {
        let heights = UsualHeights(own: try Self.heights(options.heights))
        if let given = options.fieldOfView, !(1...170).contains(given) {
            throw JobError.usage("--fov takes a number from 1 to 170 degrees, found \(given.plainText)")
        }
        if let given = options.cameraHeight, !(0.01...10_000).contains(given) {
            throw JobError.usage("--camera-height takes a number from 0.01 to 10000 metres, found \(given.plainText)")
        }
        let sheet = try options.overlay.map { path -> PictureFile in
            guard let file = PictureFile(path) else {
                throw JobError.usage("--overlay \(path): a picture is a .png or .jpg file")
            }
            return file
        }
        var mistakes: [Diagnostic] = []
        let rules = try options.labels.map { try Self.dataset($0) }
        let datasets = try RealDatasets(rules, mistakes: &mistakes)
        guard mistakes.isEmpty else { throw InvalidFile(mistakes) }
        var backgrounds = Pipeline.Backgrounds()
        backgrounds.photos = options.photos.map { Positioned($0) }
        backgrounds.datasets = rules
        let library = try PhotoLibrary(backgrounds, labelled: datasets.photos, seed: 0)
        let named = Set(try PhotoLibrary.listed(options.photos).map { FileLists.resolved($0.path) })
        let photos = library.photos.filter { named.isEmpty || named.contains(FileLists.resolved($0.path)) }
        if let sheet, let obstacle = sheet.obstacle(inputs: photos.map(\.path), overwrites: options.overwrites) {
            throw JobError.usage("--overlay \(obstacle)")
        }
        var guesses: [PhotoGuess] = []
        var (findings, unreadable) = (library.skipped, [Finding]())
        for result in photos.concurrentMap(
            inChunksOf: 1,
            { photo in
                Result { () throws(PictureError) in
                    try PhotoGuess(photo, fieldOfView: options.fieldOfView, cameraHeight: options.cameraHeight)
                }
            })
        {
            switch result {
            case .success(let guess): guesses.append(guess)
            case .failure(let error): unreadable.append(error.finding)
            }
        }
        isSound = unreadable.isEmpty
        findings += unreadable
        try PhotoGuess.poolHeights(&guesses, by: heights, datasets)
        findings += guesses.flatMap(\.findings)
        if options.writes {
            // All or none: a file that is in the way is told before any is written.
            let inTheWay = guesses.filter { FileManager.default.fileExists(atPath: $0.sidecar) }
            if let first = inTheWay.first, !options.overwrites {
                throw JobError.usage(
                    "\(first.sidecar): there are facts already"
                        + (inTheWay.count > 1 ? ", and those of \((inTheWay.count - 1).counting("other photo"))" : "")
                        + "; --overwrite puts the guesses into them and keeps the rest")
            }
            for guess in guesses { try guess.write() }
        }
        if let sheet { try Self.draw(guesses, to: sheet) }
        var lines = guesses.flatMap(\.lines)
        lines += (library.skipped + unreadable).map { "# skipped \($0.words)" }
        if let overlay = options.overlay { lines.append("# grid, horizon and outlines drawn on \(overlay)") }
        description = lines.joined(separator: "\n")
        self.findings = findings
        self.photos = guesses
    }

    /// All guesses as a document.
    public var json: String {
        ReportDocument(command: "facts", isSound: isSound, findings: findings) { writer in
            writer.key("photos")
            writer.array { writer in
                for photo in photos { photo.encode(to: &writer) }
            }
        }.text
    }

    private static func heights(_ settings: [String]) throws(JobError) -> [String: Double] {
        var heights: [String: Double] = [:]
        for setting in settings {
            guard let equals = setting.lastIndex(of: "="), equals > setting.startIndex,
                let metres = Double(setting[setting.index(after: equals)...]), (0.01...1000).contains(metres)
            else { throw .usage("--height takes category=metres, such as person=1.7, found \(setting)") }
            heights[String(setting[..<equals])] = metres
        }
        return heights
    }

    private static func dataset(_ text: String) throws -> Pipeline.Dataset {
        guard text.contains(":"), !FileManager.default.fileExists(atPath: text) else {
            return Pipeline.Dataset(.named("coco", ["file": .text(text)]), at: nil)
        }
        let node: Node
        do throws(Diagnostic) { node = try Node(parsing: Source(name: "--labels", text: text)) } catch {
            throw InvalidFile([error])
        }
        var reading = Reading(folder: "")
        guard let draft = Form<PartDraft>.part(DatasetSources.catalogue).decode(node, &reading),
            reading.diagnostics.isEmpty
        else { throw InvalidFile(reading.diagnostics) }
        return Pipeline.Dataset(draft, at: nil)
    }

    /// One photo in its own size, or several on one sheet.
    private static func draw(_ guesses: [PhotoGuess], to file: PictureFile) throws {
        guard guesses.count != 1 else { return try file.write(guesses[0].overlay(longest: 1600)) }
        guard !guesses.isEmpty else { return }
        var sheet = ContactSheet(painter: LabelPainter(categories: []), tileSize: 640)
        let shown = guesses.prefix(200).map { $0 }
        let drawn = sheet
        for tile in shown.concurrentMap(
            inChunksOf: 1,
            { guess in
                Result {
                    try drawn.tile(
                        guess.overlay(longest: 640), labels: [],
                        caption: guess.path.split(separator: "/").last.map(String.init) ?? guess.path)
                }
            })
        {
            sheet.add(try tile.get())
        }
        try file.write(sheet.raster())
    }
}
