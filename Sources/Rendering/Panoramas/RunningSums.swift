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

    /// The steps at which the sums of rows pass values, and the part of each step before its value, 0 ..< 1.
    ///
    /// All lanes read the guide, then all read the sums that it names, before any lane decides on what it has read: so
    /// their reads of far memory run side by side.
    @inline(__always) func steps(
        at values: Float8, rows: SIMD8<Int32>, _ mask: Mask8
    ) -> (indices: SIMD8<Int32>, shares: Float8) {
        sums.withUnsafeBufferPointer { sums in
            guide.withUnsafeBufferPointer { guide in
                let last = Int32(truncatingIfNeeded: count - 1)
                var indices = SIMD8<Int32>()
                for lane in 0..<8 where mask[lane] {
                    let share = min(last, Int32(values[lane] * Float(count)))
                    indices[lane] = Int32(guide[Int(rows[lane]) * count + Int(share)])
                }
                var (befores, ends) = (Float8(), Float8())
                for lane in 0..<8 where mask[lane] {
                    let at = Int(rows[lane]) * count + Int(indices[lane])
                    ends[lane] = sums[at]
                    befores[lane] = sums[max(0, at - 1)]
                }
                var shares = Float8()
                for lane in 0..<8 where mask[lane] {
                    let (first, value) = (Int(rows[lane]) * count, values[lane])
                    var (index, sum) = (indices[lane], ends[lane])
                    var before = index > 0 ? befores[lane] : 0
                    while sum <= value, index < last {
                        index += 1
                        (before, sum) = (sum, sums[first + Int(index)])
                    }
                    // The share's beginning is rounded, and so may lie a little above the value.
                    while before > value, index > 0 {
                        index -= 1
                        (sum, before) = (before, index > 0 ? sums[first + Int(index) - 1] : 0)
                    }
                    let step = sum - before
                    indices[lane] = index
                    shares[lane] = step > 0 ? min(0x1.fffffep-1, max(0, (value - before) / step)) : 0.5
                }
                return (indices, shares)
            }
        }
    }
}
