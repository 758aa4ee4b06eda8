import Cards

/// A catalogue of models: a YAML file with the place, the title and the author of each.
struct ModelCatalogue: Described {
    var models: [Named<Entry>] = []

    static let card = Card<ModelCatalogue>(
        "a catalogue of models", "Models by name.",
        .required(
            "models", \.models, .map(.block(Entry.card), of: "names"),
            "The models, under the names that “CATALOGUE#NAME” has for them.")
    )

    struct Entry: Described, FramesModel {
        var file = ""
        var package: String?
        var category: String?
        var frame = ModelFrame()
        var credits = Credits()
        var tags: [String] = []

        static let card = Card<Entry>(
            "a model of a catalogue", "A model.",
            [
                .required(
                    "file", \.file, .path,
                    "Where it lies; relative to the catalogue. ARCHIVE#NAME names a model in an archive."),
                .field(
                    "package", \.package, .optional(.text("the name of a package")),
                    "The Debian package that installs it, for those who lack it."),
                .field(
                    "category", \.category, .optional(.text()),
                    "The category of objects made of it, unless the pipeline gives one."),
            ] + frameFields + [
                .field("title", \.credits.title, .optional(.text()), "What it is."),
                .field("author", \.credits.author, .optional(.text()), "Who made it."),
                .field("licence", \.credits.licence, .optional(.block(Licence.card)), "What one may do with it."),
                .field("source", \.credits.source, .optional(.text()), "Where it comes from."),
                .field("tags", \.tags, .oneOrMore(.text("a tag")), "Words that “tags” can choose it by."),
            ])
    }

    static let extensions = ["yaml", "yml"]

    /// Reads a catalogue.
    ///
    /// - Throws: `InvalidFile` with every mistake in it.
    static func read(path: String) throws(InvalidFile) -> ModelCatalogue {
        try card.read(path: path)
    }
}
