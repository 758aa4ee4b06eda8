/// Smooth noise that repeats: values at the points of a lattice, blended between, and finer lattices on top.
///
/// After K. Perlin, "An image synthesizer", SIGGRAPH 1985, doi:10.1145/325165.325247, with values instead of gradients
/// and a hash instead of a table.
struct LatticeNoise: Sendable {
    /// The number of cells of the coarsest lattice before it repeats, along x and y.
    private let cells: SIMD2<Int>
    private let size: SIMD2<Double>
    private let octaves: Int
    private let seed: UInt32

    /// - Parameters:
    ///   - size: the extent of the noise before it repeats.
    ///   - scale: the rough distance from one hill to the next, along x and y.
    init(size: SIMD2<Double>, scale: SIMD2<Double>, octaves: Int = 4, seed: UInt32 = 0) {
        func count(_ size: Double, _ scale: Double) -> Int { Int(min(4096, max(1, (size / scale).rounded()))) }
        cells = SIMD2(count(size.x, scale.x), count(size.y, scale.y))
        self.size = size
        self.octaves = octaves
        self.seed = seed
    }

    /// The value, about 0…1, with a mean of a half.
    func callAsFunction(_ x: Double, _ y: Double) -> Double {
        var (sum, weight, whole) = (0.0, 1.0, 0.0)
        var cells = cells
        for octave in 0..<octaves {
            sum += weight * smooth(x / size.x * Double(cells.x), y / size.y * Double(cells.y), cells, UInt32(octave))
            whole += weight
            weight *= 0.5
            cells = cells &* 2
        }
        return sum / whole
    }

    /// The standard deviation of the values of `callAsFunction`, which are nearly normally distributed. It gives the
    /// height above which a share of the plane lies.
    static let deviation = 0.15

    private func smooth(_ x: Double, _ y: Double, _ cells: SIMD2<Int>, _ octave: UInt32) -> Double {
        let (floorX, floorY) = (x.rounded(.down), y.rounded(.down))
        let (u, v) = (x - floorX, y - floorY)
        let (s, t) = (u * u * (3 - 2 * u), v * v * (3 - 2 * v))
        let (x0, y0) = (wrap(floorX, cells.x), wrap(floorY, cells.y))
        let (x1, y1) = (x0 + 1 == cells.x ? 0 : x0 + 1, y0 + 1 == cells.y ? 0 : y0 + 1)
        let low = value(x0, y0, octave) * (1 - s) + value(x1, y0, octave) * s
        let high = value(x0, y1, octave) * (1 - s) + value(x1, y1, octave) * s
        return low * (1 - t) + high * t
    }

    /// The index of a whole number, however large, below `count`.
    private func wrap(_ index: Double, _ count: Int) -> Int {
        let rest = Int(index.truncatingRemainder(dividingBy: Double(count)))
        return rest < 0 ? rest + count : rest
    }

    /// A value 0…1 from a hash of the lattice's point: the finalizer of MurmurHash3 (A. Appleby, public domain).
    private func value(_ x: Int, _ y: Int, _ octave: UInt32) -> Double {
        var hash = UInt32(truncatingIfNeeded: x) &* 0x9E37_79B1 ^ UInt32(truncatingIfNeeded: y) &* 0x85EB_CA77
        hash ^= (octave &+ 1) &* 0xC2B2_AE3D ^ seed &* 0x27D4_EB2F
        hash ^= hash >> 16
        hash = hash &* 0x85EB_CA6B
        hash ^= hash >> 13
        hash = hash &* 0xC2B2_AE35
        hash ^= hash >> 16
        return Double(hash) * 0x1p-32
    }
}
