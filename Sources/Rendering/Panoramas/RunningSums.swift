/// Running sums of weights, in rows that each end at 1, from which steps are drawn in proportion to their weights.
///
/// A guide names, for each of as many equal shares of a row as the row has steps, the step at which the share begins (Chen
/// and Asau, "On generating random variates from an empirical distribution", AIIE Transactions 6 (1974)). The search
/// from there takes one step in the mean, where halving the row takes its logarithm and as many reads of far memory.
struct RunningSums: Sendable {
    /// The number of steps in a row.
    private let count: Int
    private let sums: [Float]
    private let guide: [UInt16]

    init(_ sums: [Float], each count: Int) {
        precondition(count <= Int(UInt16.max) + 1 && sums.count % count == 0, "a row's steps are numbered in 16 bits")
        self.count = count
        self.sums = sums
        var guide: [UInt16] = []
        guide.reserveCapacity(sums.count)
        for row in stride(from: 0, to: sums.count, by: count) {
            var step = 0
            for share in 0..<count {
                let begin = Float(share) / Float(count)
                while step < count - 1, sums[row + step] <= begin { step += 1 }
                guide.append(UInt16(step))
            }
        }
        self.guide = guide
    }

    /// Where a row's sum passes a value.
    struct Step {
        var index: Int
        /// The part of the step before the value, 0 ..< 1.
        var share: Float
    }

    /// - Parameter value: 0 ..< 1.
    @inline(__always) func step(at value: Float, row: Int) -> Step {
        sums.withUnsafeBufferPointer { sums in
            guide.withUnsafeBufferPointer { guide in
                let first = row * count
                let last = count - 1
                var index = Int(guide[first + min(last, Int(value * Float(count)))])
                var sum = sums[first + index]
                while sum <= value, index < last {
                    index += 1
                    sum = sums[first + index]
                }
                var before: Float = index > 0 ? sums[first + index - 1] : 0
                // The share's beginning is rounded, and so may lie a little above the value.
                while before > value, index > 0 {
                    index -= 1
                    sum = before
                    before = index > 0 ? sums[first + index - 1] : 0
                }
                let step = sum - before
                return Step(index: index, share: step > 0 ? min(0x1.fffffep-1, max(0, (value - before) / step)) : 0.5)
            }
        }
    }
}
