import Cards
import Testing

@testable import Pipelines

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
    func sharesOfPhotosHoldToWithinOnePhoto(shares: [Double], photos: Int, expected: [Int]) {
        let parts = plan(shares).parts(of: (0..<photos).map { ["photo\($0).jpg"] })
        #expect(parts.count == photos)
        let counts = counts(parts.values)
        #expect(zip(["train", "val", "test"], shares).map { name, _ in counts[name] ?? 0 } == expected)
    }

    @Test func photosKeepTheirPartWhateverTheirOrderOrNumber() {
        let photos = (0..<200).map { ["folder/photo \($0).jpg"] }
        let parts = plan([0.8, 0.2]).parts(of: photos)
        #expect(plan([0.8, 0.2]).parts(of: photos.reversed() + photos) == parts)
        let more = plan([0.8, 0.2]).parts(of: photos + [["one more"]])
        #expect(photos.joined().filter { parts[$0] != more[$0] }.count <= 1)
        let other = plan([0.8, 0.2], seed: 8).parts(of: photos)
        #expect(photos.joined().contains { parts[$0] != other[$0] })
    }

    @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6, 7, 8])
    func aGroupStaysTogetherAndSharesHoldAsItsSizeAllows(seed: UInt64) {
        var groups = (0..<60).map { ["single \($0)"] }
        for number in 0..<10 { groups.append((0..<(number % 4 + 2)).map { "group \(number), \($0)" }) }
        let names = Array(groups.joined())
        let parts = plan([0.7, 0.2, 0.1], seed: seed).parts(of: groups)
        for group in groups { #expect(Set(group.map { parts[$0] }).count == 1) }
        let counts = counts(parts.values)
        for (part, share) in zip(["train", "val", "test"], [0.7, 0.2, 0.1]) {
            #expect(abs(Double(counts[part] ?? 0) - share * Double(names.count)) < 1, "\(counts)")
        }
        #expect(plan([0.7, 0.2, 0.1], seed: seed).parts(of: groups.reversed()) == parts)
    }

    @Test(arguments: [[50, 1], [1, 40], [20, 20], [3, 3, 3, 1]])
    func everyPartGetsAGroupWhereThereAreEnough(sizes: [Int]) {
        let groups = sizes.enumerated().map { number, size in (0..<size).map { "\(number), \($0)" } }
        let plan = sizes.count > 2 ? plan([0.6, 0.2, 0.2]) : plan([0.9, 0.1])
        let parts = plan.parts(of: groups)
        #expect(Set(parts.values) == Set(plan.names))
        #expect(parts.count == sizes.reduce(0, +))
    }

    @Test func whatIsKnownStaysAndTheRestMakesUpForIt() {
        let groups = (0..<10).map { ["\($0)"] }
        let known = Dictionary(uniqueKeysWithValues: (0..<5).map { ("\($0)", "val") })
        let parts = plan([0.5, 0.5]).parts(of: groups, keeping: known)
        #expect((0..<5).allSatisfy { parts["\($0)"] == "val" })
        #expect((5..<10).allSatisfy { parts["\($0)"] == "train" })
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
