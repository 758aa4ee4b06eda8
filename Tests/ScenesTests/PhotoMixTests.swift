import Cards
import Studios
import Testing

@testable import Pipelines
@testable import Scenes

/// Photos of several sources.
@Suite struct PhotoMixTests {
    let studio: Studio
    init() throws { studio = try Studio() }

    private func library(_ weights: [Double], photos: [Int]) throws -> PhotoLibrary {
        var sources: [Pipeline.Backgrounds] = []
        for (index, (weight, count)) in zip(weights, photos).enumerated() {
            for number in 0..<count {
                try studio.photo("\(index)/\(number).png", width: 16, height: 16, seed: index * 10 + number)
            }
            var source = Pipeline.Backgrounds()
            source.weight = weight
            source.photos = [Positioned(studio.path("\(index)"))]
            sources.append(source)
        }
        return try PhotoLibrary(sources, seed: 5)
    }

    @Test func everyRoundKeepsTheWeights() throws {
        let library = try library([3, 1, 0], photos: [2, 3, 2])
        let sources = (0..<80).compactMap { library.photo(forImage: $0)?.source }
        for round in 0..<20 {
            let own = sources[round * 4..<round * 4 + 4]
            #expect(own.count { $0 == 1 } == 1)
        }
        #expect(!sources.contains(2))
        let places = sources.indices.filter { sources[$0] == 1 }.map { $0 % 4 }
        #expect(Set(places).count > 2)
    }

    @Test func eachSourceUsesAllItsPhotosBeforeOneComesAgain() throws {
        let library = try library([3, 1], photos: [2, 3])
        let paths = (0..<24).compactMap { library.photo(forImage: $0) }.filter { $0.source == 1 }.map(\.path)
        #expect(paths.count == 6 && Set(paths[..<3]).count == 3 && Set(paths[3...]).count == 3)
    }

    @Test func everyOtherPhotoIsTriedOnceThoseOfTheSourceFirst() throws {
        let library = try library([1, 1], photos: [2, 3])
        for image in 0..<6 {
            let photos = (0..<5).compactMap { library.photo(forImage: image, attempt: $0) }
            #expect(Set(photos.map(\.path)).count == 5)
            let own = photos[0].source == 0 ? 2 : 3
            #expect(photos[..<own].allSatisfy { $0.source == photos[0].source })
            #expect(library.photo(forImage: image, attempt: 5) == nil)
        }
    }

    @Test func aSingleSourceKeepsItsOrder() throws {
        let library = try library([1], photos: [4])
        let order = PhotoOrder(.shuffle, count: 4, seed: 5)
        for image in 0..<20 {
            #expect(library.photo(forImage: image)?.path == library.photos[order.photo(forImage: image) ?? 0].path)
        }
    }

    @Test func roundsAreAsShortAsTheWeightsAllow() {
        #expect(PhotoMix.shares([1]) == [1])
        #expect(PhotoMix.shares([0.7, 0.3]) == [7, 3])
        #expect(PhotoMix.shares([2, 2]) == [1, 1])
        #expect(PhotoMix.shares([1, 1e6]) == [1, 1000])
    }
}
