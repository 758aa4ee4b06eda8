/// The number of labels by category and size.
package struct LabelTally: Sendable {
    private let limits: [Double]
    private var counts: [String: [Int]] = [:]
    /// The number of all labels.
    package private(set) var total = 0

    /// - Parameter edges: the edges between sizes: the sides of squares of the same area, in pixels.
    package init(edges: [Double]) {
        limits = edges.map { $0 * $0 }
    }

    package mutating func add(_ category: String, area: Double, times: Int = 1) {
        let size = limits.firstIndex { area < $0 } ?? limits.count
        counts[category, default: [Int](repeating: 0, count: limits.count + 1)][size] += times
        total += times
    }

    package mutating func add(_ other: LabelTally, times: Int = 1) {
        for (category, sizes) in other.counts {
            for (size, count) in sizes.enumerated() {
                counts[category, default: [Int](repeating: 0, count: limits.count + 1)][size] += count * times
            }
        }
        total += other.total * times
    }

    /// The number of labels of a category: of one size, or of all.
    package func count(of category: String, size: Int?) -> Int {
        guard let sizes = counts[category] else { return 0 }
        return size.map { sizes[$0] } ?? sizes.reduce(0, +)
    }
}
