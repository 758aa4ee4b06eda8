/// Counts of numbers by bins.
///
/// It holds whole numbers only, so the sum of several histograms does not depend on the order of the additions.
package struct Histogram: Hashable, Sendable {
    package let bins: Bins
    package private(set) var counts: [Int]

    package init(_ bins: Bins) {
        self.bins = bins
        counts = [Int](repeating: 0, count: bins.count)
    }

    package mutating func add(_ value: Double, times: Int = 1) { counts[bins.place(of: value)] += times }

    package static func += (total: inout Self, more: Self) {
        precondition(total.bins == more.bins, "histograms of the same bins")
        for (place, count) in more.counts.enumerated() { total.counts[place] += count }
    }

    /// The number of numbers.
    package var total: Int { counts.reduce(0, +) }

    /// The number below which a share of the numbers lies, 0…1, as if numbers were spread evenly over their bin; nil
    /// for an empty histogram.
    package func quantile(_ share: Double) -> Double? {
        let total = total
        guard total > 0 else { return nil }
        let wanted = share * Double(total)
        var below = 0
        for (place, count) in counts.enumerated() where count > 0 {
            if Double(below + count) >= wanted {
                return bins.value(at: Double(place) + (wanted - Double(below)) / Double(count))
            }
            below += count
        }
        return bins.value(at: Double(counts.count))
    }

    package var median: Double? { quantile(0.5) }

    /// The distance of Kolmogorov and Smirnov between two sets of numbers: the largest difference between the shares of
    /// their numbers below some number, 0…1. Only limits between bins are looked at. Nil where a set is empty.
    package func distance(to other: Histogram) -> Double? {
        precondition(bins == other.bins, "histograms of the same bins")
        let (own, others) = (Double(total), Double(other.total))
        guard own > 0, others > 0 else { return nil }
        var (here, there, most) = (0, 0, 0.0)
        for place in counts.indices {
            here += counts[place]
            there += other.counts[place]
            most = max(most, abs(Double(here) / own - Double(there) / others))
        }
        return most
    }
}
