import Foundation
import Pictures

/// How much of the image is covered by things that fall while the camera exposes, all of one light.
///
/// What covers a pixel several times adds up as an optical depth, so that the order does not matter and faint streaks are
/// not lost to rounding.
struct StreakLayer {
    let width: Int
    let height: Int
    private(set) var depths: [Float]

    init(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        depths = [Float](repeating: 0, count: width * height)
    }

    /// Adds the way of a round thing from one place to another, in pixels; its ends are round, and its rim is soft.
    ///
    /// Its cover is spread over its whole way: a drop that moves far covers each place for a short part of the exposure.
    ///
    /// - Parameters:
    ///   - diameter: of the thing, in pixels; it may be far below one.
    ///   - blur: the diameter over which the lens spreads each point, in pixels.
    mutating func add(from start: SIMD2<Float>, to end: SIMD2<Float>, diameter: Float, blur: Float) {
        let along = end - start
        let length = (along * along).sum().squareRoot()
        // Nothing is drawn thinner than a pixel, but fainter.
        let wide = max(diameter + blur, 1)
        let opacity = min(
            0.98, Float.pi / 4 * diameter * diameter / (wide * length + Float.pi / 4 * wide * wide))
        guard opacity > 0.001 else { return }
        let optical = -log(1 - opacity)
        let softness = max(1, 0.6 * wide)
        let reach = (wide + softness) / 2
        let (left, right) = (min(start.x, end.x) - reach, max(start.x, end.x) + reach)
        let (top, bottom) = (min(start.y, end.y) - reach, max(start.y, end.y) + reach)
        guard right > 0, bottom > 0, left < Float(width), top < Float(height) else { return }
        let rows = max(0, Int(top))..<min(height, Int(bottom) + 1)
        let direction = length > 0 ? along / length : SIMD2(0, 1)
        // How far a row reaches to both sides of the line, where it is steep enough to say so.
        let half = abs(direction.y) > 0.05 ? reach / abs(direction.y) : .infinity
        depths.withUnsafeMutableBufferPointer { depths in
            for y in rows {
                let dy = Float(y) + 0.5 - start.y
                let middle = half.isFinite ? start.x + dy * direction.x / direction.y : start.x
                let (first, last) = (max(left, middle - half), min(right, middle + half))
                guard last > 0, first < Float(width) else { continue }
                for x in max(0, Int(first))..<max(0, min(width, Int(last) + 1), Int(first)) {
                    let dx = Float(x) + 0.5 - start.x
                    let t = min(max(dx * direction.x + dy * direction.y, 0), length)
                    let (ex, ey) = (dx - t * direction.x, dy - t * direction.y)
                    let distance = (ex * ex + ey * ey).squareRoot()
                    let share = min(1, max(0, (reach - distance) / softness))
                    depths[y * width + x] += optical * share
                }
            }
        }
    }

    /// Lays the streaks over an image.
    ///
    /// - Parameter light: of the things that fall: 16-bit linear, as `LinearLight`.
    func lay(over image: inout Raster, light: SIMD3<Float>) {
        let covers = StreakLayer.covers
        LinearLight.ofByte.withUnsafeBufferPointer { linear in
            LinearLight.byte.withUnsafeBufferPointer { encoded in
                covers.withUnsafeBufferPointer { covers in
                    depths.withUnsafeBufferPointer { depths in
                        image.bytes.withUnsafeMutableBufferPointer { bytes in
                            for index in 0..<depths.count where depths[index] > 0 {
                                let cover = covers[min(covers.count - 1, Int(depths[index] * StreakLayer.scale))]
                                for channel in 0..<3 {
                                    let at = index * 4 + channel
                                    let own = Float(linear[Int(bytes[at])])
                                    bytes[at] = encoded[LinearLight.index(own + (light[channel] - own) * cover)]
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Entries of `covers` for an optical depth of 1.
    private static let scale: Float = 1024
    /// The share that is covered, by optical depth up to 6.
    private static let covers: [Float] = (0...6 * 1024).map { 1 - exp(-(Float($0) + 0.5) / scale) }
}
