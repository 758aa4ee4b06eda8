internal import Foundation

/// Takes the noise of few samples out of the shadow on the ground and leaves its edges.
///
/// Dammertz, Sewtz, Hanika and Lensch, "Edge-avoiding à-trous wavelet transform for fast global illumination
/// filtering", HPG 2010: three passes of a 5 × 5 B-spline whose taps move apart, each weighed by how alike two pixels
/// are. The plane is flat, so the shadow itself is all that tells them apart.
enum ShadowFilter {
    /// - Parameters:
    ///   - weights: the share of each pixel that is ground; where it is 0 nothing is read or changed.
    ///   - samples: of each pixel, by which the noise is judged.
    static func filtered(
        _ shadow: [SIMD3<Float>], weights: [Float], width: Int, height: Int, samples: Int
    ) -> [SIMD3<Float>] {
        let taps: [Float] = [1.0 / 16, 1.0 / 4, 3.0 / 8, 1.0 / 4, 1.0 / 16]
        // The standard deviation of a shadow's share in its worst place, halved at every pass as the noise falls. Per
        // channel: the squares of three are added below.
        var spread = 0.5 / Float(samples).squareRoot()
        var values = shadow
        for step in [1, 2, 4] {
            let source = values
            for y in 0..<height {
                for x in 0..<width where weights[y * width + x] > 0 {
                    let centre = source[y * width + x]
                    var sum = SIMD3<Float>()
                    var total: Float = 0
                    for dy in -2...2 {
                        let row = y + dy * step
                        guard row >= 0, row < height else { continue }
                        for dx in -2...2 {
                            let column = x + dx * step
                            guard column >= 0, column < width else { continue }
                            let index = row * width + column
                            guard weights[index] > 0 else { continue }
                            let difference = source[index] - centre
                            let likeness = exp(-difference.dot(difference) / (6 * spread * spread))
                            let weight = taps[dx + 2] * taps[dy + 2] * weights[index] * likeness
                            sum += source[index] * weight
                            total += weight
                        }
                    }
                    values[y * width + x] = sum / total
                }
            }
            spread /= 2
        }
        return values
    }
}
