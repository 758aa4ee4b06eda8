extension RunLengths {
    /// The number of pixels that lie in more than one of the masks, which are of one size.
    ///
    /// The ends of all runs are visited in order: O(n log n) for n runs, however many masks overlap.
    package static func sharedArea(of masks: some Sequence<RunLengths>) -> Int {
        // A run's start is 2 · position + 1, its end 2 · position: at one place ends come first.
        var ends: [Int] = []
        for mask in masks {
            for run in mask.runs {
                ends.append(2 * run.lowerBound + 1)
                ends.append(2 * run.upperBound)
            }
        }
        ends.sort()
        var (depth, start, shared) = (0, 0, 0)
        for end in ends {
            let position = end >> 1
            if depth > 1 { shared += position - start }
            depth += end & 1 == 1 ? 1 : -1
            start = position
        }
        return shared
    }
}
