package import Cards
import Pictures

/// Another colour of the light than the one that the camera was set to.
///
/// The picture comes out as under the light of a black body of that temperature, seen by a camera that is set to daylight
/// of 6,504 K. Von Kries' rule in linear sRGB: a factor per channel, at constant luminance of grey. `ColourTemperature`
/// names the source of the factors.
package struct WhiteBalance: Effect {
    package var kelvin = ColourTemperature.neutral

    package init() {}

    package static let card = Card<WhiteBalance>(
        "white_balance", "A warmer or cooler tint of the whole image.",
        .required(
            "kelvin", \.kelvin, .number(in: ColourTemperature.range, .kelvin),
            "The colour of the light: 2850 is warm as a bulb, 10000 cool as shade; 6504 changes nothing."))

    package func apply(to composite: inout Composite, streams: RandomStreams) {
        let gain = ColourTemperature(kelvin: kelvin).linearGain
        LevelTable(linear: { light, channel in light * Double(gain[channel]) }).apply(to: &composite.image)
    }
}
