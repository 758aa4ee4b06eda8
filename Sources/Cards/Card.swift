/// Something that begins with its defaults and is then filled in from a file.
package protocol Defaulted: Sendable {
    init()
}

/// A `Defaulted` type whose card depends on nothing else.
package protocol Described: Defaulted {
    static var card: Card<Self> { get }
}

/// The description of a block or a part of a pipeline file: its name, one sentence, and its keys.
///
/// Everything is said once, here: decoding, range checks, distributions, messages, JSON Schema and `diorama list`
/// follow from it.
package struct Card<Owner: Sendable>: Sendable {
    package let name: String
    package let summary: String
    package let fields: [Field<Owner>]
    package let start: @Sendable () -> Owner
    /// Rules between keys: returns the sentences of those that do not hold.
    private let check: @Sendable (Owner) -> [String]

    package init(
        _ name: String, _ summary: String, _ fields: Field<Owner>...,
        check: @escaping @Sendable (Owner) -> [String] = { _ in [] }
    ) where Owner: Defaulted {
        self.init(name, summary, fields, check: check)
    }

    /// Makes a card from a list of fields, for keys that several cards share.
    package init(
        _ name: String, _ summary: String, _ fields: [Field<Owner>],
        check: @escaping @Sendable (Owner) -> [String] = { _ in [] }
    ) where Owner: Defaulted {
        self.name = name
        self.summary = summary
        self.fields = fields
        self.check = check
        start = { Owner() }
    }

    package var names: [String] { fields.map(\.name) }

    private var keysInWords: String { "the keys of \(name) (\(names.joined(separator: ", ")))" }

    /// Every number that its keys take.
    package var numbers: [NumberPlace] { fields.flatMap { $0.numbers() } }

    /// Reads a block whose values are all given, with distributions only where a field's type is one.
    package func decode(_ node: Node, _ reading: inout Reading) -> Owner? {
        let before = reading.diagnostics.count
        guard let pairs = pairs(of: node, &reading) else { return nil }
        var owner = start()
        for field in fields {
            if let pair = pairs.first(where: { $0.key == field.name }) {
                field.decode(pair.value, &owner, &reading)
            } else if field.isRequired {
                reading.report(.missingKey(field.name, in: name, summary: field.summary), at: node.position)
            }
        }
        guard reading.diagnostics.count == before else { return nil }
        for sentence in check(owner) { reading.report(.rule(sentence), at: node.position) }
        return reading.diagnostics.count == before ? owner : nil
    }

    package func encode(_ owner: Owner) -> Value {
        .map(fields.map { Value.Entry(key: $0.name, value: $0.encode(owner)) })
    }

    /// Reads a part whose every value may vary. Keys that are left out take their defaults, so that a scene holds
    /// every number.
    ///
    /// A value that is no map stands for the first field: `solid: cone.yaml` is `solid: {file: cone.yaml}`.
    package func draft(_ node: Node, _ reading: inout Reading) -> [(key: String, draft: Draft)]? {
        if node.pairs == nil, !node.isNull {
            guard let first = fields.first, fields.dropFirst().allSatisfy({ !$0.isRequired }) else {
                reading.report(.wrongType(expected: keysInWords, found: node.description), at: node.position)
                return nil
            }
            return first.draft(node, &reading).map { [(first.name, $0)] + defaults(of: fields.dropFirst()) }
        }
        let before = reading.diagnostics.count
        let pairs = node.isNull ? [] : pairs(of: node, &reading)
        guard let pairs else { return nil }
        var drafts: [(key: String, draft: Draft)] = []
        for field in fields {
            if let pair = pairs.first(where: { $0.key == field.name }) {
                if let draft = field.draft(pair.value, &reading) { drafts.append((field.name, draft)) }
            } else if field.isRequired {
                reading.report(.missingKey(field.name, in: name, summary: field.summary), at: node.position)
            } else {
                drafts += defaults(of: [field])
            }
        }
        return reading.diagnostics.count == before ? drafts : nil
    }

    private func defaults(of fields: some Sequence<Field<Owner>>) -> [(key: String, draft: Draft)] {
        let owner = start()
        return fields.map { ($0.name, .drawn(.constant($0.encode(owner)))) }
    }

    /// Makes the typed part from drawn values.
    package func make(_ values: Value, at position: Position) throws -> Owner {
        var reading = Reading(folder: "")
        // A field without a value, drawn as such, is one that was left out.
        let present = Self.given(values)
        // A key that is not known is reported and leaves an owner all the same.
        guard let owner = decode(Node(present, at: position), &reading), reading.diagnostics.isEmpty else {
            throw InvalidFile(reading.diagnostics)
        }
        return owner
    }

    /// A map without the entries that have no value, and the same in it.
    private static func given(_ value: Value) -> Value {
        guard case .map(let entries) = value else { return value == .null ? .map([]) : value }
        return .map(
            entries.filter { $0.value != .null }.map { entry in
                guard case .map = entry.value else { return entry }
                return Value.Entry(key: entry.key, value: given(entry.value))
            })
    }

    package var schema: Value {
        Schema.object(
            fields.map { ($0.name, $0.described($0.schema)) }, required: fields.filter(\.isRequired).map(\.name))
    }

    package var draftSchema: Value {
        Schema.object(
            fields.map { ($0.name, $0.described($0.draftSchema)) }, required: fields.filter(\.isRequired).map(\.name))
    }

    /// The block's keys; reports a node that is no map, and every key that is not known.
    private func pairs(of node: Node, _ reading: inout Reading) -> [Node.Pair]? {
        guard let pairs = node.pairs else {
            // `effects:` with nothing after it is an empty block, not a mistake.
            if node.isNull { return [] }
            reading.report(
                .wrongType(expected: "a map with " + keysInWords, found: node.description), at: node.position)
            return nil
        }
        for pair in pairs where !fields.contains(where: { $0.name == pair.key }) {
            reading.report(.unknownKey(pair.key, in: name, known: names), at: pair.keyPosition)
        }
        return pairs
    }
}

