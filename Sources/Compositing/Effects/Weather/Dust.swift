package import Cards
package import Drawings
import Geometry

/// Dust or sand in the air: as fog, of a brown that is as bright as the photo's own sky, and lower above the ground.
///
/// By `Veil`. Soil absorbs blue more than red, so that the air's light takes the soil's colour.
package struct Dust: Effect {
    package var visibility = 100.0
    package var top = 60.0
    package var farthest: Double?
    package var colour: Colour?

    package init() {}

    package static let card = Card<Dust>(
        "dust", "Dust or sand in the air.",
        .field(
            "visibility", \.visibility, .number(in: 5...100_000, .metres),
            "The distance at which 5 % of the contrast is left: 1000 is blowing dust, 50 a sandstorm."),
        .field("top", \.top, .number(in: 1...100_000, .metres), "How high above the ground the dust reaches."),
        .field(
            "farthest", \.farthest, .optional(.number(in: 1...100_000, .metres)),
            "The distance of the farthest things that the photo shows, such as a wall of trees; any unless given."),
        .field(
            "color", \.colour, .optional(.colour),
            "The colour of the air. The default is a brown as bright as the bright parts of the photo above its horizon."
        )
    )

    package static func needs(of values: DraftValues) -> [Need] { [.depth] }

    package func apply(to composite: inout Composite, streams: RandomStreams) {
        let distances = SeenDistances(in: composite, topMetres: top, farthestMetres: farthest ?? .infinity)
        let air = colour.map { Airlight($0).light } ?? Dust.light(under: Airlight(of: composite, distances).light)
        Veil(
            air: air, distances: distances, arriving: Transmittance(visibility: visibility)
        ).lay(over: &composite)
    }

    /// Light of the sky once dust has scattered it: less blue, and 0.7 times as bright.
    private static func light(under sky: SIMD3<Float>) -> SIMD3<Float> {
        let brightness = Float(Vector3(sky).brightness)
        return SIMD3(0.98, 0.68, 0.38) * brightness
    }
}
