package import Cards

extension Pipeline {
    /// The size of an object in the picture.
    package enum Size: Sendable {
        /// Its longer side, as a share of the picture's shorter side.
        case drawn(Distribution<Double>)
        /// That of boxes in a labelled dataset.
        case like(Positioned<Likeness>)
        /// That of the thing in the photo that it was cut out of, times a factor.
        case own(Positioned<Likeness>, factor: Distribution<Double>)
    }

    /// The number of objects in an image.
    package enum Count: Sendable {
        case drawn(Distribution<Int>)
        /// That of labels in the images of a dataset.
        case like(Positioned<Likeness>)
    }

    /// A size by a labelled dataset.
    package struct LikeSize: Described {
        package var like = Positioned(Likeness())
        package var factor: Distribution<Double>?

        package init() {}

        package static let card = Card<LikeSize>(
            "a size", "As large as labelled boxes.",
            .required(
                "like", \.like, .positioned(.likeness),
                "The dataset whose boxes the object's box is to be as large as, relative to the picture. source: as large as in the photo that it was cut out of."
            ),
            .field(
                "factor", \.factor, .optional(.varying(.number(in: 0.01...100, .other("times the size")))),
                "For like: source, how much larger."),
            check: { size in
                let likeness = size.like.value
                if likeness.dataset != .source {
                    return size.factor == nil
                        ? [] : ["“factor” is for the size in the object's own photo: leave it out"]
                }
                return likeness.categories.isEmpty && !likeness.takesTruncated
                    ? [] : ["“source” is the object's own photo: leave out “category” and “truncated”"]
            })
    }

    /// A number of objects by a labelled dataset.
    package struct LikeCount: Described {
        package var like = Positioned(Likeness())

        package init() {}

        package static let card = Card<LikeCount>(
            "a count", "As many as there are labels in the images of a dataset.",
            .required(
                "like", \.like, .positioned(.likeness),
                "The dataset whose images have as many labels of the objects' categories. Images without any count, too."
            ),
            check: { $0.like.value.takesTruncated ? ["all boxes are counted: leave out “truncated”"] : [] })
    }
}

extension Form where V == Pipeline.Size {
    /// A share of the picture, or a dataset whose boxes are as large.
    static var size: Form {
        let like = Form<Pipeline.LikeSize>.block(Pipeline.LikeSize.card)
        return .orLike(
            .varying(.share(of: "the picture's shorter side", in: 0.001...4)), like, keys: Pipeline.LikeSize.card.names,
            drawn: { .drawn($0) },
            made: { size in
                size.like.value.dataset == .source ? .own(size.like, factor: size.factor ?? 1) : .like(size.like)
            },
            encode: { size, drawn in
                var block = Pipeline.LikeSize()
                switch size {
                case .drawn(let distribution): return drawn.encode(distribution)
                case .like(let likeness): block.like = likeness
                case .own(let likeness, let factor): (block.like, block.factor) = (likeness, factor)
                }
                return like.encode(block)
            })
    }
}

extension Form where V == Pipeline.Count {
    /// A number, or a dataset whose images have as many labels.
    static var count: Form {
        let like = Form<Pipeline.LikeCount>.block(Pipeline.LikeCount.card)
        return .orLike(
            .varying(.integer(in: 0...5000, .other("objects"))), like, keys: Pipeline.LikeCount.card.names,
            drawn: { .drawn($0) }, made: { .like($0.like) },
            encode: { count, drawn in
                switch count {
                case .drawn(let distribution): return drawn.encode(distribution)
                case .like(let likeness):
                    var block = Pipeline.LikeCount()
                    block.like = likeness
                    return like.encode(block)
                }
            })
    }
}

extension Form {
    /// A value that may vary, or a block that names a dataset.
    ///
    /// - Parameter keys: the keys by which the block is told from a distribution.
    fileprivate static func orLike<D, B>(
        _ drawn: Form<D>, _ like: Form<B>, keys: [String], drawn make: @escaping @Sendable (D) -> V,
        made: @escaping @Sendable (B) -> V, encode: @escaping @Sendable (V, Form<D>) -> Value
    ) -> Form {
        Form(
            expectation: drawn.expectation + ", or {like: DATASET}",
            schema: .map(["anyOf": .list([drawn.schema, like.schema])]),
            decode: { node, reading in
                node.pairs?.contains { keys.contains($0.key) } ?? false
                    ? like.decode(node, &reading).map(made) : drawn.decode(node, &reading).map(make)
            },
            encode: { encode($0, drawn) }, numbers: { drawn.numbers() + like.numbers() },
            contents: { like.contents().optional() })
    }
}
