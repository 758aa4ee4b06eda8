/// The image of many points of the world: the camera's rotation is found once.
package struct SeenPoints: Sendable {
    private let cameraFromWorld: Matrix3
    private let position: Vector3
    private let principal: Point
    private let focalPixels: Double

    init(_ camera: Camera) {
        cameraFromWorld = camera.worldFromCamera.transposed
        (position, principal, focalPixels) = (camera.position, camera.principal, camera.focalPixels)
    }

    /// As `Camera.image(of:)`.
    package func image(of world: Vector3) -> Point? {
        let point = cameraFromWorld * (world - position)
        guard point.z < 0 else { return nil }
        let scale = focalPixels / -point.z
        return Point(principal.x + scale * point.x, principal.y - scale * point.y)
    }
}
