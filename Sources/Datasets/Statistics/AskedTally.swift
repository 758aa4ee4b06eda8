import Cards
import Foundation
package import Pipelines

/// What came out of a number that the pipeline asks to vary, counted along what was asked.
///
/// The numbers are counted between the points of a grid that splits the asked distribution into small shares, so that
/// memory does not grow with the dataset, and the distance to what was asked is exact to one such share.
package struct AskedTally: Sendable {
    package let asked: AskedNumber
    /// Rising.
    private let grid: [Double]
    /// How many numbers are at each point of the grid.
    private var at: [Int]
    /// How many numbers are below the first point, between two, and above the last.
    private var between: [Int]
    package private(set) var count = 0
    private var sum = 0.0
    private var (low, high) = (Double.infinity, -Double.infinity)
    /// For a picture of the distribution.
    package private(set) var bars: AskedBars

    private static let points = 257

    package init(_ asked: AskedNumber) {
        self.asked = asked
        grid = asked.distribution.grid(AskedTally.points)
        at = [Int](repeating: 0, count: grid.count)
        between = [Int](repeating: 0, count: grid.count + 1)
        bars = AskedBars(from: grid, asked.distribution)
    }

    /// Adds a number. Sums are made in the order of the calls.
    package mutating func add(_ number: Double) {
        count += 1
        sum += number
        (low, high) = (min(low, number), max(high, number))
        bars.add(number)
        let place = placeNotBelow(number)
        if place < grid.count, grid[place] == number { at[place] += 1 } else { between[place] += 1 }
    }

    /// The first point of the grid that is not below a number.
    private func placeNotBelow(_ number: Double) -> Int {
        var (low, high) = (0, grid.count)
        while low < high {
            let middle = (low + high) / 2
            if grid[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low
    }

    package var mean: Double { sum / Double(max(1, count)) }

    /// The distance of Kolmogorov and Smirnov to what was asked: the largest difference between the shares of numbers
    /// below some number, 0…1; 0 where there is no number.
    package var distance: Double {
        guard count > 0 else { return 0 }
        var (below, most) = (0, 0.0)
        for (place, point) in grid.enumerated() {
            below += between[place]
            let share = Double(below) / Double(count)
            let upTo = Double(below + at[place]) / Double(count)
            most = max(most, abs(share - asked.distribution.share(below: point)))
            most = max(most, abs(upTo - asked.distribution.share(upTo: point)))
            below += at[place]
        }
        return most
    }

    /// The distance that one set in a hundred exceeds which is drawn as asked: for a set of this size, chance.
    package var chance: Double { 1.63 / Double(max(1, count)).squareRoot() }

    /// Whether the numbers differ from what was asked, and by more than chance.
    package var differs: Bool { count > 0 && distance > max(0.05, chance) }

    /// The number below which a share of the numbers lies; as if numbers between two points were spread evenly.
    package func quantile(_ share: Double) -> Double {
        let wanted = share * Double(count)
        var below = 0.0
        for place in 0...grid.count {
            let inside = Double(between[place])
            if inside > 0, below + inside >= wanted {
                let from = max(low, place > 0 ? grid[place - 1] : low)
                let to = min(high, place < grid.count ? grid[place] : high)
                return from + (to - from) * (wanted - below) / inside
            }
            below += inside
            guard place < grid.count else { break }
            below += Double(at[place])
            if below >= wanted, at[place] > 0 { return grid[place] }
        }
        return high
    }

    /// The number below which a share of what was asked lies, as exactly as the grid is fine.
    package func askedQuantile(_ share: Double) -> Double {
        let last = grid.last ?? 0
        let quantile = grid.first { asked.distribution.share(upTo: $0) >= share - 1e-12 } ?? last
        // The middle of a bell curve around 0 is not 0 to the last digit.
        return abs(quantile) < 1e-9 * (last - (grid.first ?? 0)) ? 0 : quantile
    }
}
