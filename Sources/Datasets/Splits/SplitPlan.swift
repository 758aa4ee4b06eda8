import Cards

/// Which part of a dataset each image belongs to: train, val, test.
///
/// Both ways are pure functions of the seed and of the list that is split; they do not depend on a thread count or an
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
        let place = SplitMix.hash(seed) &+ UInt64(truncatingIfNeeded: index) &* 0x9E37_79B9_7F4A_7C15
        var left = Double(place >> 11) * 0x1p-53
        for part in parts.dropLast() {
            if left < part.share { return part.name }
            left -= part.share
        }
        return parts[parts.count - 1].name
    }

    /// The part of every photo, so that no photo is in two of them.
    ///
    /// The seed draws an order of the photos, and that order is cut. Shares hold to within one photo (largest
    /// remainders), and a part gets at least one photo when there are enough for all. Shares count photos; the number
    /// of images of each part follows from how often its photos are used. Adding a photo moves few others. A name that
    /// occurs twice counts once.
    ///
    /// - Parameter photos: names that distinguish the photos, such as their paths relative to the pipeline.
    /// - Returns: nil when there are fewer photos than parts: then some part would be empty.
    package func parts(ofPhotos photos: [String]) -> [String: String]? {
        let keyed = Set(photos).map { (key: SplitMix.hash($0, seed: seed), name: $0) }
        guard keyed.count >= parts.count else { return nil }
        let order = keyed.sorted {
            $0.key != $1.key
                ? $0.key < $1.key : $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
        }
        var assigned: [String: String] = [:]
        var next = 0
        for (part, count) in zip(parts, counts(of: order.count)) {
            for photo in order[next..<next + count] { assigned[photo.name] = part.name }
            next += count
        }
        return assigned
    }

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
