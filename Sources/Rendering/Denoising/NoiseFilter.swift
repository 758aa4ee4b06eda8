/// Removes noise from traced light, judged by the noise in the samples themselves.
///
/// Non-local means: every pixel becomes a mean of the pixels around it whose surroundings look the same except for
/// noise, after Rousselle, Knaus and Zwicker, "Adaptive rendering with non-local means filtering", ACM TOG 31 (2012):
/// differences are judged by the variance of the samples. The normals and the albedo of surfaces keep pixels apart too
/// (the same authors, "Robust denoising using feature and color information", CGF 32 (2013)).
enum NoiseFilter {
    /// The distance up to which pixels are mixed, and the size of the surroundings that are compared.
    private static let radius = 4
    private static let patch = 2
    private static let margin = radius + patch
    /// The number of rows that are filtered at once.
    private static let bandRows = 64

    /// The surfaces in each pixel.
    struct Surfaces {
        var normals: [SIMD3<Float>]
        /// The albedo in steps of its square root.
        var albedo: [SIMD4<UInt8>]
    }

    /// The light of the pixels without its noise. Pixels around which there is none keep their light.
    static func filtered(_ pixels: NoisyPixels, on surfaces: Surfaces? = nil) -> [Vector] {
        var result = pixels.means.map { Vector($0.x, $0.y, $0.z) }
        guard pixels.width > 0, pixels.height > 0 else { return result }
        let variances = smoothed(pixels)
        let planes = FilterPlanes(width: pixels.width, rows: min(bandRows, pixels.height), margin: margin)
        for top in stride(from: 0, to: pixels.height, by: bandRows) {
            let rows = min(bandRows, pixels.height - top)
            let columns = noisyColumns(variances, pixels.width, rows: top..<top + rows)
            guard !columns.isEmpty else { continue }
            planes.load(pixels, variances: variances, surfaces: surfaces, top: top, rows: rows, columns: columns)
            for dy in 0...radius {
                for dx in -radius...radius where dy > 0 || dx > 0 { planes.mix(dx, dy, rows: rows, patch: patch) }
            }
            planes.store(&result, variances, top: top, rows: rows, columns: columns, of: pixels.width)
        }
        return result
    }

    /// The columns between the first and the last pixel of some rows that has noise.
    private static func noisyColumns(_ variances: [Float], _ width: Int, rows: Range<Int>) -> Range<Int> {
        var (first, end) = (width, 0)
        for row in rows {
            let line = variances[row * width..<(row + 1) * width]
            if let at = line.firstIndex(where: { $0 > 0 }) { first = min(first, at - line.startIndex) }
            if let at = line.lastIndex(where: { $0 > 0 }) { end = max(end, at - line.startIndex + 1) }
        }
        return first..<max(first, end)
    }

    /// The variance of a sample, as the mean over 7 × 7 pixels: the variance of a single pixel is too noisy itself.
    private static func smoothed(_ pixels: NoisyPixels) -> [Float] {
        let (width, height) = (pixels.width, pixels.height)
        let reach = 3
        var sums = [SIMD2<Float>](repeating: .zero, count: width * height)
        for y in 0..<height {
            for x in 0..<width {
                var sum = SIMD2<Float>()
                for column in max(0, x - reach)...min(width - 1, x + reach) {
                    let variance = pixels.variances[y * width + column]
                    if variance >= 0 { sum += SIMD2(variance, 1) * pixels.means[y * width + column].w }
                }
                sums[y * width + x] = sum
            }
        }
        return (0..<width * height).map { index in
            let (x, y) = (index % width, index / width)
            var sum = SIMD2<Float>()
            for row in max(0, y - reach)...min(height - 1, y + reach) { sum += sums[row * width + x] }
            return sum.y > 0 ? sum.x / sum.y : 0
        }
    }
}
