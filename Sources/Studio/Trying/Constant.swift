import Cards

/// A scalar of a pipeline file that a control can change, with what its key takes.
struct Constant: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// A number between limits; infinite ones are none.
        case number(ClosedRange<Double>)
        case whole(ClosedRange<Double>)
        case flag
        /// One of a closed set.
        case word([String])

        /// Whether a scalar is a value of this kind, written so that it needs no quotes.
        func takes(_ text: String) -> Bool {
            let node = Node(
                .scalar(text, quoted: false), at: Position(source: Source(name: "", text: ""), line: 1, column: 1))
            return switch self {
            case .number(let range): node.number.map(range.contains) ?? false
            case .whole(let range): node.number.map { range.contains($0) && $0 == $0.rounded() } ?? false
            case .flag: node.flag != nil
            case .word(let words): words.contains(text)
            }
        }
    }

    /// The keys that lead to it, with a point between: `objects.cone.height.uniform.0`.
    let keys: String
    let kind: Kind
    /// As the file has it.
    let text: String
    /// The sentence of its key.
    let summary: String
    /// From 1, as in messages; columns count Unicode scalars.
    let line: Int
    let column: Int
}
