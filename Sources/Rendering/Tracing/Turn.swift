/// The cosines and sines of shares of a full turn, 0…1, within 4 · 10⁻⁷. libm takes several times as long.
///
/// Taylor's series within an eighth of a turn of the nearest quarter.
@inline(__always) func turned(_ share: Float8) -> (cosine: Float8, sine: Float8) {
    let quarters = share * 4
    // From 2²³ on, a number has no digits after the point: adding 2²³ rounds, and leaves the integer in its bits.
    let shifted = quarters + 0x1p23
    let nearest = unsafeBitCast(shifted, to: SIMD8<UInt32>.self)
    let r = (quarters - (shifted - 0x1p23)) * (.pi / 2)
    let r2 = r * r
    var sine: Float8 = 1.0 / 120 - r2 * (1.0 / 5040)
    sine = r2 * sine - 1.0 / 6
    sine = r * (r2 * sine + 1)
    var cosine: Float8 = r2 * (1.0 / 40320) - 1.0 / 720
    cosine = r2 * cosine + 1.0 / 24
    cosine = r2 * cosine - 0.5
    cosine = r2 * cosine + 1
    // An odd number of quarters swaps the two, and two bits of it turn their signs.
    let isOdd = SIMD8<Int32>(truncatingIfNeeded: nearest &<< 31).isNegative
    let (x, y) = (cosine.replacing(with: sine, where: isOdd), sine.replacing(with: cosine, where: isOdd))
    return (signed(x, ((nearest &+ 1) & 2) &<< 30), signed(y, (nearest & 2) &<< 30))
}

/// The value with the opposite sign where the highest bit is set.
@inline(__always) private func signed(_ value: Float8, _ bits: SIMD8<UInt32>) -> Float8 {
    unsafeBitCast(unsafeBitCast(value, to: SIMD8<UInt32>.self) ^ bits, to: Float8.self)
}

/// The cosine and sine of one share.
func turned(_ share: Float) -> (cosine: Float, sine: Float) {
    let turn = turned(Float8(repeating: share))
    return (turn.cosine[0], turn.sine[0])
}
