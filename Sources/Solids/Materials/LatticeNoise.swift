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
        var rows = NoiseRows(self, columns: [x])
        rows.move(to: y)
        return rows.values[0]
    }

    /// A lattice, each of the later ones twice as fine as the one before.
    struct Octave: Sendable {
        let cells: SIMD2<Int>
        let size: SIMD2<Double>
        let seed: UInt32
    }

    /// The coarsest first. The sum takes half as much of each as of the one before.
    var lattices: [Octave] {
        (0..<octaves).map { octave in
            Octave(
                cells: cells &<< SIMD2(repeating: octave), size: size,
                seed: UInt32(octave + 1) &* 0xC2B2_AE3D ^ seed &* 0x27D4_EB2F)
        }
    }

    /// The standard deviation of the values of `callAsFunction`, which are nearly normally distributed. It gives the
    /// height above which a share of the plane lies.
    static let deviation = 0.15
}

extension LatticeNoise.Octave {
    /// A place along an axis: the two points of the lattice beside it, and the weight of the second.
    struct Place: Sendable {
        var first: Int
        var second: Int
        var weight: Double
    }

    func column(_ x: Double) -> Place { place(x / size.x * Double(cells.x), cells.x) }
    func row(_ y: Double) -> Place { place(y / size.y * Double(cells.y), cells.y) }

    private func place(_ at: Double, _ count: Int) -> Place {
        let floor = at.rounded(.down)
        let u = at - floor
        let first = wrap(floor, count)
        return Place(first: first, second: first + 1 == count ? 0 : first + 1, weight: u * u * (3 - 2 * u))
    }

    /// The index of a whole number, however large, below `count`.
    private func wrap(_ index: Double, _ count: Int) -> Int {
        let rest = Int(index.truncatingRemainder(dividingBy: Double(count)))
        return rest < 0 ? rest + count : rest
    }

    /// A value 0…1 from a hash of the lattice's point: the finalizer of MurmurHash3 (A. Appleby, public domain).
    @inline(__always) func value(_ x: Int, _ y: Int) -> Double {
        var hash = UInt32(truncatingIfNeeded: x) &* 0x9E37_79B1 ^ UInt32(truncatingIfNeeded: y) &* 0x85EB_CA77
        hash ^= seed
        hash ^= hash >> 16
        hash = hash &* 0x85EB_CA6B
        hash ^= hash >> 13
        hash = hash &* 0xC2B2_AE35
        hash ^= hash >> 16
        return Double(hash) * 0x1p-32
    }
}
