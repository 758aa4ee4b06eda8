package import Cards
import Foundation
import Geometry
import JSON
import Masks
import Pictures

/// Poses of rigid objects in the format of the BOP benchmark, in a folder `bop/`.
///
///     bop/train/000000/scene_camera.json   without a split: bop/train; a scene of up to a thousand images
///     bop/train/000000/scene_gt.json       poses
///     bop/train/000000/scene_gt_info.json  boxes and numbers of pixels
///     bop/train/000000/rgb/000007.jpg      a link to the image; numbers count the images of the scene from 0
///     bop/train/000000/depth/000007.png    a link to the depth layer, 16 bits
///     bop/train/000000/mask/000007_000002.png        the third object as if nothing hid it, 255 on 0
///     bop/train/000000/mask_visib/000007_000002.png  what is seen of it
///     bop/models/models_info.json          sizes
///     bop/models/obj_000001.ply            the model itself, in millimetres
///
/// Lengths are millimetres. `cam_R_m2c` (row by row) and `cam_t_m2c` take points of the model to the camera's frame,
/// OpenCV's: x right, y down, z forward. A model's frame is as BOP asks for: z up, the origin in the middle of the box;
/// x is the object's own x, and the front, its own z, is −y.
///
/// BOP's models are rigid, so objects of one category with different sizes are different models: see `BOPModels`. A
/// model whose objects have one shape gets a file with its triangles, without colours, where the run that makes the
/// dataset writes the format, since the run has the meshes. Its diameter is then that of the mesh, otherwise that of
/// the box. `px_count_all` also counts the pixels outside the image, computed from the truncation. Depth comes from the
/// layer `depth` (`output.layers`): its values times `depth_scale` are millimetres along the optical axis, 0 where not
/// known. A TIFF is written as a new PNG, with the least scale that holds its farthest value, unless a PNG beside it
/// holds that value too. An image without that layer has no depth file, and its `px_count_valid` is 0. The format
/// leaves out instances without a pose and images without a camera.
///
/// Format: https://github.com/thodan/bop_toolkit/blob/master/docs/bop_datasets_format.md; Hodaň et al., "BOP: Benchmark
/// for 6D Object Pose Estimation", ECCV 2018.
package struct BOPFormat: DerivedFormat {
    package init() {}

    package static let card = Card<BOPFormat>(
        "bop", "BOP poses in millimetres, in bop/: scene_gt, scene_gt_info, scene_camera, depth, masks, models (PLY)."
    )

    package static let need: LabelNeed? = .pose

    package static let places: [FilePlace] = [
        "bop/*/#/scene_camera.json", "bop/*/#/scene_gt.json", "bop/*/#/scene_gt_info.json", "bop/*/#/rgb/#.jpg",
        "bop/*/#/rgb/#.jpeg", "bop/*/#/rgb/#.png", "bop/*/#/rgb/#.webp", "bop/*/#/rgb/#.tiff", "bop/*/#/rgb/#.tif",
        "bop/*/#/depth/#.png", "bop/*/#/mask/#.png", "bop/*/#/mask_visib/#.png", "bop/models/models_info.json",
        BOPModels.files,
    ]

    /// How many images a scene has at most, as in BOP's rendered training images.
    private static let imagesPerScene = 1000

    package func write(_ dataset: FinishedDataset, to output: LabelOutput) throws {
        var models = try BOPModels(of: dataset)
        let depths = BOPDepths(of: dataset.root)
        for subset in dataset.subsets {
            var (scene, number) = (nil as BOPScene?, 0)
            try dataset.forEachImage(of: subset, for: output) { image in
                guard let camera = image.image.camera else {
                    output.note("image without a camera left out")
                    return
                }
                if !camera.isPinhole { output.note("lens distortion or rolling shutter left out of the camera") }
                if number % Self.imagesPerScene == 0 {
                    try scene?.finish()
                    scene = try BOPScene(
                        "bop/\(subset.split ?? "train")/\(DatasetLayout.number(number / Self.imagesPerScene))", output)
                }
                let objects = image.objects(of: dataset, for: output).compactMap { object -> BOPObject? in
                    guard let pose = object.instance.pose, let box = object.instance.box3D else {
                        output.note("instance without a pose left out")
                        return nil
                    }
                    return BOPObject(
                        object, number: models.number(of: box, category: object.place), of: image, pose, box)
                }
                output.note("crowd region left out", image.crowds.count)
                let depth = try depths.depth(of: image, for: output)
                if depth?.layer != nil {
                    output.note(
                        "object farther away than the depth layer's 65.535 m: no depth; a TIFF layer would have it",
                        objects.count { $0.translation.z > BOPDepths.farthestOfPNG })
                }
                try scene?.write(image, number: number % Self.imagesPerScene, camera, objects, depth: depth)
                output.count(instances: objects.count)
                number += 1
            }
            try scene?.finish()
        }
        try models.writeFiles(dataset.surfaces, to: output)
        try output.write(models.json(style: .indented) + [UInt8(ascii: "\n")], to: "bop/models/models_info.json")
    }
}

/// An object in BOP's terms.
struct BOPObject {
    let number: Int
    /// Camera from model.
    let rotation: Matrix3
    /// In millimetres.
    let translation: Vector3
    let visible: RunLengths
    /// The mask as if nothing hid the object, as far as it is inside the image.
    let whole: RunLengths
    /// The box of the whole object in pixels; may reach outside the image.
    let box: Rect
    /// The number of pixels, with the part outside the image.
    let pixels: Int

    /// Where the object has no mask, the mask of its box is used instead.
    ///
    /// - Parameter number: the number of its model.
    init(_ object: LabelledObject, number: Int, of image: LabelledImage, _ pose: COCO.Pose, _ box3D: COCO.Box3D) {
        self.number = number
        // The model's z is the object's y, and its y the object's −z.
        rotation = Matrix3(x: pose.rotation.x, y: Vector3(repeating: 0) - pose.rotation.z, z: pose.rotation.y)
        translation = pose.camera(of: box3D.center) * 1000
        let seen =
            image.mask(of: object.instance)
            ?? RunLengths(cocoPolygon: Polygon(object.box.corners), width: image.width, height: image.height)
        let amodal = try? object.instance.amodalSegmentation?.mask(width: image.width, height: image.height)
        let whole = amodal?.union(seen) ?? seen
        (visible, self.whole) = (seen, whole)
        box = object.instance.amodalBox ?? whole.box.map { Rect($0) } ?? object.box
        let inside = 1 - min(max(object.instance.truncation ?? 0, 0), 1)
        let pixels = inside > 0 ? (Double(whole.area) / inside).rounded() : 0
        self.pixels = pixels > 0 && LabelNumber.isUsable(pixels) ? Int(pixels) : whole.area
    }
}
