import Geometry
import Rendering
import Vips

/// What the ground's light is multiplied by in a rectangle of the image.
struct GroundShadow {
    let rect: PixelRect
    /// Linear, per channel, by rows.
    let factors: [SIMD3<Float>]

    /// The encoded byte of each of 4,096 linear values: fine enough for the darkest tones, where sRGB is steepest.
    private static let byteOfLinear: [UInt8] = (0..<4096).map { UInt8(SRGB.encoded(Float($0) / 4095) * 255 + 0.5) }
    /// Less than this changes no pixel.
    private static let least: Float = 1e-3

    /// Darkens the photo; the rectangle lies within it.
    func apply(to image: inout Raster) {
        let linear = SRGB.linearOfByte
        let (width, rect) = (image.width, rect)
        GroundShadow.byteOfLinear.withUnsafeBufferPointer { encoded in
            linear.withUnsafeBufferPointer { linear in
                image.bytes.withUnsafeMutableBufferPointer { bytes in
                    factors.withUnsafeBufferPointer { factors in
                        for y in rect.minY..<max(rect.minY, rect.maxY) {
                            var from = (y - rect.minY) * rect.width
                            var to = (y * width + rect.minX) * 4
                            for _ in 0..<rect.width {
                                let factor = factors[from]
                                if abs(factor.x - 1) + abs(factor.y - 1) + abs(factor.z - 1) > GroundShadow.least {
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
}
