package import Cards
import Foundation
import Scenes

/// Rain: drops that fall through the picture, the veil of those far away, wet ground, and drops on the lens, as `LensDrops`.
///
/// The drops' sizes are Marshall and Palmer's, "The distribution of raindrops with size", Journal of Meteorology 5, 1948:
/// N₀ = 8000 a cubic metre and millimetre, Λ = 4.1 R^−0.21 a millimetre. They fall at 9.65 − 10.3 exp(−0.6 D) metres a
/// second (Atlas, Srivastava and Sekhon, "Doppler radar characteristics of precipitation at vertical incidence", 1973) and
/// show the light of all of the sky, so that they are seen before what is dark (Garg and Nayar, "Vision and rain",
/// International Journal of Computer Vision 75, 2007). A longer exposure makes their streaks longer and fainter.
package struct Rain: Effect {
    package var rate = 10.0
    package var exposure = 0.01
    package var wind = 0.0
    package var farthest = 400.0
    package var wet = 0.7
    package var mirror = 0.0
    package var drops = 0.0
    package var glass = 0.25

    package init() {}

    package static let card = Card<Rain>(
        "rain", "Rain that falls, veils what is far, wets the ground, and clings to the lens.",
        .field(
            "rate", \.rate, .number(in: 0...200, .other("mm an hour")),
            "How hard it rains: 1 is drizzle, 10 rain, 50 a cloudburst; 0 is none."),
        .field(
            "exposure", \.exposure, .number(in: 0.0001...0.5, .seconds),
            "The camera's exposure, in which a drop becomes a streak: a longer one makes the streaks longer and fainter."
        ),
        .field(
            "wind", \.wind, .number(in: -30...30, .other("metres a second")),
            "The wind across the picture; above 0 it blows to the right."),
        .field(
            "farthest", \.farthest, .number(in: 1...100_000, .metres),
            "The distance of the farthest things that the photo shows, and of its sky."),
        .field(
            "wet", \.wet, .share(of: "a soaked ground's darkening"), "How wet the ground is; 0 leaves it dry."),
        .field(
            "mirror", \.mirror, .share(of: "still water's mirroring"),
            "How much the ground mirrors: 0 for grass, up to 0.5 for asphalt, more for standing water."),
        .field(
            "drops", \.drops, .share(of: "the picture", in: 0...0.6),
            "How much of the picture drops on the glass before the lens cover, out of focus; 0 is none."),
        .field(
            "glass", \.glass, .number(in: 0.01...2, .metres),
            "How far the lens is from this glass: 0.03 is the cover of a camera, 0.25 a windscreen.")
    )

    package static func needs(of values: DraftValues) -> [Need] { [.depth] }

    package func apply(to composite: inout Composite, streams: RandomStreams) {
        guard rate > 0 || drops > 0 else { return }
        var hidden = HiddenPixels(of: composite)
        if rate > 0 { fall(over: &composite, hiding: &hidden, streams) }
        if drops > 0 {
            var stream = streams.stream("lens")
            let drawn = LensDrops(cover: drops, glassMetres: glass).drops(on: composite.scene.camera, from: &stream)
            LensDrops.lay(drawn, over: &composite, hiding: &hidden)
        }
        hidden.count(in: &composite)
    }

    private func fall(over composite: inout Composite, hiding hidden: inout HiddenPixels, _ streams: RandomStreams) {
        let distances = SeenDistances(in: composite, farthestMetres: farthest)
        let air = Airlight(of: composite, distances).light
        if wet > 0 || mirror > 0 {
            var stream = streams.stream("puddles")
            WetGround(wet: Float(wet), mirror: Float(mirror)).lay(over: &composite, distances, from: &stream)
        }
        let drops = Rain.drops(rate)
        var stream = streams.stream("drops")
        let streaks = drops.fall(
            before: distances, composite.scene.camera, exposure: exposure, wind: wind, from: &stream)
        Veil(air: air, distances: distances, arriving: Transmittance(extinction: drops.extinction))
            .lay(over: &composite, before: (streaks, air * 0.9), hiding: &hidden)
    }

    /// - Parameter rate: in millimetres an hour, above 0.
    static func drops(_ rate: Double) -> Precipitation {
        Precipitation(
            intercept: 8e6, slope: 4100 * pow(rate, -0.21), widest: 0.006, leastPixels: 0.3,
            speed: { max(0.1, 9.65 - 10.3 * exp(-600 * $0)) })
    }
}
