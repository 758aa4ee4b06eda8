extension PartDraft {
    /// The names of all parts that may be drawn, in the order of the file.
    package var names: [String] {
        switch self {
        case .one(let name, _, _, _): [name]
        case .choice(let drafts, _): drafts.flatMap(\.names)
        }
    }

    /// The draft with another in the place of a part, alone or within choices. What else is drawn stays the same.
    package func mapping(_ part: String, _ transform: (PartDraft) -> PartDraft) -> PartDraft {
        switch self {
        case .one(let name, _, _, _): name == part ? transform(self) : self
        case .choice(let drafts, let weights): .choice(drafts.map { $0.mapping(part, transform) }, weights: weights)
        }
    }

    /// The same part in another share of the images.
    package func withChance(_ chance: Double) -> PartDraft {
        switch self {
        case .one(let name, let values, _, let position):
            .one(name: name, values: values, chance: chance, position: position)
        case .choice(let drafts, let weights): .choice(drafts.map { $0.withChance(chance) }, weights: weights)
        }
    }
}
