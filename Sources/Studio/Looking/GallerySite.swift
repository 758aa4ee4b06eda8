import Datasets
import Diorama
import Drawings
import Facts
import Findings
import Foundation
import JSON
import Pictures
import Sheets

/// Answers what the page asks of a gallery.
struct GallerySite: Sendable {
    let gallery: Gallery
    private let index: GalleryIndex
    private let scenes: GalleryScenes
    private let pictures: GalleryPictures
    private let marks: MarkBook
    private let pipeline: PipelineAtHand
    /// For photos: the pipeline whose objects are tried on them.
    private let trial: PhotoTrial?
    private let survey: DatasetSurvey
    private let placeOfCategory: [Int: Int]
    /// For small pictures and labels, of which many are wanted at a time.
    private let quick = Workbench("pictures")
    /// For one image's details, which may wait for its pipeline to be read.
    private let details = Workbench("details", count: 1)
    /// For images that are made again: one at a time, so that the page stays usable meanwhile.
    private let slow = Workbench("making", count: 1)

    /// The most images whose labels one request asks for.
    private static let mostImages = 400
    private static let thumbnailSizes = 32...1024

    init(_ gallery: Gallery, pipeline: String?) {
        self.gallery = gallery
        scenes = GalleryScenes(root: gallery.root)
        index = GalleryIndex(gallery, scenes)
        pictures = GalleryPictures(gallery)
        marks = MarkBook(path: gallery.home?.marks)
        self.pipeline = PipelineAtHand(root: gallery.root, named: pipeline)
        trial = gallery.isDataset ? nil : pipeline.map { PhotoTrial(pipeline: $0) }
        survey = DatasetSurvey(gallery.dataset)
        placeOfCategory = Dictionary(
            gallery.dataset.categories.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { a, _ in a })
        index.start()
    }

    func reply(to request: Request) async -> Reply {
        do {
            switch (request.method, request.path.count == 2 ? request.path[1] : "") {
            case ("GET", "gallery"): return about
            case ("GET", "index"): return .binary(index.bytes(from: request.integer("from") ?? 0))
            case ("GET", "labels"): return try await labels(request)
            case ("GET", "thumbnail"): return try await thumbnail(request)
            case ("GET", "picture"): return try await picture(request)
            case ("GET", "depth"): return try await depth(request)
            case ("GET", "image"): return try await image(request)
            case ("GET", "remake"): return try await remake(request)
            case ("GET", "marks"): return try allMarks()
            case ("POST", "marks"): return try await mark(request)
            case ("POST", "list"): return try list(request)
            case (_, let name) where name.hasPrefix("facts"): return try await facts(request, name)
            default: return .notFound
            }
        } catch let undetermined as Undetermined {
            return .failure(409, undetermined.words)
        } catch let refusal as Refused {
            return .failure(400, refusal.words)
        } catch let error as PictureError {
            return .failure(404, "\(error)")
        } catch {
            return .failure(409, "\(error)")
        }
    }

    private struct Refused: Error {
        let words: String
    }

    private func photo(_ request: Request) throws -> Int {
        guard let index = request.integer("image"), gallery.dataset.photos.indices.contains(index) else {
            throw Refused(words: "“image” is the place of an image, from 0 to \(gallery.dataset.photos.count - 1)")
        }
        return index
    }

    // MARK: - The whole

    private var about: Reply {
        let colours = Colour.palette(gallery.dataset.categories.count)
        return .json { writer in
            writer.member("images", gallery.dataset.photos.count)
            writer.member("is_dataset", gallery.isDataset)
            writer.member("is_ours", gallery.root != nil)
            writer.member("has_depth", !gallery.dataset.photos.isEmpty && DepthPicture.file(of: gallery, 0) != nil)
            writer.member("tries", ifPresent: trial?.pipeline)
            writer.member("marks", ifPresent: gallery.home?.marks)
            writer.member("blends", index.blends)
            writer.key("categories")
            writer.array { writer in
                for (category, colour) in zip(gallery.dataset.categories, colours) {
                    writer.object { writer in
                        writer.member("name", category.name)
                        writer.member("colour", [Int(colour.red), Int(colour.green), Int(colour.blue)])
                        if let names = category.keypoints { writer.member("keypoints", names) }
                        if let skeleton = category.skeleton { writer.member("skeleton", skeleton) }
                    }
                }
            }
            writer.member("problems", gallery.dataset.oddities.prefix(20).map(\.words))
        }
    }

