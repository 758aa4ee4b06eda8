import Geometry
import Pictures
import Rendering

/// The shadows on a surface, the ground or a flat object: the factors of its light in a rectangle of the image.
struct Shade {
    let rect: PixelRect
    /// The factors, linear, per channel, by rows.
    let factors: [SIMD3<Float>]

    /// The encoded byte of each of 4,096 linear values: fine enough for the darkest tones, where sRGB is steepest.
    private static let byteOfLinear: [UInt8] = (0..<4096).map { UInt8(SRGB.encoded(Float($0) / 4095) * 255 + 0.5) }
    /// Less than this changes no pixel.
    private static let least: Float = 1e-3

    /// Darkens the photo; the rectangle lies within it.
    func apply(to image: inout Raster) {
        let linear = SRGB.linearOfByte
        let (width, rect) = (image.width, rect)
        Shade.byteOfLinear.withUnsafeBufferPointer { encoded in
            linear.withUnsafeBufferPointer { linear in
                image.bytes.withUnsafeMutableBufferPointer { bytes in
                    factors.withUnsafeBufferPointer { factors in
                        for y in rect.minY..<max(rect.minY, rect.maxY) {
                            var from = (y - rect.minY) * rect.width
                            var to = (y * width + rect.minX) * 4
                            for _ in 0..<rect.width {
                                let factor = factors[from]
                                if Shade.isSeen(factor) {
                                    for channel in 0..<3 {
                                        let light = linear[Int(bytes[to + channel])] * factor[channel]
                                        bytes[to + channel] = encoded[Int(min(1, max(0, light)) * 4095 + 0.5)]
                                    }
                                }
                                from += 1
                                to += 4
                            }
                        }
                    }
                }
            }
        }
    }

    /// Darkens premultiplied pixels of an object: those of the columns `span` in row `y` of the image.
    func apply(to pixels: UnsafeMutablePointer<UInt32>, row y: Int, _ span: Range<Int>) {
        guard y >= rect.minY, y < rect.maxY else { return }
        let row = (y - rect.minY) * rect.width - rect.minX
        factors.withUnsafeBufferPointer { factors in
            for x in max(span.lowerBound, rect.minX)..<max(span.lowerBound, rect.minX, min(span.upperBound, rect.maxX))
            {
                let factor = factors[row + x]
                guard Shade.isSeen(factor) else { continue }
                let pixel = pixels[x - span.lowerBound]
                let alpha = pixel &>> 24
                let gain = encodedGain(linear: factor)
                var shaded = alpha &<< 24
                for channel in 0..<3 {
                    let shift = UInt32(8 * channel)
                    let value = Float(pixel &>> shift & 255) * gain[channel] + 0.5
                    shaded |= min(UInt32(min(255, max(0, value))), alpha) &<< shift
                }
                pixels[x - span.lowerBound] = shaded
            }
        }
    }

    @inline(__always)
    private static func isSeen(_ factor: SIMD3<Float>) -> Bool {
        abs(factor.x - 1) + abs(factor.y - 1) + abs(factor.z - 1) > least
    }
}
