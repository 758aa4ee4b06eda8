/// The rays from a camera to its ground.
package struct GroundRays: Sendable {
    private let camera: Camera
    private let worldFromCamera: Matrix3
    /// The rise of a ray of depth 1 that rounding does not undo, and a height whose distances along it are finite.
    private static let surely = 1e-9
    private static let highest = 1e100

    init(_ camera: Camera) {
        self.camera = camera
        worldFromCamera = camera.worldFromCamera
    }

    /// As `Camera.groundPoint(at:)`.
    package func groundPoint(at image: Point) -> Vector3? {
        let ray = (worldFromCamera * camera.cameraRay(through: image)).normalized
        guard ray.y < 0, camera.heightMetres > 0 else { return nil }
        let distance = camera.heightMetres / -ray.y
        guard distance.isFinite else { return nil }
        return [ray.x * distance, 0, ray.z * distance]
    }

    /// Whether a part of a pixel may lie below the horizon.
    package func mayMeetGround(inPixel x: Int, _ y: Int) -> Bool {
        // The upper corners follow: a level camera sees the ground below.
        for corner in 0..<4 {
            let at = Point(Double(x + corner % 2), Double(y + 1 - corner / 2))
            // Far enough below the horizon, the sign alone decides: the length of the ray is not needed.
            let ray = camera.cameraRay(through: at)
            let rise = worldFromCamera.x.y * ray.x + worldFromCamera.y.y * ray.y + worldFromCamera.z.y * ray.z
            if rise < -Self.surely, camera.heightMetres > 0, camera.heightMetres < Self.highest { return true }
            if rise > Self.surely { continue }
            if groundPoint(at: at) != nil { return true }
        }
        return false
    }
}
