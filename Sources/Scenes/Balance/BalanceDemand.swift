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
        let all = Double(real.total + slots)
        var cells: [Cell] = []
        for (quota, isShare) in rules.quotas {
            func add(_ size: Int?, _ number: Double) {
                let asked = Int((isShare ? number * all : number).rounded())
                let real = real.count(of: quota.name, size: size)
                cells.append(
                    Cell(
                        category: quota.name, size: size, asked: asked, real: real, lacking: max(0, asked - real),
                        isPossible: categories.contains(quota.name)))
            }
            switch quota.value {
            case .all(let number): add(nil, number)
            case .sizes(let numbers):
                for (size, number) in numbers.enumerated() { if let number { add(size, number) } }
            }
        }
        self.cells = cells
        let closed = Set(cells.map { BalanceDemand.key($0.category, $0.size) })
        let sizes = 0...rules.edges.count
        hasRest = categories.contains { category in
            !closed.contains(BalanceDemand.key(category, nil))
                && sizes.contains { !closed.contains(BalanceDemand.key(category, $0)) }
        }
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
