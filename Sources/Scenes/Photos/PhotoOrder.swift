import Cards
package import Pipelines

/// The order in which images use a library's photos. It is a pure function of (seed, image): nothing is remembered, so
/// images can be made in any order, on any machine.
package struct PhotoOrder: Sendable, Hashable {
    package let order: Pipeline.Backgrounds.Order
    /// How many photos there are; at least 1.
    package let count: Int
    /// How many images in a row share a photo.
    package let repeats: Int
    package let seed: UInt64

    package init(_ order: Pipeline.Backgrounds.Order, count: Int, repeats: Int = 1, seed: UInt64) {
        precondition(count > 0 && repeats > 0, "an order is over at least one photo, each used at least once")
        self.order = order
        self.count = count
        self.repeats = repeats
        self.seed = seed
    }

    /// The index of an image's photo.
    ///
    /// - Parameters:
    ///   - image: 0 or more, below 2³².
    ///   - attempt: 0 for the photo itself. Where that one turns out to be unusable, 1, 2, … give every other photo
    ///     once: the next ones of the list when `sequential`, else in a random order of the block's own, so that the
    ///     images of a bad photo are spread over all others.
    /// - Returns: nil when all photos have been tried.
    package func photo(forImage image: Int, attempt: Int = 0) -> Int? {
        precondition(image >= 0 && attempt >= 0, "images and attempts count from 0")
        guard attempt < count else { return nil }
        let block = image / repeats
        let first = first(ofBlock: block)
        guard attempt > 0 else { return first }
        let step =
            order == .sequential
            ? attempt - 1
            : KeyedPermutation(count: count - 1, seed: seed, index: block, name: "backgrounds/retry")[attempt - 1]
        return (first + 1 + step) % count
    }

    private func first(ofBlock block: Int) -> Int {
        switch order {
        case .sequential:
            return block % count
        case .random:
            var stream = RandomStream(seed: seed, image: block, name: "backgrounds/random")
            return stream.integer(0, count - 1)
        case .shuffle:
            return shuffled(block)
        }
    }

    /// Each round is a permutation of its own. Where a round would begin with the photo that ended the one before, its
    /// first two change places. From three photos on that leaves every round's last one alone, so that a round can be
    /// known without those before it; two photos can only alternate.
    private func shuffled(_ block: Int) -> Int {
        let (round, place) = block.quotientAndRemainder(dividingBy: count)
        func permutation(_ round: Int) -> KeyedPermutation {
            KeyedPermutation(count: count, seed: seed, index: round, name: "backgrounds/shuffle")
        }
        guard count > 2 else { return (permutation(0)[0] + block) % count }
        let own = permutation(round)
        guard place < 2, round > 0, permutation(round - 1)[count - 1] == own[0] else { return own[place] }
        return own[1 - place]
    }
}
