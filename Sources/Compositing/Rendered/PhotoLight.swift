import Cards
import Foundation
import Geometry
import Pictures
import Rendering
import Scenes

/// The light of a photo's scene, guessed from its pixels and from what is known of its sun.
///
/// A photo does not show how bright its light was, only how bright things came out. So the level at which white things
/// come out is guessed twice, from the ground and from the whole picture, each as a surface that reflects a fifth
/// (grey-world: Buchsbaum, "A spatial processor model for object colour perception", Journal of the Franklin Institute
/// 310 (1980)), and the geometric mean of the two is used. The sky is the photo itself, blurred and continued all
/// round. It has half of the photo's colour, since blue or green in the picture is mostly that of the things
/// themselves.
struct PhotoLight {
    /// The radiance of a white diffuse level surface, as the picture would show it: linear, 1 is white.
    let white: Double
    /// The ground's reflectance per channel, 0…1.
    let groundReflectance: Vector3
    private let picture: CoarsePicture
    /// What the photo was seen by.
    let camera: Camera
    private let skyColour: Vector3
    /// The photo carried on all round.
    private var surroundings = PhotoLight.nothing

    private static let nothing = SkyDome { _, _ in .zero }

    private static let typicalReflectance = 0.2
    /// No photo's white is taken to lie outside of this.
    private static let whites = 0.05...1.3

    init(_ photo: Raster, seenBy camera: Camera) {
        picture = CoarsePicture(photo)
        self.camera = camera
        let horizon = camera.horizonY(atX: camera.principal.x) / Double(max(1, camera.height))
        let mean = picture.mean(rows: 0...1)
        // What is near the horizon is far away, hazy or no ground at all.
        let ground = picture.mean(rows: min(0.8, max(0, horizon) * 0.6 + 0.4)...1)
        let level = (ground.brightness * mean.brightness).squareRoot() / PhotoLight.typicalReflectance
        white = min(max(level, PhotoLight.whites.lowerBound), PhotoLight.whites.upperBound)
        let reflectance = (ground / white).softened(by: 0.7)
        groundReflectance = pointwiseMin(
            pointwiseMax(reflectance, Vector3(repeating: 0.03)), Vector3(repeating: 0.7))
        skyColour = picture.mean(rows: 0...(horizon > 0.1 ? min(horizon, 1) : 0.35)).softened(by: 0.5).ofBrightnessOne
        surroundings = SkyDome { [self] in seen(azimuth: $0, elevation: $1) }
    }

    /// The light on a scene's objects.
    ///
    /// - Parameter panorama: the sky, where the scene's light names one.
    func illumination(_ light: SceneLight, under panorama: PanoramaLight? = nil) throws(RenderingError) -> Illumination
    {
        let (sun, left, tint) = parts(of: light)
        let sky: RenderScene.Sky
        switch light.sky {
        case .even: sky = .constant(tint * (left / .pi))
        case .photo: sky = .gradient(try environment(irradiance: left, tint: tint))
        case .panorama(_, let yawDegrees):
            let (panorama, gain) = sized(panorama, beside: sun, irradiance: left, tint: tint)
            return try Illumination(
                panorama, PanoramaTurn(yaw: .degrees(yawDegrees)), gain: gain, sun: sun,
                groundReflectance: groundReflectance)
        }
        return Illumination(sun: sun, skyOverGround: sky, sky: sky, groundReflectance: groundReflectance)
    }

    /// The same light as flat objects and the ground take it.
    func onSurfaces(_ light: SceneLight, under panorama: PanoramaLight? = nil) -> SurfaceLight {
        let (sun, left, tint) = parts(of: light)
        switch light.sky {
        case .even: return SurfaceLight(sun: sun, evenly: tint * left, groundReflectance: groundReflectance)
        case .photo:
            let around = surroundings
            return SurfaceLight(
                sun: sun, around, gain: tint * scale(of: around, to: left), groundReflectance: groundReflectance)
        case .panorama(_, let yawDegrees):
            let (panorama, gain) = sized(panorama, beside: sun, irradiance: left, tint: tint)
            return SurfaceLight(
                panorama, PanoramaTurn(yaw: .degrees(yawDegrees)), gain: gain, sun: sun,
                groundReflectance: groundReflectance)
        }
    }

    /// The sun, the irradiance of level ground from all other light, and the tint of both.
    private func parts(of light: SceneLight) -> (sun: RenderScene.Sun?, left: Double, tint: Vector3) {
        let tint = Vector3(ColourTemperature(kelvin: light.kelvin).linearGain)
        // The irradiance of level ground.
        let whole = .pi * white * light.gain
        guard let known = light.sun, known.elevationDegrees > 0, known.share > 0 else { return (nil, whole, tint) }
        let direction = known.direction
        let facing = known.facing(level: whole)
        let colour = Vector3(ColourTemperature(kelvin: known.kelvin).linearGain).softened(by: 0.6).ofBrightnessOne
        let sun = RenderScene.Sun(
            direction: direction, irradiance: colour * tint * facing,
            angularRadius: .degrees(known.diameterDegrees / 2))
        return (sun, whole - facing * direction.y, tint)
    }

