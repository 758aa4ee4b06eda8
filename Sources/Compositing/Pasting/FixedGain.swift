/// A gain per channel as the pixel kernels take it: 4.12 fixed point, in the order of their lanes.
struct FixedGain: Equatable {
    /// Gains in 16-bit lanes, in two parts that each multiply a byte without overflow.
    struct Lanes: Equatable {
        /// Whole sixteenths.
        let sixteenths: SIMD8<UInt16>
        /// The remainder, in 1/4096.
        let rest: SIMD8<UInt16>

        init(_ even: UInt16, _ odd: UInt16) {
            let gains = SIMD8(even, odd, even, odd, even, odd, even, odd)
            sixteenths = gains &>> 8
            rest = gains & 255
        }
    }

    let redBlue: Lanes
    /// Alpha has a gain of one.
    let greenAlpha: Lanes

    /// The gain, rounded to 1/4096. Negative gains and values that are not numbers become 0, and those above
    /// `Look.greatestGain` become that.
    init(_ gain: SIMD3<Float>) {
        func fixed(_ value: Float) -> UInt16 {
            UInt16(value > 0 ? (min(value, Look.greatestGain) * 4096).rounded() : 0)
        }
        redBlue = Lanes(fixed(gain.x), fixed(gain.z))
        greenAlpha = Lanes(fixed(gain.y), 4096)
    }

    static let one = FixedGain(SIMD3(1, 1, 1))

    /// Whether nothing changes.
    var isOne: Bool { self == .one }
}
