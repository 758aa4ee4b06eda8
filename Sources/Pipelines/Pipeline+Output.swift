package import Cards

extension Pipeline {
    /// The files that are written.
    package struct Output: Defaulted {
        package var images = ImageFiles()
        package var masks = MaskFiles()
        package var layers = LayerFiles()
        package var annotations = [PartDraft.named("coco")]
        package var container = Positioned(Container.files)
        /// The most that an archive of the container holds; nil for the usual size.
        package var shard: ByteCount?
        package var split: Positioned<Split>?

        package init() {}

        /// What the images come in, for those who read them. The names are those of annotation formats that hold images
        /// as well, except for `files`.
        package enum Container: String, CaseIterable, Sendable { case files, webdataset }

        /// The least size of an archive that may be asked for.
        package static let leastShard = 1_000_000

        /// The annotation formats, and that of the container.
        package var formats: [PartDraft] {
            guard container.value != .files else { return annotations }
            let size = shard.map { [(key: "shard", draft: Draft.drawn(.constant(.text($0.text))))] }
            return annotations + [
                .one(
                    name: container.value.rawValue, values: size ?? [], chance: 1,
                    position: container.diagnosticPosition)
            ]
        }

        package static func card(_ parts: Parts) -> Card<Output> {
            Card(
                "output", "The files that are written.",
                .field("images", \.images, .block(ImageFiles.card), "The image files."),
                .field("masks", \.masks, .block(MaskFiles.card), "Mask files beside the annotations."),
                .field("layers", \.layers, .block(LayerFiles.card), "Depth and normals of the objects."),
                .field("annotations", \.annotations, .oneOrMore(.part(parts.formats)), "Annotation formats."),
                .field(
                    "container", \.container, .positioned(.word),
                    "files: the images as single files alone; webdataset: also in tar archives beside them, as the annotation format of that name."
                ),
                .field(
                    "shard", \.shard, .optional(.bytes(atLeast: leastShard)),
                    "The most that an archive of the container holds, 1 GB where it is left out."),
                .field(
                    "split", \.split, .optional(.positioned(.block(Split.card))),
                    "The splits of the dataset, such as train and val."),
                check: { output in
                    guard output.shard != nil, output.container.value == .files else { return [] }
                    return [
                        "“shard” is the size of a container's archives: add “container: webdataset”, or leave it out"
                    ]
                }
            )
        }
    }

    package struct ImageFiles: Described {
        package var format = Format.jpeg
        package var quality = Quality.number(92)
        package var subsampling = Subsampling.photo

        package init() {}

        package enum Format: String, CaseIterable, Sendable { case jpeg, png, webp }

        package enum Quality: Hashable, Sendable {
            case number(Int)
            /// That of the photo, for a JPEG that the image shows at its own size.
            case keep

            /// Of the images that cannot keep that of a photo.
            package static let other = 92
        }

        package enum Subsampling: String, CaseIterable, Sendable {
            /// The photo's own subsampling; 4:2:0 where that is not known.
            case photo
            case quarter = "4:2:0"
            case half = "4:2:2"
            case full = "4:4:4"
        }

        package static let card = Card<ImageFiles>(
            "images", "The image files.",
            .field("format", \.format, .word, "The format of the images."),
            .field(
                "quality", \.quality, .quality,
                "The quality of JPEG and WebP files. keep: a JPEG photo at its own size keeps its own, and its blocks where nothing is touched; other images get \(Quality.other)."
            ),
            .field(
                "subsampling", \.subsampling, .word, "The chroma subsampling of JPEG files; photo: that of the photo."),
            check: { images in
                guard images.quality == .keep else { return [] }
                if images.format != .jpeg {
                    return ["“quality: keep” is for JPEG: give a number, or leave “quality” out"]
                }
                if images.subsampling != .photo {
                    return ["“quality: keep” keeps the photo's subsampling as well: leave “subsampling” out"]
                }
                return []
            }
        )
    }

    package struct MaskFiles: Described {
        package var instances = Instances.none

        package init() {}

        package enum Instances: String, CaseIterable, Sendable { case none, png }

        package static let card = Card<MaskFiles>(
            "masks", "Mask files beside the annotations.",
            .field(
                "instances", \.instances, .word,
                "png: one map an image; its pixel value k is the image's k-th instance.")
        )
    }

    package struct Split: Described {
        package var train = 0.0
        package var val = 0.0
        package var test = 0.0
        package var by = [Unit.background]
        package var nearDuplicates = NearDuplicates.together

        package init() {}

        package enum Unit: String, CaseIterable, Sendable {
            /// All images of a photo go to the same part.
            case background
            /// A cut-out, a drawing, a text or a model is seen in one part alone.
            case object
            case image
        }

        /// What is done about photos that show the same.
        package enum NearDuplicates: String, CaseIterable, Sendable {
            case together
            case ignore
        }

        /// Whether all images of a photo go to the same part.
        package var isByBackground: Bool { by.contains(.background) }

        package static let card = Card<Split>(
            "split", "Parts of the dataset.",
            .field("train", \.train, .share(of: "the images"), "The share of train."),
            .field("val", \.val, .share(of: "the images"), "The share of val."),
            .field("test", \.test, .share(of: "the images"), "The share of test."),
            .field(
                "by", \.by, .oneOrMore(.word),
                "background: all images of a photo go to the same split; object: no cut-out, drawing, text or model is in two splits; [background, object]: both; image: each image goes to a split by itself."
            ),
            .field(
                "near_duplicates", \.nearDuplicates, .word,
                "together: photos that show the same (mirrored, scaled, compressed again, a frame later) count as one in a split by background; ignore: each counts by itself, and none is opened to compare them."
            ),
            check: { split in
                let sum = split.train + split.val + split.test
                var problems = abs(sum - 1) < 1e-9 ? [] : ["the shares of split add up to \(sum.plainText), not to 1"]
                if split.by.contains(.image), Set(split.by).count > 1 {
                    problems.append("“image” in “by” stands alone: it lets photos and objects be in several splits")
                }
                return problems
            }
        )
    }
}

extension Form where V == Pipeline.ImageFiles.Quality {
    /// A number, or the word “keep”.
    static var quality: Form {
        let number = Form<Int>.integer(in: 1...100, .other("as the JPEG quality"))
        let word = Form<String>.word(["keep"])
        return Form(
            expectation: number.expectation + ", or keep",
            schema: .map(["anyOf": .list([number.schema, word.schema])]),
            decode: { node, reading in
                node.number == nil && node.scalar != nil
                    ? word.decode(node, &reading).map { _ in .keep }
                    : number.decode(node, &reading).map { .number($0) }
            },
            encode: { quality in
                switch quality {
                case .number(let value): number.encode(value)
                case .keep: word.encode("keep")
                }
            }, numbers: number.numbers)
    }
}
