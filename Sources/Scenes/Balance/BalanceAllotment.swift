/// How many slots of each group of images are given to each cell of `balance`, such that each cell gets the labels that it
/// lacks, as far as the images can show them.
///
/// Of all allotments that give every cell its labels, this is nearest to the one in which every image gets the same mix:
/// the one of least relative entropy to it, found by scaling cells and groups in turn (iterative proportional fitting:
/// Deming and Stephan 1940; with upper limits of the groups: Benamou et al. 2015, section 5). If the slots do not suffice,
/// cells that compete for them get the same part of what they lack.
struct BalanceAllotment {
    /// The slots: by the group, and within it by the cell.
    let counts: [[Int]]

    private static let rounds = 500
    /// How far a cell may be favoured above the usual mix. Only cells that cannot have their labels come this far.
    private static let mostFavour = 1e4

    /// - Parameters:
    ///   - slots: how many each group has.
    ///   - wanted: the labels that each cell lacks.
    ///   - chances: that a slot adds its label, by the group and the cell.
    init(slots: [Int], wanted: [Int], chances: [[Double]]) {
        let parts = BalanceAllotment.fitted(slots, wanted, chances)
        // Whole slots: each goes to the cell that lags most behind its part of all groups so far, or stays without one.
        let none = wanted.count
        var lag = [Double](repeating: 0, count: none + 1)
        counts = slots.indices.map { group in
            for (cell, part) in parts[group].enumerated() { lag[cell] += part }
            lag[none] += Double(slots[group]) - parts[group].reduce(0, +)
            var counts = [Int](repeating: 0, count: none)
            let open = (0..<none).filter { parts[group][$0] > 0 } + [none]
            for _ in 0..<slots[group] {
                guard let cell = open.max(by: { (lag[$0], $1) < (lag[$1], $0) }) else { break }
                lag[cell] -= 1
                if cell < none { counts[cell] += 1 }
            }
            return counts
        }
    }

    /// The parts of each group's slots, not yet whole numbers.
    private static func fitted(_ slots: [Int], _ wanted: [Int], _ chances: [[Double]]) -> [[Double]] {
        // A slot that adds its label with a chance of a half is as good as half a slot.
        let usual = zip(slots, chances).map { count, row in row.map { Double(count) * $0 } }
        func labels(_ cell: Int, _ groups: [Double]) -> Double {
            var sum = 0.0
            for (group, factor) in groups.enumerated() { sum += usual[group][cell] * chances[group][cell] * factor }
            return sum
        }
        var groups = [Double](repeating: 1, count: slots.count)
        let start = wanted.indices.map { cell in
            let labels = labels(cell, groups)
            return labels > 0 ? Double(wanted[cell]) / labels : 0
        }
        var cells = start
        for round in 0..<rounds {
            if round > 0 {
                for cell in cells.indices where start[cell] > 0 {
                    let favour = Double(wanted[cell]) / (labels(cell, groups) * start[cell])
                    cells[cell] = start[cell] * min(mostFavour, favour)
                }
            }
            var change = 0.0
            for group in groups.indices {
                var sum = 0.0
                for (cell, factor) in cells.enumerated() { sum += usual[group][cell] * factor }
                let factor = min(1, Double(slots[group]) / max(sum, .leastNonzeroMagnitude))
                change = max(change, abs(factor - groups[group]))
                groups[group] = factor
            }
            if change < 1e-9 { break }
        }
        return usual.enumerated().map { group, row in
            row.enumerated().map { $1 * cells[$0] * groups[group] }
        }
    }
}
