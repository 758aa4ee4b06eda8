import Foundation
import Geometry
package import Rendering
import Synchronization

/// The suns of panoramas. Each is found in its panorama's pixels, once for a run, when it is first asked for.
package final class PanoramaSuns: Sendable {
    /// The sun's direction in the panorama's frame.
    private struct Found {
        var sun: RenderScene.Sun
        /// The sun's part in the light on level ground, 0…1.
        var share: Double
    }

    private let light: @Sendable (String) throws -> PanoramaLight
    private let known = Mutex<[String: Found?]>([:])

    /// - Parameter light: returns the light of a panorama's file.
    package init(_ light: @escaping @Sendable (String) throws -> PanoramaLight) {
        self.light = light
    }

    /// The sun of a scene. Nil where there is none, and for a panorama that cannot be read: the code that uses the
    /// panorama reports that.
    func sun(_ source: SunSource) -> SceneLight.Sun? {
        switch source {
        case .known(let sun): return sun
        case .panorama(let file, let turn):
            guard let found = found(in: file) else { return nil }
            let direction = turn.panoramaFromWorld.transposed * found.sun.direction
            return SceneLight.Sun(
                azimuthDegrees: atan2(direction.x, -direction.z) * 180 / .pi,
                elevationDegrees: asin(min(1, max(-1, direction.y))) * 180 / .pi, share: found.share,
                kelvin: SceneLight.Sun.white, diameterDegrees: 2 * found.sun.angularRadius.degrees)
        }
    }

    private func found(in file: String) -> Found? {
        if let found = known.withLock({ $0[file] }) { return found }
        let found = (try? light(file)).flatMap { light in
            light.sun.map { sun in
                func luminance(_ light: Vector3) -> Double { light.dot([0.2126, 0.7152, 0.0722]) }
                let whole = luminance(light.irradiance)
                let own = luminance(sun.irradiance) * max(0, sun.direction.y)
                return Found(sun: sun, share: whole > 0 ? min(1, own / whole) : 0)
            }
        }
        known.withLock { $0[file] = .some(found) }
        return found
    }
}

/// The source that a scene's sun is known from.
enum SunSource: Sendable {
    case known(SceneLight.Sun?)
    /// A panorama's file, and the scene's orientation in it.
    case panorama(String, PanoramaTurn)
}

extension StageDrawer.Drawn {
    /// - Parameter photo: the background.
    func sunSource(in photo: Photo) -> SunSource {
        if let panorama {
            let turn = PanoramaTurn(yaw: .degrees(panorama.yawDegrees), isMirrored: stage.view.isMirrored)
            return .panorama(photo.path, turn)
        }
        if light.sun == nil, case .panorama(let file, let yaw) = light.sky {
            return .panorama(file, PanoramaTurn(yaw: .degrees(yaw)))
        }
        return .known(light.sun)
    }
}
