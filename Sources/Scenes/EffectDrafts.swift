import Cards

extension [PartDraft] {
    /// Draws the effects of an image that are there, in their order.
    ///
    /// An effect's streams are named for it, and numbered among those of its like: another effect before it in the list
    /// changes none of its numbers.
    func drawEffects(from streams: RandomStreams) -> [DrawnPart] {
        zip(self, numbersAmongLike).compactMap { effect, number in effect.draw(from: streams.scope(String(number))) }
    }

    /// For each element, a number that no earlier one has whose streams could have the same names: two choices, or two
    /// elements that may draw the same part.
    var numbersAmongLike: [Int] {
        var numbers: [Int] = []
        for (place, draft) in enumerated() {
            let names = Set(draft.names)
            let like = zip(numbers, self[..<place]).filter { _, other in
                !names.isDisjoint(with: other.names) || (draft.isChoice && other.isChoice)
            }
            numbers.append((like.map(\.0).max() ?? -1) + 1)
        }
        return numbers
    }
}

extension PartDraft {
    fileprivate var isChoice: Bool {
        if case .choice = self { true } else { false }
    }
}
