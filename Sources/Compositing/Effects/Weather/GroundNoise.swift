import Cards
import Foundation

/// Irregular soft patches on the ground, which repeat after many of their sizes: clouds' shadows, puddles.
///
/// Value noise in four octaves (Ebert and others, "Texturing and Modeling", chapter 2), by ranks, so that a share s of the
/// ground has a value below s.
struct GroundNoise {
    /// By rows.
    private let values: [Float]
    private let perMetre: Float

    private static let side = 128
    /// Patches along a side.
    private static let patches = 8

    /// - Parameter sizeMetres: how far a patch is from the next, about.
    init(sizeMetres: Double, from stream: inout RandomStream) {
        let side = GroundNoise.side
        perMetre = Float(Double(side) / (Double(GroundNoise.patches) * sizeMetres))
        var sums = [Float](repeating: 0, count: side * side)
        for octave in 0..<4 {
            let cells = GroundNoise.patches << octave
            let lattice = (0..<cells * cells).map { _ in Float(stream.next()) * 0x1p-32 }
            let (step, weight) = (Float(cells) / Float(side), Float(1) / Float(1 << octave))
            for y in 0..<side {
                let (row, v) = GroundNoise.place(Float(y) * step)
                for x in 0..<side {
                    let (column, u) = GroundNoise.place(Float(x) * step)
                    let (right, below) = ((column + 1) % cells, (row + 1) % cells)
                    let top = lattice[row * cells + column] * (1 - u) + lattice[row * cells + right] * u
                    let bottom = lattice[below * cells + column] * (1 - u) + lattice[below * cells + right] * u
                    sums[y * side + x] += weight * (top * (1 - v) + bottom * v)
                }
            }
        }
        var ranks = [Float](repeating: 0, count: sums.count)
        for (rank, index) in sums.indices.sorted(by: { (sums[$0], $0) < (sums[$1], $1) }).enumerated() {
            ranks[index] = (Float(rank) + 0.5) / Float(sums.count)
        }
        values = ranks
    }

    /// The value at a place of the ground, 0…1, with linear interpolation.
    @inline(__always)
    func callAsFunction(_ x: Float, _ z: Float) -> Float {
        let mask = GroundNoise.side - 1
        let (u, v) = (x * perMetre, z * perMetre)
        let (left, top) = (GroundNoise.floor(u), GroundNoise.floor(v))
        let (fx, fy) = (u - Float(left), v - Float(top))
        let (column, row) = (left & mask, top & mask)
        let (right, below) = ((column + 1) & mask, (row + 1) & mask)
        return values.withUnsafeBufferPointer { values in
            let first = values[row * GroundNoise.side + column] * (1 - fx) + values[row * GroundNoise.side + right] * fx
            let second =
                values[below * GroundNoise.side + column] * (1 - fx) + values[below * GroundNoise.side + right] * fx
            return first * (1 - fy) + second * fy
        }
    }

    /// The whole number below. `rounded(.down)` is a call of a function on processors that are not known to have an
    /// instruction for it.
    @inline(__always)
    private static func floor(_ value: Float) -> Int {
        let whole = Int(value)
        return value < Float(whole) ? whole - 1 : whole
    }

    /// A cell of a lattice and how far into it, smoothed.
    private static func place(_ at: Float) -> (Int, Float) {
        let cell = Int(at)
        let t = at - Float(cell)
        return (cell, t * t * (3 - 2 * t))
    }
}

/// 0 up to one value, 1 from another, with a smooth way between.
@inline(__always)
func smoothStep(_ low: Float, _ high: Float, _ value: Float) -> Float {
    let t = min(1, max(0, (value - low) / (high - low)))
    return t * t * (3 - 2 * t)
}
