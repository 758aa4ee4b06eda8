/// A part as the file names it: one part with values that may vary, or a choice among several.
package indirect enum PartDraft: Sendable {
    /// `chance` is the share of images in which it is there at all.
    case one(name: String, values: [(key: String, draft: Draft)], chance: Double, position: Position)
    case choice([PartDraft], weights: [Double])

    /// A part with nothing set: for keys that may be left out.
    package static func named(_ name: String, _ values: KeyValuePairs<String, Value> = [:]) -> PartDraft {
        .one(
            name: name, values: values.map { ($0.key, .drawn(.constant($0.value))) }, chance: 1,
            position: Position(source: Source(name: "the defaults", text: ""), line: 1, column: 1))
    }

    /// Draws the part; nil when its chance decides against it.
    package func draw(from streams: RandomStreams) -> DrawnPart? {
        switch self {
        case .one(let name, let values, let chance, _):
            let inner = streams.scope(name)
            guard inner.happens("chance", chance: chance) else { return nil }
            return DrawnPart(
                name: name,
                values: .map(values.map { Value.Entry(key: $0.key, value: $0.draft.draw(from: inner, named: $0.key)) }))
        case .choice(let drafts, let weights):
            var stream = streams.stream("choice")
            return drafts[stream.index(weights: weights)].draw(from: streams)
        }
    }

    /// Draws the part again from the same streams, with some of its numbers cut to ranges, by their keys.
    ///
    /// - Returns: nil where a number has no value in its range.
    package func draw(from streams: RandomStreams, within ranges: [String: ClosedRange<Double>]) -> DrawnPart? {
        switch self {
        case .one(let name, let values, let chance, let position):
            var narrowed = values
            for (index, value) in values.enumerated() {
                guard let range = ranges[value.key] else { continue }
                guard case .drawn(let distribution) = value.draft, let (rest, _) = distribution.within(range) else {
                    return nil
                }
                narrowed[index].draft = .drawn(rest)
            }
            return PartDraft.one(name: name, values: narrowed, chance: chance, position: position).draw(from: streams)
        case .choice(let drafts, let weights):
            var stream = streams.stream("choice")
            return drafts[stream.index(weights: weights)].draw(from: streams, within: ranges)
        }
    }

    /// Every part that may be drawn.
    package var alternatives: [PartDraft] {
        if case .choice(let drafts, _) = self { drafts.flatMap(\.alternatives) } else { [self] }
    }

    /// A part that may be drawn, with its numbers and the chance that it is drawn.
    package typealias Share = (part: String, values: [(key: String, draft: Draft)], chance: Double)

    /// Every part that may be drawn.
    package var shares: [Share] {
        switch self {
        case .one(let name, let values, let chance, _): return [(name, values, chance)]
        case .choice(let drafts, let weights):
            let whole = weights.reduce(0, +)
            return zip(drafts, weights).flatMap { draft, weight in
                draft.shares.map { ($0.part, $0.values, $0.chance * weight / whole) }
            }
        }
    }
}

/// A part with every value drawn: its name and its values. The room that runs the part makes the typed part of it.
///
/// In JSON: `{"feather": {"radius": 2}}`, as the pipeline file writes it.
package struct DrawnPart: Sendable, Hashable, Codable {
    package let name: String
    /// A map.
    package let values: Value

    package init(name: String, values: Value) {
        self.name = name
        self.values = values
    }

    package init(from decoder: any Decoder) throws {
        let value = try Value(from: decoder)
        guard case .map(let entries) = value, let entry = entries.first, entries.count == 1 else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "a part is a map with its name as the one key"))
        }
        self.init(name: entry.key, values: entry.value)
    }

    package func encode(to encoder: any Encoder) throws {
        try Value.map([Value.Entry(key: name, value: values)]).encode(to: encoder)
    }
}

