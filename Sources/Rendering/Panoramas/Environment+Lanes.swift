/// The look-up of eight directions at once.
///
/// A panorama is larger than a processor's own memory. So the reads of eight lanes follow each other without anything
/// that waits for one of them in between, and far memory answers all of them at the same time.
extension Environment {
    /// The radiance from directions of length 1 in a mask and the density with which `drawn` has them, per steradian; 0 in
    /// other lanes.
    @inline(__always) func evaluate(_ directions: Vector8, _ mask: Mask8) -> (radiance: Vector8, density: Float8) {
        let places = places(of: directions)
        return texels.withUnsafeBufferPointer { texels in
            var radiance = Vector8.zero
            var density = Float8()
            for lane in 0..<8 where mask[lane] {
                let texel = texels[Int(places[lane])]
                radiance[lane] = SIMD3(texel.x, texel.y, texel.z)
                density[lane] = texel.w
            }
            return (radiance, density)
        }
    }

    /// The indices of the texels in directions of length 1: those of `place`, except within 10⁻⁶ of a texel's edge.
    @inline(__always) private func places(of directions: Vector8) -> SIMD8<UInt32> {
        let (width, height) = (Float(width), Float(height))
        let across = (0.5 + turns(y: directions.x, x: -directions.z)) * width
        let down = halfTurns(cosine: directions.y) * height
        let column = wholes(across.smallest(Float8(repeating: width - 0.5)))
        let row = wholes(down.smallest(Float8(repeating: height - 0.5)))
        return row &* UInt32(truncatingIfNeeded: self.width) &+ column
    }
}
