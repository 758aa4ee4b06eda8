/// The place in a texture for a point of a surface: an affine map of the mesh's texture coordinates, v up.
package struct TextureMapping: Hashable, Sendable {
    /// The new u: factors of u and v, and a shift.
    package var u: SIMD3<Float>
    /// The new v.
    package var v: SIMD3<Float>

    package init(u: SIMD3<Float> = [1, 0, 0], v: SIMD3<Float> = [0, 1, 0]) {
        self.u = u
        self.v = v
    }

    package static let identity = TextureMapping()

    @inline(__always) package func callAsFunction(_ coordinates: SIMD2<Float>) -> SIMD2<Float> {
        SIMD2(
            u.x * coordinates.x + u.y * coordinates.y + u.z, v.x * coordinates.x + v.y * coordinates.y + v.z)
    }

    /// The factor by which a path grows in the texture, as a mean over all directions.
    package var spread: Float { abs(u.x * v.y - u.y * v.x).squareRoot() }
}
