import Geometry
import Pictures
import Rendering

/// The shadows on a surface, the ground or a flat object: the factors of its light in a rectangle of the image.
struct Shade {
    let rect: PixelRect
    /// The factors, linear, per channel, of the rows' spans one after the other.
    private let factors: [SIMD3<Float>]
    /// From the rectangle's first row on.
    private let rows: [Row]

    private struct Row {
        /// The columns of the image in which the row's factors may be other than 1.
        var span: Range<Int>
        /// Where the factor of the image's first column would be.
        var start: Int
    }

    /// - Parameters:
    ///   - factors: linear, per channel, of the columns of `spans`, by rows.
    ///   - spans: the columns of the image in which each row's factors may be other than 1, within the rectangle; nil for
    ///     all.
    init(rect: PixelRect, factors: [SIMD3<Float>], in spans: [Range<Int>]? = nil) {
        self.rect = rect
        self.factors = factors
        var count = 0
        let whole = rect.minX..<max(rect.minX, rect.maxX)
        rows = (0..<max(0, rect.height)).map { row in
            let span = spans?[row] ?? whole
            defer { count += span.count }
            return Row(span: span, start: count - span.lowerBound)
        }
        precondition(count == factors.count)
    }

    /// The factors of a pixel of the image, linear, per channel.
    func factor(x: Int, y: Int) -> SIMD3<Float> {
        guard y >= rect.minY, y < rect.maxY else { return SIMD3(1, 1, 1) }
        let row = rows[y - rect.minY]
        return row.span.contains(x) ? factors[row.start + x] : SIMD3(1, 1, 1)
    }

    /// The encoded byte of each of 4,096 linear values: fine enough for the darkest tones, where sRGB is steepest.
    private static let byteOfLinear: [UInt8] = (0..<4096).map { UInt8(SRGB.encoded(Float($0) / 4095) * 255 + 0.5) }
    /// Less than this changes no pixel.
    private static let least: Float = 1e-3

    /// The gain of encoded values for each of 4,096 linear factors, 0…1.
    private static let gainOfLinear: [Float] = (0..<4096).map { encodedGain(linear: Float($0) / 4095) }
    /// The rows of a rectangle of pixels that have changed: those of a unit that JPEG files code as one.
    private static let stripe = 16

    /// Darkens the photo; the rectangle lies within it.
    ///
    /// - Returns: rectangles that hold all pixels that it has changed.
    func apply(to image: inout Raster) -> [PixelRect] {
        let linear = SRGB.linearOfByte
        let (width, rect) = (image.width, rect)
        var changed: [PixelRect] = []
        var (first, end, top) = (Int.max, Int.min, rect.minY)
        Shade.byteOfLinear.withUnsafeBufferPointer { encoded in
            linear.withUnsafeBufferPointer { linear in
                image.bytes.withUnsafeMutableBufferPointer { bytes in
                    factors.withUnsafeBufferPointer { factors in
                        for y in rect.minY..<max(rect.minY, rect.maxY) {
                            let row = rows[y - rect.minY]
                            var to = (y * width + row.span.lowerBound) * 4
                            for x in row.span {
                                let factor = factors[row.start + x]
                                if Shade.isSeen(factor) {
                                    first = min(first, x)
                                    end = max(end, x + 1)
                                    let light = SIMD3(
                                        linear[Int(bytes[to])], linear[Int(bytes[to + 1])], linear[Int(bytes[to + 2])])
                                    let steps = Shade.steps(light * factor)
                                    bytes[to] = encoded[steps.0]
                                    bytes[to + 1] = encoded[steps.1]
                                    bytes[to + 2] = encoded[steps.2]
                                }
                                to += 4
                            }
                            if (y + 1).isMultiple(of: Shade.stripe) || y + 1 == rect.maxY {
                                if first < end {
                                    changed.append(PixelRect(minX: first, minY: top, maxX: end, maxY: y + 1))
                                }
                                (first, end, top) = (Int.max, Int.min, y + 1)
                            }
                        }
                    }
                }
            }
        }
        return changed
    }

    /// Darkens premultiplied pixels of an object: those of the columns `span` in row `y` of the image.
    func apply(to pixels: UnsafeMutablePointer<UInt32>, row y: Int, _ span: Range<Int>) {
        guard y >= rect.minY, y < rect.maxY else { return }
        let row = rows[y - rect.minY]
        let part = span.clamped(to: row.span)
        Shade.gainOfLinear.withUnsafeBufferPointer { gains in
            factors.withUnsafeBufferPointer { factors in
                for x in part {
                    let factor = factors[row.start + x]
                    guard Shade.isSeen(factor) else { continue }
                    let pixel = pixels[x - span.lowerBound]
                    let alpha = pixel &>> 24
                    // Light that other objects throw back may be more than the sky's.
                    let isBright = factor.max() > 1
                    let bright = isBright ? encodedGain(linear: factor) : SIMD3(repeating: 1)
                    var shaded = alpha &<< 24
                    for channel in 0..<3 {
                        let shift = UInt32(8 * channel)
                        let gain = isBright ? bright[channel] : gains[Int(max(0, factor[channel]) * 4095 + 0.5)]
                        let value = Float(pixel &>> shift & 255) * gain + 0.5
                        shaded |= min(UInt32(min(255, max(0, value))), alpha) &<< shift
                    }
                    pixels[x - span.lowerBound] = shaded
                }
            }
        }
    }

    /// Linear values as indices of `byteOfLinear`, rounded to nearest.
    @inline(__always)
    private static func steps(_ light: SIMD3<Float>) -> (Int, Int, Int) {
        // Between 2²³ and 2²⁴ the last bits of a float count ones; a conversion would look for numbers that are none.
        let scaled = pointwiseMin(pointwiseMax(light, .zero), SIMD3(1, 1, 1)) * 4095 + 8_388_608
        func index(_ value: Float) -> Int { Int(value.bitPattern & 0xFFF) }
        return (index(scaled.x), index(scaled.y), index(scaled.z))
    }

    @inline(__always)
    private static func isSeen(_ factor: SIMD3<Float>) -> Bool {
        abs(factor.x - 1) + abs(factor.y - 1) + abs(factor.z - 1) > least
    }
}
