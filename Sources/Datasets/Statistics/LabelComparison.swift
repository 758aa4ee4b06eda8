/// How the labels of a synthetic dataset differ from those of a real one: a diagnosis for a person.
///
/// Distances of numbers are those of Kolmogorov and Smirnov, distances of shares the half of the summed differences
/// (total variation). Both run from 0, for the same distribution, to 1. A distance counts as a difference above what
/// chance makes of two samples of this many images; images, not labels, since the labels of one image are alike.
package struct LabelComparison: Sendable {
    /// One way in which the two differ.
    package struct Difference: Hashable, Sendable {
        /// For a program: `size`.
        package let key: String
        /// For a person: `box size`.
        package let name: String
        /// Nil where one of the datasets does not state the fact.
        package let distance: Double?
        package let isDifferent: Bool
        /// The numbers that stand for each dataset: a median, a mean or a share; nil where there is none.
        package let real: Double?
        package let synthetic: Double?
        /// What differs and in which direction, or that nothing does.
        package let sentence: String
    }

    /// A category that both datasets have.
    package struct CategoryDifference: Hashable, Sendable {
        package let name: String
        package let size: Difference
        package let row: Difference
        package let aspect: Difference
    }

    package let real: LabelStatistics
    package let synthetic: LabelStatistics
    /// In a fixed order.
    package let differences: [Difference]
    /// Categories by name, in the order of the real dataset.
    package let categories: [CategoryDifference]
    /// The names of categories with labels in one of the datasets only.
    package let onlyReal: [String]
    package let onlySynthetic: [String]
    /// The distance that chance exceeds once in a hundred pairs of samples of this size.
    package let chance: Double

    package init(real: LabelStatistics, synthetic: LabelStatistics) {
        (self.real, self.synthetic) = (real, synthetic)
        let measures = ComparedGroups(
            real.all, synthetic.all, chance: Self.chance(real.all.images, synthetic.all.images))
        chance = measures.chance
        let shares = ComparedCategories(real, synthetic)
        let perImage = ComparedGroups(
            real.all, synthetic.all, chance: Self.chance(real.images, synthetic.images))
        differences =
            [
                perImage.counts(real, synthetic), perImage.empty(real, synthetic), measures.size, measures.pixels,
                measures.aspect, measures.row, measures.column, measures.place, measures.edge, measures.visibility,
                measures.truncation,
            ] + [shares.shares(chance: measures.chance), shares.together(chance: measures.chance)]
        categories = shares.both.map { name, here, there in
            let own = ComparedGroups(here, there, chance: Self.chance(here.images, there.images))
            return CategoryDifference(name: name, size: own.size, row: own.row, aspect: own.aspect)
        }
        (onlyReal, onlySynthetic) = (shares.onlyReal, shares.onlySynthetic)
    }

    /// The distance of Kolmogorov and Smirnov that one pair of samples in a hundred exceeds (Smirnov, "Table for
    /// estimating the goodness of fit of empirical distributions", 1948), and 0.05 at least.
    private static func chance(_ first: Int, _ second: Int) -> Double {
        guard first > 0, second > 0 else { return 1 }
        let (n, m) = (Double(first), Double(second))
        return max(0.05, 1.63 * ((n + m) / (n * m)).squareRoot())
    }
}
