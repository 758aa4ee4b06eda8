import Cards
package import Pipelines

/// What `balance` asks for: which labels of which category and size a dataset lacks.
package struct BalanceDemand: Sendable {
    /// The labels of a category, of one size or of all sizes.
    package struct Cell: Sendable, Hashable {
        package let category: String
        /// The number of its size, from the smallest; nil for all.
        package let size: Int?
        /// How many labels the dataset is to have.
        package let asked: Int
        /// How many the photos have already, about.
        package let real: Int
        /// How many are to be added for that.
        package let lacking: Int
        /// Whether any object has such labels.
        package let isPossible: Bool
    }

    package let cells: [Cell]
    /// The objects that the images ask for and that get a label.
    package let slots: Int
    private let edges: [Double]
    /// Whether some label has no number, so that an object may add it whose label no number needs.
    let hasRest: Bool

    /// - Parameters:
    ///   - slots: how many labelled objects all images ask for.
    ///   - real: the labels of the images' photos.
    ///   - categories: those of the pipeline's labelled objects.
    package init(_ rules: Pipeline.Balance, slots: Int, real: LabelTally, categories: [String]) {
        edges = rules.edges
        self.slots = slots
        let quotas = rules.quotas.flatMap { quota, isShare -> [Quota] in
            func one(_ size: Int?, _ number: Double) -> Quota {
                Quota(
                    category: quota.name, size: size, number: number, isShare: isShare,
                    real: real.count(of: quota.name, size: size), isPossible: categories.contains(quota.name))
            }
            switch quota.value {
            case .all(let number): return [one(nil, number)]
            case .sizes(let numbers):
                return numbers.enumerated().compactMap { size, number in number.map { one(size, $0) } }
            }
        }
        let closed = Set(quotas.map { BalanceDemand.key($0.category, $0.size) })
        let sizes = 0...rules.edges.count
        hasRest = categories.contains { category in
            !closed.contains(BalanceDemand.key(category, nil))
                && sizes.contains { !closed.contains(BalanceDemand.key(category, $0)) }
        }
        let all =
            hasRest
            ? Double(real.total + slots) : BalanceDemand.labels(quotas, real: Double(real.total), slots: Double(slots))
        cells = quotas.map { quota in
            let asked = Int(quota.asked(of: all).rounded())
            return Cell(
                category: quota.category, size: quota.size, asked: asked, real: quota.real,
                lacking: max(0, asked - quota.real), isPossible: quota.isPossible)
        }
    }

    /// What is asked for of a cell: a number, or a share of all labels.
    private struct Quota {
        let category: String
        let size: Int?
        let number: Double
        let isShare: Bool
        let real: Int
        let isPossible: Bool

        func asked(of all: Double) -> Double { isShare ? number * all : number }
    }

    /// The number of all labels where objects add those of the quotas alone, and slots that these do not need stay empty:
    /// the largest that agrees with the shares of it. It is approached from above, to a thousandth of a label.
    ///
    /// Where there is nothing but shares, they can be no others than parts of their sum, which fill all slots.
    private static func labels(_ quotas: [Quota], real: Double, slots: Double) -> Double {
        var all = real + slots
        let possible = quotas.filter(\.isPossible)
        if real == 0, possible.allSatisfy(\.isShare) {
            let sum = possible.reduce(0) { $0 + $1.number }
            return sum > 0 && sum < 1 ? slots / sum : all
        }
        for _ in 0..<100_000 {
            let lacking = possible.reduce(0) { $0 + max(0, $1.asked(of: all) - Double($1.real)) }
            let next = min(real + slots, real + lacking)
            guard all - next > 1e-3 else { return next }
            all = next
        }
        return all
    }

    private static func key(_ category: String, _ size: Int?) -> String { "\(size.map(String.init) ?? "")/\(category)" }

    /// How many labels of each cell objects are to add.
    var wanted: [Int] { cells.map { $0.isPossible ? $0.lacking : 0 } }

    /// The label that a slot of each cell is to have.
    package var wishes: [BalanceWish] { cells.map { BalanceWish(category: $0.category, areas: areas(of: $0.size)) } }

    /// Any label that has no number; nil where every label has one.
    var rest: BalanceWish? { hasRest ? BalanceWish(besides: cells.map { ($0.category, areas(of: $0.size)) }) : nil }

    /// The areas of a size in square pixels.
    private func areas(of size: Int?) -> Range<Double> {
        guard let size else { return 0..<Double.infinity }
        let bounds = [0] + edges.map { $0 * $0 } + [.infinity]
        return bounds[size]..<bounds[size + 1]
    }
}
