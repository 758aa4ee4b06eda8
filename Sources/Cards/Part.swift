/// Something that a pipeline names and that is added by one file and one line: an object source, a placer, a blend,
/// an effect, an annotation format.
///
/// Only its own file knows its name. Whatever other code must know of it, the part states as a `Need`.
package protocol Part: Described {
    /// The part's needs when the file gives it these values.
    static func needs(of values: DraftValues) -> [Need]
}

extension Part {
    package static func needs(of values: DraftValues) -> [Need] { [] }
}

/// The parts of one kind that a pipeline may name.
package struct Catalogue: Sendable {
    /// The word for one of them in messages: `effect`.
    package let kind: String
    package let entries: [Entry]

    /// A part without its type: enough to read it from a file, describe it, and make it again.
    package struct Entry: Sendable {
        package let name: String
        package let summary: String
        /// The description in a list or a reference.
        package let description: CardDescription
        package let draft: @Sendable (Node, inout Reading) -> [(key: String, draft: Draft)]?
        package let make: @Sendable (Value, Position) throws -> any Part
        /// JSON Schema of the map of its keys.
        package let keySchema: Value
        /// JSON Schema of the value that may stand for the first key alone; nil where other keys are required.
        package let shorthandSchema: Value?
        let needsKeys: Bool
        let numbers: @Sendable () -> [NumberPlace]
        package let needs: @Sendable (DraftValues) -> [Need]

        init<P: Part>(_ type: P.Type) {
            let card = P.card
            name = card.name
            summary = card.summary
            description = CardDescription(card)
            draft = { card.draft($0, &$1) }
            make = { try card.make($0, at: $1) }
            keySchema = card.draftSchema
            shorthandSchema = card.shorthandSchema
            needsKeys = card.fields.contains { $0.isRequired }
            numbers = { card.numbers.map { $0.under(card.name) } }
            needs = { type.needs(of: $0) }
        }
    }

    package init(_ kind: String, _ types: [any Part.Type]) {
        self.kind = kind
        entries = types.map { Catalogue.entry($0) }
    }

    private static func entry<P: Part>(_ type: P.Type) -> Entry { Entry(type) }

    package var names: [String] { entries.map(\.name) }

    /// Makes the typed part of a drawn one. Its values are read by the same card as the file's, so an edited scene
    /// gets the same checks.
    ///
    /// - Throws: `InvalidFile` when the name or a value is not what the part takes.
    package func make(_ part: DrawnPart) throws -> any Part {
        let source = Source(name: "the scene's \(kind)", text: "")
        let position = Position(source: source, line: 1, column: 1)
        guard let entry = entries.first(where: { $0.name == part.name }) else {
            throw InvalidFile([Diagnostic(.unknownName(part.name, kind: kind, known: names), at: position)])
        }
        return try entry.make(part.values, position)
    }

    /// Makes the typed part of a drawn one, as the protocol of this catalogue: `catalogue.make(part, as: (any
    /// Blend).self)`.
    package func make<P>(_ part: DrawnPart, as type: P.Type) throws -> P {
        guard let made = try make(part) as? P else {
            preconditionFailure("the catalogue of every \(kind) holds a part that is no \(P.self)")
        }
        return made
    }
}

extension Card {
    package var shorthandSchema: Value? {
        guard let first = fields.first, fields.dropFirst().allSatisfy({ !$0.isRequired }) else { return nil }
        return first.draftSchema
    }
}
