import Yams

/// A YAML value with the place where it stands, so that every message can point at it.
package struct Node: Sendable {
    package var content: Content
    package var position: Position

    package indirect enum Content: Sendable {
        /// The text, and whether it was quoted: a quoted `"true"` or `"7"` is a text, never a flag or a number.
        case scalar(String, quoted: Bool)
        case sequence([Node])
        case mapping([Pair])
    }

    package struct Pair: Sendable {
        package var key: String
        package var keyPosition: Position
        package var value: Node

        package init(key: String, keyPosition: Position, value: Node) {
            self.key = key
            self.keyPosition = keyPosition
            self.value = value
        }
    }

    package init(_ content: Content, at position: Position) {
        self.content = content
        self.position = position
    }

    package subscript(key: String) -> Node? { pairs?.first { $0.key == key }?.value }

    package var pairs: [Pair]? {
        if case .mapping(let pairs) = content { pairs } else { nil }
    }

    package var elements: [Node]? {
        if case .sequence(let nodes) = content { nodes } else { nil }
    }

    package var scalar: String? {
        if case .scalar(let text, _) = content { text } else { nil }
    }

    /// True for an empty value, `~` and `null`.
    package var isNull: Bool {
        if case .scalar(let text, quoted: false) = content { ["", "~", "null"].contains(text) } else { false }
    }

    package var number: Double? {
        guard case .scalar(let text, quoted: false) = content else { return nil }
        return Node.number(text)
    }

    package var flag: Bool? {
        guard case .scalar(let text, quoted: false) = content else { return nil }
        return switch text {
        case "true": true
        case "false": false
        default: nil
        }
    }

    /// A description of the value for a message: `the text “abc”`, `a list`.
    package var description: String {
        if isNull { return "nothing" }
        return switch content {
        case .scalar(let text, let quoted):
            !quoted && (number != nil || flag != nil) ? text : "the text “\(Self.start(of: text))”"
        case .sequence(let nodes): nodes.isEmpty ? "an empty list" : "a list"
        case .mapping(let pairs): pairs.isEmpty ? "an empty map" : "a map with “\(pairs[0].key)”"
        }
    }

    /// The first line of a text, cut where it is long: a file of another kind may be one text as a whole.
    private static func start(of text: String) -> String {
        let line = text.prefix { !$0.isNewline }
        guard line.count > 60 || line.count < text.count else { return text }
        return line.prefix(60).split(separator: " ").joined(separator: " ") + " …"
    }

    /// YAML 1.2's decimal numbers. Words such as `nan` and `inf`, which Swift would take, are texts here.
    private static func number(_ text: String) -> Double? {
        guard let first = text.utf8.first(where: { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "+") }),
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) || first == UInt8(ascii: "."),
            !text.lowercased().hasPrefix("0x"), let number = Double(text), number.isFinite
        else { return nil }
        return number
    }
}

extension Node {
    /// The most values that a file may hold once its anchors are expanded. Anchors can double at each level, so a page
    /// of YAML can stand for billions of values; no pipeline comes near this. A file without anchors never reaches the
    /// limit, because each of its values takes at least one byte of it.
    package static func limit(of source: Source) -> Int { 200_000 + source.text.utf8.count }

    /// Parses one YAML document.
    ///
    /// - Throws: `Diagnostic` for a syntax error, a key given twice, or anchors that expand past `Node.limit(of:)`.
    package init(parsing source: Source) throws(Diagnostic) {
        let start = Position(source: source, line: 1, column: 1)
        guard !Node.mayExplode(source.text) else {
            throw Diagnostic(.rule("aliases cannot be used in keys, nor lists and maps as keys"), at: start)
        }
        let document: Yams.Node?
        do {
            document = try Yams.compose(yaml: source.text)
        } catch let error as YamlError {
            throw Diagnostic(error, in: source)
        } catch {
            throw Diagnostic(.syntax("\(error)"), at: start)
        }
        guard let document else {
            self = Node(.scalar("", quoted: false), at: start)
            return
        }
        var left = Node.limit(of: source)
        self = try Node(document, in: source, left: &left)
    }

    private init(_ node: Yams.Node, in source: Source, left: inout Int) throws(Diagnostic) {
        let position = Position(node.mark, in: source)
        left -= 1
        guard left > 0 else { throw Diagnostic(.tooManyValues(limit: Node.limit(of: source)), at: position) }
        switch node {
        case .scalar(let scalar):
            self.init(.scalar(scalar.string, quoted: scalar.style != .plain && scalar.style != .any), at: position)
        case .sequence(let sequence):
            var nodes: [Node] = []
            for element in sequence { nodes.append(try Node(element, in: source, left: &left)) }
            self.init(.sequence(nodes), at: position)
        case .mapping(let mapping):
            var pairs: [Pair] = []
            for (key, value) in mapping {
                let keyPosition = Position(key.mark, in: source)
                guard let name = key.scalar?.string else {
                    throw Diagnostic(
                        .wrongType(expected: "a name as the key", found: "a list or a map"), at: keyPosition)
                }
                pairs.append(Pair(key: name, keyPosition: keyPosition, value: try Node(value, in: source, left: &left)))
            }
            self.init(.mapping(pairs), at: position)
        case .alias(let alias):
            throw Diagnostic(.syntax("unresolved alias *\(alias.anchor.rawValue)"), at: position)
        }
    }

