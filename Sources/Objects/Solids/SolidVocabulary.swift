package import Cards

/// Everything that a solid's definition can name, for `diorama list`.
package enum SolidVocabulary {
    /// A block, a part or a pattern with its keys.
    package struct Entry: Sendable {
        package let name: String
        package let summary: String
        package let keys: [Catalogue.Key]

        fileprivate init<Owner>(_ card: Card<Owner>) {
            name = card.name
            summary = card.summary
            keys = card.keys
        }
    }

    /// The file itself, its parameters and materials, then every part, then every pattern.
    package static var entries: [Entry] {
        let start = Position(source: Source(name: "", text: ""), line: 1, column: 1)
        let scope = SolidScope(Node(.null, at: start))
        func part<P: SolidPart>(_ type: P.Type) -> Entry { Entry(type.card(scope)) }
        func pattern<P: SolidPattern>(_ type: P.Type) -> Entry { Entry(type.card(scope)) }
        return [
            Entry(SolidDefinition.Contents.card(scope)), Entry(SolidParameter.card), Entry(SolidMaterial.card(scope)),
        ] + SolidParts.all.map { part($0) } + SolidPatterns.all.map { pattern($0) }
    }
}
