package import Cards
import Pictures

/// More or less contrast about middle grey.
///
/// The difference of each encoded sRGB value from that of a grey that reflects 18 % is multiplied, as a camera's setting
/// for contrast does; what leaves the range of values is cut off.
package struct Contrast: Effect {
    package var factor = 1.0

    package init() {}

    /// The encoded value that stays as it is.
    static let pivot = SRGB.encoded(0.18)

    package static let card = Card<Contrast>(
        "contrast", "More or less contrast about middle grey.",
        .required(
            "factor", \.factor, .number(in: 0...4, .other("times the image's contrast")),
            "Above 1 is harsher, below 1 flatter; 1 changes nothing."))

    package func apply(to composite: inout Composite, streams: RandomStreams) {
        LevelTable(encoded: { level, _ in Contrast.pivot + (level - Contrast.pivot) * factor })
            .apply(to: &composite.image)
    }
}
