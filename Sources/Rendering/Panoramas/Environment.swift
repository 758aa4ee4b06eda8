import Findings
internal import Foundation

/// Light from all around: an equirectangular panorama of scene-linear radiance.
///
/// The top row looks up; the middle column looks along −z, as an unturned camera does, and columns further right look
/// further to the right. Texels are not interpolated, so that drawing and look-up agree exactly.
package final class Environment: Sendable {
    package let width: Int
    package let height: Int
    /// By rows.
    let radiance: [SIMD3<Float>]
    /// Sums of brightness times solid angle: within each row, and over the rows, each ending at 1.
    private let columnSums: [Float]
    private let rowSums: [Float]
    /// The brightness over its mean: the density per steradian times 4π.
    private let mean: Float

    /// Throws `.badLight` for radiance that is negative or not finite, or none at all.
    package init(width: Int, height: Int, radiance: [SIMD3<Float>]) throws(RenderingError) {
        precondition(width > 0 && height > 0 && radiance.count == width * height, "a texel for every direction")
        guard radiance.allSatisfy({ $0.isFinite && $0.min() >= 0 }) else {
            throw RenderingError(.badLight, "a panorama holds light that is negative or no finite number")
        }
        var columns: [Float] = []
        var rows: [Float] = []
        var total = 0.0
        var whole = 0.0
        for y in 0..<height {
            let angle = Self.rowAngle(y, height)
            var sum = 0.0
            var sums: [Double] = []
            for x in 0..<width {
                sum += Double(radiance[y * width + x].luminance)
                sums.append(sum)
            }
            columns.append(contentsOf: sums.map { sum > 0 ? Float($0 / sum) : 0 })
            total += sum * angle
            whole += Double(width) * angle
            rows.append(Float(total))
        }
        guard total > 0 else { throw RenderingError(.badLight, "a panorama is black throughout") }
        self.width = width
        self.height = height
        self.radiance = radiance
        columnSums = columns
        rowSums = rows.map { $0 / Float(total) }
        mean = Float(total / whole)
    }

    /// The solid angle of a row's texels, up to a factor.
    private static func rowAngle(_ y: Int, _ height: Int) -> Double {
        cos(Double(y) / Double(height) * .pi) - cos(Double(y + 1) / Double(height) * .pi)
    }

    /// The radiance from a direction of length 1, and the density with which `sample` draws it, per steradian.
    func evaluate(_ direction: SIMD3<Float>) -> (radiance: SIMD3<Float>, density: Float) {
        let across = 0.5 + atan2(direction.x, -direction.z) / (2 * .pi)
        let down = acos(min(1, max(-1, direction.y))) / .pi
        let x = min(width - 1, max(0, Int(across * Float(width))))
        let y = min(height - 1, max(0, Int(down * Float(height))))
        let value = radiance[y * width + x]
        return (value, value.luminance / (mean * 4 * .pi))
    }

    /// A direction drawn in proportion to its brightness.
    func sample(_ u: Float, _ v: Float) -> SIMD3<Float> {
        let (y, down) = Self.find(v, rowSums, 0..<height)
        let (x, across) = Self.find(u, columnSums, y * width..<(y + 1) * width)
        // Even over the solid angle of the row: uniform in the cosine.
        let top = cos(Float(y) / Float(height) * .pi)
        let bottom = cos(Float(y + 1) / Float(height) * .pi)
        let cosine = top + (bottom - top) * down
        let sine = max(0, 1 - cosine * cosine).squareRoot()
        let azimuth = ((Float(x) + across) / Float(width) - 0.5) * 2 * .pi
        return SIMD3(sine * sin(azimuth), cosine, -sine * cos(azimuth))
    }

    /// The step at which a running sum passes `value`, counted from the range's beginning, and the share of the step
    /// before that.
    private static func find(_ value: Float, _ sums: [Float], _ range: Range<Int>) -> (Int, Float) {
        var (low, high) = (range.lowerBound, range.upperBound - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > value { high = middle } else { low = middle + 1 }
        }
        let before = low == range.lowerBound ? 0 : sums[low - 1]
        let step = sums[low] - before
        return (low - range.lowerBound, step > 0 ? min(0x1.fffffep-1, max(0, (value - before) / step)) : 0.5)
    }

    /// The mean radiance over all directions.
    package var meanRadiance: SIMD3<Float> {
        var sum = SIMD3<Double>()
        var whole = 0.0
        for y in 0..<height {
            let angle = Self.rowAngle(y, height)
            for x in 0..<width { sum += SIMD3<Double>(radiance[y * width + x]) * angle }
            whole += Double(width) * angle
        }
        return SIMD3<Float>(sum / whole)
    }
}
