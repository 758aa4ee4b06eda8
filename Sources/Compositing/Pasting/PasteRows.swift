// The inner loops of the paste: each runs over one row of the image, eight or four pixels at a time, and keeps what it
// hands to the next in a row buffer that stays in the first cache. One loop that did it all would be slower: the
// compiler gives up on keeping its vectors in registers.
//
// Rows are `count` pixels long, a multiple of eight. All arithmetic is on lanes of 16 and 32 bits that every instruction
// set has, without fused multiply-add, so that the bytes are the same on every machine.

import Objects

/// The texel positions of a row of pixels: at pixel `start + i` they are (u.x · p + u.y) / (w.x · p + w.y) and the same
/// with v, for p = start + i; bordered texels · 256.
struct TexelRow {
    var start: Float
    var u: SIMD2<Float>
    var v: SIMD2<Float>
    var w: SIMD2<Float>
}

/// The texels of a sprite's level, or of a copy of it that was changed for one paste.
struct TexelSource {
    /// With the border of `SpriteLevel`.
    let texels: UnsafePointer<UInt32>
    /// Without the border.
    let width: Int
    let height: Int
    let stride: Int
}

enum PasteRows {
    /// Reads each cache line of the texels once, in address order, so that the taps, which go across them at any angle,
    /// find them in the cache: that halves the time of a paste. Returns a sum that keeps the reads from being dropped.
    @inline(never)
    static func fetch(_ source: TexelSource) -> UInt32 {
        let count = source.stride * (source.height + SpriteLevel.border)
        var sum: UInt32 = 0
        var at = 0
        while at < count {
            sum &+= source.texels[at]
            at &+= 16
        }
        return sum
    }

    /// Positions by the homography, in 24.8 fixed point, clamped to the bordered texels.
    ///
    /// `indices` get the offset of the top left of four texels, `fractions` the position between them: across in the
    /// lower 16 bits, down in the upper, each 0…255.
    @inline(never)
    static func locate(
        _ row: TexelRow, _ count: Int, _ source: TexelSource,
        _ indices: UnsafeMutablePointer<Int32>, _ fractions: UnsafeMutablePointer<UInt32>
    ) {
        // Adding 1.5 · 2²³ to a float below 2²² rounds it to a whole number, which is then its low bits.
        let magic = SIMD8<Float>(repeating: 12_582_912)
        let magicBits = SIMD8<Int32>(repeating: 0x4B40_0000)
        let highestU = SIMD8(repeating: Float((source.width + 1) * 256))
        let highestV = SIMD8(repeating: Float((source.height + 1) * 256))
        let zero = SIMD8<Float>.zero
        let stride = SIMD8(repeating: Int32(truncatingIfNeeded: source.stride))
        let (ux, uc) = (SIMD8(repeating: row.u.x), SIMD8(repeating: row.u.y))
        let (vx, vc) = (SIMD8(repeating: row.v.x), SIMD8(repeating: row.v.y))
        let (wx, wc) = (SIMD8(repeating: row.w.x), SIMD8(repeating: row.w.y))
        var x = SIMD8(repeating: row.start) + SIMD8<Float>(0, 1, 2, 3, 4, 5, 6, 7)
        var at = 0
        while at < count {
            let scale = SIMD8(repeating: 1) / (wx * x + wc)
            var u = (ux * x + uc) * scale
            var v = (vx * x + vc) * scale
            // In this order a NaN becomes 0.
            u = zero.replacing(with: u, where: u .> zero)
            v = zero.replacing(with: v, where: v .> zero)
            u.replace(with: highestU, where: u .> highestU)
            v.replace(with: highestV, where: v .> highestV)
            let fixedU = unsafeBitCast(u + magic, to: SIMD8<Int32>.self) &- magicBits
            let fixedV = unsafeBitCast(v + magic, to: SIMD8<Int32>.self) &- magicBits
            let index = (fixedV &>> 8) &* stride &+ (fixedU &>> 8)
            let fraction = (fixedU & 255) | (fixedV & 255) &<< 16
            UnsafeMutableRawPointer(indices + at).storeBytes(of: index, as: SIMD8<Int32>.self)
            UnsafeMutableRawPointer(fractions + at).storeBytes(of: fraction, as: SIMD8<Int32>.self)
            x += SIMD8(repeating: 8)
            at += 8
        }
    }

