package import Cards
import Foundation
import Geometry
import Pictures
import Scenes

/// The glare of a low sun: light that lens and air spread round it, over all that the camera sees.
///
/// It falls off with the square of the angle from the sun, as the veiling luminance of Stiles and Holladay does (Vos and
/// others, CIE 146:2002, "CIE equations for disability glare"), here finite at the sun itself: s · r² / (θ² + r²), with r
/// the angle at which half of it is left. Close to the sun a second such term makes a core that is white. Glare is light
/// that is added, so that dark things before the sun lose contrast most.
///
/// The sun is the scene's own, unless a place is given. One that lies behind the camera has no glare.
package struct LowSun: Effect {
    package var strength = 0.5
    package var spread = 8.0
    package var x: Double?
    package var y = 0.25
    package var kelvin = 4000.0

    package init() {}

    package static let card = Card<LowSun>(
        "low_sun", "The glare of a low sun.",
        .field(
            "strength", \.strength, .number(in: 0...3, .other("times the light of white")),
            "How bright the glare is beside the sun; 0 changes nothing."),
        .field(
            "spread", \.spread, .number(in: 0.5...60, .degrees), "How far from the sun half of the glare is left."),
        .field(
            "x", \.x, .optional(.number(in: -1...2, .share(of: "the image's width"))),
            "Where the sun is; the scene's sun unless it is given."),
        .field(
            "y", \.y, .number(in: -1...2, .share(of: "the image's height")),
            "Where the sun is, from the top; only with “x”."),
        .field("kelvin", \.kelvin, .number(in: ColourTemperature.range, .kelvin), "The colour of the glare.")
    )

    package static func needs(of values: DraftValues) -> [Need] {
        values.has("x") ? [] : [.sun]
    }

    package func apply(to composite: inout Composite, streams: RandomStreams) {
        let camera = composite.scene.camera
        let (width, height) = (composite.image.width, composite.image.height)
        let place = x.map { Point($0 * Double(width), y * Double(height)) }
        guard strength > 0,
            let direction = place.map(camera.ray) ?? composite.scene.light.sun?.direction,
            // In front of the camera, whose axis is −z of its own frame.
            (camera.worldFromCamera.transposed * direction).z < 0
        else { return }
        let sun = SIMD3<Float>(direction)
        let gain = ColourTemperature(kelvin: kelvin).linearGain
        let colour = gain / max(gain.x, gain.y, gain.z) * LinearLight.white * Float(strength)
        // Chords of the unit sphere are as good as angles here.
        func square(_ degrees: Double) -> Float { Float(pow(degrees * .pi / 180, 2)) }
        let (wide, core) = (square(spread), square(LowSun.coreDegrees))
        let rows = GroundRows(camera)
        for row in 0..<height {
            let (first, step) = rows.rays(ofRow: row)
            LinearLight.ofByte.withUnsafeBufferPointer { linear in
                LinearLight.byte.withUnsafeBufferPointer { encoded in
                    composite.image.bytes.withUnsafeMutableBufferPointer { bytes in
                        for column in 0..<width {
                            let ray = first + step * Float(column)
                            let length = (ray * ray).sum().squareRoot()
                            let chord = max(0, 2 - 2 * (ray * sun).sum() / length)
                            let glare = wide / (chord + wide) + LowSun.coreTimes * core / (chord + core)
                            let pixel = (row * width + column) * 4
                            for channel in 0..<3 {
                                let light = Float(linear[Int(bytes[pixel + channel])]) + colour[channel] * glare
                                bytes[pixel + channel] = encoded[LinearLight.index(light)]
                            }
                        }
                    }
                }
            }
        }
    }

    private static let coreDegrees = 0.7
    private static let coreTimes: Float = 6
}
