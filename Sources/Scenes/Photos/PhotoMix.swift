import Cards
import Pipelines

/// Which photo each image shows, where photos come from several sources with weights. A pure function of (seed, image),
/// as `PhotoOrder` is, and equal to it for a single source.
///
/// Sources are mixed in rounds of images: each round holds every source as often as its weight says, in a random order of
/// its own. So the first n images keep the weights too, but for parts of a round. Within a source, the photos follow that
/// source's own order.
package struct PhotoMix: Sendable, Hashable {
    private struct Source: Hashable, Sendable {
        /// The places of its photos in the library.
        var photos: [Int]
        var order: PhotoOrder
        /// How many images of a round show it.
        var share: Int
    }

    private let sources: [Source]
    private let seed: UInt64
    private let round: Int

    /// The most images of a round: weights are kept to a thousandth.
    private static let longestRound = 1000

    /// Nil where no source with a weight has a photo.
    init?(of photos: [Photo], from backgrounds: [Pipeline.Backgrounds], seed: UInt64) {
        var own: [(rules: Pipeline.Backgrounds, photos: [Int])] = backgrounds.map { ($0, []) }
        for (place, photo) in photos.enumerated() { own[photo.source].photos.append(place) }
        own.removeAll { $0.photos.isEmpty || $0.rules.weight == 0 }
        guard !own.isEmpty else { return nil }
        let shares = PhotoMix.shares(own.map(\.rules.weight))
        sources = zip(own, shares).map { source, share in
            Source(
                photos: source.photos,
                order: PhotoOrder(
                    source.rules.order, count: source.photos.count, repeats: source.rules.repeats, seed: seed),
                share: share)
        }
        round = shares.reduce(0, +)
        self.seed = seed
    }

    /// How many images of the shortest round that keeps the weights show each source, at least one.
    static func shares(_ weights: [Double]) -> [Int] {
        let sum = weights.reduce(0, +)
        for length in weights.count...max(weights.count, longestRound) {
            let wanted = weights.map { $0 / sum * Double(length) }
            let whole = wanted.map { $0.rounded() }
            if whole.allSatisfy({ $0 > 0 }), zip(wanted, whole).allSatisfy({ abs($0 - $1) < 1e-6 }) {
                return whole.map { Int($0) }
            }
        }
        return weights.map { max(1, Int(($0 / sum * Double(longestRound)).rounded())) }
    }

    /// The place of an image's photo in the library.
    ///
    /// - Parameter attempt: 0 for the photo itself; 1, 2, … give every other photo once, those of the same source first,
    ///   then those of the others in their order.
    /// - Returns: nil when all photos have been tried.
    package func photo(forImage image: Int, attempt: Int = 0) -> Int? {
        precondition(image >= 0 && attempt >= 0, "images and attempts count from 0")
        let (index, number) = source(ofImage: image)
        let own = sources[index]
        if let place = own.order.photo(forImage: number, attempt: attempt) { return own.photos[place] }
        var left = attempt - own.photos.count
        for (other, source) in sources.enumerated() where other != index {
            if left < source.photos.count { return source.photos[left] }
            left -= source.photos.count
        }
        return nil
    }

    /// The source of an image, and how many images before it show that source.
    private func source(ofImage image: Int) -> (index: Int, number: Int) {
        guard sources.count > 1 else { return (0, image) }
        let (block, place) = image.quotientAndRemainder(dividingBy: round)
        var rank = KeyedPermutation(count: round, seed: seed, index: block, name: "backgrounds/source")[place]
        var index = 0
        while rank >= sources[index].share {
            rank -= sources[index].share
            index += 1
        }
        return (index, block * sources[index].share + rank)
    }
}
