package import Cards
import Foundation
import Scenes

/// Snow: flakes that fall before the picture, the veil of those far away, and snow that lies, as `LyingSnow`.
///
/// The flakes' sizes are Gunn and Marshall's, "The distribution with size of aggregate snowflakes", Journal of Meteorology
/// 15, 1958, by the drops that they melt to: N₀ = 3800 R^−0.87 a cubic metre and millimetre, Λ = 2.55 R^−0.48 a millimetre.
/// A flake is taken as a tenth as dense as water, and falls at 0.8 D^0.16 metres a second for a width D in millimetres
/// (Locatelli and Hobbs, "Fall speeds and masses of solid precipitation particles", 1974). Each drifts its own way.
package struct Snow: Effect {
    package var rate = 2.0
    package var exposure = 0.01
    package var wind = 0.0
    package var farthest = 400.0
    package var cover = 0.0

    package init() {}

    package static let card = Card<Snow>(
        "snow", "Snow that falls, veils what is far, and lies.",
        .field(
            "rate", \.rate, .number(in: 0...20, .other("mm of water an hour")),
            "How hard it snows: 0.5 is light, 2 moderate, 5 heavy; 0 is none."),
        .field(
            "exposure", \.exposure, .number(in: 0.0001...0.5, .seconds),
            "The camera's exposure, in which a flake becomes a streak: a longer one makes the streaks longer and fainter."
        ),
        .field(
            "wind", \.wind, .number(in: -30...30, .other("metres a second")),
            "The wind across the picture; above 0 it blows to the right."),
        .field(
            "farthest", \.farthest, .number(in: 1...100_000, .metres),
            "The distance of the farthest things that the photo shows, and of its sky."),
        .field(
            "cover", \.cover, .share(of: "the ground"),
            "How much of the ground is covered by snow that lies, in patches; objects have it on top. 0 is none.")
    )

    package static func needs(of values: DraftValues) -> [Need] { [.depth] }

    package func apply(to composite: inout Composite, streams: RandomStreams) {
        guard rate > 0 || cover > 0 else { return }
        let distances = SeenDistances(in: composite, farthestMetres: farthest)
        let air = Airlight(of: composite, distances).light
        var hidden = HiddenPixels(of: composite)
        if cover > 0 {
            var stream = streams.stream("lying")
            LyingSnow(cover: Float(cover), air: air).lay(over: &composite, distances, hiding: &hidden, from: &stream)
        }
        if rate > 0 {
            let flakes = Snow.flakes(rate)
            var stream = streams.stream("flakes")
            let streaks = flakes.fall(
                before: distances, composite.scene.camera, exposure: exposure, wind: wind, from: &stream)
            Veil(air: air, distances: distances, arriving: Transmittance(extinction: flakes.extinction))
                .lay(over: &composite, before: (streaks, air), hiding: &hidden)
        }
        hidden.count(in: &composite)
    }

    /// - Parameter rate: in millimetres of water an hour, above 0.
    static func flakes(_ rate: Double) -> Precipitation {
        // Of a tenth of the density: wider by the cube root of 10.
        let swelling = cbrt(10.0)
        return Precipitation(
            intercept: 3.8e6 * pow(rate, -0.87), slope: 2550 * pow(rate, -0.48), swelling: swelling, widest: 0.006,
            leastPixels: 0.5, speed: { 0.8 * pow(1000 * $0 * swelling, 0.16) }, drift: 0.5)
    }
}
