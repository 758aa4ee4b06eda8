package import Cards

extension Pipeline {
    /// A source of photos and panoramas, their order, and how each is cut and sized.
    package struct Backgrounds: Defaulted {
        /// For people: see `Pipeline.sourceName`.
        package var name: String?
        package var weight = 1.0
        /// Paths that the process can open: files, folders, globs, catalogues (`.yaml`), COCO files (`.json`).
        package var photos: [Positioned<String>] = []
        package var panoramas: Panoramas?
        package var datasets: [Dataset] = []
        package var tags: [Positioned<String>] = []
        package var order = Order.shuffle
        package var repeats = 1
        package var crop: Crop?
        package var resize: Resize?
        package var flip = Chance()

        package init() {}

        package enum Order: String, CaseIterable, Sendable {
            /// Every photo once before any comes again, in a new order each time round.
            case shuffle
            /// In the order of the list, folders and globs by name.
            case sequential
            /// Each image draws its photo without regard to the others.
            case random
        }

        package static func card(_ datasets: Catalogue) -> Card<Backgrounds> {
            Card(
                "backgrounds", "The photos that objects are set into.",
                .field(
                    "name", \.name, .optional(.text()),
                    "In a list of sources the name by which scenes say where their photo comes from; its number unless given."
                ),
                .field(
                    "weight", \.weight, .number(in: 0...1e6, .other("relative to the other weights")),
                    "In a list of sources the share of images that show its photos, relative to the others."),
                .field(
                    "photos", \.photos, .oneOrMore(.positioned(.path)),
                    "Files, folders, globs or catalogues (.yaml) of photos, or COCO files (.json), whose labels come along; relative to this file."
                ),
                .field(
                    "panoramas", \.panoramas, .optional(.panoramas),
                    "HDR panoramas. A camera is drawn for each view, and the panorama lights the 3D objects in it."),
                .field(
                    "datasets", \.datasets, .oneOrMore(.dataset(datasets)),
                    "Datasets whose photos are used with their labels."),
                .field(
                    "tags", \.tags, .oneOrMore(.positioned(.text())),
                    "Use only photos and panoramas of a catalogue with one of these tags. Datasets are not filtered."),
                .field(
                    "order", \.order, .word,
                    "shuffle: each photo once before any comes again; sequential: as listed; random: each image draws any photo."
                ),
                .field(
                    "repeat", \.repeats, .integer(in: 1...100_000, .other("images")),
                    "How many images in a row use the same photo. More is faster, and less varied."),
                .field("crop", \.crop, .optional(.block(Crop.card)), "Use a window of the photo, at a random place."),
                .field("resize", \.resize, .optional(.block(Resize.card)), "The size of the images, after any crop."),
                .field("flip", \.flip, .block(Chance.card), "Mirror the photo left to right, by chance."),
                check: { backgrounds in
                    backgrounds.photos.isEmpty && backgrounds.datasets.isEmpty && backgrounds.panoramas == nil
                        ? ["backgrounds needs “photos”, “panoramas” or “datasets”"] : []
                }
            )
        }
    }

    /// The name of a photo's source in scenes; nil where there is only one.
    package func sourceName(_ index: Int) -> String? {
        backgrounds.count > 1 ? backgrounds[index].name ?? String(index + 1) : nil
    }

    /// How many images in a row are likely to show the same photo.
    package var repeats: Int { backgrounds.count == 1 ? backgrounds[0].repeats : 1 }

    /// A window of the photo.
    package struct Crop: Described {
        package var share: Distribution<Double> = 1
        package var aspect: Distribution<Double>?
        package var keep: Double?

        package init() {}

        package static let card = Card<Crop>(
            "crop", "A window of the photo, at a random place.",
            .field(
                "share", \.share, .varying(.share(of: "the largest window that fits", in: 0.01...1)),
                "The size of the window, as a share of the largest one that fits."),
            .field(
                "aspect", \.aspect, .optional(.varying(.number(in: 0.05...20, .other("times the height")))),
                "The width divided by the height; the default is that of the photo."),
            .field(
                "keep", \.keep, .optional(.share(of: "a labelled thing's box")),
                "The least share of each labelled thing that a window may show, unless it shows nothing of it: 1 cuts nothing. A window that shows less is drawn again, up to 50 times."
            )
        )
    }

    /// The size of the images in pixels.
    package struct Resize: Described {
        package var longest: Int?
        package var width: Int?
        package var height: Int?
        package var enlarge = false

        package init() {}

        package static let card = Card<Resize>(
            "resize", "The size of the images.",
            .field("longest", \.longest, .optional(.integer(in: 16...65_500, .pixels)), "The longer side."),
            .field(
                "width", \.width, .optional(.integer(in: 16...65_500, .pixels)),
                "The width; with height, the photo is cut at the middle to fit."),
            .field("height", \.height, .optional(.integer(in: 16...65_500, .pixels)), "The height."),
            .field("enlarge", \.enlarge, .flag, "Whether photos that are smaller are enlarged."),
            check: { resize in
                switch (resize.longest, resize.width, resize.height) {
                case (nil, nil, nil): ["resize needs “longest”, “width” or “height”"]
                case (.some, .some, _), (.some, _, .some): ["resize takes either “longest” or “width” and “height”"]
                default: []
                }
            }
        )
    }

    package struct Chance: Described {
        package var chance = 0.0

        package init() {}

        package static let card = Card<Chance>(
            "flip", "Something that happens to a share of the images.",
            .field("chance", \.chance, .share(of: "all images"), "The share of images, 0 to 1.")
        )
    }
}
