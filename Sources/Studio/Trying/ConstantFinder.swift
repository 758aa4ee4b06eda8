import Cards

/// Finds the constants of a file by the JSON Schema of its cards, in the order of the file.
///
/// Each value is met with all the shapes that its key may have; those that do not fit fall away. So no part is known here by
/// its name, and the limits are those that `diorama check` holds to.
struct ConstantFinder {
    private(set) var constants: [Constant] = []
    private let definitions: Value
    private let lines: [Substring.UnicodeScalarView]
    /// Places that have been met: an anchor's value stands for each of its aliases.
    private var places: Set<[Int]> = []

    /// A shape that a value may have.
    fileprivate enum Shape {
        case schema(Value)
        /// A rule that draws numbers, of a key with these limits.
        case rule(Constant.Kind)
    }

    /// - Parameters:
    ///   - source: the file.
    ///   - schema: the schema of the whole file.
    /// - Throws: `Diagnostic` for a file that is no YAML.
    init(_ source: Source, schema: Value) throws(Diagnostic) {
        let node = try Node(parsing: source)
        definitions = schema[key: "$defs"] ?? .null
        lines = source.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(\.unicodeScalars)
        visit(node, [.schema(schema)], [], summary: "")
    }

    private mutating func visit(_ node: Node, _ shapes: [Shape], _ keys: [String], summary: String) {
        let shapes = shapes.flatMap { expanded($0, limits: nil) }
        let summary = shapes.lazy.compactMap(\.summary).first ?? summary
        switch node.content {
        case .scalar(let text, let quoted):
            if !quoted, let kind = kind(of: node, shapes) { add(node.position, text, kind, keys, summary) }
        case .sequence(let elements):
            let inner = shapes.flatMap(\.elements)
            for (place, element) in elements.enumerated() {
                visit(element, inner, keys + [String(place)], summary: summary)
            }
        case .mapping(let pairs):
            let names = pairs.map(\.key)
            // A shape that knows all keys is meant, where there is one.
            let fitting = shapes.filter { shape in names.allSatisfy { shape.knows($0) } }
            for pair in pairs {
                let inner = (fitting.isEmpty ? shapes : fitting).flatMap { $0.value(of: pair.key) }
                if case .rule(let kind)? = fitting.first(where: \.isRule) {
                    rule(pair, kind, keys, summary)
                } else {
                    visit(pair.value, inner, keys + [pair.key], summary: summary)
                }
            }
        }
    }

    /// The numbers of a rule: `uniform: [a, b]` has the limits of its key, the spread of `normal: [mean, spread]` has their
    /// width.
    private mutating func rule(_ pair: Node.Pair, _ kind: Constant.Kind, _ keys: [String], _ summary: String) {
        for (place, element) in (pair.value.elements ?? []).enumerated() {
            guard case .scalar(let text, quoted: false) = element.content, element.number != nil else { continue }
            let isSpread = pair.key == "normal" && place == 1
            let own: Constant.Kind =
                switch kind {
                case .number(let range) where isSpread: .number(0...max(0, range.upperBound - range.lowerBound))
                case .number, .whole, .flag, .word: kind
                }
            guard own.takes(text) else { continue }
            add(element.position, text, own, keys + [pair.key, String(place)], summary)
        }
    }

    private func kind(of node: Node, _ shapes: [Shape]) -> Constant.Kind? {
        guard let text = node.scalar, !node.isNull else { return nil }
        return shapes.lazy.compactMap(\.kind).first { $0.takes(text) }
    }

    private mutating func add(
        _ position: Position, _ text: String, _ kind: Constant.Kind, _ keys: [String], _ summary: String
    ) {
        // Written with an anchor, over several lines, or in some other way that is not the scalar alone: left to editors.
        guard lines.indices.contains(position.line - 1),
            lines[position.line - 1].dropFirst(position.column - 1).starts(with: text.unicodeScalars),
            kind.hasChoice, places.insert([position.line, position.column]).inserted
        else { return }
        constants.append(
            Constant(
                keys: keys.joined(separator: "."), kind: kind, text: text, summary: summary, line: position.line,
                column: position.column))
    }

