/// The values that a pipeline writes out for a part's keys, all choices included.
package struct DraftValues: Sendable {
    private let drafts: [(key: String, draft: Draft)]

    package init(_ drafts: [(key: String, draft: Draft)]) {
        self.drafts = drafts
    }

    /// Whether the file gives a key a value, or it has a default.
    package func has(_ key: String) -> Bool { drafts.contains { $0.key == key && $0.draft.isGiven } }

    /// The values of the keys of a block; nil where the file does not give it.
    package func block(_ key: String) -> DraftValues? {
        for entry in drafts where entry.key == key {
            switch entry.draft {
            case .map(let entries): return DraftValues(entries)
            case .drawn(let distribution):
                guard case .map(let entries)? = distribution.constants.first else { continue }
                return DraftValues(entries.map { ($0.key, .drawn(.constant($0.value))) })
            case .list: continue
            }
        }
        return nil
    }

    /// Every text among the values of a key, in lists and maps too.
    package func texts(_ key: String) -> [String] {
        drafts.filter { $0.key == key }.flatMap(\.draft.constants).flatMap(DraftValues.texts)
    }

    /// Every flag among the values of a key.
    package func flags(_ key: String) -> [Bool] {
        drafts.filter { $0.key == key }.flatMap(\.draft.constants).compactMap {
            if case .flag(let flag) = $0 { flag } else { nil }
        }
    }

    /// Every number among the values of a key, with both ends of rules for numbers.
    package func numbers(_ key: String) -> [Double] {
        drafts.filter { $0.key == key }.flatMap { entry -> [Double] in
            guard case .drawn(let distribution) = entry.draft else { return [] }
            return distribution.extremes.compactMap { if case .number(let number) = $0 { number } else { nil } }
        }
    }

    /// Every list of numbers among the values of a key.
    package func numberLists(_ key: String) -> [[Double]] {
        drafts.filter { $0.key == key }.flatMap(\.draft.constants).compactMap { value in
            guard case .list(let values) = value else { return nil }
            let numbers = values.compactMap { if case .number(let number) = $0 { number } else { nil } }
            return numbers.count == values.count ? numbers : nil
        }
    }

    /// The greatest number that a key is likely to have: of a bell curve, that which one draw in 30,000 exceeds. Nil where
    /// the file gives it no number.
    package func greatest(_ key: String) -> Double? {
        drafts.filter { $0.key == key }.compactMap { entry -> Double? in
            guard case .drawn(let distribution) = entry.draft else { return nil }
            return distribution.greatest
        }.max()
    }

    /// The names in a key's map, in order.
    package func names(_ key: String) -> [String] {
        drafts.filter { $0.key == key }.flatMap { entry -> [String] in
            switch entry.draft {
            case .map(let entries): entries.map(\.key)
            case .drawn(let values):
                values.constants.flatMap { value -> [String] in
                    if case .map(let entries) = value { entries.map(\.key) } else { [] }
                }
            case .list: []
            }
        }
    }

    /// The names in a key's map, each with every value that the file writes out for it: constants, choices, and both
    /// ends of rules for numbers.
    package func entries(_ key: String) -> [(name: String, values: [Value])] {
        drafts.filter { $0.key == key }.flatMap { entry -> [(name: String, values: [Value])] in
            switch entry.draft {
            case .map(let entries):
                entries.map { entry in
                    if case .drawn(let distribution) = entry.draft {
                        (entry.key, distribution.extremes)
                    } else {
                        (entry.key, [])
                    }
                }
            case .drawn(let values):
                values.constants.flatMap { value -> [(name: String, values: [Value])] in
                    if case .map(let entries) = value { entries.map { ($0.key, [$0.value]) } } else { [] }
                }
            case .list: []
            }
        }
    }

    /// Maps that the key may take. Every value that the file writes out is in one of them: one map has the first value
    /// of each name, and for each further value there is a map that differs from it in this value alone. Ends that a
    /// bell curve does not have are left out.
    package func settings(_ key: String) -> [[Named<String>]] {
        let entries = entries(key).compactMap { entry -> (name: String, values: [String])? in
            var known: Set<String> = []
            let values = entry.values.filter { !$0.isUnbounded }.map(\.flowText).filter { known.insert($0).inserted }
            return values.isEmpty ? nil : (entry.name, values)
        }
        // They stand in the pipeline, at places that are not kept.
        let nowhere = Position(source: Source(name: "", text: ""), line: 1, column: 1)
        let first = entries.map { Named(name: $0.name, value: $0.values[0], position: nowhere) }
        return [first]
            + entries.enumerated().flatMap { index, entry in
                entry.values.dropFirst().map { value in
                    var settings = first
                    settings[index] = Named(name: entry.name, value: value, position: nowhere)
                    return settings
                }
            }
    }

    private static func texts(_ value: Value) -> [String] {
        switch value {
        case .text(let text): [text]
        case .list(let values): values.flatMap(texts)
        case .map(let entries): entries.flatMap { texts($0.value) }
        case .null, .flag, .number: []
        }
    }
}

extension Value {
    /// Whether it is the limit of all numbers, which a bell curve reaches if nothing cuts it.
    package var isUnbounded: Bool {
        Double(flowText).map { abs($0) >= 1e12 } ?? false
    }
}

extension Distribution where V == Value {
    /// The greatest number that it is likely to draw: of a bell curve, four deviations above the mean.
    fileprivate var greatest: Double? {
        func number(_ value: Value) -> Double? { if case .number(let number) = value { number } else { nil } }
        switch self {
        case .constant(let value): return number(value)
        case .choice(let choices, _): return choices.compactMap(\.greatest).max()
        case .number(.normal(let mean, let deviation, _, let high), let convert):
            return number(convert(min(high, mean + 4 * deviation)))
        case .number: return extremes.compactMap(number).max()
        }
    }
}