/// One key of a card.
package struct Field<Owner: Sendable>: Sendable {
    package let name: String
    package let summary: String
    package let isRequired: Bool
    /// A description of the values that the key takes, with unit and range.
    package let expectation: String
    package let schema: Value
    package let draftSchema: Value
    package let decode: @Sendable (Node, inout Owner, inout Reading) -> Void
    package let draft: @Sendable (Node, inout Reading) -> Draft?
    package let encode: @Sendable (Owner) -> Value
    let numbers: @Sendable () -> [NumberPlace]
    let contents: @Sendable () -> FormContents

    /// A key that may be left out; its default is the property's own initial value.
    package static func field<V>(
        _ name: String, _ property: any WritableKeyPath<Owner, V> & Sendable, _ form: Form<V>, _ summary: String
    ) -> Field {
        Field(name, property, form, summary, isRequired: false)
    }

    /// A key that must be there.
    package static func required<V>(
        _ name: String, _ property: any WritableKeyPath<Owner, V> & Sendable, _ form: Form<V>, _ summary: String
    ) -> Field {
        Field(name, property, form, summary, isRequired: true)
    }

    private init<V>(
        _ name: String, _ property: any WritableKeyPath<Owner, V> & Sendable, _ form: Form<V>, _ summary: String,
        isRequired: Bool
    ) {
        self.name = name
        self.summary = summary
        self.isRequired = isRequired
        self.expectation = form.expectation
        schema = form.schema
        draftSchema = form.draftSchema
        decode = { node, owner, reading in
            if let value = form.decode(node, &reading) { owner[keyPath: property] = value }
        }
        draft = form.draft
        encode = { form.encode($0[keyPath: property]) }
        numbers = { form.numbers().map { $0.under(name) } }
        contents = form.contents
    }

    fileprivate func described(_ schema: Value) -> Value {
        guard case .map(let entries) = schema else { return schema }
        return .map([Value.Entry(key: "description", value: .text(summary))] + entries)
    }
}

extension Card {
    /// Reads a whole file as this block.
    ///
    /// - Throws: `InvalidFile` with every mistake in it.
    package func read(path: String) throws(InvalidFile) -> Owner {
        try read(Source(path: path))
    }

    /// Reads the text of a file as this block. Relative paths start from the folder in the source's name.
    ///
    /// - Throws: `InvalidFile` with every mistake in it.
    package func read(_ source: Source) throws(InvalidFile) -> Owner {
        let path = source.name
        var reading = Reading(folder: path.lastIndex(of: "/").map { String(path[...$0]) } ?? "")
        do throws(Diagnostic) {
            let node = try Node(parsing: source)
            if let owner = decode(node, &reading), reading.diagnostics.isEmpty { return owner }
        } catch {
            reading.report([error])
        }
        throw InvalidFile(reading.diagnostics)
    }
}
