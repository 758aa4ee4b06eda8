extension String {
    /// The name that was probably meant: the closest by edits, if it is close enough to be a slip.
    package func nearest(among names: [String]) -> String? {
        let plain = lowercased()
        let ranked = names.map { (name: $0, distance: plain.distance(to: $0.lowercased())) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= Swift.max(1, Swift.min(count, best.name.count) / 3) ? best.name : nil
    }

    /// The number of insertions, deletions, substitutions and swaps of neighbours between two words: the optimal
    /// string alignment distance (Damerau 1964, "A technique for computer detection and correction of spelling
    /// errors", doi:10.1145/363958.363994).
    private func distance(to other: String) -> Int {
        let a = Array(self)
        let b = Array(other)
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in 0..<a.count {
            var row = [i + 1]
            for j in 0..<b.count {
                var cost = Swift.min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = Swift.min(cost, beforeLast[j - 1] + 1) }
                row.append(cost)
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
