/// How an object looks in its place: its wear, its light and the softness of its edge.
package struct Look: Sendable, Hashable {
    /// The factors of red, green and blue, as encoded in sRGB; values above white saturate.
    ///
    /// From 0 to `greatestGain`. `encodedGain(linear:)` makes them from gains of light.
    package var gain: SIMD3<Float>

    /// The light's direction, for objects that are to look round; nil shades nothing and costs nothing.
    package var light: DirectedLight?

    /// The change of the light across a flat object in place of one by its shape: of its natural logarithm over one height
    /// of the object, to its right and down it. Nil changes nothing and costs nothing.
    package var slope: SIMD2<Float>?

    /// How far inwards from the outline the object's alpha rises from 0 to its own, in image pixels; 0 leaves it as it is.
    ///
    /// Where a part is thinner than that it rises faster, so that its middle is kept.
    package var featherPixels: Double

    /// How worn the object's surface is; nil for as it is, which costs nothing.
    package var wear: Wear?

    package init(
        gain: SIMD3<Float> = SIMD3(1, 1, 1), light: DirectedLight? = nil, featherPixels: Double = 0, wear: Wear? = nil
    ) {
        self.gain = gain
        self.light = light
        self.featherPixels = featherPixels
        self.wear = wear
    }

    /// Gains above this are taken as this: four stops.
    package static let greatestGain: Float = 15.99
}

/// Light from one direction over an even ambient light.
package struct DirectedLight: Sendable, Hashable {
    /// The direction from the object to the light, in the camera's frame: x right, y up, z towards the camera. Its
    /// length is any but 0.
    package var direction: SIMD3<Double>

    /// The share of light that comes from everywhere, 0…1: at 1 nothing is shaded.
    package var ambient: Double

    package init(direction: SIMD3<Double>, ambient: Double = 0.5) {
        self.direction = direction
        self.ambient = ambient
    }
}

/// The factor for pixels encoded in sRGB that multiplies their light by `linear`.
///
/// Exact for a display of gamma 64/29 ≈ 2.207, to which sRGB (IEC 61966-2-1) is near in all but the darkest tones. The
/// power is made of square roots, which every machine rounds alike.
package func encodedGain(linear: Float) -> Float {
    guard linear > 0 else { return 0 }
    let half = linear.squareRoot()
    // Powers 1/32 and 1/64: 1/2 − 1/32 − 1/64 = 29/64.
    let thirtySecond = half.squareRoot().squareRoot().squareRoot().squareRoot()
    return half / (thirtySecond * thirtySecond.squareRoot())
}

package func encodedGain(linear: SIMD3<Float>) -> SIMD3<Float> {
    let half = linear.squareRoot()
    let thirtySecond = half.squareRoot().squareRoot().squareRoot().squareRoot()
    let gain = half / (thirtySecond * thirtySecond.squareRoot())
    return gain.replacing(with: 0, where: .!(linear .> 0))
}
