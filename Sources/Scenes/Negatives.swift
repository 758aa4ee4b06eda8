import Cards

/// The images of a run in which nothing is set into the photo, by their numbers: a function of (share, seed, number)
/// alone.
///
/// They are spread evenly, not by a coin for each image: the images are cut into runs of 1 ÷ share, rounded up or down
/// in turn, and each whole run holds exactly one, at a random place. The first n images therefore hold share × n of
/// them, and never differ from that by more than one. The random places keep them from always meeting the same photos
/// of an order that repeats. Of shares above a half, the other images are spread this way.
package struct Negatives: Sendable, Hashable {
    private let share: Double
    private let seed: UInt64

    /// - Parameter share: 0…1.
    package init(share: Double, seed: UInt64) {
        (self.share, self.seed) = (share, seed)
    }

    package func holds(_ image: Int) -> Bool {
        share > 0.5 ? !isPicked(image, share: 1 - share) : isPicked(image, share: share)
    }

    private func isPicked(_ image: Int, share: Double) -> Bool {
        // A difference such as 1 − 0.9 must not end a run of ten early, nor late.
        func run(of image: Int) -> Int { Int((Double(image) * share + 1e-9).rounded(.down)) }
        guard share > 1e-9 else { return false }
        let own = run(of: image)
        // The guess errs by one at most.
        func start(of number: Int) -> Int {
            var first = max(0, Int((Double(number) / share).rounded(.down)) - 1)
            while run(of: first) < number { first += 1 }
            return first
        }
        let first = start(of: own)
        var stream = RandomStream(seed: seed, image: own, name: "negatives")
        return image == stream.integer(first, start(of: own + 1) - 1)
    }
}