    /// A panorama as the sky, and the factor that makes it as bright as the photo asks for. The panorama's own sun
    /// shines where the scene has none.
    ///
    /// - Parameter irradiance: of level ground, besides that of `sun`.
    private func sized(
        _ panorama: PanoramaLight?, beside sun: RenderScene.Sun?, irradiance: Double, tint: Vector3
    ) -> (PanoramaLight, gain: Vector3) {
        guard let panorama else { preconditionFailure("a sky that is a panorama comes with it") }
        let own = sun == nil ? panorama.irradiance : panorama.skyIrradiance
        return (panorama, tint * (own.brightness > 0 ? irradiance / own.brightness : 0))
    }

    /// The photo carried on all round, of a given irradiance on level ground.
    private func environment(irradiance: Double, tint: Vector3) throws(RenderingError) -> Environment {
        let around = surroundings
        let radiances = around.radiances(times: tint * scale(of: around, to: irradiance))
        return try Environment(
            width: SkyDome.width, height: SkyDome.height,
            radiance: radiances.map { SIMD3<Float>(pointwiseMax($0, Vector3(repeating: 1e-6))) }, isDrawn: false)
    }

    /// The factor that gives a sky an irradiance on level ground.
    private func scale(of sky: SkyDome, to irradiance: Double) -> Double {
        let own = sky.irradiance(on: [0, 1, 0], overGround: true).brightness
        return own > 0 ? irradiance / own : 0
    }

    /// The light from a direction, in radians. In the picture it is what the picture shows there; beside and behind the
    /// picture it is its mirror image; above it is more and more the sky's mean.
    private func seen(azimuth: Double, elevation: Double) -> Vector3 {
        let folded = abs(azimuth) <= .pi / 2 ? azimuth : (azimuth > 0 ? .pi - azimuth : -.pi - azimuth)
        // No steeper than a camera sees.
        let (low, across) = (min(max(elevation, -1), 1), folded * 0.9)
        let direction: Vector3 = [cos(low) * sin(across), sin(low), -cos(low) * cos(across)]
        let inCamera = camera.worldFromCamera.transposed * direction
        let depth = max(-inCamera.z, 0.05)
        let x = (camera.principal.x + camera.focalPixels * inCamera.x / depth) / Double(max(1, camera.width))
        let y = (camera.principal.y - camera.focalPixels * inCamera.y / depth) / Double(max(1, camera.height))
        let value = picture.value(x: x, y: y).softened(by: 0.5)
        guard elevation > 0, y < 0 else { return value }
        let share = min(1, -y)
        return value * (1 - share) + skyColour * (value.brightness * share)
    }
}

/// A picture of a few dozen linear colours.
private struct CoarsePicture {
    private let columns = 24
    private let rows = 18
    private let values: [Vector3]

    init(_ raster: Raster) {
        let linear = SRGB.linearOfByte
        // Some 64 pixels of each cell say enough.
        values = (0..<24 * 18).map { cell in
            let (column, row) = (cell % 24, cell / 24)
            var sum = Vector3()
            for sample in 0..<64 {
                let x = min(raster.width - 1, ((column * 8 + sample % 8) * raster.width + raster.width / 2) / (24 * 8))
                let y = min(
                    raster.height - 1, ((row * 8 + sample / 8) * raster.height + raster.height / 2) / (18 * 8))
                let at = (y * raster.width + x) * 4
                sum += [
                    Double(linear[Int(raster.bytes[at])]), Double(linear[Int(raster.bytes[at + 1])]),
                    Double(linear[Int(raster.bytes[at + 2])]),
                ]
            }
            return sum / 64
        }
    }

    /// Over rows given as shares of the height.
    func mean(rows range: ClosedRange<Double>) -> Vector3 {
        let first = min(rows - 1, Int(range.lowerBound * Double(rows)))
        let last = min(rows, max(first + 1, Int((range.upperBound * Double(rows)).rounded())))
        let part = values[first * columns..<last * columns]
        return part.reduce(Vector3(), +) / Double(part.count)
    }

    /// At shares of width and height, between cells; at the edge's value outside.
    func value(x: Double, y: Double) -> Vector3 {
        let u = min(max(x * Double(columns) - 0.5, 0), Double(columns - 1))
        let v = min(max(y * Double(rows) - 0.5, 0), Double(rows - 1))
        let (left, top) = (min(Int(u), columns - 2), min(Int(v), rows - 2))
        let (fx, fy) = (u - Double(left), v - Double(top))
        let at = top * columns + left
        let upper = values[at] * (1 - fx) + values[at + 1] * fx
        let lower = values[at + columns] * (1 - fx) + values[at + columns + 1] * fx
        return upper * (1 - fy) + lower * fy
    }
}

extension SIMD3<Double> {
    /// The luminance of linear sRGB.
    var brightness: Double { (self * Vector3(0.2126, 0.7152, 0.0722)).sum() }

    /// The same colour of brightness 1; white for black.
    fileprivate var ofBrightnessOne: Vector3 {
        brightness > 0 ? self / brightness : Vector3(repeating: 1)
    }

    /// With that share of its colour, at the same brightness.
    func softened(by share: Double) -> Vector3 {
        self * share + Vector3(repeating: brightness) * (1 - share)
    }
}
