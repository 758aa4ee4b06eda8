/// How a file gives a value of type `V`: how the value is read and written, and how it is described to people and
/// editors. Decoding, messages, the JSON Schema and `diorama list` all come from here.
package struct Form<V: Sendable>: Sendable {
    /// A description of the values that the form takes, for messages: `a number from 0 to 1`.
    package let expectation: String
    /// JSON Schema of the values that the form takes.
    package let schema: Value
    /// JSON Schema of the values that the form takes where they may vary from image to image.
    package let draftSchema: Value
    /// Reads a value, or reports what is wrong with it and returns nil.
    package let decode: @Sendable (Node, inout Reading) -> V?
    /// Reads a value that may vary.
    package let draft: @Sendable (Node, inout Reading) -> Draft?
    package let encode: @Sendable (V) -> Value
    /// Every number that the form takes.
    package let numbers: @Sendable () -> [NumberPlace]
    /// The keys or parts that the form takes besides a plain value.
    package let contents: @Sendable () -> FormContents

    package init(
        expectation: String, schema: Value, draftSchema: Value? = nil,
        decode: @escaping @Sendable (Node, inout Reading) -> V?,
        draft: (@Sendable (Node, inout Reading) -> Draft?)? = nil,
        encode: @escaping @Sendable (V) -> Value, numbers: @escaping @Sendable () -> [NumberPlace] = { [] },
        contents: @escaping @Sendable () -> FormContents = { FormContents() }
    ) {
        self.expectation = expectation
        self.schema = schema
        self.draftSchema = draftSchema ?? schema
        self.decode = decode
        self.draft = draft ?? { node, reading in decode(node, &reading).map { .drawn(.constant(encode($0))) } }
        self.encode = encode
        self.numbers = numbers
        self.contents = contents
    }
}

// MARK: - Single values

extension Form where V == Double {
    /// Any number.
    package static func number() -> Form { number(in: -1e12...1e12, .none) }

    /// A number of something.
    package static func number(in range: ClosedRange<Double>, _ unit: Unit) -> Form {
        let expectation = "a number" + range.wording(unit)
        let constant: @Sendable (Node, inout Reading) -> Double? = { node, reading in
            guard let number = node.number else {
                reading.report(.wrongType(expected: expectation, found: node.description), at: node.position)
                return nil
            }
            guard range.contains(number) else {
                reading.report(.outOfRange(node.description, expected: expectation), at: node.position)
                return nil
            }
            return number
        }
        return .leaf(
            expectation: expectation, schema: Schema.number(range), varying: Schema.numberRules, constant: constant,
            rule: { node, reading in
                NumberRule.decode(node, in: range, unit, expectation: expectation, whole: false, &reading)
            },
            convert: { $0 }, encode: { .number($0) },
            number: NumberPlace(keys: "", range: range, unit: unit) { $0 })
    }

    /// A share of a whole.
    package static func share(of whole: String, in range: ClosedRange<Double> = 0...1) -> Form {
        .number(in: range, .share(of: whole))
    }
}

extension Form where V == Int {
    package static func integer(in range: ClosedRange<Int>, _ unit: Unit) -> Form {
        let wide = Double(range.lowerBound)...Double(range.upperBound)
        let expectation =
            range.count == 1 ? "the number \(range.lowerBound)" : "a whole number" + wide.wording(unit)
        let constant: @Sendable (Node, inout Reading) -> Int? = { node, reading in
            guard let number = node.number, let whole = Int(exactly: number) else {
                reading.report(.wrongType(expected: expectation, found: node.description), at: node.position)
                return nil
            }
            guard range.contains(whole) else {
                reading.report(.outOfRange(node.description, expected: expectation), at: node.position)
                return nil
            }
            return whole
        }
        return .leaf(
            expectation: expectation, schema: Schema.integer(range), varying: Schema.integerRules, constant: constant,
            rule: { node, reading in
                NumberRule.decode(node, in: wide, unit, expectation: expectation, whole: true, &reading)
            },
            convert: { Int($0) }, encode: { .number(Double($0)) },
            number: NumberPlace(keys: "", range: wide, unit: unit) { $0 })
    }
}

