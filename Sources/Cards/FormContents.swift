/// The keys of a block, or the list of parts, that a form takes besides a plain value; for lists and references.
package struct FormContents: Sendable {
    /// The keys below the value, by their paths.
    package var keys: [CardDescription.Key] = []
    /// The expectation in words, where the form takes these keys and nothing else.
    package var words: String?
    package var list: CardDescription.PartList?

    package init() {}

    package static func block<Owner>(_ card: Card<Owner>) -> FormContents {
        var contents = FormContents()
        contents.keys = CardDescription(card).keys
        contents.words = "a block"
        return contents
    }

    /// The same contents, where the value is one of a map, under a name that the user chooses.
    ///
    /// - Parameter kind: the word for these names, in the plural.
    func mapped(by kind: String) -> FormContents {
        var contents = self
        contents.keys = keys.map { $0.under("NAME") }
        contents.words = words.map { _ in "a map from \(kind) to blocks" }
        return contents
    }

    /// The same contents, where the value is one of a list.
    func listed() -> FormContents {
        var contents = self
        contents.words = words.map { _ in "a list of blocks" }
        return contents
    }

    /// The same contents, where something else may stand in place of the value.
    package func optional() -> FormContents {
        var contents = self
        contents.words = nil
        return contents
    }
}
