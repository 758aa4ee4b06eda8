import Cards
import Pipelines
import Testing

@testable import Scenes

@Suite struct PhotoOrderTests {
    @Test func sequentialGoesThroughTheListAndBeginsAgain() {
        let order = PhotoOrder(.sequential, count: 3, seed: 1)
        #expect((0..<7).compactMap { order.photo(forImage: $0) } == [0, 1, 2, 0, 1, 2, 0])
        #expect((0..<4).map { order.photo(forImage: 1, attempt: $0) } == [1, 2, 0, nil] as [Int?])
    }

    @Test(arguments: [Pipeline.Backgrounds.Order.shuffle, .sequential, .random])
    func imagesOfABlockShareTheirPhoto(_ kind: Pipeline.Backgrounds.Order) {
        let single = PhotoOrder(kind, count: 5, seed: 7)
        let fourfold = PhotoOrder(kind, count: 5, repeats: 4, seed: 7)
        for image in 0..<80 {
            #expect(fourfold.photo(forImage: image) == single.photo(forImage: image / 4))
            #expect(fourfold.photo(forImage: image, attempt: 2) == single.photo(forImage: image / 4, attempt: 2))
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 17, 50])
    func aShuffleUsesEachPhotoOnceARoundAndNeverTwiceInARow(_ count: Int) {
        for seed in 0..<UInt64(count < 10 ? 20 : 2) {
            let order = PhotoOrder(.shuffle, count: count, seed: seed)
            let photos = (0..<(6 * count)).compactMap { order.photo(forImage: $0) }
            for round in 0..<6 {
                #expect(photos[(round * count)..<((round + 1) * count)].sorted() == Array(0..<count))
            }
            if count > 1 { #expect(zip(photos, photos.dropFirst()).allSatisfy { $0 != $1 }) }
        }
    }

    @Test func everyRoundAndEverySeedShufflesAnew() {
        let order = PhotoOrder(.shuffle, count: 20, seed: 3)
        let rounds = (0..<10).map { round in (0..<20).map { order.photo(forImage: round * 20 + $0) } }
        #expect(Set(rounds).count == 10)
        let other = PhotoOrder(.shuffle, count: 20, seed: 4)
        #expect((0..<20).map { other.photo(forImage: $0) } != rounds[0])
    }

    /// A change here gives every user other photos for the same seed.
    @Test func theSameSeedGivesTheSamePhotosForGood() {
        let shuffle = PhotoOrder(.shuffle, count: 7, seed: 42)
        #expect((0..<14).compactMap { shuffle.photo(forImage: $0) } == [4, 6, 5, 0, 2, 1, 3, 1, 3, 6, 2, 4, 0, 5])
        let random = PhotoOrder(.random, count: 7, seed: 42)
        #expect((0..<7).compactMap { random.photo(forImage: $0) } == [2, 6, 0, 4, 6, 5, 1])
        #expect((0..<7).compactMap { shuffle.photo(forImage: 3, attempt: $0) } == [0, 2, 6, 4, 5, 1, 3])
    }

    @Test func randomDrawsEachPhotoEquallyOften() {
        let order = PhotoOrder(.random, count: 4, seed: 11)
        var counts = [0, 0, 0, 0]
        for image in 0..<8000 { counts[order.photo(forImage: image) ?? 0] += 1 }
        // 2000 each; five standard deviations are 194.
        #expect(counts.allSatisfy { abs($0 - 2000) < 194 })
    }

    @Test(arguments: [Pipeline.Backgrounds.Order.shuffle, .sequential, .random])
    func attemptsTryEveryPhotoOnceAndThenEnd(_ kind: Pipeline.Backgrounds.Order) {
        for count in 1...9 {
            let order = PhotoOrder(kind, count: count, repeats: 2, seed: 5)
            for image in 0..<12 {
                let tried = (0..<count).compactMap { order.photo(forImage: image, attempt: $0) }
                #expect(tried.sorted() == Array(0..<count))
                #expect(order.photo(forImage: image, attempt: count) == nil)
            }
        }
    }

    @Test func theImagesOfABadPhotoAreSpreadOverTheOthers() {
        let order = PhotoOrder(.shuffle, count: 5, seed: 9)
        let bad = (0..<500).filter { order.photo(forImage: $0) == 0 }
        #expect(bad.count == 100)
        #expect(Set(bad.map { order.photo(forImage: $0, attempt: 1) }) == [1, 2, 3, 4])
    }

    @Test func everyPermutationOfFourIsAboutEquallyLikely() {
        var counts: [[Int]: Int] = [:]
        for index in 0..<2400 {
            let permutation = KeyedPermutation(count: 4, seed: 1, index: index, name: "test")
            counts[(0..<4).map { permutation[$0] }, default: 0] += 1
        }
        #expect(counts.count == 24)
        // 100 each; five standard deviations are 49.
        #expect(counts.values.allSatisfy { abs($0 - 100) < 49 })
    }

    @Test(arguments: [1, 2, 3, 1000, 4097])
    func aPermutationHoldsEachElementOnce(_ count: Int) {
        let permutation = KeyedPermutation(count: count, seed: 8, index: 2, name: "test")
        #expect((0..<count).map { permutation[$0] }.sorted() == Array(0..<count))
    }
}
