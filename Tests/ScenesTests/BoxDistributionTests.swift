import Cards
import Foundation
import Studios
import Testing

@testable import Scenes

/// Sizes and rows are drawn as often as labelled boxes have them.
@Suite struct BoxDistributionTests {
    /// Small things stand high in the picture, large ones low.
    private func perspective(_ count: Int) -> [BoxDistribution.Box] {
        (0..<count).map { number in
            var stream = RandomStream(seed: 8, image: number, name: "box")
            let size = exp(stream.uniform(log(0.05), log(0.6)))
            return .init(size: size, row: min(1, 0.35 + size + stream.uniform(-0.05, 0.05)))
        }
    }

    private func draws(_ distribution: BoxDistribution, _ count: Int = 4000) -> [BoxDistribution.Box] {
        (0..<count).map { image in
            var (sizes, rows) = (
                RandomStream(seed: 1, image: image, name: "size"), RandomStream(seed: 1, image: image, name: "row")
            )
            let size = distribution.size(from: &sizes)
            return .init(size: size, row: distribution.row(ofSize: size, from: &rows))
        }
    }

    @Test func drawsHaveTheSizesTheRowsAndTheirConnectionOfTheBoxes() {
        let boxes = perspective(500)
        let drawn = draws(BoxDistribution(boxes))
        #expect(ksDistance(drawn.map(\.size), boxes.map(\.size)) < 0.04)
        #expect(ksDistance(drawn.map(\.row), boxes.map(\.row)) < 0.04)
        // Small things stay high and large ones low.
        #expect(ksDistance(drawn.map { $0.row - $0.size }, boxes.map { $0.row - $0.size }) < 0.12)
        let (small, large) = (drawn.filter { $0.size < 0.1 }, drawn.filter { $0.size > 0.4 })
        #expect(small.count > 500 && large.count > 300)
        #expect(small.allSatisfy { $0.row < 0.65 } && large.allSatisfy { $0.row > 0.6 })
    }

    @Test func drawsAreNotTheBoxesThemselves() {
        let boxes = perspective(40)
        let known = Set(boxes.map(\.size))
        #expect(draws(BoxDistribution(boxes), 200).count { known.contains($0.size) } < 10)
    }

    @Test func noDrawLeavesThePicture() {
        let boxes = (0..<50).map { BoxDistribution.Box(size: 1 - Double($0) / 100, row: 1 - Double($0 % 7) / 50) }
        let drawn = draws(BoxDistribution(boxes))
        #expect(drawn.allSatisfy { $0.size > 0 && $0.size <= 1 && $0.row >= 0 && $0.row <= 1 })
    }

    @Test func oneBoxIsDrawnAsItIs() {
        let drawn = draws(BoxDistribution([.init(size: 0.25, row: 0.5)]), 10)
        #expect(drawn.allSatisfy { abs($0.size - 0.25) < 1e-12 && abs($0.row - 0.5) < 1e-12 })
    }

    @Test func aHundredThousandBoxesAreThinnedAndStillDrawnAlike() {
        let boxes = perspective(100_000)
        let distribution = BoxDistribution(boxes)
        #expect(distribution.count == 100_000)
        let drawn = draws(distribution, 1000)
        #expect(ksDistance(drawn.map(\.size), boxes.map(\.size)) < 0.05)
        #expect(ksDistance(drawn.map(\.row), boxes.map(\.row)) < 0.05)
    }

    @Test func numbersAreDrawnAsOftenAsImagesHaveThem() {
        let counts = CountDistribution([0, 0, 0, 5, 1, 1])
        var drawn: [Int: Int] = [:]
        for image in 0..<6000 {
            var stream = RandomStream(seed: 2, image: image, name: "count")
            drawn[counts.draw(from: &stream), default: 0] += 1
        }
        #expect(drawn.keys.sorted() == [0, 1, 5])
        #expect(abs((drawn[0] ?? 0) - 3000) < 150 && abs((drawn[5] ?? 0) - 1000) < 100)
    }
}
