package import Cards

extension Pipeline {
    /// A dataset whose photos are used with the labels that they have there.
    package struct Dataset: Defaulted {
        /// The kind of the dataset, and its place.
        package var source = PartDraft.named("coco")
        /// The new names of the dataset's categories, by their old names.
        package var map: [Named<String>] = []
        package var keep = Keep()
        /// The splits that objects are set into; photos of the others are taken over as they are. Empty for all.
        package var splits: [Positioned<String>] = []
        package var boxes = BoxRule.shrink
        package var facts: [Positioned<String>] = []
        package var surfaces: [Positioned<String>] = []
        package var position: Position?

        package init() {}

        /// A dataset of which nothing is set but its source.
        package init(_ source: PartDraft, at position: Position?) {
            self.source = source
            self.position = position
        }

        /// The fate of a label without a mask when an object covers a part of its box.
        package enum BoxRule: String, CaseIterable, Sendable {
            /// The box is cut to the smallest one round the pixels that nothing covers.
            case shrink
            case stay
            /// A dataset with such labels is not used.
            case refuse
        }

        /// The keys beside the source.
        package static let card = Card<Dataset>(
            "a dataset", "Photos with their labels.",
            .field(
                "map", \.map, .map(.text("a category's name"), of: "the dataset's category names"),
                "Other names for its categories. Categories with the same new name become one."),
            .field(
                "splits", \.splits, .oneOrMore(.positioned(.text("a split's name"))),
                "The splits, such as train, whose photos get objects. Each photo of the other splits makes one more image, without objects."
            ),
            .field("keep", \.keep, .block(Keep.card), "Which labels stay once something covers them."),
            .field(
                "boxes", \.boxes, .word,
                "Labels without a mask: shrink cuts the box to the uncovered pixels, stay keeps the box, refuse refuses the dataset."
            ),
            .field(
                "surfaces", \.surfaces, .oneOrMore(.positioned(.text("a category's name"))),
                "Categories that hide nothing, because they lie or hang, such as road or sky."),
            .field(
                "facts", \.facts, .oneOrMore(.positioned(.path)),
                "Catalogues (.yaml) with facts about the scenes of its photos; relative to this file.")
        )

        /// Which labels stay.
        package struct Keep: Described {
            package var visible = Visible()
            package var below = Below.drop

            package init() {}

            package enum Below: String, CaseIterable, Sendable {
                case drop
                /// Kept, with `ignore: 1`.
                case ignore
                /// Kept, with `iscrowd: 1`, which COCO's evaluation ignores.
                case crowd
            }

            package static let card = Card<Keep>(
                "keep", "Which labels stay once something covers them.",
                .field("visible", \.visible, .block(Visible.card), "The part of a label that must stay visible."),
                .field(
                    "below", \.below, .word,
                    "The fate of a label with less left: drop removes it, ignore marks it ignore: 1, crowd marks it iscrowd: 1."
                )
            )
        }

        package struct Visible: Described {
            package var min = 0.0

            package init() {}

            package static let card = Card<Visible>(
                "visible", "The part of a label that must stay visible.",
                .field(
                    "min", \.min, .share(of: "a label's area"),
                    "The share of its area in the photo that nothing covers and no crop cuts off.")
            )
        }
    }
}

extension Form where V == Pipeline.Dataset {
    /// One of the catalogue's sources with its keys, beside the keys that every dataset has.
    static func dataset(_ catalogue: Catalogue) -> Form {
        let part = Form<PartDraft>.part(catalogue)
        let card = Pipeline.Dataset.card
        return Form(
            expectation: part.expectation, schema: catalogue.schema(besides: card),
            decode: { node, reading in
                guard let pairs = node.pairs else {
                    reading.report(
                        .wrongType(expected: part.expectation, found: node.description), at: node.position)
                    return nil
                }
                let before = reading.diagnostics.count
                for pair in pairs where !catalogue.names.contains(pair.key) && !card.names.contains(pair.key) {
                    reading.report(
                        .unknownKey(pair.key, in: card.name, known: catalogue.names + card.names),
                        at: pair.keyPosition)
                }
                func keys(_ isTaken: (Node.Pair) -> Bool) -> Node {
                    Node(.mapping(pairs.filter(isTaken)), at: node.position)
                }
                guard reading.diagnostics.count == before else { return nil }
                let source = part.decode(keys { catalogue.names.contains($0.key) }, &reading)
                var dataset = card.decode(keys { card.names.contains($0.key) }, &reading)
                guard let source else { return nil }
                dataset?.source = source
                dataset?.position = node.position
                return dataset
            },
            encode: { part.encode($0.source) }, numbers: { part.numbers() + card.numbers },
            contents: {
                var contents = FormContents.block(card).optional()
                contents.list = part.contents().list
                return contents
            })
    }
}

extension Catalogue {
    /// JSON Schema of one of the parts as a key, beside the keys of a card.
    fileprivate func schema<Owner>(besides card: Card<Owner>) -> Value {
        guard let own = card.schema[key: "properties"], case .map(let properties) = own else {
            preconditionFailure("a card's schema is an object")
        }
        let options = entries.map { entry in
            let bodies = [entry.keySchema] + (entry.shorthandSchema.map { [$0] } ?? [])
            let part = Value.map(["description": .text(entry.summary), "anyOf": .list(bodies)])
            return Schema.object(
                [(entry.name, part)] + properties.map { ($0.key, $0.value) }, required: [entry.name])
        }
        return .map(["anyOf": .list(options)])
    }
}