extension Form where V == UInt64 {
    /// A seed: any whole number that 64 bits hold.
    package static var seed: Form {
        let expectation = "a whole number from 0 to \(UInt64.max)"
        return Form(
            expectation: expectation,
            schema: .map(["type": "integer", "minimum": 0]),
            decode: { node, reading in
                if case .scalar(let text, quoted: false) = node.content, let seed = UInt64(text) { return seed }
                reading.report(.wrongType(expected: expectation, found: node.description), at: node.position)
                return nil
            },
            encode: { .text(String($0)) })
    }
}

extension Form where V == Bool {
    package static var flag: Form {
        .leaf(
            expectation: "true or false", schema: .map(["type": "boolean"]), varying: [],
            constant: { node, reading in
                if let flag = node.flag { return flag }
                reading.report(.wrongType(expected: "true or false", found: node.description), at: node.position)
                return nil
            }, rule: nil, convert: nil, encode: { .flag($0) })
    }
}

extension Form where V == String {
    /// Any scalar, as its text: a number plate's `007` stays `007`.
    package static func text(_ expectation: String = "a text") -> Form {
        .leaf(
            expectation: expectation, schema: .map(["type": ["string", "number", "boolean"]]), varying: [],
            constant: { node, reading in
                if let text = node.scalar, !node.isNull { return text }
                reading.report(.wrongType(expected: expectation, found: node.description), at: node.position)
                return nil
            }, rule: nil, convert: nil, encode: { .text($0) })
    }

