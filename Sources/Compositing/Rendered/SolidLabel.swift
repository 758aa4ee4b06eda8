package import Geometry
import Objects
package import Rendering
import Scenes

/// The facts about a solid object in a finished image, beyond its mask.
package struct SolidLabel: Sendable {
    /// Camera from object: x right, y down, z forward, as OpenCV has it. A rotation; the object's scale is in its box.
    package var rotation: Matrix3
    /// The place of the object's own origin in that frame, in metres.
    package var translation: Vector3
    /// The box around the object in its own frame, at its real size in metres; mirrored where the object is.
    package var box: Mesh.Bounds
    /// The box's corners in the image, in pixels, in the order of `Mesh.Bounds.corners`; nil where one is not in front of
    /// the camera.
    package var corners: [Point]?
    package var keypoints: [Keypoint]

    /// A named point in the image.
    package struct Keypoint: Sendable {
        package var name: String
        package var position: Point
        /// False where another object, or the object itself, is in front of it.
        package var isVisible: Bool
    }
}

extension SolidLabel {
    /// - Parameter isSeen: whether each of the object's keypoints is seen by the camera, in their order.
    init(_ object: ObjectModel, _ worldFromObject: Pose, seenBy camera: Camera, isSeen: [Bool]) {
        let linear = worldFromObject.linear
        let isMirrored = linear.determinant < 0
        let scale = linear.y.length
        // World from the mirrored and scaled object, which is then a rotation.
        let worldFromSized = Matrix3(
            x: linear.x / (isMirrored ? -scale : scale), y: linear.y / scale, z: linear.z / scale)
        func sized(_ point: Vector3) -> Vector3 { [isMirrored ? -point.x : point.x, point.y, point.z] * scale }
        func openCV(_ vector: Vector3) -> Vector3 { [vector.x, -vector.y, -vector.z] }
        let cameraFromWorld = camera.worldFromCamera.transposed
        let own = cameraFromWorld * worldFromSized
        rotation = Matrix3(x: openCV(own.x), y: openCV(own.y), z: openCV(own.z))
        translation = openCV(camera.cameraPoint(worldFromObject.position))
        let (a, b) = (sized(object.model.bounds.lower), sized(object.model.bounds.upper))
        box = Mesh.Bounds(lower: pointwiseMin(a, b), upper: pointwiseMax(a, b))
        let corners = box.corners.compactMap { camera.image(of: worldFromSized * $0 + worldFromObject.position) }
        self.corners = corners.count == 8 ? corners : nil

        let frame = PixelRect(width: camera.width, height: camera.height)
        keypoints = zip(object.keypoints, isSeen).compactMap { point, isSeen in
            // COCO labels no point outside of the image.
            guard let position = camera.image(of: worldFromObject(point.position)),
                frame.contains(x: Int(position.x.rounded(.down)), y: Int(position.y.rounded(.down)))
            else { return nil }
            return Keypoint(name: point.name, position: position, isVisible: isSeen)
        }
    }
}