    /// A node for a value that stands in no file, such as a part's drawn number in a scene.
    package init(_ value: Value, at position: Position) {
        switch value {
        case .null: self.init(.scalar("", quoted: false), at: position)
        case .flag(let flag): self.init(.scalar(flag ? "true" : "false", quoted: false), at: position)
        case .number(let number): self.init(.scalar(number.plainText, quoted: false), at: position)
        case .text(let text): self.init(.scalar(text, quoted: true), at: position)
        case .list(let values): self.init(.sequence(values.map { Node($0, at: position) }), at: position)
        case .map(let entries):
            self.init(
                .mapping(
                    entries.map { Pair(key: $0.key, keyPosition: position, value: Node($0.value, at: position)) }),
                at: position)
        }
    }

    /// The same document as text: JSON's brackets, which are YAML too, and scalars as the user wrote them.
    package var flowText: String {
        switch content {
        case .scalar(let text, let quoted):
            !quoted && (isNull || number != nil || flag != nil) ? (text.isEmpty ? "null" : text) : text.jsonQuoted
        case .sequence(let nodes): "[" + nodes.map(\.flowText).joined(separator: ", ") + "]"
        case .mapping(let pairs):
            "{" + pairs.map { "\($0.key.jsonQuoted): \($0.value.flowText)" }.joined(separator: ", ") + "}"
        }
    }

    /// The document as text, a line for each of its top keys.
    package var documentText: String {
        guard let pairs else { return flowText + "\n" }
        return pairs.map { "\($0.key): \($0.value.flowText)\n" }.joined()
    }

    /// The plain value, without positions.
    package var value: Value {
        switch content {
        case .scalar(let text, _):
            if isNull {
                .null
            } else if let flag {
                .flag(flag)
            } else if let number {
                .number(number)
            } else {
                .text(text)
            }
        case .sequence(let nodes): .list(nodes.map(\.value))
        case .mapping(let pairs): .map(pairs.map { Value.Entry(key: $0.key, value: $0.value.value) })
        }
    }
}

extension Position {
    fileprivate init(_ mark: Mark?, in source: Source) {
        self.init(source: source, line: mark?.line ?? 1, column: mark?.column ?? 1)
    }
}

extension Diagnostic {
    fileprivate init(_ error: YamlError, in source: Source) {
        let start = Position(source: source, line: 1, column: 1)
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            // Some problems are the second half of a sentence.
            let words =
                problem.hasPrefix("but ") ? (context.map { $0.text.strippingEnd + ", " } ?? "") + problem : problem
            self.init(.syntax(words), at: Position(mark, in: source))
        case .reader(let problem, let offset, _, _):
            self.init(.syntax(problem), at: offset.map { Position(byte: $0, in: source) } ?? start)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let name = duplicates.sorted().first ?? ""
            let position = source.secondPlace(ofKey: name) ?? Position(context.mark, in: source)
            self.init(.duplicateKey(name), at: position)
        default:
            self.init(.syntax("\(error)"), at: start)
        }
    }
}

extension Position {
    /// The place of a byte of a text.
    fileprivate init(byte offset: Int, in source: Source) {
        let before = String(decoding: source.text.utf8.prefix(offset), as: UTF8.self)
        let lines = before.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        self.init(source: source, line: lines.count, column: (lines.last?.count ?? 0) + 1)
    }
}

extension String {
    /// Without blanks and commas at its end.
    fileprivate var strippingEnd: String {
        lastIndex { !$0.isWhitespace && $0 != "," }.map { String(self[...$0]) } ?? ""
    }
}

extension Source {
    /// The second place of a key that is given twice: the parser reports only that there is one.
    fileprivate func secondPlace(ofKey key: String) -> Position? {
        var places: [Position] = []
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (number, line) in lines.enumerated() {
            for range in line.ranges(of: key + ":") {
                let before = range.lowerBound == line.startIndex ? " " : line[line.index(before: range.lowerBound)]
                guard " {,\t".contains(before) else { continue }
                let column = line.distance(from: line.startIndex, to: range.lowerBound) + 1
                places.append(Position(source: self, line: number + 1, column: column))
            }
        }
        return places.count > 1 ? places[1] : nil
    }
}
