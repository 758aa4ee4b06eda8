package import Cards
package import Drawings
import Pictures

/// Fog: contrast falls with distance, and all that is far takes the colour of the air.
///
/// By `Veil`, with the visibility as the distance at which 5 % of the contrast is left, the World Meteorological
/// Organization's meteorological optical range (WMO-No. 8), so that σ = −ln 0.05 / visibility; Koschmieder took 2 %.
///
/// `SeenDistances` says how far away each pixel's thing is taken to be, `Airlight` what colour the air has.
package struct Fog: Effect {
    package var visibility = 200.0
    package var top = 300.0
    package var farthest: Double?
    package var colour: Colour?

    package init() {}

    package static let card = Card<Fog>(
        "fog", "Fog that thickens with distance.",
        .field(
            "visibility", \.visibility, .number(in: 5...100_000, .metres),
            "The distance at which 5 % of the contrast is left: 1000 is mist, 50 dense fog."),
        .field(
            "top", \.top, .number(in: 1...100_000, .metres),
            "How high above the ground the fog reaches: a haze below blue sky has a low one."),
        .field(
            "farthest", \.farthest, .optional(.number(in: 1...100_000, .metres)),
            "The distance of the farthest things that the photo shows, such as a wall of trees; any unless given."),
        .field(
            "color", \.colour, .optional(.colour),
            "The colour of the air. The default is taken from the bright parts of the photo above its horizon.")
    )

    package static func needs(of values: DraftValues) -> [Need] { [.depth] }

    package func apply(to composite: inout Composite, streams: RandomStreams) {
        let distances = SeenDistances(
            in: composite, topMetres: top, farthestMetres: farthest ?? .infinity)
        Veil(
            air: (colour.map(Airlight.init) ?? Airlight(of: composite, distances)).light, distances: distances,
            arriving: Transmittance(visibility: visibility)
        ).lay(over: &composite)
    }
}
