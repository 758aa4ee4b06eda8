import Testing

@testable import Rendering

@Suite struct SobolTests {
    /// As scipy.stats.qmc.Sobol(4, scramble=False) gives them, in Gray code's order: its point i is ours i ^ i >> 1.
    @Test func theFirstPointsAreThePublishedOnes() {
        let expected: [SIMD4<Double>] = [
            [0, 0, 0, 0], [0.5, 0.5, 0.5, 0.5], [0.75, 0.25, 0.25, 0.25], [0.25, 0.75, 0.75, 0.75],
            [0.375, 0.375, 0.625, 0.875], [0.875, 0.875, 0.125, 0.375], [0.625, 0.125, 0.875, 0.625],
            [0.125, 0.625, 0.375, 0.125],
        ]
        for (index, point) in expected.enumerated() {
            let bits = Sobol.points[index ^ index >> 1]
            #expect(SIMD4<Double>(bits) * 0x1p-32 == point)
        }
    }

    @Test(arguments: [8, 32, 128])
    func everyDimensionHasOnePointInEverySlice(count: Int) {
        let sobol = Sobol(count: count)
        for set in 0..<4 as Range<UInt32> {
            for dimension in 0..<4 {
                let slices = (0..<count).map { Int(sobol.point($0, set: set, seed: 99)[dimension] * Float(count)) }
                #expect(slices.sorted() == Array(0..<count))
            }
        }
    }

    /// A (0, m, 2)-net: every box of 1/count, however long and thin, holds one point of the first two dimensions.
    @Test func everyElementaryBoxHoldsOnePoint() {
        let sobol = Sobol(count: 64)
        let points = (0..<64).map { sobol.point($0, set: 3, seed: 1234) }
        for split in 0...6 {
            let (across, down) = (1 << split, 64 >> split)
            let boxes = points.map { Int($0.x * Float(across)) * down + Int($0.y * Float(down)) }
            #expect(boxes.sorted() == Array(0..<64))
        }
    }

    @Test func pixelsAndSetsDifferAndTheSameIsTheSame() {
        let sobol = Sobol(count: 16)
        let seed = Sobol.seed(5, x: -3, y: 7)
        #expect(seed == Sobol.seed(5, x: -3, y: 7))
        #expect(seed != Sobol.seed(5, x: 7, y: -3))
        #expect(seed != Sobol.seed(5 << 32, x: -3, y: 7))
        #expect(sobol.point(2, set: 0, seed: seed) == sobol.point(2, set: 0, seed: seed))
        #expect(sobol.point(2, set: 0, seed: seed) != sobol.point(2, set: 1, seed: seed))
    }
}