    /// The shapes that one stands for.
    private func expanded(_ shape: Shape, limits: Constant.Kind?) -> [Shape] {
        guard case .schema(let schema) = shape else { return [shape] }
        if let reference = schema[key: "$ref"]?.text {
            let name = reference.split(separator: "/").last.map(String.init) ?? ""
            // The rules are the same for all keys, and take their limits from beside them.
            return definitions[key: name] == nil ? [] : limits.map { [.rule($0)] } ?? []
        }
        guard let choices = (schema[key: "anyOf"] ?? schema[key: "oneOf"])?.list else { return [shape] }
        let limits = choices.lazy.compactMap { Shape.schema($0).limits }.first ?? limits
        let summary = schema[key: "description"]
        return choices.flatMap { expanded(.schema($0.described(summary)), limits: limits) }
    }
}

extension ConstantFinder.Shape {
    fileprivate var summary: String? {
        if case .schema(let schema) = self { schema[key: "description"]?.text } else { nil }
    }

    fileprivate var isRule: Bool {
        if case .rule = self { true } else { false }
    }

    /// The values of a scalar.
    fileprivate var kind: Constant.Kind? {
        guard case .schema(let schema) = self else { return nil }
        if let words = schema[key: "enum"]?.list { return .word(words.compactMap(\.text)) }
        if schema[key: "type"]?.text == "boolean" { return .flag }
        return limits
    }

    fileprivate var limits: Constant.Kind? {
        guard case .schema(let schema) = self else { return nil }
        // A key that takes any text, such as a parameter of a drawing, is shown as a number where it is one.
        if let types = schema[key: "type"]?.list, types.contains("number") { return .number(-.infinity ... .infinity) }
        guard let type = schema[key: "type"]?.text else { return nil }
        let range =
            (schema[key: "minimum"]?.number ?? -.infinity)...(schema[key: "maximum"]?.number ?? .infinity)
        return switch type {
        case "number": .number(range)
        case "integer": .whole(range)
        default: nil
        }
    }

    private static let rules = ["uniform", "log_uniform", "normal", "integers", "clip"]

    fileprivate func knows(_ key: String) -> Bool {
        switch self {
        case .rule: Self.rules.contains(key)
        case .schema(let schema):
            schema[key: "properties"]?[key: key] != nil || schema[key: "additionalProperties"]?.isMap == true
        }
    }

    fileprivate func value(of key: String) -> [Self] {
        guard case .schema(let schema) = self else { return [] }
        if let own = schema[key: "properties"]?[key: key] { return [.schema(own)] }
        return schema[key: "additionalProperties"].flatMap { $0.isMap ? [.schema($0)] : nil } ?? []
    }

    fileprivate var elements: [Self] {
        guard case .schema(let schema) = self, let own = schema[key: "items"] else { return [] }
        return [.schema(own)]
    }
}

extension Constant.Kind {
    /// Whether there is more than one value: the version of the format has none.
    fileprivate var hasChoice: Bool {
        switch self {
        case .number(let range), .whole(let range): range.lowerBound < range.upperBound
        case .flag: true
        case .word(let words): words.count > 1
        }
    }
}

extension Value {
    fileprivate var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    fileprivate var number: Double? {
        if case .number(let number) = self { number } else { nil }
    }

    fileprivate var list: [Value]? {
        if case .list(let values) = self { values } else { nil }
    }

    fileprivate var isMap: Bool {
        if case .map = self { true } else { false }
    }

    /// The same schema, with a sentence where it has none.
    fileprivate func described(_ summary: Value?) -> Value {
        guard let summary, case .map(let entries) = self, self[key: "description"] == nil else { return self }
        return .map([Entry(key: "description", value: summary)] + entries)
    }
}