    /// The images as `--only` takes them, or else as a list of names.
    private func list(_ request: Request) throws -> Reply {
        guard let body = try? JSONTree(request.body), let images = body["images"]?.numbers() else {
            throw Refused(words: "expected {\"images\": [0, 1]}")
        }
        let places = images.compactMap { Int(exactly: $0) }.filter(gallery.dataset.photos.indices.contains)
        let numbers = places.compactMap(gallery.number(ofPhoto:))
        let text =
            numbers.count == places.count
            ? ImageNumbers(joining: Set(numbers).sorted()).description
            : places.map(gallery.name(ofPhoto:)).joined(separator: "\n")
        return Reply(type: "text/plain; charset=utf-8", bytes: Array(text.utf8))
    }

    // MARK: - Pictures and labels

    private func thumbnail(_ request: Request) async throws -> Reply {
        let (index, pictures) = (try photo(request), pictures)
        let size = min(
            max(request.integer("size") ?? 256, Self.thumbnailSizes.lowerBound), Self.thumbnailSizes.upperBound)
        return .picture(try await quick.run { try pictures.thumbnail(index, size: size) }, "image/jpeg")
    }

    private func picture(_ request: Request) async throws -> Reply {
        let (index, pictures) = (try photo(request), pictures)
        let whole = try await quick.run { try pictures.whole(index) }
        return .picture(whole.bytes, whole.type)
    }

    private func depth(_ request: Request) async throws -> Reply {
        guard let (path, layer) = DepthPicture.file(of: gallery, try photo(request)) else { return .notFound }
        let picture = try await quick.run { try DepthPicture(path, layer) }
        var reply = Reply.picture(picture.bytes, "image/png")
        if let range = picture.range {
            reply.headers["X-Depth-Metres"] = "\(range.lowerBound) \(range.upperBound)"
        }
        return reply
    }

    /// Labels of several images, thinned to what small pictures show.
    private func labels(_ request: Request) async throws -> Reply {
        let places = (request.query["images"] ?? "").split(separator: ",").compactMap { Int($0) }
            .filter(gallery.dataset.photos.indices.contains)
        guard places.count <= Self.mostImages else {
            throw Refused(words: "at most \(Self.mostImages) images at a time")
        }
        let size = Double(max(request.integer("size") ?? 256, 16))
        return try await quick.run {
            var writer = JSONWriter()
            writer.array { writer in
                for place in places {
                    writer.object { writer in write(place, size, to: &writer) }
                }
            }
            return Reply(type: "application/json", bytes: writer.drain())
        }
    }

    /// - Parameter size: the longer side of the picture that the labels are drawn on; nil for exact outlines.
    private func write(_ place: Int, _ size: Double?, to writer: inout JSONWriter) {
        let result = survey.read(place)
        guard let photo = result.photo else {
            writer.member("image", place)
            writer.member("name", gallery.name(ofPhoto: place))
            writer.member("problem", result.problems.map(\.words).joined(separator: "\n"))
            return
        }
        let longest = Double(max(photo.frame.width, photo.frame.height))
        LabelSheet(
            gallery: gallery, photo: photo, categories: placeOfCategory,
            tolerance: size.map { 0.75 * longest / min($0, longest) } ?? 0
        ).write(to: &writer)
        if !result.problems.isEmpty, size == nil {
            writer.member("problem", result.problems.map(\.words).joined(separator: "\n"))
        }
    }

    // MARK: - One image

    /// All that is known of an image: exact labels, its scene, how it is made again.
    private func image(_ request: Request) async throws -> Reply {
        let place = try photo(request)
        return try await details.run {
            let scene = try scenes.read()?.line(ofImage: gallery.dataset.photos[place].id)
            return Reply.json { writer in
                write(place, nil, to: &writer)
                writer.member("number", ifPresent: gallery.number(ofPhoto: place))
                writer.member("has_depth", DepthPicture.file(of: gallery, place) != nil)
                if let scene {
                    writer.key("scene")
                    writer.raw(scene)
                }
                guard gallery.root != nil else { return }
                writer.member("command", ifPresent: command(place))
                do {
                    writer.member("omissions", try pipeline.remaking().omissions)
                } catch {
                    writer.member("cannot_remake", "\(error)")
                }
            }
        }
    }

