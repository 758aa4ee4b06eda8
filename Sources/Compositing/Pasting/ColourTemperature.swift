/// The tint of light that is as warm or as cool as a black body of some temperature.
package struct ColourTemperature: Sendable, Hashable {
    /// From 1,000 (embers) over 2,850 (a bulb) and 6,504 (D65: neutral) to 15,000 (blue sky).
    package var kelvin: Double

    package init(kelvin: Double) {
        self.kelvin = kelvin
    }

    package static let neutral = 6504.0
    package static let range = 1000.0...15_000.0

    /// The factors of red, green and blue in the light of a neutral scene, at constant luminance (ITU-R BT.709).
    ///
    /// For linear light: `encodedGain(linear:)` makes it fit for pixels. At 6,504 K it is exactly one; temperatures
    /// outside `range` are taken as its ends; a primary that lies outside sRGB's gamut is taken as 0 (blue below about
    /// 1,900 K).
    package var linearGain: SIMD3<Float> {
        let kelvin = min(max(kelvin, ColourTemperature.range.lowerBound), ColourTemperature.range.upperBound)
        var gain = ColourTemperature.rgb(kelvin) / ColourTemperature.rgb(ColourTemperature.neutral)
        gain = gain.replacing(with: 0, where: gain .< 0)
        gain /= (gain * ColourTemperature.luminance).sum()
        return SIMD3(Float(gain.x), Float(gain.y), Float(gain.z))
    }

    private static let luminance = SIMD3(0.2126, 0.7152, 0.0722)

    /// Linear sRGB of a black body, up to a factor.
    ///
    /// Its place in the CIE 1960 diagram is Krystek's, "An algorithm to calculate correlated colour temperature", Color
    /// Research & Application 10(1), 1985: within 9 · 10⁻⁵ from 1,000 to 15,000 K.
    private static func rgb(_ t: Double) -> SIMD3<Double> {
        let u =
            (0.860117757 + 1.54118254e-4 * t + 1.28641212e-7 * t * t)
            / (1 + 8.42420235e-4 * t + 7.08145163e-7 * t * t)
        let v =
            (0.317398726 + 4.22806245e-5 * t + 4.20481691e-8 * t * t)
            / (1 - 2.89741816e-5 * t + 1.61456053e-7 * t * t)
        let x = 3 * u / (2 * u - 8 * v + 4)
        let y = 2 * v / (2 * u - 8 * v + 4)
        let xyz = SIMD3(x / y, 1, (1 - x - y) / y)
        return SIMD3(
            (SIMD3(3.2404542, -1.5371385, -0.4985314) * xyz).sum(),
            (SIMD3(-0.9692660, 1.8760108, 0.0415560) * xyz).sum(),
            (SIMD3(0.0556434, -0.2040259, 1.0572252) * xyz).sum())
    }
}
