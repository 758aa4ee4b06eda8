package import Cards
import Foundation
import Geometry

/// Labels of KITTI's 3D object detection, in a folder `kitti3d/` of their own.
///
///     kitti3d/training/label_2/000007.txt  with a split: kitti3d/train/label_2/…, kitti3d/val/label_2/…
///     kitti3d/training/calib/000007.txt    the camera as P2
///     kitti3d/training/image_2             a link to the folder of the images
///
/// A line for each instance: type, truncated (0…1), occluded (0 visible, 1 partly, 2 largely, 3 unknown), alpha, the
/// box's left, top, right and bottom in pixels, then height, width and length, the middle of the box's bottom (x right,
/// y down, z forward from the camera), all in metres, and rotation_y. Rotation_y turns about the camera's y axis and is
/// 0 for an object that faces the camera's right; alpha is rotation_y minus the angle of the direction to the object;
/// both are in radians, −π…π. The length is along the object's z axis, which points to its front, the width along its x
/// axis.
///
/// KITTI's boxes stand upright relative to the camera, and only turn about its y axis. A box may lean, because the
/// object or the camera does: it is written with its own size and with the direction of its front seen from above. A
/// lean of more than a degree is noted. An instance without a place in space, and a crowd region, is a `DontCare` box.
/// An image without a camera has no labels.
///
/// Format: readme.txt of Geiger, Lenz and Urtasun's object development kit (2012), https://www.cvlibs.net/datasets/kitti.
package struct KITTI3DFormat: DerivedFormat {
    /// The hidden shares from which an object is partly and largely occluded.
    package var partly = 0.05
    package var largely = 0.5

    package init() {}

    package static let card = Card<KITTI3DFormat>(
        "kitti3d", "KITTI 3D boxes, in kitti3d/, with size, place, rotation_y and the camera. Every digit is kept.",
        .field(
            "partly", \.partly, .share(of: "an object's area"),
            "An object is marked partly occluded if at least this share is hidden."),
        .field(
            "largely", \.largely, .share(of: "an object's area"),
            "An object is marked largely occluded if at least this share is hidden."),
        check: { $0.partly <= $0.largely ? [] : ["“partly” comes before “largely”: it cannot be more"] }
    )

    package static let need: LabelNeed? = .pose

    package static let places: [FilePlace] = [
        "kitti3d/*/label_2/#.txt", "kitti3d/*/calib/#.txt", "kitti3d/*/image_2",
    ]

    package func problem(of categories: [COCO.Category]) -> String? { KITTILabel.problem(of: categories) }

    package func write(_ dataset: FinishedDataset, to output: LabelOutput) throws {
        let types = dataset.categories.map(KITTILabel.type)
        for subset in dataset.subsets {
            let folder = "kitti3d/\(subset.split ?? "training")"
            try output.link("\(folder)/image_2", to: "../../\(subset.imageFolder)")
            try dataset.forEachImage(of: subset, for: output) { image in
                guard let camera = image.image.camera else {
                    output.note("image without a camera left out")
                    return
                }
                if !camera.isPinhole { output.note("lens distortion or rolling shutter left out of the camera") }
                let objects = image.objects(of: dataset, for: output)
                var (lines, count) = ("", 0)
                for object in objects {
                    if let pose = object.instance.pose, let box = object.instance.box3D {
                        lines += line(object, type: types[object.place], pose, box, output)
                        count += 1
                    } else {
                        output.note("instance without a place in space written as DontCare")
                        lines += KITTILabel.dontCare(object.box)
                    }
                }
                lines += KITTILabel.crowds(of: image, output)
                try output.write(lines, to: "\(folder)/label_2/\(image.stem).txt")
                try output.write(Self.calibration(camera), to: "\(folder)/calib/\(image.stem).txt")
                output.count(instances: count)
            }
        }
    }

    private func line(
        _ object: LabelledObject, type: String, _ pose: COCO.Pose, _ box: COCO.Box3D, _ output: LabelOutput
    ) -> String {
        let shares = KITTILabel.shares(of: object.instance, partly: partly, largely: largely)
        let upright = KITTIBox(box, at: pose)
        if upright.leanDegrees > 1 {
            output.note("box that leans against the camera by more than 1° written upright")
        }
        let numbers = [
            upright.height, upright.width, upright.length, upright.bottom.x, upright.bottom.y, upright.bottom.z,
            upright.rotation,
        ].map(\.description).joined(separator: " ")
        return "\(type) \(shares) \(upright.alpha) \(KITTILabel.edges(of: object.box)) \(numbers)\n"
    }

    /// The calibration: one camera, no rectification, and a laser scanner in the same place: x forward, y left, z up.
    private static func calibration(_ camera: COCO.Camera) -> String {
        let projection = [camera.fx, 0, camera.cx, 0, 0, camera.fy, camera.cy, 0, 0, 0, 1, 0]
        let rows: [(String, [Double])] =
            (0...3).map { ("P\($0)", projection) } + [
                ("R0_rect", [1, 0, 0, 0, 1, 0, 0, 0, 1]),
                ("Tr_velo_to_cam", [0, -1, 0, 0, 0, 0, -1, 0, 1, 0, 0, 0]),
                ("Tr_imu_to_velo", [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]),
            ]
        return rows.map { "\($0): \($1.map(\.description).joined(separator: " "))\n" }.joined()
    }
}

/// A box in KITTI's terms: upright relative to the camera, in metres.
struct KITTIBox {
    let height: Double
    let width: Double
    let length: Double
    /// The middle of its bottom: x right, y down, z forward.
    let bottom: Vector3
    /// The rotation about the camera's y axis, in radians, −π…π; 0 for a front that faces right.
    let rotation: Double
    /// The angle between the box's up axis and the camera's.
    let leanDegrees: Double

    init(_ box: COCO.Box3D, at pose: COCO.Pose) {
        (width, height, length) = (box.size.x, box.size.y, box.size.z)
        bottom = pose.camera(of: [box.center.x, box.lower.y, box.center.z])
        // The box's front in the camera's frame. A turn by r about y takes the right, (1, 0, 0), to (cos r, 0, −sin r).
        let front = pose.rotation.z
        rotation = atan2(-front.z, front.x)
        // Up is −y.
        leanDegrees = acos(min(max(-pose.rotation.y.y, -1), 1)) * 180 / .pi
    }

    /// The rotation as the camera sees it: that of an object straight ahead with the same view.
    var alpha: Double {
        let angle = rotation - atan2(bottom.x, bottom.z)
        return angle > .pi ? angle - 2 * .pi : angle < -.pi ? angle + 2 * .pi : angle
    }
}
