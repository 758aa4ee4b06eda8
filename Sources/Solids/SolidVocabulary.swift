package import Cards

/// Everything that a solid's definition can name, for `diorama list`.
package enum SolidVocabulary {
    /// The file itself, then every part, then every pattern.
    package static var entries: [CardDescription] {
        let start = Position(source: Source(name: "", text: ""), line: 1, column: 1)
        let scope = SolidScope(Node(.null, at: start))
        func part<P: SolidPart>(_ type: P.Type) -> CardDescription { CardDescription(type.card(scope)) }
        func pattern<P: SolidPattern>(_ type: P.Type) -> CardDescription { CardDescription(type.card(scope)) }
        return [CardDescription(SolidDefinition.Contents.card(scope))]
            + SolidParts.all.map { part($0) } + SolidPatterns.all.map { pattern($0) }
    }
}
