/// A choice of a run's images by their numbers: `3`, `3,7,10-12`.
package struct ImageNumbers: Hashable, Sendable, CustomStringConvertible {
    package let ranges: [ClosedRange<Int>]

    /// Nil for anything but numbers and ranges of numbers, from 0, separated by commas.
    package init?(_ text: String) {
        var ranges: [ClosedRange<Int>] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            switch ends.count {
            case 1: if let index = ends[0], index >= 0 { ranges.append(index...index) } else { return nil }
            case 2:
                guard let first = ends[0], let last = ends[1], first >= 0, first <= last else { return nil }
                ranges.append(first...last)
            default: return nil
            }
        }
        self.ranges = ranges
    }

    package init(_ ranges: [ClosedRange<Int>]) { self.ranges = ranges }

    /// Numbers that rise, in as few ranges as possible.
    package init(joining numbers: some Sequence<Int>) {
        var ranges: [ClosedRange<Int>] = []
        for number in numbers {
            if let last = ranges.last, last.upperBound + 1 == number {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        self.ranges = ranges
    }

    /// All images of a run.
    package init(below count: Int) {
        ranges = count > 0 ? [0...count - 1] : []
    }

    package var description: String {
        ranges.map { range in
            range.lowerBound == range.upperBound ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
        }.joined(separator: ",")
    }

    package func contains(_ number: Int) -> Bool { ranges.contains { $0.contains(number) } }

    /// The numbers below `count`, rising, each once.
    package func indices(below count: Int) -> [Int] {
        var indices: Set<Int> = []
        for range in ranges where range.lowerBound < count {
            indices.formUnion(range.lowerBound...min(range.upperBound, count - 1))
        }
        return indices.sorted()
    }

    /// The largest number.
    package var last: Int { ranges.map(\.upperBound).max() ?? 0 }
}