extension Form where V == PartDraft {
    /// A part of the catalogue: its name alone, or `name: {keys}`, or a choice among such.
    ///
    /// - Parameter chance: whether the keys may hold `chance`, the share of images in which the part is there.
    package static func part(_ catalogue: Catalogue, chance: Bool = false) -> Form {
        let expectation = "one \(catalogue.kind): " + catalogue.names.joined(separator: ", ")
        return Form(
            expectation: expectation, schema: catalogue.schema(chance: chance),
            decode: { node, reading in PartDraft.decode(node, catalogue, chance: chance, &reading) },
            encode: { part in
                guard case .one(let name, let values, _, _) = part else { return .text("a choice") }
                let shown = values.compactMap { value in
                    value.draft.constants.first.map { Value.Entry(key: value.key, value: $0) }
                }
                return shown.isEmpty ? .text(name) : .map([Value.Entry(key: name, value: .map(shown))])
            },
            numbers: {
                catalogue.entries.flatMap { entry in
                    entry.numbers()
                        + (chance ? PartDraft.chanceForm.numbers().map { $0.under("chance").under(entry.name) } : [])
                }
            },
            contents: {
                var contents = FormContents()
                contents.list = CardDescription.PartList(kind: catalogue.kind, words: expectation)
                if chance {
                    contents.keys = [
                        CardDescription.Key(
                            path: "\(catalogue.kind.uppercased()).chance",
                            summary: "The share of the images in which the \(catalogue.kind) is there.",
                            expectation: PartDraft.chanceForm.expectation, defaultText: "1", isRequired: false,
                            list: nil)
                    ]
                }
                return contents
            })
    }
}

extension PartDraft {
    /// The share of images in which a part is there.
    fileprivate static let chanceForm = Form<Double>.share(of: "all images")

    fileprivate static func decode(_ node: Node, _ catalogue: Catalogue, chance: Bool, _ reading: inout Reading)
        -> PartDraft?
    {
        if node.scalar != nil, !node.isNull {
            return decode(node, keys: nil, named: node, catalogue, chance: chance, &reading)
        }
        guard let pairs = node.pairs else {
            reading.report(
                .wrongType(
                    expected: "one \(catalogue.kind): " + catalogue.names.joined(separator: ", "),
                    found: node.description), at: node.position)
            return nil
        }
        if let list = node["choice"] {
            return Choice.choice(list, in: node, &reading) { decode($0, catalogue, chance: chance, &$1) }
                .map { .choice($0.choices, weights: $0.weights) }
        }
        guard pairs.count == 1 else {
            reading.report(.notOneName(kind: catalogue.kind, found: pairs.map(\.key)), at: node.position)
            return nil
        }
        let name = Node(.scalar(pairs[0].key, quoted: true), at: pairs[0].keyPosition)
        return decode(node, keys: pairs[0].value, named: name, catalogue, chance: chance, &reading)
    }

    private static func decode(
        _ node: Node, keys: Node?, named name: Node, _ catalogue: Catalogue, chance: Bool, _ reading: inout Reading
    ) -> PartDraft? {
        let word = name.scalar ?? ""
        guard let entry = catalogue.entries.first(where: { $0.name == word }) else {
            reading.report(.unknownName(word, kind: catalogue.kind, known: catalogue.names), at: name.position)
            return nil
        }
        var keys = keys ?? Node(.scalar("", quoted: false), at: node.position)
        var share = 1.0
        if chance, var pairs = keys.pairs, let index = pairs.firstIndex(where: { $0.key == "chance" }) {
            guard let given = chanceForm.decode(pairs[index].value, &reading) else { return nil }
            share = given
            pairs.remove(at: index)
            keys.content = .mapping(pairs)
        }
        return entry.draft(keys, &reading).map {
            .one(name: entry.name, values: $0, chance: share, position: name.position)
        }
    }
}

extension Catalogue {
    /// JSON Schema of a part: a name, a map with the name as its one key, or a choice among these.
    package func schema(chance: Bool) -> Value {
        let bare = entries.filter { !$0.needsKeys }.map(\.name)
        var options: [Value] = bare.isEmpty ? [] : [.map(["enum": .list(bare.map { .text($0) })])]
        for entry in entries {
            var bodies = [
                chance ? Schema.adding("chance", PartDraft.chanceForm.schema, to: entry.keySchema) : entry.keySchema
            ]
            if let shorthand = entry.shorthandSchema { bodies.append(shorthand) }
            if !entry.needsKeys { bodies.append(.map(["type": "null"])) }
            options.append(
                Schema.object(
                    [(entry.name, .map(["description": .text(entry.summary), "anyOf": .list(bodies)]))],
                    required: [entry.name]))
        }
        return .map(["anyOf": .list(options + [Schema.choice(.map(["anyOf": .list(options)]))])])
    }
}
