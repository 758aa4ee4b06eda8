/// A labelled dataset that something is to be like, and the labels of it that count.
package struct Likeness: Described, Hashable {
    package var dataset = Dataset.backgrounds
    /// The categories of the labels; empty for that of the object itself.
    package var categories: [String] = []
    /// Whether boxes that an edge of their photo cuts count as if they were whole.
    package var takesTruncated = false

    package init() {}

    package enum Dataset: Hashable, Sendable {
        /// The object's own photo, for what is cut out of one.
        case source
        /// All datasets of the pipeline's backgrounds, under their new names.
        case backgrounds
        /// A file or folder, as the process can open it.
        case path(String)

        private static let words: [(text: String, dataset: Dataset)] = [
            ("source", .source), ("backgrounds", .backgrounds),
        ]

        /// A word for a dataset, or else nil.
        init?(word: String?) {
            guard let known = Self.words.first(where: { $0.text == word }) else { return nil }
            self = known.dataset
        }

        /// The dataset that a drawn value names.
        package static func named(_ text: String) -> Dataset { Dataset(word: text) ?? .path(text) }

        /// The text that `named` reads again.
        package var text: String {
            guard case .path(let path) = self else { return Self.words.first { $0.dataset == self }?.text ?? "" }
            // A file that is called like a word is told from the word.
            return Dataset(word: path) == nil ? path : "./" + path
        }
    }

    package static let card = Card<Likeness>(
        "a likeness", "A labelled dataset, and which of its labels count.",
        fields(\.dataset, \.categories, \.takesTruncated))

    /// The keys, for every card that has them.
    package static func fields<Owner>(
        _ dataset: any WritableKeyPath<Owner, Dataset> & Sendable,
        _ categories: any WritableKeyPath<Owner, [String]> & Sendable,
        _ takesTruncated: any WritableKeyPath<Owner, Bool> & Sendable
    ) -> [Field<Owner>] {
        [
            .required(
                "dataset", dataset, .likenessDataset,
                "Labels of any kind that is read: a COCO file, YOLO's data.yaml, or a folder; relative to this file. backgrounds: the datasets of the backgrounds."
            ),
            .field(
                "category", categories, .categoryNames,
                "The categories whose labels count. The default is the object's own category."),
            .field(
                "truncated", takesTruncated, .fixed(.flag),
                "Whether boxes that reach an edge of their photo count, as if they were whole. An edge may cut a thing, so that its size is not known."
            ),
        ]
    }

    /// The same rule for an object of a category.
    package func of(_ category: String) -> Likeness {
        var own = self
        if own.categories.isEmpty { own.categories = [category] }
        return own
    }
}

extension Form where V == Likeness.Dataset {
    /// The path of a dataset, or a word for one.
    static var likenessDataset: Form {
        let path = Form<String>.path
        return Form(
            expectation: "the path of a labelled dataset, or backgrounds", schema: path.schema,
            decode: { node, reading in
                if let word = V(word: node.scalar) { return word }
                return path.decode(node, &reading).map { .path($0) }
            },
            encode: { .text($0.text) })
    }
}

extension Form where V == [String] {
    /// Names of categories, which do not vary; none where the key is left out.
    fileprivate static var categoryNames: Form {
        let names = Form.oneOrMore(.text("a category's name"))
        return Form(
            expectation: names.expectation, schema: names.schema, decode: names.decode,
            encode: { $0.isEmpty ? .null : names.encode($0) })
    }
}

extension Form where V == Likeness {
    /// The dataset alone, or a block with its keys.
    package static var likeness: Form {
        let block = Form.block(Likeness.card)
        return Form(
            expectation: "the path of a labelled dataset, backgrounds, or a block",
            schema: .map(["anyOf": .list([Form<Likeness.Dataset>.likenessDataset.schema, block.schema])]),
            decode: { node, reading in
                guard node.pairs == nil, !node.isNull else { return block.decode(node, &reading) }
                return Form<Likeness.Dataset>.likenessDataset.decode(node, &reading).map { dataset in
                    var likeness = Likeness()
                    likeness.dataset = dataset
                    return likeness
                }
            },
            encode: block.encode, contents: { block.contents().optional() })
    }
}