    /// Bilinear taps of premultiplied texels, two channels to a 32-bit lane.
    ///
    /// The four weights are whole numbers that sum to 256, none negative, and are the same for every channel: so no
    /// colour ever exceeds its alpha, and equal texels give that texel.
    @inline(never)
    static func sample(
        _ source: TexelSource, _ count: Int,
        _ indices: UnsafePointer<Int32>, _ fractions: UnsafePointer<UInt32>, _ pixels: UnsafeMutablePointer<UInt32>
    ) {
        let half = SIMD8<UInt16>(repeating: 128)
        let below = source.stride
        var at = 0
        while at < count {
            let index = UnsafeRawPointer(indices + at).loadUnaligned(as: SIMD4<Int32>.self)
            let fraction = UnsafeRawPointer(fractions + at).loadUnaligned(as: SIMD4<UInt32>.self)
            let (a, b) = (source.texels + Int(index[0]), source.texels + Int(index[1]))
            let (c, d) = (source.texels + Int(index[2]), source.texels + Int(index[3]))
            let top = SIMD8(
                lowHalf: SIMD4(lowHalf: pair(a), highHalf: pair(b)),
                highHalf: SIMD4(lowHalf: pair(c), highHalf: pair(d)))
            let bottom = SIMD8(
                lowHalf: SIMD4(lowHalf: pair(a + below), highHalf: pair(b + below)),
                highHalf: SIMD4(lowHalf: pair(c + below), highHalf: pair(d + below)))

            let across = fraction & 0xFFFF
            let down = fraction &>> 16
            let product = unsafeBitCast(
                unsafeBitCast(across, to: SIMD8<UInt16>.self) &* unsafeBitCast(down, to: SIMD8<UInt16>.self),
                to: SIMD4<UInt32>.self)
            let bottomRight = (product &+ 128) &>> 8
            let topRight = across &- bottomRight
            let bottomLeft = down &- bottomRight
            let topLeft = SIMD4(repeating: 256) &- across &- bottomLeft

            let sum =
                Lanes(top.evenHalf, times: topLeft) + Lanes(top.oddHalf, times: topRight)
                + Lanes(bottom.evenHalf, times: bottomLeft) + Lanes(bottom.oddHalf, times: bottomRight)
            let lower = unsafeBitCast((sum.redBlue &+ half) &>> 8, to: SIMD4<UInt32>.self)
            let upper = unsafeBitCast(sum.greenAlpha &+ half, to: SIMD4<UInt32>.self) & 0xFF00_FF00
            UnsafeMutableRawPointer(pixels + at).storeBytes(of: lower | upper, as: SIMD4<UInt32>.self)
            at += 4
        }
    }

    /// Four texels times a weight each, two channels to a 32-bit lane.
    private struct Lanes {
        var redBlue: SIMD8<UInt16>
        var greenAlpha: SIMD8<UInt16>

        @inline(__always)
        init(_ texel: SIMD4<UInt32>, times weight: SIMD4<UInt32>) {
            let weights = unsafeBitCast(weight | weight &<< 16, to: SIMD8<UInt16>.self)
            redBlue = unsafeBitCast(texel & 0x00FF_00FF, to: SIMD8<UInt16>.self) &* weights
            greenAlpha = (unsafeBitCast(texel, to: SIMD8<UInt16>.self) &>> 8) &* weights
        }

        @inline(__always)
        static func + (a: Lanes, b: Lanes) -> Lanes {
            var sum = a
            sum.redBlue &+= b.redBlue
            sum.greenAlpha &+= b.greenAlpha
            return sum
        }
    }

    /// Two texels that lie side by side.
    @inline(__always)
    private static func pair(_ texel: UnsafePointer<UInt32>) -> SIMD2<UInt32> {
        UnsafeRawPointer(texel).loadUnaligned(as: SIMD2<UInt32>.self)
    }

    /// Multiplies the colours of premultiplied pixels, saturating at their alpha.
    @inline(never)
    static func amplify(_ gain: FixedGain, _ count: Int, _ pixels: UnsafeMutablePointer<UInt32>) {
        let low = SIMD4<UInt32>(repeating: 0x00FF_00FF)
        var at = 0
        while at < count {
            let pointer = UnsafeMutableRawPointer(pixels + at)
            let pixel = pointer.loadUnaligned(as: SIMD4<UInt32>.self)
            let alpha = pixel &>> 24
            let most = unsafeBitCast(alpha | alpha &<< 16, to: SIMD8<Int16>.self)
            let redBlue = unsafeBitCast(pixel & low, to: SIMD8<UInt16>.self)
            let greenAlpha = unsafeBitCast(pixel, to: SIMD8<UInt16>.self) &>> 8
            let lower = least(scaled(redBlue, gain.redBlue), most)
            let upper = least(scaled(greenAlpha, gain.greenAlpha), most)
            pointer.storeBytes(of: lower | upper &<< 8, as: SIMD4<UInt32>.self)
            at += 4
        }
    }

    /// Bytes times gains, rounded to nearest. The product is made in sixteenths, of which 255 · 16 · 15.99 still fit.
    @inline(__always)
    private static func scaled(_ bytes: SIMD8<UInt16>, _ gain: FixedGain.Lanes) -> SIMD8<UInt16> {
        (bytes &* gain.sixteenths &+ (bytes &* gain.rest) &>> 8 &+ 8) &>> 4
    }

