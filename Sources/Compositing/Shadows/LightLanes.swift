/// The factors of the light of four pixels, linear, by channels.
struct LightLanes {
    var red: SIMD4<Float>
    var green: SIMD4<Float>
    var blue: SIMD4<Float>

    /// Less than this changes no pixel.
    private static let least: Float = 1e-3

    @inline(__always)
    init(red: SIMD4<Float>, green: SIMD4<Float>, blue: SIMD4<Float>) {
        (self.red, self.green, self.blue) = (red, green, blue)
    }

    /// The factors of a single pixel, four times.
    @inline(__always)
    init(_ factor: SIMD3<Float>) {
        (red, green, blue) = (
            SIMD4(repeating: factor.x), SIMD4(repeating: factor.y), SIMD4(repeating: factor.z)
        )
    }

    @inline(__always)
    init(_ a: SIMD3<Float>, _ b: SIMD3<Float>, _ c: SIMD3<Float>, _ d: SIMD3<Float>) {
        red = SIMD4(a.x, b.x, c.x, d.x)
        green = SIMD4(a.y, b.y, c.y, d.y)
        blue = SIMD4(a.z, b.z, c.z, d.z)
    }

    /// Whether any of the pixels changes so much that it shows.
    @inline(__always)
    var isSeen: Bool {
        @inline(__always)
        func change(_ factors: SIMD4<Float>) -> SIMD4<Float> {
            let one = factors - 1
            return one.replacing(with: -one, where: one .< SIMD4.zero)
        }
        return any(change(red) + change(green) + change(blue) .> SIMD4(repeating: LightLanes.least))
    }

    /// Four pixels, encoded in sRGB (IEC 61966-2-1), in their light.
    ///
    /// Encoded values are a · l^(1/2.4) − (a − 1) with a = 1.055, so a factor f of the light makes of a value v the value
    /// (v + a − 1) · f^(5/12) − (a − 1); in the darkest tones, which are straight, v · f. The larger of the two is within
    /// one and a half levels of the right value for factors from 0.1, and within two and a half for those below.
    @inline(__always)
    func onto(_ pixels: SIMD4<UInt32>) -> SIMD4<UInt32> {
        let offset: Float = 0.055 * 255
        @inline(__always)
        func lit(_ value: SIMD4<Float>, _ factor: SIMD4<Float>) -> SIMD4<Float> {
            let factor = factor.replacing(with: 0, where: factor .< SIMD4.zero)
            let bright = (value + offset) * LightLanes.least(LightLanes.fiveTwelfths(of: factor), factor) - offset
            let dark = value * factor
            return dark.replacing(with: bright, where: bright .> dark)
        }
        let (r, g, b) = PixelLanes.planes(pixels)
        return PixelLanes.pixels(
            lit(r, red), lit(g, green), lit(b, blue), most: SIMD4(repeating: 255), alphaOf: pixels)
    }

    /// Four premultiplied pixels, multiplied by the gains that `encodedGain` gives, saturating at their alpha.
    @inline(__always)
    func onto(premultiplied pixels: SIMD4<UInt32>) -> SIMD4<UInt32> {
        @inline(__always)
        func gain(_ factor: SIMD4<Float>) -> SIMD4<Float> {
            let factor = factor.replacing(with: 0, where: factor .< SIMD4.zero)
            return LightLanes.least(LightLanes.twentyNineSixtyFourths(of: factor), factor)
        }
        let (r, g, b) = PixelLanes.planes(pixels)
        let alpha = PixelLanes.planes(pixels &>> 24).red
        return PixelLanes.pixels(
            r * gain(red), g * gain(green), b * gain(blue), most: alpha, alphaOf: pixels)
    }

    /// The power of a factor, which is 0 for 0: where next to no light is left, the fractions below do not come down to it.
    @inline(__always)
    private static func least(_ power: SIMD4<Float>, _ factor: SIMD4<Float>) -> SIMD4<Float> {
        let most = factor * 20
        return most.replacing(with: power, where: power .< most)
    }

    // Powers as fractions, since neither a square root nor a power is made four at a time. Both give 1 for 1.

    /// x^(5/12), of which the error is less than 1.4 · 10⁻⁴ of it from 0.03 to 1.5.
    @inline(__always)
    private static func fiveTwelfths(of x: SIMD4<Float>) -> SIMD4<Float> {
        let above = ((x * 3.110_107_85 + 4.679_095_08) * x + 0.620_369_066) * x + 0.005_298_600_03
        return above / (((x + 5.442_013_55) * x + 1.913_627_91) * x + 0.059_229_127_5)
    }

    /// x^(29/64), of which the error is less than 1.4 · 10⁻⁴ of it from 0.03 to 1.5.
    @inline(__always)
    private static func twentyNineSixtyFourths(of x: SIMD4<Float>) -> SIMD4<Float> {
        let above = ((x * 3.482_890_64 + 5.009_258_38) * x + 0.635_519_568) * x + 0.005_008_448_94
        return above / (((x + 5.896_265_56) * x + 2.166_283_65) * x + 0.070_127_814_8)
    }
}
