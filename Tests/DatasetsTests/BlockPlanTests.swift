import Testing

@testable import Datasets

@Suite struct BlockPlanTests {
    @Test func everyImageIsInOneBlockOfConsecutiveOnes() {
        for images in [[], [3], Array(0..<10), [1, 5, 6, 9, 100, 101, 102, 400, 401]] {
            let plan = BlockPlan(images, size: 4)
            let blocks = (0..<plan.count).map { Array(plan.images(of: $0)) }
            #expect(blocks.flatMap { $0 } == images)
            #expect(blocks.dropLast().allSatisfy { $0.count == 4 })
            for (number, block) in blocks.enumerated() {
                for image in block { #expect(plan.block(of: image) == number) }
            }
        }
        #expect(BlockPlan([1, 5, 6], size: 2).block(of: 2) == nil)
        #expect(BlockPlan([1, 5, 6], size: 2).block(of: 7) == nil)
    }

    @Test(arguments: [
        (images: 1, unit: 1, isSlow: false, size: 8), (60, 1, false, 8), (10_000, 1, false, 39),
        (100_000, 1, false, 390), (1_000_000, 1, false, 512), (1_000_000, 1, true, 64), (60, 3, false, 9),
        (100_000, 4, false, 392), (60, 50, false, 8),
    ])
    func aBlockIsASmallPartOfTheRunAndKeepsNeighboursTogether(images: Int, unit: Int, isSlow: Bool, size: Int) {
        #expect(BlockPlan.size(images: images, unit: unit, isSlow: isSlow) == size)
    }
}
