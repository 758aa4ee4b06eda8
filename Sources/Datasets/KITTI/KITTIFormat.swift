package import Cards
import Geometry

/// Labels of KITTI's 2D object detection, in a folder `kitti/` of their own.
///
///     kitti/training/label_2/000007.txt    with a split: kitti/train/label_2/…, kitti/val/label_2/…
///     kitti/training/image_2               a link to the folder of the images
///
/// A line for each instance: type, truncated (0…1), occluded (0 visible, 1 partly, 2 largely, 3 unknown), alpha, the
/// box's left, top, right and bottom in pixels, then dimensions, location and rotation. Unknown values of an object in
/// space are those that the format defines: −10, −1, −1000. The box's far edges are those of its last pixel (left +
/// width), with enough digits to read back to the same double. Types have no spaces: `traffic cone` becomes
/// `traffic_cone`. A crowd region is a `DontCare` box. A label that was read from KITTI keeps its occlusion, and its
/// place in space as long as the photo is neither resized nor mirrored.
///
/// Format: readme.txt of Geiger, Lenz and Urtasun's object development kit (2012), https://www.cvlibs.net/datasets/kitti.
package struct KITTIFormat: DerivedFormat {
    /// The hidden shares from which an object is partly and largely occluded.
    package var partly = 0.05
    package var largely = 0.5

    package init() {}

    package static let card = Card<KITTIFormat>(
        "kitti", "KITTI 2D boxes, in kitti/, with truncation and occlusion. Every digit is kept.",
        .field(
            "partly", \.partly, .share(of: "an object's area"),
            "An object is marked partly occluded if at least this share is hidden."),
        .field(
            "largely", \.largely, .share(of: "an object's area"),
            "An object is marked largely occluded if at least this share is hidden."),
        check: { $0.partly <= $0.largely ? [] : ["“partly” comes before “largely”: it cannot be more"] }
    )

    package static let places: [FilePlace] = ["kitti/*/label_2/#.txt", "kitti/*/image_2"]

    package func problem(of categories: [COCO.Category]) -> String? { KITTILabel.problem(of: categories) }

    package func write(_ dataset: FinishedDataset, to output: LabelOutput) throws {
        let types = dataset.categories.map(KITTILabel.type)
        for subset in dataset.subsets {
            let folder = "kitti/\(subset.split ?? "training")"
            try output.link("\(folder)/image_2", to: "../../\(subset.imageFolder)")
            try dataset.forEachImage(of: subset, for: output) { image in
                let objects = image.objects(of: dataset, for: output)
                let lines = objects.map { line($0, type: types[$0.place]) }.joined()
                try output.write(
                    lines + KITTILabel.crowds(of: image, output), to: "\(folder)/label_2/\(image.stem).txt")
                output.count(instances: objects.count)
            }
        }
    }

    private func line(_ object: LabelledObject, type: String) -> String {
        let shares = KITTILabel.shares(of: object.instance, partly: partly, largely: largely)
        let (alpha, space) = KITTILabel.carriedSpace(of: object.instance)
        return "\(type) \(shares) \(alpha) \(KITTILabel.edges(of: object.box)) \(space)\n"
    }
}
