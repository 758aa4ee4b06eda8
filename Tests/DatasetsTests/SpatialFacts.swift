import Geometry

@testable import Datasets

extension COCO.Document {
    /// Puts a camera into each image, and into each instance but every fourth a pose, a box, its corners in the image and
    /// three keypoints. Every third of them leans a little; the others stand upright before the camera.
    mutating func addSpace() {
        for place in images.indices {
            let (width, height) = (Double(images[place].width), Double(images[place].height))
            images[place].camera = COCO.Camera(
                fx: 1.2 * width, fy: 1.3 * width, cx: width / 2, cy: height / 2 + 1, heightMetres: 1.5,
                pitchDegrees: -2,
                rollDegrees: 0)
        }
        let cameras = Dictionary(images.map { ($0.id, $0) }) { first, _ in first }
        for place in categories.indices { categories[place].keypoints = ["left tip", "right tip", "foot"] }
        categories[0].skeleton = [[1, 3], [2, 3]]
        for place in annotations.indices where place % 4 != 3 {
            guard let image = cameras[annotations[place].imageID], let camera = image.camera else { continue }
            let turn = Double(place * 37 % 360) - 180
            let lean = place % 3 == 2 ? 6.0 : 0
            // A thing that faces the viewer: x to the right, up against y, its front against z.
            let facing = Matrix3(x: [1, 0, 0], y: [0, -1, 0], z: [0, 0, -1])
            let pose = COCO.Pose(
                rotation: facing * .yaw(.degrees(turn)) * .pitch(.degrees(lean)),
                translation: [Double(place % 7) - 3, 1.5, 5 + Double(place % 11)])
            let size = 0.5 + Double(annotations[place].categoryID)
            let box = COCO.Box3D(lower: [-size / 2, 0, -size], upper: [size / 2, 1.25 * size, size * 1.5])
            annotations[place].pose = pose
            annotations[place].box3D = box
            annotations[place].corners2D = box.corners.compactMap { camera.image(of: pose.camera(of: $0)) }
            let (width, height) = (Double(image.width), Double(image.height))
            annotations[place].keypoints = [
                COCO.Keypoint(Point(width / 3, height / 7), .visible),
                COCO.Keypoint(place % 5 == 4 ? Point(-3, height / 2) : Point(width / 2, height / 2), .hidden),
                COCO.Keypoint(Point(0, 0), .unlabelled),
            ]
            annotations[place].keypointCount = 2
        }
    }
}
