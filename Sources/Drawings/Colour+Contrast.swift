import Pictures

/// Contrast by the Web Content Accessibility Guidelines 2.1 (W3C, 2018): of two luminances, each with 0.05 added for the
/// light that all surfaces throw back, the ratio of the higher to the lower. From 1 to 21.
extension Colour {
    /// The share of white's light, 0…1.
    package var luminance: Double { Self.luminance(linear) }

    /// - Parameter gain: the light on this colour, of that in which white is seen as white.
    package func contrast(to other: Colour, under gain: Double = 1) -> Double {
        Self.contrast(min(1, luminance * gain), other.luminance)
    }

    /// A colour of this hue that has a contrast to another: between black, this colour and white.
    ///
    /// It is lighter than the other one where this colour is, and darker where not, unless that is not enough. If no colour
    /// is, it is black or white, whichever has more.
    ///
    /// - Parameters:
    ///   - wanted: the contrast.
    ///   - other: the other colour, as it is seen.
    ///   - gain: the light on this colour, of that in which white is seen as white.
    package func having(contrast wanted: Double, to other: Colour, under gain: Double = 1) -> Colour {
        let (base, gain) = (other.luminance, max(gain, 1e-3))
        let (darker, lighter) = ((base + 0.05) / wanted - 0.05, (base + 0.05) * wanted - 0.05)
        let isLighter = luminance * gain > base
        let goals = (isLighter ? [lighter, darker] : [darker, lighter]).map { $0 / gain }
        // The image shows nothing brighter than white.
        let goal =
            goals.first { (0...min(1, 1 / gain)).contains($0) }
            ?? (Self.contrast(base, min(1, gain)) > Self.contrast(base, 0) ? min(1, 1 / gain) : 0)
        // From black at 0 by this colour at 1 to white at 2 the luminance rises all the way.
        var (low, high) = (0.0, 2.0)
        for _ in 0..<40 {
            let middle = (low + high) / 2
            if Self.luminance(shade(middle)) < goal { low = middle } else { high = middle }
        }
        let found = shade(high)
        func byte(_ value: Double) -> UInt8 { UInt8((SRGB.encoded(value) * 255).rounded()) }
        return Colour(red: byte(found.x), green: byte(found.y), blue: byte(found.z))
    }

    private var linear: SIMD3<Double> {
        func value(_ byte: UInt8) -> Double { SRGB.linear(Double(byte) / 255) }
        return SIMD3(value(red), value(green), value(blue))
    }

    private func shade(_ way: Double) -> SIMD3<Double> {
        way <= 1 ? linear * way : linear * (2 - way) + SIMD3(repeating: way - 1)
    }

    private static func luminance(_ linear: SIMD3<Double>) -> Double {
        (linear * SIMD3(0.2126, 0.7152, 0.0722)).sum()
    }

    private static func contrast(_ a: Double, _ b: Double) -> Double { (max(a, b) + 0.05) / (min(a, b) + 0.05) }
}
