import Findings
internal import Foundation

/// Light from all around: an equirectangular panorama of scene-linear radiance.
///
/// The top row looks up; the middle column looks along −z, as an unturned camera does, and columns further right look
/// further to the right. Texels are not interpolated, so that drawing and look-up agree.
package final class Environment: Sendable {
    package let width: Int
    package let height: Int
    /// The mean radiance over all directions.
    package let meanRadiance: SIMD3<Float>
    /// By rows: the radiance, and the density with which directions in the texel are drawn, per steradian.
    let texels: [SIMD4<Float>]
    /// Directions with their light, drawn by their brightness.
    let drawn: DrawnLight

    /// - Parameter isDrawn: false for a sky that is only looked up, and never drawn from.
    ///
    /// Throws `.badLight` for radiance that is negative or not finite, or none at all.
    package init(
        width: Int, height: Int, radiance: [SIMD3<Float>], isDrawn: Bool = true
    ) throws(RenderingError) {
        precondition(width > 0 && height > 0 && radiance.count == width * height, "a texel for every direction")
        guard radiance.allSatisfy({ $0.isFinite && $0.min() >= 0 }) else {
            throw RenderingError(.badLight, "a panorama holds light that is negative or no finite number")
        }
        var columns: [Float] = []
        columns.reserveCapacity(radiance.count)
        var rows: [Float] = []
        var total = 0.0
        var whole = 0.0
        var light = SIMD3<Double>()
        var sums = [Double](repeating: 0, count: width)
        for y in 0..<height {
            let angle = Self.rowAngle(y, height)
            var sum = 0.0
            for x in 0..<width {
                let value = radiance[y * width + x]
                sum += Double(value.luminance)
                sums[x] = sum
                light += SIMD3<Double>(value) * angle
            }
            for x in 0..<width { columns.append(sum > 0 ? Float(sums[x] / sum) : 0) }
            total += sum * angle
            whole += Double(width) * angle
            rows.append(Float(total))
        }
        guard total > 0 else { throw RenderingError(.badLight, "a panorama is black throughout") }
        self.width = width
        self.height = height
        meanRadiance = SIMD3<Float>(light / whole)
        // The brightness over its mean is the density per steradian times 4π.
        let mean = Float(total / whole)
        texels = radiance.map { SIMD4($0, $0.luminance / (mean * 4 * .pi)) }
        guard isDrawn else {
            drawn = .none
            return
        }
        let directions = BrightDirections(
            width: width, height: height, rows: rows.map { $0 / Float(total) }, columns: columns)
        drawn = DrawnLight(directions, texels: texels)
    }

    /// The solid angle of a row's texels, up to a factor.
    private static func rowAngle(_ y: Int, _ height: Int) -> Double {
        cos(Double(y) / Double(height) * .pi) - cos(Double(y + 1) / Double(height) * .pi)
    }

    /// The radiance from a direction of length 1, and the density with which `sample` draws it, per steradian.
    func evaluate(_ direction: SIMD3<Float>) -> (radiance: SIMD3<Float>, density: Float) {
        let texel = texels[place(of: direction)]
        return (SIMD3(texel.x, texel.y, texel.z), texel.w)
    }

    /// The index of the texel in a direction of length 1.
    @inline(__always) func place(of direction: SIMD3<Float>) -> Int {
        let across = 0.5 + atan2(direction.x, -direction.z) / (2 * .pi)
        let down = acos(min(1, max(-1, direction.y))) / .pi
        let x = min(width - 1, max(0, Int(across * Float(width))))
        let y = min(height - 1, max(0, Int(down * Float(height))))
        return y * width + x
    }
}
