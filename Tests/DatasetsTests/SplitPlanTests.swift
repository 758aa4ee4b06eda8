import Cards
import Testing

@testable import Datasets

@Suite struct SplitPlanTests {
    private func plan(_ shares: [Double], seed: UInt64 = 7) -> SplitPlan {
        SplitPlan(zip(["train", "val", "test"], shares).map { SplitPlan.Part($0, $1) }, seed: seed)
    }

    private func counts(_ names: some Sequence<String>) -> [String: Int] {
        names.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    @Test func theHashIsTheGeneratorOfThePaper() {
        // The first three outputs from state 0, as published with the reference code.
        let step: UInt64 = 0x9E37_79B9_7F4A_7C15
        #expect(SplitMix.hash(0) == 0xE220_A839_7B1D_CDAF)
        #expect(SplitMix.hash(step) == 0x6E78_9E6A_A1B9_65F4)
        #expect(SplitMix.hash(step &* 2) == 0x06C4_5D18_8009_454F)
    }

    @Test func textsThatDifferAnywhereHashApart() {
        let texts = ["", "a", "b", "ab", "ba", "a\u{0}", "12345678", "123456789", "12345678\u{0}"]
        #expect(Set(texts.map { SplitMix.hash($0, seed: 1) }).count == texts.count)
        #expect(SplitMix.hash("a", seed: 1) != SplitMix.hash("a", seed: 2))
    }

    private static let cases: [(shares: [Double], photos: Int, counts: [Int])] = [
        ([0.8, 0.2], 10, [8, 2]), ([0.8, 0.2], 2, [1, 1]), ([0.8, 0.2], 7, [6, 1]), ([0.5, 0.25, 0.25], 4, [2, 1, 1]),
        ([0.9, 0.05, 0.05], 3, [1, 1, 1]), ([0.7, 0.2, 0.1], 1000, [700, 200, 100]), ([1, 0], 5, [5, 0]),
        ([1.0 / 3, 1.0 / 3, 1.0 / 3], 3, [1, 1, 1]),
    ]

    @Test(arguments: cases)
    func sharesOfPhotosHoldToWithinOnePhoto(shares: [Double], photos: Int, expected: [Int]) throws {
        let parts = try #require(plan(shares).parts(ofPhotos: (0..<photos).map { "photo\($0).jpg" }))
        #expect(parts.count == photos)
        let counts = counts(parts.values)
        #expect(zip(["train", "val", "test"], shares).map { name, _ in counts[name] ?? 0 } == expected)
    }

    @Test func fewerPhotosThanPartsAreRefused() {
        #expect(plan([0.8, 0.2]).parts(ofPhotos: ["a"]) == nil)
        #expect(plan([0.8, 0.2]).parts(ofPhotos: ["a", "a"]) == nil)
    }

    @Test func photosKeepTheirPartWhateverTheirOrderOrNumber() throws {
        let photos = (0..<200).map { "folder/photo \($0).jpg" }
        let parts = try #require(plan([0.8, 0.2]).parts(ofPhotos: photos))
        #expect(plan([0.8, 0.2]).parts(ofPhotos: photos.reversed() + photos) == parts)
        let more = try #require(plan([0.8, 0.2]).parts(ofPhotos: photos + ["one more"]))
        #expect(photos.filter { parts[$0] != more[$0] }.count <= 1)
        let other = try #require(plan([0.8, 0.2], seed: 8).parts(ofPhotos: photos))
        #expect(photos.contains { parts[$0] != other[$0] })
    }

    @Test(arguments: [UInt64(0), 7, 99], [10, 24, 100, 1000])
    func sharesOfImagesHoldInEveryRunOfImages(seed: UInt64, length: Int) {
        let plan = plan([0.7, 0.2, 0.1], seed: seed)
        for start in stride(from: 0, to: 3000, by: 37) {
            let counts = counts((start..<start + length).map(plan.part(ofImage:)))
            for part in plan.parts {
                #expect(abs(Double(counts[part.name] ?? 0) - part.share * Double(length)) < 2.5, "\(start) \(part)")
            }
        }
    }

    @Test func anImagesPartIsTheSameInEveryRelease() {
        let parts = (0..<12).map { plan([0.5, 0.3, 0.2]).part(ofImage: $0).prefix(2) }.joined(separator: " ")
        #expect(parts == "tr tr va tr te tr tr va tr te va tr")
    }
}
