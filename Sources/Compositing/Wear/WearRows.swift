// The inner loops of wear, in the manner of `PasteRows`: without fused multiply-add and without functions that machines
// round differently.

enum WearRows {
    /// Positions in a tile that repeats: the offset of the top left of four texels, and the position between them as
    /// `PasteRows.sample` takes it.
    @inline(never)
    static func locate(
        _ start: SIMD2<UInt32>, _ step: SIMD2<UInt32>, _ count: Int, bits: Int,
        _ indices: UnsafeMutablePointer<Int32>, _ fractions: UnsafeMutablePointer<UInt32>
    ) {
        let mask = SIMD8<UInt32>(repeating: UInt32(1) << UInt32(bits) - 1)
        let stride = SIMD8<UInt32>(repeating: UInt32(1) << UInt32(bits) + 1)
        let lanes = SIMD8<UInt32>(0, 1, 2, 3, 4, 5, 6, 7)
        var u = SIMD8(repeating: start.x) &+ lanes &* SIMD8(repeating: step.x)
        var v = SIMD8(repeating: start.y) &+ lanes &* SIMD8(repeating: step.y)
        let (stepU, stepV) = (SIMD8(repeating: step.x &* 8), SIMD8(repeating: step.y &* 8))
        var at = 0
        while at < count {
            let index = ((v &>> 16) & mask) &* stride &+ ((u &>> 16) & mask)
            let fraction = ((u &>> 8) & 255) | ((v &>> 8) & 255) &<< 16
            UnsafeMutableRawPointer(indices + at).storeBytes(of: index, as: SIMD8<UInt32>.self)
            UnsafeMutableRawPointer(fractions + at).storeBytes(of: fraction, as: SIMD8<UInt32>.self)
            u &+= stepU
            v &+= stepV
            at += 8
        }
    }

    /// Colours as shares of white.
    private static let faded: SIMD3<Float> = [0.83, 0.81, 0.76]
    private static let dirt: SIMD3<Float> = [0.33, 0.29, 0.235]
    private static let bare: SIMD3<Float> = [0.76, 0.75, 0.72]

    /// Wears premultiplied texels: the sun fades them, things scratch and dent them, and then they get dirty.
    ///
    /// Alpha stays, and no colour exceeds it. Works on up to three texels beyond `count`.
    @inline(never)
    static func wear(
        _ texels: UnsafePointer<UInt32>, _ count: Int, _ samples: WearSamples, _ amount: Float, foot: Float,
        _ result: UnsafeMutablePointer<UInt32>
    ) {
        let one = SIMD4<Float>(repeating: 1)
        let zero = SIMD4<Float>.zero
        let byte: Float = 1 / 255
        let signed: Float = 1 / 127
        var at = 0
        while at < count {
            let texel = four(texels + at)
            let (coarse, middle) = (four(samples.coarse + at), four(samples.middle + at))
            let (fine, rims) = (four(samples.fine + at), four(samples.rim + at))
            let alpha = real(texel &>> 24)
            var red = real(texel & 255)
            var green = real(texel &>> 8 & 255)
            var blue = real(texel &>> 16 & 255)

            // Faded: greyer and paler, in clouds.
            let clouds = real(coarse & 255) * byte
            let fade = (clouds * 0.7 + 0.3) * amount
            let grey = red * 0.3 + green * 0.59 + blue * 0.11
            let (greyer, paler) = (fade * 0.45, fade * 0.36)
            red += (grey - red) * greyer
            green += (grey - green) * greyer
            blue += (grey - blue) * greyer
            red += (alpha * faded.x - red) * paler
            green += (alpha * faded.y - green) * paler
            blue += (alpha * faded.z - blue) * paler

            // Scratched: down to bare metal, or dark with what has settled in the groove.
            let scratch = (real(middle & 255) - 128) * signed + (real(fine &>> 8 & 255) - 128) * (0.5 * signed)
            let light = most(scratch, zero) * (0.75 * amount)
            let dark = most(zero - scratch, zero) * (0.75 * amount) + real(fine &>> 16 & 255) * (0.3 * byte * amount)
            let kept = one - least(dark, one)
            red = (red + (alpha * bare.x - red) * light) * kept
            green = (green + (alpha * bare.y - green) * light) * kept
            blue = (blue + (alpha * bare.z - blue) * light) * kept

            // Dented, and rough.
            let dents = (real(coarse &>> 24) - 128) * (0.3 * signed) + (real(middle &>> 8 & 255) - 128) * (0.5 * signed)
            let rough = (real(fine & 255) - 128) * (0.09 * signed)
            let shade = (dents + rough) * amount + 1
            red *= shade
            green *= shade
            blue *= shade

            // Dirty: a film, patches, streaks, the rims, and mud from below; all of it mottled.
            let mottled = real(middle &>> 24) * byte
            let fineness = real(fine &>> 24) * byte
            let patch = most(real(coarse &>> 8 & 255) * byte - 0.42, zero)
            let streak = most(real(coarse &>> 16 & 255) * byte - 0.45, zero)
            let rim = one - real(rims &>> 24) * byte
            var film = patch * patch * 2.2 + streak * streak * (clouds * 2.2 + 0.5) + 0.05
            film += rim * (mottled * 1.2) + (mottled * 1.1 + 0.1) * foot
            film *= (fineness * 0.8 + mottled * 0.5 + 0.35) * amount
            // Drops of which the fainter show where more has splashed.
            let reach = (rim * 0.1 + 0.12 + 0.75 * foot) * amount
            let drop = least(most((real(middle &>> 16 & 255) * byte - one + reach) * 6, zero), one) * 0.6
            film = least(film, SIMD4(repeating: 0.8))
            let soiled = film + (one - film) * drop
            red += (alpha * dirt.x - red) * soiled
            green += (alpha * dirt.y - green) * soiled
            blue += (alpha * dirt.z - blue) * soiled

            let worn =
                whole(red, alpha) | whole(green, alpha) &<< 8 | whole(blue, alpha) &<< 16 | texel & 0xFF00_0000
            UnsafeMutableRawPointer(result + at).storeBytes(of: worn, as: SIMD4<UInt32>.self)
            at += 4
        }
    }

    @inline(__always)
    private static func four(_ values: UnsafePointer<UInt32>) -> SIMD4<UInt32> {
        UnsafeRawPointer(values).loadUnaligned(as: SIMD4<UInt32>.self)
    }

    @inline(__always)
    private static func most(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> SIMD4<Float> {
        b.replacing(with: a, where: a .> b)
    }

    @inline(__always)
    private static func least(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> SIMD4<Float> {
        b.replacing(with: a, where: a .< b)
    }

    /// 2²³ + x has x in its low bits, which makes numbers of bytes and back without a conversion.
    @inline(__always)
    private static func real(_ bytes: SIMD4<UInt32>) -> SIMD4<Float> {
        unsafeBitCast(bytes | 0x4B00_0000, to: SIMD4<Float>.self) - 8_388_608
    }

    /// Whole numbers from 0 through `alpha`, rounded.
    @inline(__always)
    private static func whole(_ values: SIMD4<Float>, _ alpha: SIMD4<Float>) -> SIMD4<UInt32> {
        unsafeBitCast(least(most(values, .zero), alpha) + 8_388_608, to: SIMD4<UInt32>.self) & 255
    }
}
