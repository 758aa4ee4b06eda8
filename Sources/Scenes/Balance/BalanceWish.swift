/// The label that an object is to add.
package struct BalanceWish: Sendable {
    /// The categories that it may have; nil for all.
    private let categories: Set<String>?
    /// The areas that it must have, in square pixels.
    private let open: Range<Double>
    /// The labels that it must not have: others reach their numbers by themselves.
    private let closed: [(category: String, areas: Range<Double>)]

    /// A label of a category and a size.
    init(category: String, areas: Range<Double>) {
        (categories, open, closed) = ([category], areas, [])
    }

    /// Any label but these.
    init(besides closed: [(category: String, areas: Range<Double>)]) {
        (categories, open, self.closed) = (nil, 0..<Double.infinity, closed)
    }

    /// Whether some label of the category would do.
    func allows(_ category: String) -> Bool {
        (categories?.contains(category) ?? true)
            && !closed.contains { $0.category == category && $0.areas == 0..<Double.infinity }
    }

    /// The areas about one in which the label must stay, once others have hidden some of it; nil where the label must not
    /// have this area.
    func areas(about area: Double, of category: String) -> Range<Double>? {
        guard allows(category), open.contains(area) else { return nil }
        var range = open
        for (other, areas) in closed where other == category {
            if areas.contains(area) { return nil }
            if areas.upperBound <= area { range = max(range.lowerBound, areas.upperBound)..<range.upperBound }
            if areas.lowerBound > area { range = range.lowerBound..<min(range.upperBound, areas.lowerBound) }
        }
        return range
    }
}
