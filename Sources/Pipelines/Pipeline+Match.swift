package import Cards

extension Pipeline {
    /// How far objects are brought to what the photo shows around them.
    package struct Match: Described {
        package var noise: Distribution<Double> = 1
        package var sharpness: Distribution<Double> = 1
        package var jpeg: Distribution<Double> = 1
        package var colour: Distribution<Double> = 0.5

        package init() {}

        package static let card = Card<Match>(
            "match", "How far objects are brought to what the photo shows around them.",
            .field(
                "noise", \.noise, .varying(.share(of: "the photo's noise")),
                "The noise that the photo has and the object lacks, by brightness, with the photo's grain. 0: none."),
            .field(
                "sharpness", \.sharpness, .varying(.share(of: "the photo's blur")),
                "The blur that the photo has near the object and the object lacks. An object is never sharpened. 0: none."
            ),
            .field(
                "jpeg", \.jpeg, .varying(.share(of: "the photo's losses")),
                "The losses that the photo's JPEG file has left, on its own blocks; where the photo is not resized. 0: none."
            ),
            .field(
                "colour", \.colour, .varying(.share(of: "the way to the surroundings' colours")),
                "How far a photographed object (cut-outs, labelled instances) takes the brightness and the tint of its surroundings. 0: not at all."
            )
        )
    }

    /// The file's rule: a block, or the word `none`.
    package enum Matching: Sendable {
        case none
        case by(Match)

        /// The same rule, without one of its steps.
        func without(_ step: WritableKeyPath<Match, Distribution<Double>>) -> Matching {
            guard case .by(var match) = self else { return self }
            match[keyPath: step] = 0
            return .by(match)
        }
    }
}

extension Form where V == Pipeline.Matching {
    /// The word `none`, or a block.
    static var matching: Form {
        let word = Form<String>.word(["none"])
        let block = Form<Pipeline.Match>.block(Pipeline.Match.card)
        return Form(
            expectation: block.expectation + ", or none",
            schema: .map(["anyOf": .list([word.schema, block.schema])]),
            decode: { node, reading in
                node.pairs == nil
                    ? word.decode(node, &reading).map { _ in .none }
                    : block.decode(node, &reading).map { .by($0) }
            },
            encode: { matching in
                switch matching {
                case .none: .text("none")
                case .by(let match): block.encode(match)
                }
            }, numbers: block.numbers, contents: { block.contents() })
    }
}