    @inline(__always)
    private static func least(_ values: SIMD8<UInt16>, _ limits: SIMD8<Int16>) -> SIMD4<UInt32> {
        let signed = unsafeBitCast(values, to: SIMD8<Int16>.self)
        return unsafeBitCast(limits.replacing(with: signed, where: signed .< limits), to: SIMD4<UInt32>.self)
    }

    /// Cubic interpolation of a line of values.
    @inline(never)
    static func interpolate(
        _ line: UnsafePointer<Float>, _ taps: [Shading.Tap], _ result: UnsafeMutablePointer<Float>
    ) {
        taps.withUnsafeBufferPointer { taps in
            for x in 0..<taps.count {
                let four = UnsafeRawPointer(line + taps[x].first).loadUnaligned(as: SIMD4<Float>.self)
                result[x] = (four * taps[x].weights).sum()
            }
        }
    }

    /// Multiplies the colours of premultiplied texels by a factor each and a gain for all, saturating at their alpha.
    ///
    /// In single precision, rounded to nearest. Works on up to three texels beyond `count`.
    @inline(never)
    static func relight(
        _ texels: UnsafePointer<UInt32>, _ count: Int, _ factors: UnsafePointer<Float>, _ gain: SIMD3<Float>,
        _ result: UnsafeMutablePointer<UInt32>
    ) {
        var at = 0
        while at < count {
            let texel = UnsafeRawPointer(texels + at).loadUnaligned(as: SIMD4<UInt32>.self)
            let factor = UnsafeRawPointer(factors + at).loadUnaligned(as: SIMD4<Float>.self)
            let most = real(texel &>> 24)
            let red = whole(real(texel & 255) * (factor * gain.x), most)
            let green = whole(real(texel &>> 8 & 255) * (factor * gain.y), most)
            let blue = whole(real(texel &>> 16 & 255) * (factor * gain.z), most)
            let lit = red | green &<< 8 | blue &<< 16 | texel & 0xFF00_0000
            UnsafeMutableRawPointer(result + at).storeBytes(of: lit, as: SIMD4<UInt32>.self)
            at += 4
        }
    }

    /// 2²³ + x has x in its low bits, which makes numbers of bytes and back without a conversion.
    @inline(__always)
    private static func real(_ bytes: SIMD4<UInt32>) -> SIMD4<Float> {
        unsafeBitCast(bytes | 0x4B00_0000, to: SIMD4<Float>.self) - 8_388_608
    }

    @inline(__always)
    private static func whole(_ values: SIMD4<Float>, _ most: SIMD4<Float>) -> SIMD4<UInt32> {
        unsafeBitCast(most.replacing(with: values, where: values .< most) + 8_388_608, to: SIMD4<UInt32>.self) & 255
    }

    /// Multiplies all channels of premultiplied texels, alpha included, by a share each in 1/255, rounded to nearest.
    ///
    /// Works on up to three texels beyond `count`.
    @inline(never)
    static func soften(_ texels: UnsafeMutablePointer<UInt32>, _ count: Int, _ shares: UnsafePointer<UInt32>) {
        var at = 0
        while at < count {
            let pointer = UnsafeMutableRawPointer(texels + at)
            let share = UnsafeRawPointer(shares + at).loadUnaligned(as: SIMD4<UInt32>.self)
            let texel = pointer.loadUnaligned(as: SIMD4<UInt32>.self)
            pointer.storeBytes(of: scaled(texel, by: share), as: SIMD4<UInt32>.self)
            at += 4
        }
    }

    /// Each channel of each pixel times a share in 1/255, rounded to nearest.
    @inline(__always)
    private static func scaled(_ pixel: SIMD4<UInt32>, by share: SIMD4<UInt32>) -> SIMD4<UInt32> {
        let half = SIMD8<UInt16>(repeating: 128)
        let shares = unsafeBitCast(share | share &<< 16, to: SIMD8<UInt16>.self)
        // x / 255 rounded is (t + t / 256) / 256 with t = x + 128, for every x up to 255².
        let redBlue = unsafeBitCast(pixel & 0x00FF_00FF, to: SIMD8<UInt16>.self) &* shares &+ half
        let greenAlpha = (unsafeBitCast(pixel, to: SIMD8<UInt16>.self) &>> 8) &* shares &+ half
        let lower = unsafeBitCast((redBlue &+ redBlue &>> 8) &>> 8, to: SIMD4<UInt32>.self)
        let upper = unsafeBitCast(greenAlpha &+ greenAlpha &>> 8, to: SIMD4<UInt32>.self) & 0xFF00_FF00
        return lower | upper
    }