    /// The tag of a language by BCP 47: `de`, `zh-Hant`.
    package static var languageTag: Form {
        let expectation = "a language tag, such as de or zh-Hant"
        return .leaf(
            expectation: expectation,
            schema: .map(["type": "string", "pattern": .text("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]), varying: [],
            constant: { node, reading in
                if let text = node.scalar, text.wholeMatch(of: /[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*/) != nil {
                    return text
                }
                reading.report(.wrongType(expected: expectation, found: node.description), at: node.position)
                return nil
            }, rule: nil, convert: nil, encode: { .text($0) })
    }

    /// A text or a number, kept as its text, such as a parameter of a drawing. A rule may draw the number.
    package static var textOrNumber: Form {
        let text = Form.text("a text or a number")
        return .leaf(
            expectation: text.expectation, schema: text.schema, varying: Schema.numberRules, constant: text.decode,
            rule: { node, reading in
                NumberRule.decode(
                    node, in: -1e12...1e12, .none, expectation: text.expectation, whole: false, &reading)
            },
            convert: { $0.plainText }, encode: text.encode)
    }

    /// One of a closed set of words.
    package static func word(_ words: [String]) -> Form {
        let expectation = "one of " + words.joined(separator: ", ")
        return .leaf(
            expectation: expectation, schema: .map(["enum": .list(words.map { .text($0) })]), varying: [],
            constant: { node, reading in
                guard let text = node.scalar else {
                    reading.report(.wrongType(expected: expectation, found: node.description), at: node.position)
                    return nil
                }
                guard words.contains(text) else {
                    reading.report(.unknownName(text, kind: "value", known: words), at: node.position)
                    return nil
                }
                return text
            }, rule: nil, convert: nil, encode: { .text($0) })
    }

    /// A path or glob, relative to the file. Decodes to the path that the process can open.
    package static var path: Form { path { path, _, _ in path } }

    /// A path that may be replaced by another once it is resolved.
    package static func path(_ find: @escaping @Sendable (String, Node, inout Reading) -> String) -> Form {
        .leaf(
            expectation: "a path", schema: .map(["type": "string"]), varying: [],
            constant: { node, reading in
                guard let text = node.scalar, !text.isEmpty else {
                    reading.report(.wrongType(expected: "a path", found: node.description), at: node.position)
                    return nil
                }
                let path = find(reading.resolve(text), node, &reading)
                reading.note(path: path)
                return path
            }, rule: nil, convert: nil, encode: { .text($0) })
    }
}

extension Form where V: RawRepresentable, V: CaseIterable, V.RawValue == String {
    /// One of an enumeration's words.
    package static var word: Form {
        let words = Form<String>.word(V.allCases.map(\.rawValue))
        return Form(
            expectation: words.expectation, schema: words.schema, draftSchema: words.draftSchema,
            decode: { node, reading in words.decode(node, &reading).flatMap { V(rawValue: $0) } },
            draft: words.draft, encode: { .text($0.rawValue) })
    }
}

// MARK: - Values made of values

extension Form {
    /// A value whose key may also be left out, or stand with nothing after it.
    package static func optional<W>(_ form: Form<W>) -> Form where V == W? {
        Form(
            expectation: form.expectation, schema: form.schema, draftSchema: form.draftSchema,
            decode: { node, reading in form.decode(node, &reading).map { .some($0) } },
            draft: form.draft,
            encode: { $0.map(form.encode) ?? .null }, numbers: form.numbers, contents: form.contents)
    }

    /// The same value, which may not vary.
    package static func fixed(_ form: Form) -> Form {
        Form(
            expectation: form.expectation, schema: form.schema, decode: form.decode, encode: form.encode,
            numbers: form.numbers, contents: form.contents)
    }

    /// A list.
    package static func list<W>(_ form: Form<W>, count: ClosedRange<Int> = 0...10_000) -> Form where V == [W] {
        let expectation = "a list\(Schema.wording(count)), each \(form.expectation)"
        let elements: @Sendable (Node, inout Reading) -> [Node]? = { node, reading in
            guard let nodes = node.elements else {
                reading.report(.wrongType(expected: expectation, found: node.description), at: node.position)
                return nil
            }
            guard count.contains(nodes.count) else {
                let found = nodes.isEmpty ? node.description : "a list of \(nodes.count)"
                reading.report(.wrongType(expected: expectation, found: found), at: node.position)
                return nil
            }
            return nodes
        }
        return Form(
            expectation: expectation, schema: Schema.list(form.schema, count),
            draftSchema: Schema.list(form.draftSchema, count),
            decode: { node, reading in
                guard let nodes = elements(node, &reading) else { return nil }
                let values = nodes.compactMap { form.decode($0, &reading) }
                return values.count == nodes.count ? values : nil
            },
            draft: { node, reading in
                // A whole list may be one of several, too: {choice: [[…], […]]}.
                if node.pairs != nil {
                    return Choice.decode(
                        node, &reading,
                        constant: { node, reading in
                            guard let nodes = elements(node, &reading) else { return nil }
                            let values = nodes.compactMap { form.decode($0, &reading) }
                            return values.count == nodes.count ? .list(values.map(form.encode)) : nil
                        }, expectation: expectation
                    ).map { .drawn($0) }
                }
                guard let nodes = elements(node, &reading) else { return nil }
                let drafts = nodes.compactMap { form.draft($0, &reading) }
                return drafts.count == nodes.count ? .list(drafts) : nil
            },
            encode: { .list($0.map(form.encode)) },
            numbers: {
                form.numbers().map { number in
                    number.within("") { .list([Value](repeating: $0, count: max(1, count.lowerBound))) }
                }
            }, contents: { form.contents().listed() })
    }

    /// One value, or a list of them.
    package static func oneOrMore<W>(_ form: Form<W>) -> Form where V == [W] {
        let list = Form.list(form, count: 1...10_000)
        return Form(
            expectation: form.expectation + ", or a list of such",
            schema: .map(["anyOf": .list([form.schema, list.schema])]),
            draftSchema: .map(["anyOf": .list([form.draftSchema, list.draftSchema])]),
            decode: { node, reading in
                if node.elements != nil { return list.decode(node, &reading) }
                return form.decode(node, &reading).map { [$0] }
            },
            draft: { node, reading in
                if node.elements != nil { return list.draft(node, &reading) }
                return form.draft(node, &reading).map { .list([$0]) }
            },
            encode: list.encode, numbers: form.numbers, contents: list.contents)
    }

    /// Named values of one kind, in the order of the file.
    package static func map<W>(_ form: Form<W>, of kind: String) -> Form where V == [Named<W>] {
        let expectation = "a map from \(kind) to \(form.expectation)"
        return Form(
            expectation: expectation,
            schema: .map(["type": "object", "additionalProperties": form.schema]),
            draftSchema: .map(["type": "object", "additionalProperties": form.draftSchema]),
            decode: { node, reading in
                guard let pairs = node.pairs else {
                    reading.report(.wrongType(expected: expectation, found: node.description), at: node.position)
                    return nil
                }
                let values = pairs.compactMap { pair in
                    form.decode(pair.value, &reading).map {
                        Named(name: pair.key, value: $0, position: pair.keyPosition)
                    }
                }
                return values.count == pairs.count ? values : nil
            },
            draft: { node, reading in
                guard let pairs = node.pairs else {
                    reading.report(.wrongType(expected: expectation, found: node.description), at: node.position)
                    return nil
                }
                let drafts = pairs.compactMap { pair in
                    form.draft(pair.value, &reading).map { (key: pair.key, draft: $0) }
                }
                return drafts.count == pairs.count ? .map(drafts) : nil
            },
            encode: { .map($0.map { Value.Entry(key: $0.name, value: form.encode($0.value)) }) },
            numbers: { form.numbers().map { $0.under("NAME") } }, contents: { form.contents().mapped(by: kind) })
    }

    /// A block with keys of its own.
    package static func block(_ card: Card<V>) -> Form {
        Form(
            expectation: card.name, schema: card.schema,
            decode: { node, reading in card.decode(node, &reading) },
            encode: { card.encode($0) }, numbers: { card.numbers }, contents: { .block(card) })
    }

    /// A block whose every value may vary, as those of a part may.
    package static func varyingBlock(_ card: Card<V>) -> Form {
        Form(
            expectation: card.name, schema: card.schema, draftSchema: card.draftSchema,
            decode: { node, reading in card.decode(node, &reading) },
            draft: { node, reading in card.draft(node, &reading).map { .map($0) } },
            encode: { card.encode($0) }, numbers: { card.numbers }, contents: { .block(card) })
    }

    /// The same value, where the file may give a distribution instead.
    package static func varying<W>(_ form: Form<W>) -> Form where V == Distribution<W> {
        Form(
            expectation: form.expectation + ", or a distribution of such", schema: form.draftSchema,
            decode: { node, reading in
                guard case .drawn(let distribution)? = form.draft(node, &reading) else { return nil }
                let position = node.position
                // The draft holds plain values that this form has just written, so it reads each of them back.
                return distribution.map { value in
                    var again = Reading(folder: "")
                    guard let typed = form.decode(Node(value, at: position), &again) else {
                        preconditionFailure("a form reads back what it has written: \(value.flowText)")
                    }
                    return typed
                }
            },
            encode: { $0.written(form.encode) }, numbers: form.numbers, contents: form.contents)
    }

    /// A single value: constant, one of several, or (numbers) drawn by a rule.
    fileprivate static func leaf(
        expectation: String, schema: Value, varying: [Value],
        constant: @escaping @Sendable (Node, inout Reading) -> V?,
        rule: (@Sendable (Node, inout Reading) -> NumberRule?)?,
        convert: (@Sendable (Double) -> V)?,
        encode: @escaping @Sendable (V) -> Value, number: NumberPlace? = nil
    ) -> Form {
        Form(
            expectation: expectation, schema: schema, draftSchema: Schema.varying(schema, rules: varying),
            decode: constant,
            draft: { node, reading in
                guard node.pairs != nil else { return constant(node, &reading).map { .drawn(.constant(encode($0))) } }
                var written: (@Sendable (Double) -> Value)?
                if let convert { written = { encode(convert($0)) } }
                let distribution = Choice.decode(
                    node, &reading,
                    constant: { node, reading in constant(node, &reading).map(encode) },
                    rule: rule, convert: written, expectation: expectation)
                return distribution.map { .drawn($0) }
            },
            encode: encode, numbers: { number.map { [$0] } ?? [] })
    }
}

/// A value under a name that the user chose, and where that name stands.
package struct Named<V: Sendable>: Sendable {
    package let name: String
    package let value: V
    package let position: Position

    package init(name: String, value: V, position: Position) {
        self.name = name
        self.value = value
        self.position = position
    }
}
