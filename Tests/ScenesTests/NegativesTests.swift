import Testing

@testable import Scenes

/// Which images of a run stay without objects.
@Suite struct NegativesTests {
    private func images(_ share: Double, seed: UInt64 = 3, of count: Int = 1000) -> [Int] {
        let negatives = Negatives(share: share, seed: seed)
        return (0..<count).filter { negatives.holds($0) }
    }

    @Test(arguments: [0.003, 0.1, 0.25, 1.0 / 3, 0.4, 0.5, 0.7, 0.9])
    func everyStartOfTheRunHasItsShare(share: Double) {
        let images = Set(images(share))
        var count = 0
        for image in 0..<1000 {
            count += images.contains(image) ? 1 : 0
            #expect(abs(Double(count) - share * Double(image + 1)) < 1 + 1e-6, "after \(image + 1)")
        }
        #expect(abs(Double(count) - share * 1000) < 1)
    }

    @Test func theEndsAreNoneAndAll() {
        #expect(images(0) == [])
        #expect(images(1) == Array(0..<1000))
    }

    @Test func aRoundShareIsExact() {
        #expect(images(0.1).count == 100)
        #expect(images(0.7).count == 700)
        #expect(images(0.9).count == 900)
    }

    @Test func anotherSeedGivesOtherImages() {
        #expect(images(0.1) != images(0.1, seed: 4))
        #expect(images(0.1) == images(0.1))
    }

    @Test func noPhotoOfARepeatingOrderGetsThemAll() {
        let places = Dictionary(grouping: images(0.1), by: { $0 % 10 }).mapValues(\.count)
        #expect(places.count == 10 && places.values.max() ?? 0 < 25, "\(places)")
    }
}
