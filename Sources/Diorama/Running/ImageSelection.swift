/// Which images of a run to make: `3`, `3,7,10-12`.
public struct ImageSelection: Sendable, Hashable, CustomStringConvertible {
    public let ranges: [ClosedRange<Int>]

    /// Nil for anything but numbers and ranges of numbers, from 0, separated by commas.
    public init?(_ text: String) {
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

    public var description: String {
        ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
    }

    /// The indices below `count`, rising, each once.
    func indices(below count: Int) -> [Int] {
        var indices: Set<Int> = []
        for range in ranges where range.lowerBound < count {
            indices.formUnion(range.lowerBound...min(range.upperBound, count - 1))
        }
        return indices.sorted()
    }

    /// The largest index that is named.
    var last: Int { ranges.map(\.upperBound).max() ?? 0 }
}