    /// The command that makes the image again.
    private func command(_ place: Int) -> String? {
        guard let number = gallery.number(ofPhoto: place), let facts = gallery.root.flatMap({ RunFacts(of: $0) }) else {
            return nil
        }
        let file = (try? pipeline.remaking().pipeline) ?? "PIPELINE"
        let options =
            facts.settings.flatMap { ["--set", $0] } + facts.without.flatMap { ["--without", $0] }
            + ["--only", String(number), "--out", "again"]
        return (["diorama", "run", file] + options).map(\.quotedForShell).joined(separator: " ")
    }

    private func remake(_ request: Request) async throws -> Reply {
        let (place, object) = (try photo(request), request.integer("object"))
        let keys = (request.query["without"] ?? "").split(separator: ",").map(String.init)
        return try await slow.run {
            let made = try pipeline.remaking().picture(
                ofImage: gallery.dataset.photos[place].id, withoutObject: object, without: keys)
            return .picture(made.bytes, made.isJPEG ? "image/jpeg" : "image/png")
        }
    }

    // MARK: - Facts of photos

    private func facts(_ request: Request, _ name: String) async throws -> Reply {
        let site = FactsSite(gallery: gallery, trial: trial)
        if request.method == "GET", name == "facts" {
            let place = try photo(request)
            guard gallery.places.holds(gallery.dataset.photos[place].path) else { return .notFound }
            return try await quick.run { try site.stated(place) }
        }
        guard let body = try? JSONTree(request.body), let place = body["image"]?.integer,
            gallery.dataset.photos.indices.contains(place)
        else { throw Refused(words: "expected {\"image\": 0, \"facts\": {}}") }
        guard gallery.places.holds(gallery.dataset.photos[place].path) else { return .notFound }
        switch (request.method, name) {
        case ("POST", "facts-work"): return try await quick.run { try site.worked(place, body) }
        case ("POST", "facts-try"): return try await slow.run { try site.tried(place, body) }
        case ("POST", "facts-guess"): return try await quick.run { try site.guessed(place, body) }
        case ("POST", "facts"): return try await quick.run { try site.save(place, body) }
        default: return .notFound
        }
    }

    // MARK: - Marks

    private func allMarks() throws -> Reply {
        let all = try marks.read()
        // The photos of a large dataset are looked through only where some of them are marked.
        let marked = all.isEmpty ? [] : gallery.dataset.photos.indices.map { ($0, gallery.name(ofPhoto: $0)) }
        return .json { writer in
            writer.key("marks")
            writer.array { writer in
                for (place, name) in marked {
                    guard let mark = all[name] else { continue }
                    writer.object { writer in
                        writer.member("image", place)
                        writer.member("name", name)
                        writer.member("mark", ifPresent: mark.word)
                        writer.member("note", mark.note)
                    }
                }
            }
        }
    }

    private func mark(_ request: Request) async throws -> Reply {
        guard let body = try? JSONTree(request.body), let place = body["image"]?.integer,
            gallery.dataset.photos.indices.contains(place)
        else { throw Refused(words: "expected {\"image\": 0, \"mark\": \"good\", \"note\": \"\"}") }
        let (word, note) = (body["mark"]?.text, body["note"]?.text ?? "")
        guard word.map(MarkBook.words.contains) ?? true, note.utf8.count <= MarkBook.longestNote else {
            throw Refused(words: "a mark is good, bad or null, and a note has at most \(MarkBook.longestNote) bytes")
        }
        let (marks, name) = (marks, gallery.name(ofPhoto: place))
        try await quick.run { try marks.set(MarkBook.Mark(word: word, note: note), of: name) }
        return .json { $0.member("saved", true) }
    }
}

extension String {
    /// As a shell takes it as one word.
    fileprivate var quotedForShell: String {
        let plain = allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=:,@+".contains($0)) }
        return plain && !isEmpty ? self : "'" + replacing("'", with: "'\\''") + "'"
    }
}
