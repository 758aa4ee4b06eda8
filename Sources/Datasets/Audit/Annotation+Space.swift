import Geometry

extension COCO.Annotation {
    /// The contradictions in the keypoints and the place in space of the annotation.
    ///
    /// - Parameters:
    ///   - camera: The image's.
    ///   - count: How many keypoints the category names; nil where it names none.
    func spaceProblems(camera: COCO.Camera?, keypoints count: Int?) -> [String] {
        var problems: [String] = []
        if let keypoints {
            if let count, keypoints.count != count, !(isCrowd && keypoints.isEmpty) {
                problems.append("it has \(keypoints.count) keypoints, its category names \(count)")
            }
            let labelled = keypoints.count { $0.visibility != .unlabelled }
            if let said = keypointCount, said != labelled {
                problems.append("num_keypoints is \(said), but \(labelled) are labelled")
            }
        }
        if let box3D, min(box3D.size.x, box3D.size.y, box3D.size.z) < 0 {
            problems.append("box_3d's lower corner is above its upper one")
        }
        guard let pose else { return problems }
        if camera == nil { problems.append("it has a pose, and its image no camera") }
        let product = pose.rotation * pose.rotation.transposed
        let differences = [product.x - [1, 0, 0], product.y - [0, 1, 0], product.z - [0, 0, 1]]
        if differences.contains(where: { $0.length > 1e-6 }) || pose.rotation.determinant < 0 {
            problems.append("the pose's rotation is none")
        }
        if let camera, let box3D, let corners2D {
            let seen = box3D.corners.map { camera.image(of: pose.camera(of: $0)) }
            for (number, (said, seen)) in zip(corners2D, seen).enumerated() {
                guard let seen, said.distance(to: seen) > 1e-3 * max(1, seen.distance(to: Point(0, 0)) / 1000) else {
                    continue
                }
                problems.append(
                    "corner \(number) is at \(said.x.text), \(said.y.text), pose and camera put it at "
                        + "\(seen.x.text), \(seen.y.text)")
                break
            }
        }
        return problems
    }
}
