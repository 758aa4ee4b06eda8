import Geometry
import Rendering

/// `scene.json`: metres and degrees, the camera over the origin, light as irradiance and radiance.
struct SceneFile: Decodable {
    var size: Int
    var fieldOfView: Double
    var pitch: Double
    var cameraHeight: Double
    /// Where the mesh stands; it is turned by `yawStep` from one image to the next.
    var position: [Double]
    var yawStep: Double
    var sunDirection: [Double]
    var sunIrradiance: Double
    var sunRadius: Double
    var skyRadiance: Double
    var groundReflectance: Double
    var exposure: Double

    func renderScene(_ model: Model, frame: Int) -> RenderScene {
        RenderScene(
            camera: Camera(
                width: size, height: size, horizontalFieldOfView: .degrees(fieldOfView), pitch: .degrees(pitch),
                heightMetres: cameraHeight),
            instances: [
                .init(model, Pose(.yaw(.degrees(yawStep * Double(frame))), at: vector(position)))
            ],
            sun: .init(
                direction: vector(sunDirection), irradiance: Vector3(repeating: sunIrradiance),
                angularRadius: .degrees(sunRadius)),
            sky: .constant(Vector3(repeating: skyRadiance)),
            ground: .init(reflectance: Vector3(repeating: groundReflectance)), exposure: exposure)
    }

    private func vector(_ numbers: [Double]) -> Vector3 { [numbers[0], numbers[1], numbers[2]] }
}
