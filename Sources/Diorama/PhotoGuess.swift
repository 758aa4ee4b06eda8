import Cards
import Datasets
import Facts
import Findings
import Foundation
import Geometry
import JSON
import Labelling
import Pictures
import Scenes
import Sheets

/// What is known of one photo, and what its straight edges add to that.
struct PhotoGuess: Sendable {
    let path: String
    private let photo: Photo
    /// What its file, its catalogue, EXIF and the user say.
    private let known: PhotoFacts
    /// What is guessed: only what is not known, and only where the guess is sure.
    private var guessed = PhotoFacts()
    private let view: ViewGuess?
    /// The camera's height by labelled things, and in how many photos of the camera they are.
    private var height: (CameraHeight, photos: Int)?

    init(_ photo: Photo, fieldOfView: Double?, cameraHeight: Double?) throws(PictureError) {
        (self.photo, path) = (photo, photo.path)
        var known = photo.facts
        if let fieldOfView { known.fieldOfView = .degrees(fieldOfView) }
        if let cameraHeight { known.cameraHeightMetres = cameraHeight }
        self.known = known
        let lines = try ViewGuess.lines(ofPhoto: photo.path, width: photo.width, height: photo.height)
        view = ViewGuess(
            lines, width: photo.width, height: photo.height,
            principal: known.principal(width: photo.width, height: photo.height), fieldOfView: known.fieldOfView)
        guessed = view?.facts(besides: known) ?? PhotoFacts()
        if let fieldOfView { guessed.fieldOfView = .degrees(fieldOfView) }
        if let cameraHeight { guessed.cameraHeightMetres = cameraHeight }
    }

    var facts: PhotoFacts { guessed.filled(from: known) }

    private var hasHorizon: Bool { facts.horizon != nil || facts.pitch != nil }

    var sidecar: String { PhotoSidecar.path(beside: path) }

    private var camera: Camera { facts.camera(width: photo.width, height: photo.height) }

    /// The distances between which it shows ground; nil where it shows none, or its horizon is not known.
    private var ground: ClosedRange<Double>? {
        guard hasHorizon else { return nil }
        let view = PhotoView(photoWidth: photo.width, photoHeight: photo.height)
        let stage = Stage(
            setting: view.setting(
                facts,
                defaults: PhotoCameraDefaults(fieldOfView: .degrees(60), horizon: nil, heightMetres: Self.usualHeight)),
            view: view)
        return try? ShownGround(on: stage, within: PhotoFacts.groundName).distances
    }

    /// The height that a camera is held at, where nothing tells.
    private static let usualHeight = 1.6

    // MARK: - Labelled things

    /// Guesses the camera's height by the labelled things in all photos of one camera: those of one size and field of view.
    static func poolHeights(
        _ guesses: inout [PhotoGuess], by heights: UsualHeights, _ datasets: RealDatasets
    ) throws {
        struct Kind: Hashable {
            var size: [Int]
            var degrees: Int
        }
        var pools: [Kind: (heights: [Double], photos: Int)] = [:]
        func kind(_ guess: PhotoGuess) -> Kind {
            Kind(
                size: [guess.photo.width, guess.photo.height],
                degrees: Int((guess.camera.horizontalFieldOfView.degrees * 10).rounded()))
        }
        for guess in guesses where guess.hasHorizon {
            let marks = heights.marks(of: try datasets.labels(of: guess.photo)?.instances ?? [], seenBy: guess.camera)
            let own = marks.compactMap { try? CameraHeight.height(by: $0, seenBy: guess.camera) }
            guard !own.isEmpty else { continue }
            pools[kind(guess), default: ([], 0)].heights += own
            pools[kind(guess), default: ([], 0)].photos += 1
        }
        for index in guesses.indices where guesses[index].hasHorizon {
            guard let pool = pools[kind(guesses[index])], let height = try? CameraHeight(pool.heights) else { continue }
            guesses[index].height = (height, pool.photos)
        }
    }

    /// The camera's height by labels, with how far it is to be trusted.
    private var heightWords: String? {
        guard let (height, photos) = height else { return nil }
        let (low, high) = (height.each.quantile(0.25) ?? 0, height.each.quantile(0.75) ?? 0)
        let words =
            "\(height.metres.inThreeDigits)   # a guess by \(height.each.count.counting("labelled thing")) in "
            + "\(photos.counting("photo")), half of which say \(low.inThreeDigits) m to \(high.inThreeDigits) m"
        let isWeak = height.each.count < 8 || (height.spread ?? 1) > 0.15
        return words + (isWeak ? ": not sure" : "")
    }

    // MARK: - Telling

