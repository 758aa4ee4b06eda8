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

/// The angles of vectors from the x axis as shares of a turn, −½…½, within 10⁻⁷: `atan2` over 2π. 0 for the vector 0.
@inline(__always) func turns(y: Float8, x: Float8) -> Float8 {
    let (across, up) = (x.magnitudes, y.magnitudes)
    let most = across.largest(up)
    let ratio = across.smallest(up) / most.largest(Float8(repeating: .leastNormalMagnitude))
    let square = ratio * ratio
    // Half turns: the odd polynomial of the 15th degree with the least largest error on 0…1, 1.2 · 10⁻⁸.
    var angle: Float8 = square * -0.001_290_61 + 0.006_959_20
    angle = square * angle - 0.017_797_45
    angle = square * angle + 0.030_692_07
    angle = square * angle - 0.044_272_54
    angle = square * angle + 0.063_491_89
    angle = square * angle - 0.106_092_24
    angle = square * angle + 0.318_309_67
    angle = ratio * angle * 0.5
    angle = angle.replacing(with: 0.25 - angle, where: up .> across)
    angle = angle.replacing(with: 0.5 - angle, where: x .< 0)
    return angle.replacing(with: -angle, where: y .< 0)
}

/// The angles of cosines in −1…1 as shares of half a turn, 0…1, within 10⁻⁷: `acos` over π.
///
/// Abramowitz and Stegun, "Handbook of mathematical functions" (1964), 4.4.46.
@inline(__always) func halfTurns(cosine: Float8) -> Float8 {
    let size = cosine.magnitudes.smallest(Float8(repeating: 1))
    var angle: Float8 = size * -0.001_262_491_1 + 0.006_670_090_1
    angle = size * angle - 0.017_088_125_6
    angle = size * angle + 0.030_891_881_0
    angle = size * angle - 0.050_174_304_6
    angle = size * angle + 0.088_978_987_4
    angle = size * angle - 0.214_598_801_6
    angle = size * angle + 1.570_796_305_0
    angle = (1 - size).root * angle * (1 / .pi)
    return angle.replacing(with: 1 - angle, where: cosine .< 0)
}
