import Pictures

/// Light as effects reckon with it: linear, in 16 bits, with 65,535 for white.
///
/// Fine enough that each of sRGB's 256 levels comes back as itself: the darkest two lie 20 steps apart.
enum LinearLight {
    static let white: Float = 65_535

    /// The light of each encoded byte.
    static let ofByte: [UInt16] = (0..<256).map { UInt16((SRGB.linear(Double($0) / 255) * 65_535).rounded()) }

    /// The encoded byte of each of the 65,536 amounts of light.
    static let byte: [UInt8] = (0..<65_536).map { UInt8((SRGB.encoded(Double($0) / 65_535) * 255).rounded()) }

    /// The luminance of red, green and blue of the same unit (ITU-R BT.709).
    @inline(__always)
    static func luminance(_ light: SIMD3<Float>) -> Float { (light * SIMD3(0.2126, 0.7152, 0.0722)).sum() }

    /// The index into `byte` of some light; what lies outside of black and white is cut off.
    @inline(__always)
    static func index(_ light: Float) -> Int { Int(min(white, max(0, light)) + 0.5) }
}
