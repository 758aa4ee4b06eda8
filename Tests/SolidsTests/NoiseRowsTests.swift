import Testing

@testable import Solids

@Suite struct NoiseRowsTests {
    /// A noise of cells larger and smaller than the grid's, whose lattice lines are met again and again or never.
    @Test(arguments: [0.5, 0.11, 0.004])
    func aRowHasTheValuesThatItsPointsHaveAlone(scale: Double) {
        let noise = LatticeNoise(size: [1, 2], scale: [scale, scale / 2], octaves: 3, seed: 9)
        let columns = (0..<9).map { Double($0) * 0.13 - 0.1 }
        var rows = NoiseRows(noise, columns: columns)
        // Downwards as on a canvas, then up again, and beyond the first repeat.
        for y in [1.9, 1.85, 1.8, 0.9, 0.1, 0.02, 0.9, -0.4, 7.3, 7.3] {
            rows.move(to: y)
            for (index, x) in columns.enumerated() { #expect(rows.values[index] == noise(x, y)) }
        }
    }

    /// At a point of the coarsest lattice the noise is that point's value alone; half way to the next it is their mean.
    @Test func betweenTwoPointsOfTheLatticeIsTheirMean() {
        let noise = LatticeNoise(size: [1, 1], scale: [0.25, 0.25], octaves: 1, seed: 3)
        let (left, right) = (noise(0.25, 0.5), noise(0.5, 0.5))
        #expect(left != right)
        #expect(abs(noise(0.375, 0.5) - (left + right) / 2) < 1e-12)
        #expect(noise(1.25, 0.5) == left && noise(0.25, -0.5) == left)
    }
}
