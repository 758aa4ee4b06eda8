/// Noise along the rows of a grid, one row after the other.
///
/// The places of the columns in the lattices are the same in every row, and the values along a line of a lattice serve
/// all rows beside it. So a value costs a few sums and products, where each by itself takes four hashes an octave.
struct NoiseRows {
    /// The values of the current row.
    private(set) var values: [Double]
    private var octaves: [Octave]
    /// The sum of the octaves' weights.
    private let whole: Double

    private struct Octave {
        let lattice: LatticeNoise.Octave
        let weight: Double
        let columns: [LatticeNoise.Octave.Place]
        /// The values along two lines of the lattice, and which lines these are.
        var low: [Double]
        var high: [Double]
        var (lowLine, highLine) = (-1, -1)

        init(_ lattice: LatticeNoise.Octave, weight: Double, columns: [Double]) {
            self.lattice = lattice
            self.weight = weight
            self.columns = columns.map(lattice.column)
            low = Array(repeating: 0, count: columns.count)
            high = low
        }

        /// Finds the values along the lines beside a row, unless they are known.
        mutating func take(_ row: LatticeNoise.Octave.Place) {
            if lowLine != row.first, highLine == row.first || lowLine == row.second {
                swap(&low, &high)
                swap(&lowLine, &highLine)
            }
            if lowLine != row.first { Self.find(&low, along: row.first, lattice, columns) }
            if highLine != row.second { Self.find(&high, along: row.second, lattice, columns) }
            (lowLine, highLine) = (row.first, row.second)
        }

        private static func find(
            _ values: inout [Double], along line: Int, _ lattice: LatticeNoise.Octave,
            _ columns: [LatticeNoise.Octave.Place]
        ) {
            for (index, column) in columns.enumerated() {
                values[index] =
                    lattice.value(column.first, line) * (1 - column.weight)
                    + lattice.value(column.second, line) * column.weight
            }
        }
    }

    /// - Parameter columns: the places of the columns, in the noise's own lengths.
    init(_ noise: LatticeNoise, columns: [Double]) {
        var (octaves, weight, whole): ([Octave], Double, Double) = ([], 1, 0)
        for lattice in noise.lattices {
            octaves.append(Octave(lattice, weight: weight, columns: columns))
            whole += weight
            weight *= 0.5
        }
        self.octaves = octaves
        self.whole = whole
        values = Array(repeating: 0, count: columns.count)
    }

    /// Finds the values of the row at a height.
    mutating func move(to y: Double) {
        for octave in octaves.indices {
            let row = octaves[octave].lattice.row(y)
            octaves[octave].take(row)
            add(octaves[octave], row.weight, isFirst: octave == 0)
        }
        for index in values.indices { values[index] /= whole }
    }

    private mutating func add(_ octave: Octave, _ share: Double, isFirst: Bool) {
        let weight = octave.weight
        values.withUnsafeMutableBufferPointer { values in
            octave.low.withUnsafeBufferPointer { low in
                octave.high.withUnsafeBufferPointer { high in
                    for index in 0..<values.count {
                        let value = weight * (low[index] * (1 - share) + high[index] * share)
                        values[index] = isFirst ? value : values[index] + value
                    }
                }
            }
        }
    }
}
