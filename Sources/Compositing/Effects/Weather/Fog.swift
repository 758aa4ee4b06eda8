package import Cards
package import Drawings
import Foundation
import Pictures

/// Fog: contrast falls with distance, and all that is far takes the colour of the air.
///
/// Koschmieder, "Theorie der horizontalen Sichtweite", Beiträge zur Physik der freien Atmosphäre 12, 1924: of the light of
/// a thing at distance d, exp(−σd) arrives, and 1 − exp(−σd) of the airlight comes in its place, both in linear light. The
/// visibility is the distance at which 5 % of the contrast is left, the World Meteorological Organization's meteorological
/// optical range (WMO-No. 8), so that σ = −ln 0.05 / visibility; Koschmieder himself took 2 %.
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
        let air = (colour.map(Airlight.init) ?? Airlight(of: composite, distances)).light
        let arriving = Transmittance(extinction: -log(0.05) / visibility)
        var clearness = Clearness(
            of: distances, through: arriving, width: composite.image.width, composite.image.height)
        let width = composite.image.width
        for y in 0..<composite.image.height {
            clearness.advance(to: y)
            LinearLight.ofByte.withUnsafeBufferPointer { linear in
                LinearLight.byte.withUnsafeBufferPointer { encoded in
                    clearness.shares.withUnsafeBufferPointer { shares in
                        composite.image.bytes.withUnsafeMutableBufferPointer { bytes in
                            for x in 0..<width {
                                let pixel = (y * width + x) * 4
                                for channel in 0..<3 {
                                    let own = Float(linear[Int(bytes[pixel + channel])])
                                    let light = air[channel] + (own - air[channel]) * shares[x]
                                    bytes[pixel + channel] = encoded[LinearLight.index(light)]
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The share of light that passes through so many metres of air: exp(−σd), from a table, to within 10⁻⁵.
struct Transmittance {
    private let perMetre: Float
    private let shares: [Float]

    /// Of the optical depth from one entry to the next.
    private static let step: Float = 1 / 128
    /// Beyond this optical depth nothing arrives.
    private static let greatest: Float = 12

    /// - Parameter extinction: σ, per metre.
    init(extinction: Double) {
        perMetre = Float(extinction) / Transmittance.step
        let count = Int(Transmittance.greatest / Transmittance.step)
        shares = (0...count).map { $0 == count ? 0 : exp(-Float($0) * Transmittance.step) }
    }

    @inline(__always)
    func callAsFunction(_ metres: Float) -> Float {
        let place = metres * perMetre
        guard place < Float(shares.count - 1) else { return 0 }
        let entry = Int(place)
        let first = shares[entry]
        return first + (shares[entry + 1] - first) * (place - Float(entry))
    }
}
