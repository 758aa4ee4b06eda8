/// A card without its type: the description of a block or a part in a list or a reference.
package struct CardDescription: Sendable {
    package let name: String
    package let summary: String
    /// Its keys. The keys of a block follow the block: `area`, then `area.min`.
    package let keys: [Key]

    package init<Owner>(_ card: Card<Owner>) {
        name = card.name
        summary = card.summary
        keys = card.keys
    }

    /// One key, by its path from the card.
    package struct Key: Sendable {
        package let path: String
        package let summary: String
        /// The values that the key takes, in words.
        package let expectation: String
        /// The default as a file would give it; nil where the key is required or has no default.
        package let defaultText: String?
        package let isRequired: Bool
        /// The list of parts from which the key names one.
        package let list: PartList?

        /// The same key, as a block that holds the card shows it.
        func under(_ name: String) -> Key {
            Key(
                path: name + "." + path, summary: summary, expectation: expectation, defaultText: defaultText,
                isRequired: isRequired, list: list)
        }
    }

    /// A list of parts that a key refers to, and how its expectation says so: `one blend: alpha, feather`.
    package struct PartList: Sendable {
        package let kind: String
        package let words: String
    }
}

extension Card {
    fileprivate var keys: [CardDescription.Key] {
        let standard = encode(start())
        return fields.flatMap { field in
            let contents = field.contents()
            // A block is its keys, and each of these says its default.
            let value = contents.words == nil ? standard[key: field.name] ?? .null : .null
            let own = CardDescription.Key(
                path: field.name, summary: field.summary, expectation: contents.words ?? field.expectation,
                defaultText: field.isRequired ? nil : value.defaultText, isRequired: field.isRequired,
                list: contents.list)
            return [own] + contents.keys.map { $0.under(field.name) }
        }
    }
}

extension Value {
    /// Nil where it is as good as nothing.
    fileprivate var defaultText: String? {
        switch self {
        case .null, .list([]), .map([]), .text(""): nil
        default: flowText
        }
    }
}
