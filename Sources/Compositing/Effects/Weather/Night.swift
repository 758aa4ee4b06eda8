package import Cards
import Foundation
import Geometry
import Masks
import Pictures
import Scenes

/// Night made of day: little light and hardly any colour, while lamps and reflective surfaces stay bright.
///
/// - The light is so many stops less, and that of the sky, which gives none of its own, less still.
/// - Colours fade towards the blue that is seen at night, by the luminance of scotopic vision (Ward Larson, Rushmeier and
///   Piatko, "A visibility matching tone reproduction operator for high dynamic range scenes", 1997; the blue after Thompson,
///   Shirley and Ferwerda, "A spatial post-processing algorithm for images of night scenes", 2002).
/// - Small bright spots of the photo are taken for lamps, and bright parts of objects for reflective sheeting.
/// - Windows that the photo's facts outline are lit from inside, as `LitWindows`.
/// - Headlights light the ground and what stands on it, by distance.
package struct Night: Effect {
    package var stops = 4.5
    package var fade = 0.7
    package var lamps = 0.5
    package var reflectors = 0.5
    package var windows = 0.0
    package var headlights = 0.0

    package init() {}

    package static let card = Card<Night>(
        "night", "Night made of day.",
        .field(
            "stops", \.stops, .number(in: 0...10, .stops),
            "How much darker it is: 2 is dusk, 5 a moonlit night; 0 changes nothing."),
        .field("fade", \.fade, .share(of: "the colours"), "How far colours fade towards blue."),
        .field(
            "lamps", \.lamps, .share(of: "the light"), "How much light of small bright spots stays, such as lamps."),
        .field(
            "reflectors", \.reflectors, .share(of: "the light"),
            "How much light of the bright parts of objects stays, such as the sheeting of signs."),
        .field(
            "windows", \.windows, .share(of: "the windows"),
            "How many of the windows that the photo's facts outline are lit from inside; 0 is none."),
        .field(
            "headlights", \.headlights, .number(in: 0...2, .other("times the light of day")),
            "How brightly headlights at the camera light what is near; 0 switches them off.")
    )

    package static func needs(of values: DraftValues) -> [Need] {
        values.greatest("windows") ?? 0 > 0 ? [.depth, .windows] : [.depth]
    }

    package func apply(to composite: inout Composite, streams: RandomStreams) {
        guard stops > 0 else { return }
        let distances = SeenDistances(in: composite)
        let camera = composite.scene.camera
        let (width, height) = (composite.image.width, composite.image.height)
        let bright = Brightness(of: composite.image)
        let sky = max(0.1, Float(Vector3(Airlight(of: composite, distances).light).brightness) / LinearLight.white)
        let beam = Headlights(camera, brightness: Float(headlights))
        let (left, fade, lamps, reflectors) = (Float(exp2(-stops)), Float(fade), Float(lamps), Float(reflectors))
        let rows = GroundRows(camera)
        let whites = Night.whites(of: composite)
        let lit = windows > 0 ? LitWindows(share: windows, in: composite, distances, streams) : nil
        defer { lit?.lay(over: &composite.image) }
        var metres = [Float](repeating: 0, count: width)
        for y in 0..<height {
            metres.withUnsafeMutableBufferPointer { distances.fill($0, row: y) }
            let (first, step) = rows.rays(ofRow: y)
            LinearLight.ofByte.withUnsafeBufferPointer { linear in
                LinearLight.byte.withUnsafeBufferPointer { encoded in
                    metres.withUnsafeBufferPointer { metres in
                        composite.image.bytes.withUnsafeMutableBufferPointer { bytes in
                            for x in 0..<width {
                                let pixel = (y * width + x) * 4
                                let day: SIMD3<Float> =
                                    SIMD3(
                                        Float(linear[Int(bytes[pixel])]), Float(linear[Int(bytes[pixel + 1])]),
                                        Float(linear[Int(bytes[pixel + 2])])) / LinearLight.white
                                let ray = first + step * Float(x)
                                let isObject = distances.thing(x: x, y: y) != 0
                                let luminance = LinearLight.luminance(day)
                                // 1. What is left of the day, in the colours of the night.
                                var share = left
                                if ray.y > 0, !isObject {
                                    share *= 1 - Night.skyLoss * smoothStep(0.25, 0.75, luminance / sky)
                                }
                                let pale = Night.blue * Night.scotopic(day, luminance)
                                let moonlit = (day + (pale - day) * fade) * share
                                // 2. What headlights add.
                                let lit = day * beam(ray, metres: metres[x])
                                // 3. Lamps of the photo, and sheeting of objects.
                                let own = day / whites[Int(composite.map.ids[y * width + x])]
                                let peak = max(own.x, own.y, own.z)
                                let kept =
                                    isObject
                                    ? reflectors * smoothStep(0.1, 0.5, peak)
                                    : lamps * smoothStep(0.5, 0.9, peak) * smoothStep(1.8, 3.5, peak / bright(x, y))
                                let dark = moonlit + lit
                                let light = dark + pointwiseMax(own - dark, .zero) * kept
                                for channel in 0..<3 {
                                    bytes[pixel + channel] =
                                        encoded[
                                            LinearLight.index(light[channel] * LinearLight.white)]
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The light of each object's brightest pixel, by ids, 1 for white: sheeting shines by headlights, however little light
    /// the day gives it. The photo's is 1.
    private static func whites(of composite: Composite) -> [Float] {
        var peaks = [UInt8](repeating: 0, count: composite.instances.count + 1)
        for (pixel, id) in composite.map.ids.enumerated() where id > 0 {
            let bytes = composite.image.bytes
            peaks[Int(id)] = max(peaks[Int(id)], bytes[pixel * 4], bytes[pixel * 4 + 1], bytes[pixel * 4 + 2])
        }
        peaks[0] = 255
        return peaks.map { max(0.05, Float(LinearLight.ofByte[Int($0)]) / LinearLight.white) }
    }

    /// The share of the sky's light that is lost beyond that of all else.
    private static let skyLoss: Float = 0.6
    /// Of luminance 1.
    private static let blue = SIMD3<Float>(0.72, 0.98, 1.9) / Float(0.72 * 0.2126 + 0.98 * 0.7152 + 1.9 * 0.0722)

    /// The scotopic luminance of linear sRGB: Y (1.33 (1 + (Y + Z) / X) − 1.68), as bright as Y for white.
    @inline(__always)
    private static func scotopic(_ rgb: SIMD3<Float>, _ luminance: Float) -> Float {
        let x = (rgb * SIMD3(0.4124, 0.3576, 0.1805)).sum()
        let z = (rgb * SIMD3(0.0193, 0.1192, 0.9505)).sum()
        guard x > 1e-6 else { return luminance }
        return luminance * max(0, 1.33 * (1 + (luminance + z) / x) - 1.68) / 2.57
    }
}

/// A car's dipped headlights at the place of the camera, 0.65 m above the ground.
///
/// They reach over some 60 m of ground, and light nothing above their cut-off, 1 % below the horizon (UN Regulation 149),
/// but for a little stray light.
struct Headlights {
    private let brightness: Float
    private let heightMetres: Float

    private static let lampMetres: Float = 0.65
    /// Half of the light is left at this distance.
    private static let halfMetres: Float = 14
    private static let stray: Float = 0.06

    init(_ camera: Camera, brightness: Float) {
        (self.brightness, heightMetres) = (brightness, Float(camera.heightMetres))
    }

    /// The light that falls on what a ray shows, as a share of daylight.
    @inline(__always)
    func callAsFunction(_ ray: SIMD3<Float>, metres: Float) -> SIMD3<Float> {
        guard brightness > 0, metres < 300 else { return .zero }
        let away = metres / (ray * ray).sum().squareRoot()
        let (side, up, ahead) = (ray.x * away, heightMetres + ray.y * away - Headlights.lampMetres, -ray.z * away)
        guard ahead > 0.5 else { return .zero }
        let slope = up / ahead
        let below = Headlights.stray + (1 - Headlights.stray) * (1 - smoothStep(-0.012, 0.004, slope))
        // Wider near the car than far away, where both beams have become one.
        let bearing = side / (ahead + 2) / 0.36
        let across = 1 / (1 + bearing * bearing * bearing * bearing)
        // Too near lies below the beam.
        let near = smoothStep(1.5, 6, ahead)
        let squared = ahead / Headlights.halfMetres
        return Headlights.white * (brightness * below * across * near / (1 + squared * squared))
    }

    /// About 4,300 K.
    private static let white = SIMD3<Float>(1.12, 0.99, 0.76)
}
