import Cards

/// The names in a solid's definition, which its expressions, colours, texts and parts may use.
struct SolidScope: Sendable {
    /// The names that stand for numbers: parameters, each word of a choice as `NAME.WORD`, whether a text is given as
    /// `NAME.given`, and the names that `let` adds.
    private(set) var numbers: [String] = []
    private(set) var colours: [String] = []
    private(set) var texts: [String] = []
    private(set) var materials: [String] = []
    private var indices: [String: Int] = [:]

    /// Gathers the names of a file without checking anything else in it.
    init(_ file: Node) {
        add("pi")
        for pair in file["parameters"]?.pairs ?? [] {
            for kind in pair.value.pairs ?? [] {
                switch kind.key {
                case "number": add(pair.key)
                case "choice":
                    texts.append(pair.key)
                    for word in kind.value.elements ?? [] { add("\(pair.key).\(word.scalar ?? "")") }
                case "colour": colours.append(pair.key)
                case "text":
                    texts.append(pair.key)
                    add("\(pair.key).given")
                default: break
                }
            }
        }
        for pair in file["let"]?.pairs ?? [] { add(pair.key) }
        materials = file["materials"]?.pairs?.map(\.key) ?? []
    }

    private mutating func add(_ name: String) {
        guard indices[name] == nil else { return }
        indices[name] = numbers.count
        numbers.append(name)
    }

    /// The index of a name that stands for a number.
    func index(of name: String) -> Int? { indices[name] }

    /// The message for a name that stands for no number.
    func unknown(_ name: String, at position: Position) -> Diagnostic {
        if let word = numbers.first(where: { $0.hasPrefix(name + ".") }) {
            return Diagnostic(
                .rule("“\(name)” is no number, but “\(word)” is: 1 where that is so, else 0"), at: position)
        }
        if colours.contains(name) { return Diagnostic(.rule("“\(name)” is a colour, not a number"), at: position) }
        return Diagnostic(.unknownName(name, kind: "parameter", known: numbers), at: position)
    }

    /// Whether a name can stand in an expression.
    static func isName(_ text: String) -> Bool {
        guard let first = text.first, first.isLetter || first == "_" else { return false }
        return text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
            && Expression.Function(rawValue: text) == nil && text != "pi"
    }
}

extension Form where V == String {
    /// The name of one of the definition's materials.
    static func material(_ scope: SolidScope) -> Form {
        let text = Form<String>.text("the name of a material")
        return Form(
            expectation: text.expectation, schema: text.schema,
            decode: { node, reading in
                guard let name = text.decode(node, &reading) else { return nil }
                guard scope.materials.contains(name) else {
                    reading.report(.unknownName(name, kind: "material", known: scope.materials), at: node.position)
                    return nil
                }
                return name
            },
            encode: { .text($0) })
    }
}
