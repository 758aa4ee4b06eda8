/// Set operations on masks of the same size, without unpacking them.
extension RunLengths {
    /// The number of pixels set in both.
    package func intersectionArea(with other: RunLengths) -> Int {
        precondition(width == other.width && height == other.height, "masks of one image have the same size")
        var (a, b) = (Cursor(counts), Cursor(other.counts))
        var area = 0
        while a.rest > 0, b.rest > 0 {
            let step = min(a.rest, b.rest)
            if a.isSet, b.isSet { area += step }
            a.advance(by: step)
            b.advance(by: step)
        }
        return area
    }

    /// The pixels set in either.
    package func union(_ other: RunLengths) -> RunLengths {
        merged(with: other) { $0 || $1 }
    }

    /// The pixels set here and not in the other.
    package func subtracting(_ other: RunLengths) -> RunLengths {
        merged(with: other) { $0 && !$1 }
    }

    /// The pixels set in both.
    package func intersection(_ other: RunLengths) -> RunLengths {
        merged(with: other) { $0 && $1 }
    }

    /// Whether a pixel is set; false outside the image. O(n).
    package func contains(x: Int, y: Int) -> Bool {
        guard x >= 0, y >= 0, x < width, y < height else { return false }
        let position = x * height + y
        return runs.contains { $0.contains(position) }
    }

    /// The set pixel with a number, counted from 0 in column-major order; nil where there are fewer.
    package func pixel(_ number: Int) -> (x: Int, y: Int)? {
        var rest = number
        for run in runs {
            if rest < run.count {
                let (x, y) = (run.lowerBound + rest).quotientAndRemainder(dividingBy: height)
                return (x, y)
            }
            rest -= run.count
        }
        return nil
    }

    /// The pixels for which `isSet`, called with the values of both masks, is true. `isSet(false, false)` must be
    /// false.
    ///
    /// Both lists of counts are walked side by side: O(n + m).
    private func merged(with other: RunLengths, isSet: (Bool, Bool) -> Bool) -> RunLengths {
        precondition(width == other.width && height == other.height, "masks of one image have the same size")
        var (a, b) = (Cursor(counts), Cursor(other.counts))
        var runs: [Range<Int>] = []
        var position = 0
        while a.rest > 0, b.rest > 0 {
            let step = min(a.rest, b.rest)
            if isSet(a.isSet, b.isSet) {
                if let last = runs.last, last.upperBound == position {
                    runs[runs.count - 1] = last.lowerBound..<position + step
                } else {
                    runs.append(position..<position + step)
                }
            }
            position += step
            a.advance(by: step)
            b.advance(by: step)
        }
        return RunLengths(width: width, height: height, runs: runs)
    }

    /// A place in a list of counts.
    private struct Cursor {
        private let counts: [UInt32]
        private var index = 0
        /// The rest of the current run; 0 only at the end of the list.
        private(set) var rest: Int

        init(_ counts: [UInt32]) {
            self.counts = counts
            rest = Int(counts[0])
            skipEmpty()
        }

        var isSet: Bool { index % 2 == 1 }

        mutating func advance(by step: Int) {
            rest -= step
            skipEmpty()
        }

        private mutating func skipEmpty() {
            while rest == 0, index + 1 < counts.count {
                index += 1
                rest = Int(counts[index])
            }
        }
    }
}