    /// Lays premultiplied pixels over the canvas and writes `id` where their alpha is at least 128.
    ///
    /// Returns how many of those there are. Transparent pixels leave the canvas as it is, opaque ones replace it; in
    /// between the result is the pixel plus the canvas times (255 − alpha) / 255, rounded to nearest.
    @inline(never)
    static func blend(
        _ pixels: UnsafePointer<UInt32>, _ count: Int, _ id: UInt16,
        _ canvas: UnsafeMutableRawPointer, _ ids: UnsafeMutablePointer<UInt16>
    ) -> Int {
        let eightIds = SIMD8(repeating: id)
        var covered = 0
        var at = 0
        while at < count {
            let source = UnsafeRawPointer(pixels + at)
            let under = canvas + at * 4
            let quads = (
                source.loadUnaligned(as: UInt64.self), source.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
                source.loadUnaligned(fromByteOffset: 16, as: UInt64.self),
                source.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
            )
            let every = quads.0 & quads.1 & quads.2 & quads.3
            let any = quads.0 | quads.1 | quads.2 | quads.3
            if every & 0xFF00_0000_FF00_0000 == 0xFF00_0000_FF00_0000 {
                under.storeBytes(of: source.loadUnaligned(as: SIMD8<UInt32>.self), as: SIMD8<UInt32>.self)
            } else if any != 0 {
                over(source, under)
                over(source + 16, under + 16)
            }
            if every & 0x8000_0000_8000_0000 == 0x8000_0000_8000_0000 {
                UnsafeMutableRawPointer(ids + at).storeBytes(of: eightIds, as: SIMD8<UInt16>.self)
                covered &+= 8
            } else if any & 0x8000_0000_8000_0000 != 0 {
                for lane in at..<at &+ 8 where pixels[lane] >= 0x8000_0000 {
                    ids[lane] = id
                    covered &+= 1
                }
            }
            at += 8
        }
        return covered
    }

    /// Lays premultiplied pixels over the canvas, as `blend` does; `count` may be any number.
    @inline(never)
    static func lay(_ pixels: UnsafeRawPointer, _ count: Int, _ canvas: UnsafeMutableRawPointer) {
        let bytes = count &* 4
        var at = 0
        while at &+ 16 <= bytes {
            let halves = pixels.loadUnaligned(fromByteOffset: at, as: SIMD2<UInt64>.self)
            if halves[0] | halves[1] != 0 { over(pixels + at, canvas + at) }
            at &+= 16
        }
        guard at < bytes else { return }
        withUnsafeTemporaryAllocation(byteCount: 32, alignment: 16) { tail in
            guard let tail = tail.baseAddress else { return }
            tail.initializeMemory(as: UInt8.self, repeating: 0, count: 32)
            tail.copyMemory(from: pixels + at, byteCount: bytes &- at)
            (tail + 16).copyMemory(from: canvas + at, byteCount: bytes &- at)
            over(tail, tail + 16)
            (canvas + at).copyMemory(from: tail + 16, byteCount: bytes &- at)
        }
    }

    /// Writes `id` where premultiplied pixels have an alpha of at least 128; `count` may be any number.
    @inline(never)
    static func mark(
        _ pixels: UnsafeRawPointer, _ count: Int, _ id: UInt16, _ ids: UnsafeMutablePointer<UInt16>
    ) {
        let eight = SIMD8(repeating: id)
        var at = 0
        while at &+ 8 <= count {
            let alphas = pixels.loadUnaligned(fromByteOffset: at &* 4, as: SIMD8<Int32>.self)
            let covers = SIMD8<Int16>(truncatingIfNeeded: alphas &>> 31)
            let target = UnsafeMutableRawPointer(ids + at)
            var marked = target.loadUnaligned(as: SIMD8<UInt16>.self)
            marked.replace(with: eight, where: covers .< SIMD8<Int16>.zero)
            target.storeBytes(of: marked, as: SIMD8<UInt16>.self)
            at &+= 8
        }
        while at < count {
            if pixels.loadUnaligned(fromByteOffset: at &* 4, as: UInt32.self) >= 0x8000_0000 { ids[at] = id }
            at &+= 1
        }
    }

    /// Four pixels over four of the canvas.
    @inline(__always)
    private static func over(_ source: UnsafeRawPointer, _ canvas: UnsafeMutableRawPointer) {
        let pixel = source.loadUnaligned(as: SIMD4<UInt32>.self)
        let under = canvas.loadUnaligned(as: SIMD4<UInt32>.self)
        let clear = SIMD4(repeating: 255) &- pixel &>> 24
        canvas.storeBytes(of: pixel &+ scaled(under, by: clear), as: SIMD4<UInt32>.self)
    }
}
