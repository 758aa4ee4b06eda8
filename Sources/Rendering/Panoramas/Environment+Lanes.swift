internal import Foundation

/// The kernels of the path tracer: eight directions at once.
///
/// A panorama is larger than a processor's own memory. So the reads of eight lanes follow each other without anything
/// that waits for one of them in between, and far memory answers all of them at the same time.
extension Environment {
    /// Directions that are drawn in proportion to their brightness, and their texels.
    struct Drawn {
        var directions = Vector8.zero
        /// −1 where it is not certain in which texel the rounded direction lies.
        var places = SIMD8<Int32>(repeating: -1)
    }

    /// How near a direction has to be to the edge of its texel, as a share of it, for its rounding to matter.
    private static let edge: Float = 1 / 64

    /// Draws directions for the lanes in a mask.
    @inline(__always) func sample(_ u: Float8, _ v: Float8, _ mask: Mask8) -> Drawn {
        var drawn = Drawn()
        let (top, down) = rows.steps(at: v, rows: SIMD8(), mask)
        let (left, across) = columns.steps(at: u, rows: top, mask)
        edges.withUnsafeBufferPointer { edges in
            for lane in 0..<8 where mask[lane] {
                let (x, y) = (Int(left[lane]), Int(top[lane]))
                // Even over the solid angle of the row: uniform in the cosine.
                let cosine = edges[y] + (edges[y + 1] - edges[y]) * down[lane]
                let sine = max(0, 1 - cosine * cosine).squareRoot()
                let azimuth = ((Float(x) + across[lane]) / Float(width) - 0.5) * 2 * .pi
                drawn.directions[lane] = SIMD3(sine * sin(azimuth), cosine, -sine * cos(azimuth))
                let inside = Self.edge...1 - Self.edge
                if inside.contains(across[lane]), inside.contains(down[lane]) {
                    drawn.places[lane] = Int32(truncatingIfNeeded: y * width + x)
                }
            }
        }
        return drawn
    }

    /// The radiance from drawn directions in a mask and the density with which they are drawn, per steradian; 0 in other
    /// lanes.
    @inline(__always) func evaluate(_ drawn: Drawn, _ mask: Mask8) -> (radiance: Vector8, density: Float8) {
        var places = drawn.places
        for lane in 0..<8 where mask[lane] && places[lane] < 0 {
            places[lane] = Int32(truncatingIfNeeded: place(of: drawn.directions[lane]))
        }
        return texels(at: places, mask)
    }

    /// The same for any directions of length 1.
    @inline(__always) func evaluate(_ directions: Vector8, _ mask: Mask8) -> (radiance: Vector8, density: Float8) {
        var places = SIMD8<Int32>()
        for lane in 0..<8 where mask[lane] { places[lane] = Int32(truncatingIfNeeded: place(of: directions[lane])) }
        return texels(at: places, mask)
    }

    @inline(__always) private func texels(
        at places: SIMD8<Int32>, _ mask: Mask8
    ) -> (radiance: Vector8, density: Float8) {
        texels.withUnsafeBufferPointer { texels in
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
}
