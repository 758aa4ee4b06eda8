package import Cards

extension Pipeline {
    /// The numbers or shares of labels that a dataset is to have, by category and size.
    package struct Balance: Described {
        package var edges: [Double] = [32, 96]
        package var numbers: [Named<Quota>] = []
        package var shares: [Named<Quota>] = []

        package init() {}

        /// What is asked of the labels of a category.
        package enum Quota: Sendable {
            /// Of labels of all sizes together.
            case all(Double)
            /// Of the labels of each size, from the smallest; nil for any number of them.
            case sizes([Double?])
        }

        /// The names of the three sizes between COCO's two edges.
        package static let sizeNames = ["small", "medium", "large"]

        package static let card = Card<Balance>(
            "balance", "How many labels there are to be, by category and size. Labels that photos have already count.",
            .field(
                "edges", \.edges, .list(.number(in: 1...100_000, .pixels), count: 1...100),
                "The edges between sizes: the side of a square with a label's visible area. The default is COCO's."),
            .field(
                "numbers", \.numbers, .map(.quota(.number(in: 0...1e9, .other("labels"))), of: "categories"),
                "Numbers of labels by category: one number, or small, medium and large, or a list with a number for each size."
            ),
            .field(
                "shares", \.shares, .map(.quota(.share(of: "all labels")), of: "categories"),
                "The same as shares of all labels of the dataset."),
            check: { $0.contradictions })

        /// Every category with its quota.
        package var quotas: [(quota: Named<Quota>, isShare: Bool)] {
            numbers.map { ($0, false) } + shares.map { ($0, true) }
        }

        private var contradictions: [String] {
            guard zip(edges, edges.dropFirst()).allSatisfy(<) else { return ["“edges” rise from one to the next"] }
            guard !quotas.isEmpty else { return ["balance needs “numbers” or “shares”"] }
            var sentences: [String] = []
            for (quota, _) in quotas {
                guard case .sizes(let sizes) = quota.value, sizes.count != edges.count + 1 else { continue }
                sentences.append(
                    "“\(quota.name)” has \(sizes.count) sizes, and \(edges.count) \(edges.count == 1 ? "edge makes" : "edges make") \(edges.count + 1)"
                )
            }
            for quota in shares where numbers.contains(where: { $0.name == quota.name }) {
                sentences.append("“\(quota.name)” has a number and a share: leave one of them out")
            }
            let sum = shares.reduce(0) { $0 + $1.value.sum }
            if sum > 1 + 1e-9 {
                sentences.append(
                    "the shares add up to \(Value.number((sum * 1000).rounded() / 1000).flowText), more than 1, which is all labels"
                )
            }
            return sentences
        }
    }
}

extension Pipeline.Balance.Quota {
    package var sum: Double {
        switch self {
        case .all(let number): number
        case .sizes(let numbers): numbers.reduce(0) { $0 + ($1 ?? 0) }
        }
    }
}

extension Form where V == Pipeline.Balance.Quota {
    /// One number, or one for each size: by the names of three sizes, or as a list, in which `any` leaves a size as it
    /// comes.
    static func quota(_ number: Form<Double>) -> Form {
        let words = Pipeline.Balance.sizeNames
        let expectation = "\(number.expectation), or \(words.joined(separator: ", ")), or a list of such"
        let sizes = Value.map([
            "type": "array", "minItems": 2,
            "items": .map(["anyOf": .list([number.schema, .map(["enum": .list([.text(any)])])])]),
        ])
        return Form(
            expectation: expectation,
            schema: .map([
                "anyOf": .list([number.schema, sizes, Schema.object(words.map { ($0, number.schema) }, required: [])])
            ]),
            decode: { node, reading in
                if let nodes = node.elements {
                    let before = reading.diagnostics.count
                    let values = nodes.map { $0.scalar == any ? nil : number.decode($0, &reading) }
                    return reading.diagnostics.count == before ? .sizes(values) : nil
                }
                guard let pairs = node.pairs else { return number.decode(node, &reading).map { .all($0) } }
                let before = reading.diagnostics.count
                var values = [Double?](repeating: nil, count: words.count)
                for pair in pairs {
                    guard let place = words.firstIndex(of: pair.key) else {
                        reading.report(
                            .unknownKey(pair.key, in: "the sizes of a category", known: words), at: pair.keyPosition)
                        continue
                    }
                    values[place] = number.decode(pair.value, &reading)
                }
                return reading.diagnostics.count == before ? .sizes(values) : nil
            },
            encode: { quota in
                switch quota {
                case .all(let value): number.encode(value)
                case .sizes(let values): .list(values.map { $0.map(number.encode) ?? .text(any) })
                }
            }, numbers: number.numbers)
    }

    private static var any: String { "any" }
}
