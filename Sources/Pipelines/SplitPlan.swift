import Cards

/// Which part of a dataset each image belongs to: train, val, test.
///
/// All ways are pure functions of the seed and of the list that is split; they do not depend on a thread count or an
/// order of work. A plan states its shares; a part with share 0 gets nothing.
package struct SplitPlan: Hashable, Sendable {
    package struct Part: Hashable, Sendable {
        package var name: String
        /// The share, 0…1.
        package var share: Double

        package init(_ name: String, _ share: Double) {
            self.name = name
            self.share = share
        }
    }

    /// The parts that have a share, in the order given.
    package let parts: [Part]
    package let seed: UInt64

    /// - Precondition: the shares are not negative and add up to 1.
    package init(_ parts: [Part], seed: UInt64) {
        precondition(parts.allSatisfy { $0.share >= 0 }, "a share is not negative")
        precondition(abs(parts.reduce(0) { $0 + $1.share } - 1) < 1e-9, "shares add up to 1")
        self.parts = parts.filter { $0.share > 0 }
        self.seed = seed
    }

    package var names: [String] { parts.map(\.name) }

    /// The part of an image, by its index alone.
    ///
    /// Image i lies at the fractional part of p + i φ, p drawn from the seed and φ the golden ratio: the points of any run
    /// of consecutive indices are spread as evenly as can be. In any run of n images a part has its share to within about
    /// one image for hundreds of images, and the difference grows only with log n: Niederreiter, "Random Number
    /// Generation and Quasi-Monte Carlo Methods" (1992), theorem 3.3.
    package func part(ofImage index: Int) -> String {
        // In units of 2⁻⁶⁴, where the sum wraps by itself; 0x9E37… is φ − 1 in them.
        part(at: SplitMix.hash(seed) &+ UInt64(truncatingIfNeeded: index) &* 0x9E37_79B9_7F4A_7C15)
    }

    /// The part that holds a place among all, in units of 2⁻⁶⁴.
    private func part(at place: UInt64) -> String {
        var left = Double(place >> 11) * 0x1p-53
        for part in parts.dropLast() {
            if left < part.share { return part.name }
            left -= part.share
        }
        return parts[parts.count - 1].name
    }

    /// The part of every name, so that no group of names is in two parts.
    ///
    /// A name stands for a photo, a cut-out or the like. Shares count names; the number of images of each part follows
    /// from how often its photos are used. The seed draws an order of the names that are groups by themselves, and that
    /// order is cut. So shares hold to within one name (largest remainders), and adding a name moves few others. Groups
    /// of several names go before, the largest first, each to the part that lacks most. A part gets at least one group
    /// where there are enough for all.
    ///
    /// - Parameters:
    ///   - groups: names that stay together. A name counts in the first of its groups.
    ///   - known: names whose part is known: their groups go there, too.
    /// - Returns: the part of each name. Where there are fewer groups than parts, some part has none.
    package func parts(of groups: [[String]], keeping known: [String: String] = [:]) -> [String: String] {
        var names: Set<String> = []
        let groups = groups.map { $0.filter { names.insert($0).inserted } }
        var lacking = Dictionary(uniqueKeysWithValues: zip(self.names, counts(of: names.count)))
        var filled: Set<String> = []
        var assigned: [String: String] = [:]
        func assign(_ group: [String], to part: String) {
            for name in group { assigned[name] = part }
            lacking[part, default: 0] -= group.count
            filled.insert(part)
        }
        var free: [(key: UInt64, group: [String])] = []
        for group in groups {
            if let part = group.lazy.compactMap({ known[$0] }).first {
                assign(group, to: part)
            } else if let key = group.map({ SplitMix.hash($0, seed: seed) }).min() {
                free.append((key, group))
            }
        }
        free.sort {
            $0.key != $1.key
                ? $0.key < $1.key : $0.group[0].utf8.lexicographicallyPrecedes($1.group[0].utf8)
        }
        let large = free.filter { $0.group.count > 1 }.sorted { $0.group.count > $1.group.count }
        let single = free.filter { $0.group.count == 1 }.map(\.group)
        for (number, entry) in large.enumerated() {
            let isNeeded = large.count - number + single.count <= parts.count - filled.count
            let candidates = isNeeded ? self.names.filter { !filled.contains($0) } : self.names
            let most = candidates.map { lacking[$0] ?? 0 }.max()
            assign(entry.group, to: candidates.first { lacking[$0] == most } ?? parts[0].name)
        }
        // A part that large groups have overfilled takes no more, so the others get less than they lack.
        var wanted = self.names.map { max(lacking[$0] ?? 0, filled.contains($0) ? 0 : 1) }
        for _ in 0..<max(0, wanted.reduce(0, +) - single.count) {
            guard let most = wanted.max(), let first = wanted.firstIndex(of: most) else { break }
            wanted[first] -= 1
        }
        var rest = single[...]
        for (part, count) in zip(self.names, wanted) {
            for group in rest.prefix(count) { assign(group, to: part) }
            rest = rest.dropFirst(count)
        }
        return assigned
    }

    /// The part of a name that nobody has listed, by its hash: shares hold over many names.
    package func part(ofName name: String) -> String { part(at: SplitMix.hash(name, seed: seed)) }

    /// How many of `total` each part gets: the share rounded down, the rest to the largest remainders, and one from the
    /// largest part for each part that would have none.
    private func counts(of total: Int) -> [Int] {
        // Shares such as 0.2 + 0.1 fall short of whole numbers by rounding only.
        let exact = parts.map { $0.share * Double(total) }
        var counts = exact.map { Int(($0 + 1e-9).rounded(.down)) }
        let byRemainder = parts.indices.sorted {
            let (a, b) = (exact[$0] - Double(counts[$0]), exact[$1] - Double(counts[$1]))
            return a == b ? $0 < $1 : a > b
        }
        for part in byRemainder.prefix(total - counts.reduce(0, +)) { counts[part] += 1 }
        for index in counts.indices where counts[index] == 0 {
            guard let largest = counts.indices.max(by: { counts[$0] < counts[$1] }) else { break }
            counts[largest] -= 1
            counts[index] += 1
        }
        return counts
    }
}
