/// An environment as a table with look-up without trigonometry: the octahedron's faces folded out to a square (Cigolle
/// et al., "A survey of efficient representations for independent unit vectors", JCGT 3 (2014)).
///
/// It is for light that changes slowly: each texel has the radiance at its own middle.
struct OctahedralMap {
    private let size: Int
    /// By rows.
    private let texels: [SIMD4<Float>]

    init(_ environment: Environment) {
        // Four texels for each of the panorama's along the horizon, where its own are largest.
        let size = min(128, max(16, 4 * environment.height))
        self.size = size
        texels = (0..<size * size).map { index in
            let x = (Float(index % size) + 0.5) / Float(size) * 2 - 1
            let z = (Float(index / size) + 0.5) / Float(size) * 2 - 1
            return SIMD4(environment.evaluate(Self.direction(x, z)).radiance, 0)
        }
    }

    /// The direction at a place of the square, −1…1 each.
    static func direction(_ x: Float, _ z: Float) -> Vector {
        let y = 1 - abs(x) - abs(z)
        let folded =
            y >= 0 ? Vector(x, y, z) : Vector((1 - abs(z)) * (x < 0 ? -1 : 1), y, (1 - abs(x)) * (z < 0 ? -1 : 1))
        return folded.normalizedOrZero
    }

    /// The places of directions in the square, −1…1 each.
    @inline(__always) static func place(of direction: Vector8) -> (x: Float8, z: Float8) {
        let (absX, absZ) = (direction.x.magnitudes, direction.z.magnitudes)
        let scale = 1 / (absX + direction.y.magnitudes + absZ)
        let isBelow = direction.y .< 0
        let x = direction.x * scale
        let z = direction.z * scale
        let (one, minus) = (Float8(repeating: 1), Float8(repeating: -1))
        let foldedX = (1 - absZ * scale) * one.replacing(with: minus, where: x .< 0)
        let foldedZ = (1 - absX * scale) * one.replacing(with: minus, where: z .< 0)
        return (x.replacing(with: foldedX, where: isBelow), z.replacing(with: foldedZ, where: isBelow))
    }

    /// The radiance from directions of length 1.
    @inline(__always) func radiance(_ direction: Vector8) -> Vector8 {
        let (x, z) = Self.place(of: direction)
        let (columns, rows) = (index(x), index(z))
        let indices = rows &* UInt32(truncatingIfNeeded: size) &+ columns
        return texels.withUnsafeBufferPointer { texels in
            var radiance = Vector8.zero
            for lane in 0..<8 {
                let texel = texels[Int(indices[lane])]
                radiance[lane] = Vector(texel.x, texel.y, texel.z)
            }
            return radiance
        }
    }

    /// A texel's index along an axis, from −1…1.
    @inline(__always) private func index(_ value: Float8) -> SIMD8<UInt32> {
        let place = (value * 0.5 + 0.5) * Float(size) - 0.5
        // In a lane that is not used the value may be NaN, which becomes 0 here.
        let inside = Float8.zero.replacing(with: place.smallest(Float8(repeating: Float(size - 1))), where: place .> 0)
        // This rounds in the same way as `turned`.
        return unsafeBitCast(inside + 0x1p23, to: SIMD8<UInt32>.self) & 0x7F_FFFF
    }
}
