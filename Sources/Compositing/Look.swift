/// How an object looks in its place: its light and the softness of its edge.
package struct Look: Sendable, Hashable {
    /// Red, green and blue are multiplied by these, as encoded in sRGB; what exceeds white saturates.
    ///
    /// From 0 to `greatestGain`. `ColourTemperature` and `encodedGain(linear:)` make them from the terms of light.
    package var gain: SIMD3<Float> = SIMD3(1, 1, 1)

    package init(gain: SIMD3<Float> = SIMD3(1, 1, 1)) {
        self.gain = gain
    }

    /// Gains above this are taken as this: four stops.
    package static let greatestGain: Float = 15.99
}