    /// The guesses as a file of facts has them, and the rest as comments.
    var lines: [String] {
        var lines = ["# \(path), \(photo.width) × \(photo.height)"]
        // A text without a line to keep can always be written.
        if let text = try? FactsText.sidecar("", named: sidecar, stating: guessed) {
            lines += text.split(separator: "\n").map(String.init)
        }
        if let horizon = known.horizon { lines.append("# horizon: \(horizon.asShare), as its facts say") }
        if let pitch = known.pitch { lines.append("# pitch: \(pitch.degrees.inThreeDigits), as its facts say") }
        let isUnsure = view.map { !$0.isSure } ?? false
        lines.append("# \(ViewGuess.words(view))" + (isUnsure && !hasHorizon ? ": give it by hand" : ""))
        if let known = known.fieldOfView, guessed.fieldOfView == nil {
            lines.append("# fov: \(known.degrees.inThreeDigits), as its facts or EXIF say")
        } else if facts.fieldOfView == nil {
            lines.append("# fov: not known, taken as 60: give it by --fov")
        }
        // Never taken over without a glance: a person takes the number sign away.
        if facts.cameraHeightMetres == nil, let heightWords { lines.append("# camera_height: \(heightWords)") }
        lines += contradictions.map { "# contradiction: \($0)" }
        if hasHorizon {
            let height =
                facts.cameraHeightMetres.map { "\($0.inThreeDigits) m" } ?? "\(Self.usualHeight) m, as is usual,"
            lines.append(
                "# shows ground \(ground.map { "from \(MissingObject.distances($0)) away" } ?? "nowhere"), by a camera "
                    + "\(height) above it")
        }
        return lines
    }

    private var contradictions: [String] {
        var sentences = facts.contradictions(width: photo.width, height: photo.height)
        if let known = known.horizon, let view, view.isSure, abs(view.horizon - known) > 0.03 {
            sentences.append(
                "its facts have the horizon at \(known.asShare), and its straight edges at \(view.horizon.asShare)"
            )
        }
        return sentences
    }

    var findings: [Finding] {
        contradictions.map { Finding(.note, .factsContradict, file: path, $0) }
            + (hasHorizon
                ? []
                : [
                    Finding(
                        .note, .factsUnsure, file: path, "its straight edges do not tell where the horizon is",
                        remedy: "give it by hand in \(sidecar)")
                ])
    }

    func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("photo", path)
            writer.member("width", photo.width)
            writer.member("height", photo.height)
            writer.key("guessed")
            writer.object { writer in
                writer.member("horizon", ifPresent: guessed.horizon)
                writer.member("roll_degrees", ifPresent: guessed.roll?.degrees)
                writer.member("fov_degrees", ifPresent: guessed.fieldOfView?.degrees)
            }
            writer.key("known")
            writer.object { writer in
                writer.member("horizon", ifPresent: known.horizon)
                writer.member("roll_degrees", ifPresent: known.roll?.degrees)
                writer.member("fov_degrees", ifPresent: known.fieldOfView?.degrees)
                writer.member("camera_height_metres", ifPresent: known.cameraHeightMetres)
            }
            if let view {
                writer.key("straight_edges")
                writer.object { writer in
                    writer.member("sure", view.isSure)
                    writer.member("horizon", view.horizon)
                    writer.member("roll_degrees", view.roll.degrees)
                    writer.member("fov_degrees", view.fieldOfView.degrees)
                    writer.member("explained", view.explained)
                    writer.member("lead", view.lead)
                    writer.member("length", view.edges)
                }
            }
            if let (height, photos) = height {
                writer.key("camera_height")
                writer.object { writer in
                    writer.member("metres", height.metres)
                    writer.member("spread", ifPresent: height.spread)
                    writer.member("things", height.each.count)
                    writer.member("photos", photos)
                }
            }
            writer.member("nearest_ground_metres", ifPresent: ground?.lowerBound)
            writer.member("farthest_ground_metres", ifPresent: ground?.upperBound)
        }
    }

    // MARK: - Writing

    /// Puts the guesses into the file beside the photo, and keeps what is there.
    func write() throws {
        let old = FileManager.default.fileExists(atPath: sidecar) ? try Source(path: sidecar).text : ""
        let stated = old.isEmpty ? PhotoFacts() : try PhotoSidecar.decode(old, named: sidecar).facts
        let text = try FactsText.sidecar(old, named: sidecar, stating: stated.filled(from: guessed))
        guard text != old else { return }
        try AtomicFile.edit(sidecar, text)
    }

    /// The photo with what its facts say of the ground drawn over it.
    func overlay(longest: Int) throws(PictureError) -> Raster {
        let scale = min(1, Double(longest) / Double(max(photo.width, photo.height)))
        let (width, height) = (
            max(1, Int((Double(photo.width) * scale).rounded())), max(1, Int((Double(photo.height) * scale).rounded()))
        )
        var raster = Raster()
        try PhotoFile.decode(path, PhotoFile.Options(width: width, height: height), into: &raster)
        let outline = facts.ground.map { ground in
            Polygon(ground.vertices.map { Point($0.x * Double(width), $0.y * Double(height)) })
        }
        return try GroundOverlay.draw(
            on: raster, seenBy: camera.resized(width: width, height: height), outline: outline, isKnown: hasHorizon)
    }
}
