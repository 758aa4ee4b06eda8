import Geometry
import Pictures

/// The texels of a sprite at one resolution.
package struct SpriteLevel: Sendable {
    /// The size in texels, without the border.
    package let width: Int
    package let height: Int

    /// Premultiplied texels, red in the lowest byte, then green, blue and alpha in the highest.
    ///
    /// Row-major, `stride` texels a row. A transparent border goes round them, one texel wide at the left and the top,
    /// two at the right and the bottom: texel (i, j) is element (j + 1) · stride + i + 1, and a bilinear tap may be
    /// anywhere from −1 to the size.
    package let texels: [UInt32]

    /// Where the level has texels that are not transparent.
    package let hull: SpriteHull

    package var stride: Int { width + SpriteLevel.border }
    package var byteCount: Int { texels.count * MemoryLayout<UInt32>.stride }

    /// How many texels the border adds to each row and column.
    package static let border = 3

    /// Wraps texels that already have their border.
    init(width: Int, height: Int, texels: [UInt32]) {
        precondition(texels.count == (width + SpriteLevel.border) * (height + SpriteLevel.border))
        self.width = width
        self.height = height
        self.texels = texels
        hull = SpriteHull(width: width, height: height, texels: texels)
    }

    /// The part of a picture with straight alpha that lies within `bounds`.
    init(straight raster: Raster, _ bounds: PixelRect) {
        let (width, height) = (bounds.width, bounds.height)
        let stride = width + SpriteLevel.border
        var texels = [UInt32](repeating: 0, count: stride * (height + SpriteLevel.border))
        raster.bytes.withUnsafeBufferPointer { bytes in
            texels.withUnsafeMutableBufferPointer { texels in
                for y in 0..<height {
                    var from = ((y + bounds.minY) * raster.width + bounds.minX) * 4
                    let to = (y + 1) * stride + 1
                    for x in 0..<width {
                        let alpha = UInt32(bytes[from + 3])
                        let red = premultiplied(bytes[from], by: alpha)
                        let green = premultiplied(bytes[from + 1], by: alpha)
                        let blue = premultiplied(bytes[from + 2], by: alpha)
                        texels[to + x] = red | green &<< 8 | blue &<< 16 | alpha &<< 24
                        from += 4
                    }
                }
            }
        }
        self.init(width: width, height: height, texels: texels)
    }

    /// A picture whose colours are premultiplied already; none is brighter than its alpha allows.
    init(premultiplied raster: Raster) {
        let (width, height) = (raster.width, raster.height)
        let stride = width + SpriteLevel.border
        var texels = [UInt32](repeating: 0, count: stride * (height + SpriteLevel.border))
        raster.bytes.withUnsafeBufferPointer { bytes in
            for y in 0..<height {
                for x in 0..<width {
                    let from = (y * width + x) * 4
                    let alpha = bytes[from + 3]
                    let (red, green, blue) = (
                        UInt32(min(bytes[from], alpha)), UInt32(min(bytes[from + 1], alpha)),
                        UInt32(min(bytes[from + 2], alpha))
                    )
                    texels[(y + 1) * stride + 1 + x] = red | green &<< 8 | blue &<< 16 | UInt32(alpha) &<< 24
                }
            }
        }
        self.init(width: width, height: height, texels: texels)
    }

    /// Half the resolution: each texel is the mean of four, those beyond the edge being transparent.
    ///
    /// Odd sizes round up, so that texel (i, j) always covers texels 2i, 2i + 1 by 2j, 2j + 1 and level k is exactly
    /// 2⁻ᵏ of level 0 in every coordinate. An edge texel that is half covered then has half the alpha, as it should.
    func halved() -> SpriteLevel {
        let (half, halfHeight) = ((width + 1) / 2, (height + 1) / 2)
        let (from, to) = (stride, half + SpriteLevel.border)
        var result = [UInt32](repeating: 0, count: to * (halfHeight + SpriteLevel.border))
        texels.withUnsafeBufferPointer { texels in
            result.withUnsafeMutableBufferPointer { result in
                for y in 0..<halfHeight {
                    for x in 0..<half {
                        let at = (2 * y + 1) * from + 2 * x + 1
                        let (a, b) = (texels[at], texels[at + 1])
                        let (c, d) = (texels[at + from], texels[at + from + 1])
                        // Two channels at a time, each in 16 bits: the sum of four bytes has ten.
                        let mask: UInt32 = 0x00FF_00FF
                        let redBlue = (a & mask) &+ (b & mask) &+ (c & mask) &+ (d & mask) &+ 0x0002_0002
                        let greenAlpha =
                            (a &>> 8 & mask) &+ (b &>> 8 & mask) &+ (c &>> 8 & mask) &+ (d &>> 8 & mask) &+ 0x0002_0002
                        result[(y + 1) * to + x + 1] =
                            (redBlue &>> 2) & mask | ((greenAlpha &>> 2) & mask) &<< 8
                    }
                }
            }
        }
        return SpriteLevel(width: half, height: halfHeight, texels: result)
    }
}

/// `colour · alpha / 255`, rounded to nearest.
private func premultiplied(_ colour: UInt8, by alpha: UInt32) -> UInt32 {
    let product = UInt32(colour) &* alpha &+ 128
    return (product &+ product &>> 8) &>> 8
}
