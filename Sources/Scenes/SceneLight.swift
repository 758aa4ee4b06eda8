import Cards
import Foundation
package import Geometry
import Pipelines

/// The light on a scene's objects.
package struct SceneLight: Codable, Sendable, Hashable {
    /// A factor of the pictures' brightness, in linear light.
    package var gain: Double
    package var kelvin: Double
    /// How strongly flat objects are shaded, 0…1.
    package var relief: Double
    /// How much of the scene's light falls on drawings and lettering, 0…1; at 0 they keep the colours as drawn.
    package var drawings: Double
    package var sun: Sun?
    package var sky: SceneSky

    package struct Sun: Codable, Sendable, Hashable {
        package var azimuthDegrees: Double
        package var elevationDegrees: Double
        /// The sun's part in the light on level ground, 0…1.
        package var share: Double
        package var kelvin: Double
        package var diameterDegrees: Double

        package init(
            azimuthDegrees: Double, elevationDegrees: Double, share: Double, kelvin: Double, diameterDegrees: Double
        ) {
            self.azimuthDegrees = azimuthDegrees
            self.elevationDegrees = elevationDegrees
            self.share = share
            self.kelvin = kelvin
            self.diameterDegrees = diameterDegrees
        }
    }
}

extension SceneLight {
    /// Draws the light that a pipeline asks for.
    ///
    /// - Parameters:
    ///   - known: the background's sun, where it is known. One of which no more than the direction is known shines only
    ///     where the pipeline asks for a sun.
    ///   - hasOwn: whether the background brings its own sun and sky.
    ///   - streams: the streams of the scene's light.
    init(
        _ rules: Pipeline.Light, under known: PhotoFacts.Sun?, hasOwn: Bool, from streams: RandomStreams
    ) {
        var sun: Sun?
        if !hasOwn, known?.isSeen ?? false || rules.sun != nil {
            let rule = rules.sun ?? Pipeline.Sun()
            let elevation = known?.elevation.degrees ?? streams.draw("elevation", rule.elevation)
            sun = Sun(
                azimuthDegrees: known?.azimuth.degrees ?? streams.draw("azimuth", rule.azimuth),
                elevationDegrees: elevation, share: streams.draw("share", rule.share),
                kelvin: rule.kelvin.map { streams.draw("sun_kelvin", $0) } ?? Sun.kelvin(at: elevation),
                diameterDegrees: streams.draw("diameter", rule.diameter))
        }
        self.init(
            gain: streams.draw("gain", rules.gain), kelvin: streams.draw("kelvin", rules.kelvin),
            relief: rules.relief, drawings: rules.drawings, sun: sun,
            sky: hasOwn ? .photo : SceneSky(rules.sky, from: streams.scope("sky")))
    }
}

extension SceneLight.Sun {
    /// The direction from the scene to the sun, in the world, of length 1.
    package var direction: Vector3 {
        let (azimuth, elevation) = (Angle.degrees(azimuthDegrees), Angle.degrees(elevationDegrees))
        return [elevation.cosine * azimuth.sine, elevation.sine, -elevation.cosine * azimuth.cosine]
    }

    /// The irradiance of a surface that faces the sun, for the whole light on level ground. A low sun is brighter on
    /// such a surface than on the ground, but not without end.
    package func facing(level whole: Double) -> Double { min(share * whole / direction.y, 2.5 * whole) }

    /// The colour temperature of the primaries' white, in kelvin.
    static let white = 6504.0

    /// The colour temperature of sunlight through clear air: about 2,200 K on the horizon, 4,000 K at 10°, 5,500 K high
    /// up.
    fileprivate static func kelvin(at elevationDegrees: Double) -> Double {
        5600 - 3400 * exp(-max(0, elevationDegrees) / 13)
    }
}

extension SceneLight.Sun {
    /// In JSON, words are joined by underscores, as in the pipeline file.
    private enum CodingKeys: String, CodingKey {
        case azimuthDegrees = "azimuth_degrees"
        case elevationDegrees = "elevation_degrees"
        case share
        case kelvin
        case diameterDegrees = "diameter_degrees"
    }
}
