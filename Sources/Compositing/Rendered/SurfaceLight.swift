import Geometry
import Rendering

/// The light that falls on matt surfaces which are not traced: flat objects, and the ground under their shadows.
struct SurfaceLight {
    var sun: RenderScene.Sun?
    /// The reflectance of the ground per channel, 0…1.
    let groundReflectance: Vector3
    private let sky: Sky

    private enum Sky {
        /// The same radiance from everywhere.
        case even(Vector3)
        /// A dome, the factor on its light, and its frame's directions from those of the world.
        case dome(SkyDome, gain: Vector3, domeFromWorld: Matrix3?)
    }

    /// An even sky.
    ///
    /// - Parameter skyIrradiance: of level ground.
    init(sun: RenderScene.Sun?, evenly skyIrradiance: Vector3, groundReflectance: Vector3) {
        self.sun = sun
        self.groundReflectance = groundReflectance
        sky = .even(skyIrradiance / .pi)
    }

    /// A sky seen from the world's own frame.
    init(sun: RenderScene.Sun?, _ dome: SkyDome, gain: Vector3, groundReflectance: Vector3) {
        self.sun = sun
        self.groundReflectance = groundReflectance
        sky = .dome(dome, gain: gain, domeFromWorld: nil)
    }

    /// The light of a panorama.
    ///
    /// - Parameters:
    ///   - sun: in place of the panorama's own, which is then left out.
    ///   - groundReflectance: the ground's, where the ground in the picture is not the panorama's.
    init(
        _ panorama: PanoramaLight, _ turn: PanoramaTurn, gain: Vector3, sun: RenderScene.Sun? = nil,
        groundReflectance: Vector3? = nil
    ) {
        self.sun = sun ?? panorama.sun(turn, gain: gain)
        self.groundReflectance = groundReflectance ?? panorama.groundReflectance
        sky = .dome(panorama.dome, gain: gain, domeFromWorld: turn.panoramaFromWorld)
    }

    /// The irradiance of level ground by all but the sun.
    var skyIrradiance: Vector3 { skyIrradiance(on: [0, 1, 0], overGround: true) }

    /// The irradiance of a surface with nothing before it.
    ///
    /// - Parameters:
    ///   - normal: of length 1, in the world.
    ///   - overGround: whether the scene's ground lies below, lit as a level surface is; else the sky goes on there.
    func irradiance(on normal: Vector3, overGround: Bool) -> Vector3 {
        var sum = skyIrradiance(on: normal, overGround: overGround)
        var level = Vector3()
        if overGround { level = skyIrradiance }
        if let sun {
            let direction = sun.direction.normalized
            sum += sun.irradiance * max(0, normal.dot(direction))
            level += sun.irradiance * max(0, direction.y)
        }
        return overGround ? sum + groundReflectance * level * ((1 - normal.y) / 2) : sum
    }

    /// The factor of red, green and blue by which the side of a flat object that the camera sees is brighter than its
    /// reflectance; linear.
    ///
    /// - Parameter imageFromObject: where the object is; a card that is seen edge on is lit as if it faced the camera.
    func gain(of imageFromObject: Homography, seenBy camera: Camera, overGround: Bool) -> SIMD3<Float> {
        let plane = camera.worldPlane(of: imageFromObject)
        let normal =
            SeenPlane(through: plane.origin, normal: plane.uAxis.cross(plane.vAxis), seenBy: camera)?.normal
            ?? camera.worldFromCamera.z
        return SIMD3<Float>(irradiance(on: normal, overGround: overGround) / .pi)
    }

    private func skyIrradiance(on normal: Vector3, overGround: Bool) -> Vector3 {
        switch sky {
        case .even(let radiance): radiance * (.pi * (overGround ? (1 + normal.y) / 2 : 1))
        case .dome(let dome, let gain, let domeFromWorld):
            dome.irradiance(on: domeFromWorld.map { $0 * normal } ?? normal, overGround: overGround) * gain
        }
    }
}
