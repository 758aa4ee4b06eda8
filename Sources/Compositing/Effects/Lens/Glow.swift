package import Cards
import Foundation
import Geometry
import Pictures
import Scenes

/// Glow: light of the brightest parts of the picture that lens and air scatter round them, such as the halo of a lamp.
///
/// Its shape is that of the glare in an eye, which dust and scratches on a lens resemble: at an angle of θ degrees from a
/// source that lights the lens with E, its veil has the luminance E (10 / θ³ + 5 / θ²) (Vos and others, CIE 146:2002, "CIE
/// equations for disability glare": the equation for small angles and the young, from 0.1 to 30 degrees). It is a sum of
/// Gaussians, one for each octave of angles, each with the light that the equation has in that octave: between them, the sum
/// differs from the equation by less than a tenth.
///
/// The light is added: the little that a lamp loses by it cannot be seen.
package struct Glow: Effect {
    package var strength = 0.5
    package var from = 0.25

    package init() {}

    package static let card = Card<Glow>(
        "glow", "Light that is scattered round what is bright: lamps, lit windows, the sun.",
        .field(
            "strength", \.strength, .number(in: 0...20, .other("times the glare in an eye")),
            "How much is scattered: 0.5 is a clean lens, 3 a dirty one; more for lamps that are brighter than white. 0 is none."
        ),
        .field("from", \.from, .share(of: "the light of white", in: 0...0.99), "What is darker scatters nothing.")
    )

    package func apply(to composite: inout Composite, streams: RandomStreams) {
        guard strength > 0 else { return }
        let octaves = Glow.octaves(focalPixels: composite.scene.camera.focalPixels)
        guard let sources = GlowSources(of: composite.image, from: Float(from)) else { return }
        sources.scatter(octaves, strength: Float(strength)).add(to: &composite.image)
    }

    /// A Gaussian that stands for an octave of angles: how wide it is, and the share of a source's light that it holds.
    struct Octave: Equatable {
        var deviationPixels: Double
        var share: Double
    }

    static let leastDegrees = 0.1
    private static let octaveCount = 8

    static func octaves(focalPixels: Double) -> [Octave] {
        (0..<octaveCount).map { number in
            let degrees = leastDegrees * exp2(Double(number))
            // ∫ (10 / θ³ + 5 / θ²) 2πθ dθ from θ to 2θ, with θ in degrees and the solid angle in steradians.
            let degree = Double.pi / 180
            let share = 2 * Double.pi * degree * degree * (10 / (2 * degrees) + 5 * log(2))
            // Half of a Gaussian's light lies within 1.18 deviations: it lies as much on either side of the octave's middle.
            return Octave(
                deviationPixels: degrees * 2.0.squareRoot() / 1.18 * degree * focalPixels, share: share)
        }
    }
}
