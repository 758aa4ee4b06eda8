package import Cards

/// A catalogue of photos and panoramas: a YAML file with the place, the author and the facts of each.
package struct PhotoCatalogue: Described {
    package var photos: [Entry] = []
    var panoramas: [PanoramaEntry] = []

    package init() {}

    package static let card = Card<PhotoCatalogue>(
        "a catalogue of photos", "A file that lists photos and panoramas, with facts about each.",
        .field("photos", \.photos, .list(.block(Entry.card), count: 1...1_000_000), "The photos."),
        .field("panoramas", \.panoramas, .list(.block(PanoramaEntry.card), count: 1...1_000_000), "The panoramas."),
        check: { catalogue in
            catalogue.photos.isEmpty && catalogue.panoramas.isEmpty ? ["a catalogue needs “photos” or “panoramas”"] : []
        }
    )

    package struct Entry: Described, DescribesPhoto {
        package var file = ""
        var package: String?
        package var facts = PhotoFacts()
        var credits = Credits()
        var tags: [String] = []

        package init() {}

        package static let card = Card<Entry>(
            "a photo of a catalogue", "A photo.",
            placeFields + [.field("facts", \.facts, .block(PhotoFacts.card), "Facts about its scene.")]
                + descriptionFields)
    }

    struct PanoramaEntry: Described, DescribesPhoto {
        var file = ""
        var package: String?
        var facts = PanoramaFacts()
        var credits = Credits()
        var tags: [String] = []

        static let card = Card<PanoramaEntry>(
            "a panorama of a catalogue", "A panorama.",
            placeFields + [.field("facts", \.facts, .block(PanoramaFacts.card), "Facts about it.")]
                + descriptionFields)
    }

    /// Reads a catalogue.
    ///
    /// - Throws: `InvalidFile` with every mistake in it.
    package static func read(path: String) throws(InvalidFile) -> PhotoCatalogue {
        try card.read(path: path)
    }

    /// Reads the text of a catalogue.
    ///
    /// - Parameter name: its path, from which its files' relative paths start.
    /// - Throws: `InvalidFile` with every mistake in it.
    package static func decode(_ text: String, named name: String) throws(InvalidFile) -> PhotoCatalogue {
        try card.read(Source(name: name, text: text))
    }
}

/// The contents of a file beside a photo: `street.scene.yaml` beside `street.jpg`.
package struct PhotoSidecar: Described, DescribesPhoto, StatesPhotoFacts {
    package var facts = PhotoFacts()
    var credits = Credits()
    var tags: [String] = []

    package init() {}

    package static let card = Card<PhotoSidecar>(
        "a photo's facts", "The file beside a photo: street.scene.yaml for street.jpg.", factFields + descriptionFields,
        check: { $0.facts.broken })

    /// The path of the sidecar that a photo or panorama may have.
    package static func path(beside photo: String) -> String {
        let name = photo.lastIndex(of: "/").map { photo[photo.index(after: $0)...] } ?? photo[...]
        let end = name.lastIndex(of: ".").flatMap { $0 == name.startIndex ? nil : $0 } ?? photo.endIndex
        return photo[..<end] + suffix
    }

    package static let suffix = ".scene.yaml"

    /// Reads a sidecar.
    ///
    /// - Throws: `InvalidFile` with every mistake in it.
    package static func read(path: String) throws(InvalidFile) -> PhotoSidecar {
        try card.read(path: path)
    }

    /// Reads the text of a sidecar.
    ///
    /// - Parameter name: its path, for messages.
    /// - Throws: `InvalidFile` with every mistake in it.
    package static func decode(_ text: String, named name: String) throws(InvalidFile) -> PhotoSidecar {
        try card.read(Source(name: name, text: text))
    }
}

/// The contents of a file beside a panorama: `square.scene.yaml` beside `square.exr`.
struct PanoramaSidecar: Described, DescribesPhoto, StatesPanoramaFacts {
    var facts = PanoramaFacts()
    var credits = Credits()
    var tags: [String] = []

    static let card = Card<PanoramaSidecar>(
        "a panorama's facts", "The file beside a panorama: hall.scene.yaml for hall.hdr.",
        factFields + descriptionFields)

    /// Reads a sidecar.
    ///
    /// - Throws: `InvalidFile` with every mistake in it.
    static func read(path: String) throws(InvalidFile) -> PanoramaSidecar {
        try card.read(path: path)
    }
}

/// An entry of a catalogue that gives the place of a photo.
private protocol PlacesPhoto: Sendable {
    var file: String { get set }
    var package: String? { get set }
}

extension PhotoCatalogue.Entry: PlacesPhoto {}
extension PhotoCatalogue.PanoramaEntry: PlacesPhoto {}

extension PlacesPhoto {
    fileprivate static var placeFields: [Field<Self>] {
        [
            .required("file", \.file, .path, "Where it lies; relative to the catalogue."),
            .field(
                "package", \.package, .optional(.text("the name of a package")),
                "The Debian package that installs it, for those who lack it."),
        ]
    }
}

/// An entry of a file that gives a photo's author and its subject.
protocol DescribesPhoto: Sendable {
    var credits: Credits { get set }
    var tags: [String] { get set }
}

extension DescribesPhoto {
    static var descriptionFields: [Field<Self>] {
        [
            .field("title", \.credits.title, .optional(.text()), "What it shows."),
            .field("author", \.credits.author, .optional(.text()), "Who took it."),
            .field("licence", \.credits.licence, .optional(.block(Licence.card)), "What one may do with it."),
            .field("source", \.credits.source, .optional(.text()), "Where it comes from."),
            .field("tags", \.tags, .oneOrMore(.text("a tag")), "Words that a pipeline's “tags” can choose it by."),
        ]
    }
}
