import Cards
import Datasets
import Diorama
import Facts
import Foundation
import Geometry
import JSON
import Pictures
import Scenes

/// Answers what the page asks of one photo's facts.
struct FactsSite: Sendable {
    let gallery: Gallery
    /// What sets the objects of a pipeline into a photo; nil where the command line names no pipeline.
    var trial: PhotoTrial?

    /// A figure of this height shows what the facts mean for a thing on the ground, in metres.
    private static let figureMetres = 1.7

    /// A camera that is tilted by more sees no horizon anywhere near the photo, in degrees.
    private static let steepest = 89.0

    /// The facts that are stated, those of EXIF, and where they are saved.
    func stated(_ index: Int) throws -> Reply {
        let (place, info) = (FactsPlace(of: gallery, index), try info(index))
        let facts = try place.read()
        return Reply.json { writer in
            writer.member("name", gallery.name(ofPhoto: index))
            writer.member("file", place.file)
            writer.member("stamp", facts.stamp)
            writer.member("width", info.width)
            writer.member("height", info.height)
            writer.key("facts")
            facts.encode(to: &writer)
            writer.key("exif")
            PhotoFacts(exif: info).encode(to: &writer)
        }
    }

    /// The facts that follow from marks, and what they look like on the photo.
    func worked(_ index: Int, _ body: JSONTree) throws -> Reply {
        let info = try info(index)
        let exif = PhotoFacts(exif: info, besides: PhotoFacts(body["facts"] ?? .null))
        let marked = MarkedPhoto(body, width: info.width, height: info.height, exif: exif)
        let camera = marked.camera(exif)
        let (width, height) = (Double(info.width), Double(info.height))
        // A camera that looks straight down, or nearly so, has none.
        let seesHorizon = abs(camera.pitch.degrees) < Self.steepest
        let outline = marked.facts.ground.map { Polygon($0.vertices.map { Point($0.x * width, $0.y * height) }) }
        let grid = GroundGrid(seenBy: camera, on: outline)
        return Reply.json { writer in
            writer.key("facts")
            marked.facts.encode(to: &writer)
            writer.key("taken")
            writer.object { writer in
                writer.member("horizon", ifPresent: seesHorizon ? camera.horizonY(atX: width / 2) / height : nil)
                writer.member("pitch", camera.pitch.degrees)
                writer.member("roll", camera.roll.degrees)
                writer.member("fov", camera.horizontalFieldOfView.degrees)
                writer.member("camera_height", camera.heightMetres)
            }
            writer.member("warnings", marked.warnings)
            if seesHorizon {
                writer.member("horizon", [[0, camera.horizonY(atX: 0)], [width, camera.horizonY(atX: width)]])
            }
            switch marked.principal {
            case .success(let point): writer.member("principal_by_lines", [point.x, point.y])
            case .failure(let error): writer.member("principal_words", error.words)
            case nil: break
            }
            writer.key("grid")
            writer.array { writer in
                for line in grid.lines {
                    [line.from.x, line.from.y, line.to.x, line.to.y].encode(to: &writer)
                }
            }
            writer.key("distances")
            writer.array { writer in
                for label in grid.labels { [label.at.x, label.at.y, label.distanceMetres].encode(to: &writer) }
            }
            writer.key("planes")
            writer.object { writer in
                // The heights that follow; a warning says why there is none.
                for (name, plane) in marked.facts.planes.sorted(by: { $0.key < $1.key }) {
                    let corners = plane.corners.map { Point($0.x * width, $0.y * height) }
                    let seen = try? PlaneFromCorners(corners, widthMetres: plane.widthMetres, seenBy: camera)
                    writer.member(name, ifPresent: seen?.heightMetres)
                }
            }
            writer.key("people")
            writer.array { writer in
                for label in grid.labels {
                    guard let foot = camera.groundPoint(at: label.at),
                        let head = camera.image(of: foot + [0, Self.figureMetres, 0])
                    else { continue }
                    [label.at.x, label.at.y, head.x, head.y].encode(to: &writer)
                }
            }
        }
    }

