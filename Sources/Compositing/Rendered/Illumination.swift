import Geometry
import Rendering

/// The light on the objects that are rendered into a picture: known from a panorama, or guessed from a photo.
struct Illumination {
    var sun: RenderScene.Sun?
    /// The light on objects on the scene's ground.
    var skyOverGround: RenderScene.Sky
    /// The light from all round, on objects that float.
    var sky: RenderScene.Sky
    /// The reflectance per channel, 0…1.
    var groundReflectance: Vector3
    /// How the picture shows light.
    var tone = ToneCurve.straight
}

extension Illumination {
    /// The light of a panorama.
    ///
    /// - Parameters:
    ///   - sun: in place of the panorama's own, which is then left out.
    ///   - groundReflectance: the ground's, where the ground in the picture is not the panorama's.
    /// - Throws: `.badLight` for a gain that is negative or not finite.
    init(
        _ panorama: PanoramaLight, _ turn: PanoramaTurn, gain: Vector3, sun: RenderScene.Sun? = nil,
        groundReflectance: Vector3? = nil
    ) throws(RenderingError) {
        self.init(
            sun: sun ?? panorama.sun(turn, gain: gain),
            skyOverGround: try panorama.sky(turn, gain: gain, overGround: true),
            sky: try panorama.sky(turn, gain: gain, overGround: false),
            groundReflectance: groundReflectance ?? panorama.groundReflectance)
    }
}
