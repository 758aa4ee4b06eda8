import Geometry
import Rendering

/// The light on level ground, which is all that shadows need to know of the light.
struct LevelLight {
    var sun: RenderScene.Sun?
    /// By all but the sun.
    var skyIrradiance: Vector3
}

extension LevelLight {
    /// The light of a panorama.
    ///
    /// - Parameter sun: in place of the panorama's own, which is then left out.
    init(_ panorama: PanoramaLight, _ turn: PanoramaTurn, gain: Vector3, sun: RenderScene.Sun? = nil) {
        self.init(sun: sun ?? panorama.sun(turn, gain: gain), skyIrradiance: panorama.skyIrradiance * gain)
    }
}