    /// What the photo's straight edges tell, as `diorama facts` guesses it. Nothing is saved.
    func guessed(_ index: Int, _ body: JSONTree) throws -> Reply {
        let (path, info) = (gallery.dataset.photos[index].path, try info(index))
        // A horizon is asked for; a field of view that is known helps.
        var (stated, known) = (PhotoFacts(body["facts"] ?? .null), PhotoFacts())
        _ = stated.keepPossible()
        known.fieldOfView = stated.fieldOfView ?? PhotoFacts(exif: info, besides: stated).fieldOfView
        let lines = try ViewGuess.lines(ofPhoto: path, width: info.width, height: info.height)
        let guess = ViewGuess(
            lines, width: info.width, height: info.height,
            principal: stated.principal(width: info.width, height: info.height), fieldOfView: known.fieldOfView)
        return Reply.json { writer in
            writer.member("is_sure", guess?.isSure ?? false)
            writer.member("words", ViewGuess.words(guess))
            writer.key("facts")
            (guess?.facts(besides: known) ?? PhotoFacts()).encode(to: &writer)
            guard let guess, !guess.isSure else { return }
            var perhaps = PhotoFacts()
            (perhaps.horizon, perhaps.roll) = (guess.horizon, guess.rollThatCounts)
            writer.key("perhaps")
            perhaps.encode(to: &writer)
        }
    }

    /// The objects of the pipeline that was named, standing in the photo by facts that are not saved. What is not known is
    /// taken as the page draws it.
    func tried(_ index: Int, _ body: JSONTree) throws -> Reply {
        guard let trial else { throw Undetermined("no pipeline was named: start the studio with --pipeline") }
        let info = try info(index)
        var facts = PhotoFacts(body["facts"] ?? .null)
        let impossible = facts.keepPossible()
        facts = facts.filled(from: PhotoFacts(exif: info, besides: facts))
        let camera = facts.camera(width: info.width, height: info.height)
        if facts.horizon == nil, facts.pitch == nil { facts.horizon = 0.5 }
        facts.fieldOfView = camera.horizontalFieldOfView
        facts.cameraHeightMetres = camera.heightMetres
        let made = try trial.picture(
            of: gallery.dataset.photos[index].path, knowing: facts, number: body["number"]?.integer ?? 0)
        return .json { writer in
            writer.member("words", impossible + made.words)
            writer.member("picture", "data:image/jpeg;base64," + Data(made.jpeg).base64EncodedString())
        }
    }

    /// Saves facts in the file beside the photo or in the catalogue.
    ///
    /// - Throws: `Undetermined` where the file states other facts than those of the stamp that the page has: an editor or
    ///   another page has changed it meanwhile.
    func save(_ index: Int, _ body: JSONTree) throws -> Reply {
        let place = FactsPlace(of: gallery, index)
        let facts = PhotoFacts(body["facts"] ?? .null)
        if let stamp = body["stamp"]?.text {
            let now = try place.read()
            guard now.stamp == stamp || now == facts else {
                throw Undetermined("\(place.file) was changed meanwhile, and nothing is written")
            }
        }
        try place.write(facts)
        let stamp = try place.read().stamp
        return .json { writer in
            writer.member("file", place.file)
            writer.member("stamp", stamp)
        }
    }

    private func info(_ index: Int) throws(PictureError) -> PhotoFile.Info {
        try PhotoFile.probe(gallery.dataset.photos[index].path)
    }
}

extension PhotoFacts {
    /// Tells facts apart from others that the file stated before.
    fileprivate var stamp: String {
        var writer = JSONWriter()
        encode(to: &writer)
        return String(String(decoding: writer.drain(), as: UTF8.self).fnv1a, radix: 16)
    }
}
