import Cards
import Geometry
import Pictures
import Rendering
import Scenes

/// The light of a scene: that of its panorama, or else the known and guessed light of its photo.
struct SceneLighting {
    /// The direction to the scene's sun, in the world, if there is one; that of a panorama is its own.
    let sunDirection: Vector3?

    private let light: SceneLight
    private let camera: Camera
    private let photo: ScenePhoto
    private let look: (panorama: Panorama, turn: PanoramaTurn, exposure: Double)?
    /// The light of the photo, which is guessed when it is first asked for.
    private var guess: PhotoLight?
    /// Found when it is first asked for.
    private var surfaces: SurfaceLight?

    /// - Throws: as `PanoramaCache.panorama`.
    init(of scene: Scene, _ backdrop: inout Backdrop) throws(PictureError) {
        light = scene.light
        camera = scene.camera
        photo = scene.photo
        look = try backdrop.look(into: scene.photo, seenBy: scene.camera)
        if let look {
            sunDirection = look.panorama.light.sun(look.turn, gain: .one)?.direction
        } else if light.sun == nil, case .panorama(let file, let yaw) = light.sky {
            let sky = try backdrop.panorama(file).light
            sunDirection = sky.sun(PanoramaTurn(yaw: .degrees(yaw)), gain: .one)?.direction
        } else {
            sunDirection = light.sun?.direction
        }
    }

    /// The radiance of a white diffuse level surface before the scene's own gain and tint, as the image would show it:
    /// linear, 1 is white.
    ///
    /// - Parameter photo: the image without any object.
    mutating func white(over photo: Raster) -> Double {
        guard let look else { return photoLight(photo).white }
        return look.panorama.light.irradiance.brightness * look.exposure / .pi
    }

    /// The light on flat objects and on the ground.
    ///
    /// - Parameter photo: the image without any object.
    /// - Throws: as `PanoramaCache.panorama`.
    mutating func onSurfaces(over photo: Raster, _ backdrop: inout Backdrop) throws(PictureError) -> SurfaceLight {
        if let surfaces { return surfaces }
        let made =
            if let look {
                SurfaceLight(look.panorama.light, look.turn, gain: gain(look.exposure))
            } else {
                photoLight(photo, backdrop).onSurfaces(light, under: try sky(&backdrop))
            }
        surfaces = made
        return made
    }

    /// The light on the scene's solid objects.
    ///
    /// - Parameter photo: the image without any object.
    /// - Throws: `RenderingError` for a light that nothing can be rendered with; as `PanoramaCache.panorama`.
    mutating func illumination(over photo: Raster, _ backdrop: inout Backdrop) throws -> Illumination {
        if let look {
            var illumination = try Illumination(look.panorama.light, look.turn, gain: gain(look.exposure))
            illumination.tone = .shoulder
            return illumination
        }
        return try photoLight(photo, backdrop).illumination(light, under: try sky(&backdrop))
    }

    private func gain(_ exposure: Double) -> Vector3 {
        Vector3(ColourTemperature(kelvin: light.kelvin).linearGain) * (exposure * light.gain)
    }

    /// The light of a panorama, where the scene's light names one.
    private func sky(_ backdrop: inout Backdrop) throws(PictureError) -> PanoramaLight? {
        guard case .panorama(let file, _) = light.sky else { return nil }
        return try backdrop.panorama(file).light
    }

    private mutating func photoLight(_ image: Raster, _ backdrop: Backdrop? = nil) -> PhotoLight {
        if let guess { return guess }
        let made = backdrop?.light(of: photo, image, seenBy: camera) ?? PhotoLight(image, seenBy: camera)
        guess = made
        return made
    }
}
