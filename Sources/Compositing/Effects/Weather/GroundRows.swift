import Geometry

/// Where on the ground the pixels of a row lie, for level ground.
struct GroundRows {
    private let camera: Camera
    private let turn: Matrix3

    init(_ camera: Camera) {
        (self.camera, turn) = (camera, camera.worldFromCamera)
    }

    /// The rays of a row of pixels, of depth 1: the first one's direction in the world, and what each pixel adds.
    func rays(ofRow y: Int) -> (first: SIMD3<Float>, step: SIMD3<Float>) {
        let first = turn * camera.cameraRay(through: Point(0.5, Double(y) + 0.5))
        return (SIMD3<Float>(first), SIMD3<Float>(turn.x / camera.focalPixels))
    }
}
