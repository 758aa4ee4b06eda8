import Cards
import Foundation

/// What was asked and what came out, as the bars of a picture: shares and counts over the same steps.
package struct AskedBars: Sendable {
    /// The ends of the bars, one more than there are bars, rising.
    package let edges: [Double]
    /// The share of draws in each bar.
    package let asked: [Double]
    /// The number of numbers in each bar; what lies outside of all is in the first and in the last one.
    package private(set) var got: [Int]
    /// Whether steps of one ratio are shown with one width.
    package let isLogarithmic: Bool

    private static let bars = 24
    /// From this ratio of the largest to the smallest number on, the picture shows ratios.
    private static let wide = 8.0

    /// - Parameter grid: numbers that split the draws into small shares, rising.
    init(from grid: [Double], _ distribution: Distribution<Double>) {
        let (low, high) = (grid.first ?? 0, grid.last ?? 0)
        let isWhole = grid.allSatisfy { $0 == $0.rounded() } && high - low <= 40
        isLogarithmic = !isWhole && low > 0 && high / low >= AskedBars.wide
        let edges: [Double]
        if isWhole {
            edges = stride(from: low - 0.5, through: high + 0.5, by: 1).map { $0 }
        } else if low == high {
            edges = [low - 0.5, high + 0.5]
        } else {
            let steps = (0...AskedBars.bars).map { Double($0) / Double(AskedBars.bars) }
            edges =
                isLogarithmic
                ? steps.map { low * exp(log(high / low) * $0) } : steps.map { low + (high - low) * $0 }
        }
        self.edges = edges
        asked = zip(edges, edges.dropFirst()).enumerated().map { number, ends in
            let above = number + 2 == edges.count ? 1 : distribution.share(below: ends.1)
            return above - (number == 0 ? 0 : distribution.share(below: ends.0))
        }
        got = [Int](repeating: 0, count: edges.count - 1)
    }

    mutating func add(_ number: Double) {
        let place = edges.dropFirst().dropLast().firstIndex { number < $0 } ?? edges.count - 1
        got[place - 1] += 1
    }
}
