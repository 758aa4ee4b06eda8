/// Directions that were drawn from a panorama in proportion to their brightness, once for all samples.
///
/// Finding a direction for two numbers takes five reads of far memory and trigonometry. So the square of the two numbers
/// is divided into cells, one direction is drawn for each, and a sample takes that of its cell. All of these directions
/// with their light fit in a processor's own memory. They are so many that the light they make differs from that of the
/// panorama far less than the samples of a pixel do: drawn one in each cell, they are as even as the samples themselves.
struct DrawnLight: Sendable {
    /// The number of cells along each side of the square: a power of two.
    static let side = 128

    /// For each cell, by rows: the direction, the density with which directions there are drawn, per steradian, and the
    /// radiance.
    private let cells: [SIMD8<Float>]

    /// Nothing, for a sky from which no directions are drawn.
    static let none = DrawnLight()

    private init() { cells = [] }

    /// - Parameter texels: the radiance of each texel, and the density with which `directions` draws its directions.
    init(_ directions: BrightDirections, texels: [SIMD4<Float>]) {
        var cells: [SIMD8<Float>] = []
        cells.reserveCapacity(Self.side * Self.side)
        let scale = 1 / Float(Self.side)
        for row in 0..<Self.side {
            for first in stride(from: 0, to: Self.side, by: 8) {
                // A point anywhere in each cell, so that no line of cells follows a line in the panorama.
                let cell = SIMD8<UInt32>(0, 1, 2, 3, 4, 5, 6, 7) &+ UInt32(row * Self.side + first)
                let u = (Float8(cell & UInt32(Self.side - 1)) + Sobol.fraction(cell, seed: 1)) * scale
                let v = (Float8(repeating: Float(row)) + Sobol.fraction(cell, seed: 2)) * scale
                let drawn = directions.sample(u, v)
                for lane in 0..<8 {
                    let (direction, texel) = (drawn.directions[lane], texels[Int(drawn.texels[lane])])
                    cells.append(
                        SIMD8(direction.x, direction.y, direction.z, texel.w, texel.x, texel.y, texel.z, 0))
                }
            }
        }
        self.cells = cells
    }

    /// The directions, their radiance and their density for pairs of numbers in 0 ..< 1.
    @inline(__always) func callAsFunction(
        _ u: Float8, _ v: Float8
    ) -> (directions: Vector8, radiance: Vector8, density: Float8) {
        let places = wholes(v * Float(Self.side)) &* UInt32(Self.side) &+ wholes(u * Float(Self.side))
        return cells.withUnsafeBufferPointer { cells in
            let (a, b, c, d) = (
                cells[Int(places[0])], cells[Int(places[1])], cells[Int(places[2])], cells[Int(places[3])]
            )
            let (e, f, g, h) = (
                cells[Int(places[4])], cells[Int(places[5])], cells[Int(places[6])], cells[Int(places[7])]
            )
            @inline(__always) func column(_ index: Int) -> Float8 {
                Float8(a[index], b[index], c[index], d[index], e[index], f[index], g[index], h[index])
            }
            return (
                Vector8(column(0), column(1), column(2)), Vector8(column(4), column(5), column(6)), column(3)
            )
        }
    }
}
