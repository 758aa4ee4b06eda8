package import Cards

/// A decoded, valid pipeline file: the values that may vary, and the rules by which they do.
package struct Pipeline: Defaulted {
    package var version = 1
    package var seed: UInt64 = 0
    package var images = 100
    /// The sources of photos and panoramas, at least one.
    package var backgrounds = [Backgrounds()]
    package var objects: [Named<Object>] = []
    package var scene = SceneRules()
    /// Positioned, so that what is wrong with it can be told at its place.
    package var balance: Positioned<Balance>?
    package var render = RenderRules()
    package var blend = PartDraft.named("alpha")
    package var match = Matching.by(Match())
    package var effects: [PartDraft] = []
    /// The keys of what is left out: see `Omission`. Once a pipeline has been read, its other values have it no more.
    package var without: [Positioned<String>] = []
    /// The effects of each image of a scene, those that `without` leaves out included; empty where `effects` are all.
    var wholeEffects: [[PartDraft]] = []
    /// Further images of each scene; empty for one image.
    package var variants: [Variant] = []
    package var output = Output()
    /// All paths that the file names, as the process can open them.
    package var paths: [String] = []

    package init() {}

    /// The parts that a pipeline may name. Each room passes its own list.
    package struct Parts: Sendable {
        package let sources: Catalogue
        package let placers: Catalogue
        package let blends: Catalogue
        package let effects: Catalogue
        package let formats: Catalogue
        package let datasets: Catalogue

        package init(
            sources: Catalogue, placers: Catalogue, blends: Catalogue, effects: Catalogue, formats: Catalogue,
            datasets: Catalogue
        ) {
            self.sources = sources
            self.placers = placers
            self.blends = blends
            self.effects = effects
            self.formats = formats
            self.datasets = datasets
        }
    }

    package static func card(_ parts: Parts) -> Card<Pipeline> {
        Card(
            "the pipeline", "What a dataset is made of.",
            .required("diorama", \.version, .integer(in: 1...1, .none), "The version of this file format, which is 1."),
            .field("seed", \.seed, .seed, "Another seed gives another dataset; the same seed gives the same one."),
            .field(
                "images", \.images, .integer(in: 1...100_000_000, .other("images")),
                "How many images to make; with variants, how many scenes."),
            .required(
                "backgrounds", \.backgrounds, .oneOrMore(.block(Backgrounds.card(parts.datasets))),
                "The photos that objects are set into; a list of such blocks mixes several sources by their weights."),
            .field(
                "objects", \.objects, .map(.block(Object.card(parts)), of: "object names"),
                "The objects that are set into the photos, each under a name of its own."),
            .field(
                "scene", \.scene, .block(SceneRules.card(parts)), "The number of objects, their places and their light."
            ),
            .field(
                "balance", \.balance, .optional(.positioned(.block(Balance.card))),
                "How many labels there are to be, by category and size. Labels that photos have already count."),
            .field("render", \.render, .block(RenderRules.card), "How 3D objects and shadows are rendered."),
            .field("blend", \.blend, .part(parts.blends), "How objects meet the photo."),
            .field(
                "match", \.match, .matching,
                "How far objects are brought to the photo's noise, sharpness, JPEG losses and colours. none: not at all."
            ),
            .field(
                "effects", \.effects, .list(.part(parts.effects, chance: true)),
                "Effects on the whole image, in this order, after the objects are set in."),
            .field(
                "without", \.without, .oneOrMore(.positioned(.omission)),
                "What to leave out, such as effects.fog. The scenes stay the same, because only pixels depend on it."),
            .field(
                "variants", \.variants, .list(.block(Variant.card(parts)), count: 1...1000),
                "Images of each scene in several looks, with one set of labels. “images” counts scenes then."),
            .field("output", \.output, .block(Output.card(parts)), "The files that are written.")
        )
    }
}
