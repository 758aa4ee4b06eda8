import Cards
package import Pipelines

/// The plan by which a run reaches the numbers of labels that `balance` asks for: which label each object adds.
///
/// Every object of the run has a slot: they are numbered through the images, as many in each as its count says. The
/// labels that the photos lack are given to slots in a random order that the seed fixes, so that each image has its fair
/// part of all of them. So the wish of a slot is a function of the pipeline, the seed and the image alone. Nothing is
/// corrected by what was drawn before, and the same image comes out by itself, on another machine or after a break.
package struct BalancePlan: Sendable {
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
        /// How many slots have been given to it.
        package fileprivate(set) var slots = 0
        /// Whether any object has such labels.
        package let isPossible: Bool
    }

    package let cells: [Cell]
    /// Slots that no label needs, and that no label may have either: they stay empty.
    package let surplus: Int
    /// The slots of all images.
    package let slots: Int
    private let edges: [Double]
    /// The number of slots before each image.
    private let before: [Int]
    private let order: KeyedPermutation
    /// The end of each cell's slots in that order.
    private let ends: [Int]
    /// Whether slots without a cell get an object of another category or size.
    private let hasRest: Bool

    /// - Parameters:
    ///   - slots: the number of labelled objects that each image asks for.
    ///   - real: the labels of the images' photos.
    ///   - categories: those of the pipeline's labelled objects.
    package init(
        _ rules: Pipeline.Balance, slots counts: [Int], real: LabelTally, categories: [String], seed: UInt64
    ) {
        edges = rules.edges
        var before = [0]
        before.reserveCapacity(counts.count + 1)
        for count in counts { before.append(before[before.count - 1] + count) }
        self.before = before
        let slots = before[before.count - 1]
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
        let wanted = cells.map { $0.isPossible ? $0.lacking : 0 }
        for (index, share) in BalancePlan.shared(slots, among: wanted).enumerated() { cells[index].slots = share }
        self.cells = cells
        var end = 0
        ends = cells.map { cell in
            end += cell.slots
            return end
        }
        let closed = Set(cells.map { BalancePlan.key($0.category, $0.size) })
        let sizes = 0...rules.edges.count
        hasRest = categories.contains { category in
            !closed.contains(BalancePlan.key(category, nil))
                && sizes.contains { !closed.contains(BalancePlan.key(category, $0)) }
        }
        surplus = hasRest ? 0 : slots - end
        order = KeyedPermutation(count: max(1, slots), seed: seed, index: 0, name: "balance")
    }

    private static func key(_ category: String, _ size: Int?) -> String { "\(size.map(String.init) ?? "")/\(category)" }

    /// Shares slots among wishes. If there are too few, each gets the same part of its wish, and those with the largest
    /// remainders one more.
    private static func shared(_ slots: Int, among wanted: [Int]) -> [Int] {
        let sum = wanted.reduce(0, +)
        guard sum > slots else { return wanted }
        let exact = wanted.map { Double($0) * Double(slots) / Double(sum) }
        var shares = exact.map { Int($0) }
        let order = exact.indices.sorted {
            (exact[$1] - Double(shares[$1]), $0) < (exact[$0] - Double(shares[$0]), $1)
        }
        for index in order.prefix(slots - shares.reduce(0, +)) { shares[index] += 1 }
        return shares
    }

    /// The wish of a slot.
    ///
    /// - Parameters:
    ///   - image: the image, below the number of images.
    ///   - number: the number of the slot in the image, below its count.
    /// - Returns: nil for a slot that stays empty.
    func wish(image: Int, number: Int) -> BalanceWish? {
        let place = order[before[image] + number]
        if let cell = ends.firstIndex(where: { place < $0 }) {
            return BalanceWish(category: cells[cell].category, areas: areas(of: cells[cell].size))
        }
        return hasRest ? BalanceWish(besides: cells.map { ($0.category, areas(of: $0.size)) }) : nil
    }

    /// The areas of a size in square pixels.
    private func areas(of size: Int?) -> Range<Double> {
        guard let size else { return 0..<Double.infinity }
        let bounds = [0] + edges.map { $0 * $0 } + [.infinity]
        return bounds[size]..<bounds[size + 1]
    }
}
