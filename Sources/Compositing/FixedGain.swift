/// A gain per channel as the pixel kernels take it: 4.12 fixed point, in the order of the lanes.
struct FixedGain: Equatable {
    /// Red, blue, red, blue, …
    let redBlue: SIMD8<UInt16>
    /// Green, one, green, one, …: alpha is never changed.
    let greenAlpha: SIMD8<UInt16>

    /// Rounded to 1/4096; what is negative or not a number becomes 0, what is above `Look.greatestGain` that.
    init(_ gain: SIMD3<Float>) {
        func fixed(_ value: Float) -> UInt16 {
            UInt16(value > 0 ? (min(value, Look.greatestGain) * 4096).rounded() : 0)
        }
        let (red, green, blue) = (fixed(gain.x), fixed(gain.y), fixed(gain.z))
        redBlue = SIMD8(red, blue, red, blue, red, blue, red, blue)
        greenAlpha = SIMD8(green, 4096, green, 4096, green, 4096, green, 4096)
    }

    var isOne: Bool { self == FixedGain(SIMD3(1, 1, 1)) }
}
