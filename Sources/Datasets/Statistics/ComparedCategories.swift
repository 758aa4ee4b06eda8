/// The categories of two datasets, side by side by their names.
struct ComparedCategories {
    private let real: LabelStatistics
    private let synthetic: LabelStatistics
    /// The names of all categories with labels: those of the real dataset, then the others.
    private let names: [String]
    private let here: [String: LabelGroup]
    private let there: [String: LabelGroup]

    init(_ real: LabelStatistics, _ synthetic: LabelStatistics) {
        (self.real, self.synthetic) = (real, synthetic)
        (here, there) = (Self.groups(real), Self.groups(synthetic))
        var seen: Set<String> = []
        names = (real.categories + synthetic.categories).map(\.category.name).filter { seen.insert($0).inserted }
    }

    /// Labels by category name; categories of one name count together.
    private static func groups(_ statistics: LabelStatistics) -> [String: LabelGroup] {
        var groups: [String: LabelGroup] = [:]
        for category in statistics.categories where category.labels.instances > 0 {
            groups[category.category.name, default: LabelGroup()] += category.labels
        }
        return groups
    }

    var both: [(name: String, real: LabelGroup, synthetic: LabelGroup)] {
        names.compactMap { name in
            here[name].flatMap { real in there[name].map { (name, real, $0) } }
        }
    }

    var onlyReal: [String] { names.filter { here[$0] != nil && there[$0] == nil } }
    var onlySynthetic: [String] { names.filter { here[$0] == nil && there[$0] != nil } }

    /// The shares of labels that are of each category.
    func shares(chance: Double) -> LabelComparison.Difference {
        func share(_ groups: [String: LabelGroup], _ name: String, of whole: Int) -> Double {
            Double(groups[name]?.instances ?? 0) / Double(max(1, whole))
        }
        let changes = names.map { name in
            (
                name: name, real: share(here, name, of: real.all.instances),
                synthetic: share(there, name, of: synthetic.all.instances)
            )
        }
        let distance = changes.reduce(0) { $0 + abs($1.synthetic - $1.real) } / 2
        let isKnown = real.all.instances > 0 && synthetic.all.instances > 0
        let ranked = changes.sorted { ($0.synthetic - $0.real, $0.name) > ($1.synthetic - $1.real, $1.name) }
        func words(_ change: (name: String, real: Double, synthetic: Double)) -> String {
            "“\(change.name)” (\(ComparedGroups.percent(change.synthetic)), real: \(ComparedGroups.percent(change.real)))"
        }
        let groups = ComparedGroups(real.all, synthetic.all, chance: chance)
        return groups.difference("categories", "category shares", isKnown ? distance : nil, nil, nil) { _, _ in
            guard let first = ranked.first, let last = ranked.last else { return "" }
            return "too many of the synthetic labels are \(words(first)), too few \(words(last))"
        }
    }

    /// The pair of categories whose share of images that show both differs most, of images with labels.
    func together(chance: Double) -> LabelComparison.Difference {
        let (real, synthetic) = (Self.pairs(self.real), Self.pairs(self.synthetic))
        let all = Set(real.keys).union(synthetic.keys).sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }
        var most: (pair: [String], real: Double, synthetic: Double)?
        for pair in all {
            let (first, second) = (real[pair] ?? 0, synthetic[pair] ?? 0)
            if abs(second - first) > abs((most?.synthetic ?? 0) - (most?.real ?? 0)) { most = (pair, first, second) }
        }
        let isKnown = self.real.all.images > 0 && self.synthetic.all.images > 0
        let distance = most.map { abs($0.synthetic - $0.real) } ?? 0
        let groups = ComparedGroups(self.real.all, self.synthetic.all, chance: chance)
        return groups.difference(
            "together", "categories together", isKnown ? distance : nil, most?.real, most?.synthetic
        ) { real, synthetic in
            "“\(most?.pair[0] ?? "")” and “\(most?.pair[1] ?? "")” are together in "
                + "\(ComparedGroups.percent(synthetic)) of the synthetic images, in \(ComparedGroups.percent(real)) of the "
                + "real ones"
        }
    }

    private static func pairs(_ statistics: LabelStatistics) -> [[String]: Double] {
        var shares: [[String]: Double] = [:]
        for (pair, count) in statistics.together {
            let names = [pair.first, pair.second].map { statistics.categories[$0].category.name }.sorted()
            shares[names, default: 0] += Double(count) / Double(max(1, statistics.all.images))
        }
        return shares
    }
}
