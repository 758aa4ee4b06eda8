/// A polygon of sixteen fixed directions round the texels of a level that are not transparent.
///
/// In place of a full convex hull: at most 2 % larger for a disc, exact for a box, and a row of the image is cut to it
/// with sixteen comparisons.
package struct SpriteHull: Sendable {
    /// Outward normals, evenly round the circle from (1, 0). Not of unit length.
    package static let directions: [SIMD2<Double>] = {
        let quarter: [SIMD2<Double>] = [
            SIMD2(1, 0), SIMD2(1, 0.41421356237309503), SIMD2(1, 1), SIMD2(0.41421356237309503, 1),
        ]
        let half = quarter + quarter.map { SIMD2(-$0.y, $0.x) }
        return half + half.map { SIMD2(-$0.x, -$0.y) }
    }()

    /// Element k: no point (u, v) whose bilinear sample may differ from transparent has
    /// `directions[k].x · u + directions[k].y · v` above this.
    ///
    /// In texels of the level, (0, 0) being the top left corner of the first texel. Includes the reach of a bilinear
    /// sample, one texel round the centres, and 1/64 texel for rounded positions. All −∞ when every texel is transparent.
    package let supports: [Double]

    init(width: Int, height: Int, texels: [UInt32]) {
        var supports = [Double](repeating: -.infinity, count: SpriteHull.directions.count)
        let stride = width + SpriteLevel.border
        texels.withUnsafeBufferPointer { texels in
            for y in 0..<height {
                let row = (y + 1) * stride + 1
                var first = 0
                while first < width, texels[row + first] == 0 { first += 1 }
                if first == width { continue }
                var last = width - 1
                while texels[row + last] == 0 { last -= 1 }
                // The extreme point of a row in any direction is its first or its last.
                for x in [first, last] {
                    let centre = SIMD2(Double(x) + 0.5, Double(y) + 0.5)
                    for (k, direction) in SpriteHull.directions.enumerated() {
                        supports[k] = max(supports[k], (direction * centre).sum())
                    }
                }
            }
        }
        for (k, direction) in SpriteHull.directions.enumerated() {
            supports[k] += (abs(direction.x) + abs(direction.y)) * (1 + 1.0 / 64)
        }
        self.supports = supports
    }

    /// The corners, in the order of the directions; empty when every texel is transparent.
    package var corners: [SIMD2<Double>] {
        guard supports[0].isFinite else { return [] }
        return supports.indices.map { k in
            let next = (k + 1) % supports.count
            let (a, b) = (SpriteHull.directions[k], SpriteHull.directions[next])
            let area = a.x * b.y - a.y * b.x
            return SIMD2(
                (supports[k] * b.y - supports[next] * a.y) / area, (a.x * supports[next] - b.x * supports[k]) / area)
        }
    }
}
