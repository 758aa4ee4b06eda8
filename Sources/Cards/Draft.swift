/// A parameter of a part as the file gives it, before the draw: its value may still vary.
///
/// Leaves are distributions over plain values; lists and maps are drafts of their own, so that each of their entries
/// is drawn by itself.
package indirect enum Draft: Sendable {
    case drawn(Distribution<Value>)
    case list([Draft])
    case map([(key: String, draft: Draft)])

    /// Draws every leaf, each from the stream that is named for its place in the draft.
    package func draw(from streams: RandomStreams, named name: String) -> Value {
        switch self {
        case .drawn(let distribution):
            return streams.draw(name, distribution)
        case .list(let drafts):
            let inner = streams.scope(name)
            return .list(drafts.enumerated().map { $0.element.draw(from: inner, named: String($0.offset)) })
        case .map(let entries):
            let inner = streams.scope(name)
            return .map(entries.map { Value.Entry(key: $0.key, value: $0.draft.draw(from: inner, named: $0.key)) })
        }
    }

    /// Whether the file gives a value. A key that is left out and has no default has none.
    package var isGiven: Bool {
        if case .drawn(.constant(.null)) = self { false } else { true }
    }

    /// Whether every draw gives the same.
    package var isConstant: Bool {
        switch self {
        case .drawn(.constant): true
        case .drawn: false
        case .list(let drafts): drafts.allSatisfy(\.isConstant)
        case .map(let entries): entries.allSatisfy(\.draft.isConstant)
        }
    }

    /// Every value that the file writes out: constants and choices.
    package var constants: [Value] {
        switch self {
        case .drawn(let distribution): distribution.constants
        case .list(let drafts): drafts.flatMap(\.constants)
        case .map(let entries): entries.flatMap(\.draft.constants)
        }
    }
}
