/// Light in 32 bits: nine bits for each channel, and five for an exponent that they share.
///
/// The layout of EXT_texture_shared_exponent (OpenGL registry, 2006). The error is at most 1/512 of the brightest
/// channel, half a step of 8 bits after encoding; values go from 2⁻²⁴ to 65,408.
enum SharedExponent {
    static let most: Float = 65_408

    /// Packs values from 0 to `most`; larger ones become `most`.
    static func pack(_ light: SIMD3<Float>) -> UInt32 {
        let light = pointwiseMin(light, SIMD3(repeating: most))
        let brightest = light.max()
        guard brightest > 0x1p-25 else { return 0 }
        var exponent = max(-16, Int(brightest.exponent)) + 1
        // Mantissas of 511.5 and more would need a tenth bit.
        if (brightest * power(9 - exponent)).rounded() >= 512 { exponent += 1 }
        let mantissas = SIMD3<UInt32>((light * power(9 - exponent)).rounded(.toNearestOrAwayFromZero))
        return mantissas.x | mantissas.y << 9 | mantissas.z << 18 | UInt32(exponent + 15) << 27
    }

    static func unpack(_ bits: UInt32) -> SIMD3<Float> {
        SIMD3<Float>(mantissas(bits)) * scale(bits >> 27)
    }

    @inline(__always) static func mantissas(_ bits: UInt32) -> SIMD3<UInt32> {
        SIMD3(bits & 511, (bits >> 9) & 511, (bits >> 18) & 511)
    }

    /// The factor on the mantissas, for each of the 32 stored exponents.
    static func scale(_ exponent: UInt32) -> Float { power(Int(exponent) - 24) }

    private static func power(_ exponent: Int) -> Float { Float(bitPattern: UInt32(exponent + 127) << 23) }
}
