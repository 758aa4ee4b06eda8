package import Cards
import Foundation
import Pictures

/// A longer or shorter exposure: each stop doubles the light that was counted.
///
/// In linear light. A photo does not show how bright its clipped parts were: white is taken to be just white, so that a
/// shorter exposure makes grey of it.
package struct Exposure: Effect {
    package var stops = 0.0

    package init() {}

    package static let card = Card<Exposure>(
        "exposure", "A longer or shorter exposure.",
        .required(
            "stops", \.stops, .number(in: -8...8, .stops),
            "Each stop doubles the light, and each negative one halves it; 0 changes nothing."))

    package func apply(to composite: inout Composite, streams: RandomStreams) {
        let factor = exp2(stops)
        LevelTable(linear: { light, _ in light * factor }).apply(to: &composite.image)
    }
}
