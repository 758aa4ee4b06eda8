package import Cards
import Geometry

/// COCO's keypoints in a file of their own: `annotations/person_keypoints.json`, with a split
/// `annotations/person_keypoints_train.json` and so on. COCO uses this file name whatever object has the keypoints.
///
/// The file holds the categories that name keypoints, each with its `skeleton` (empty where none is known), and their
/// instances. `keypoints` are x, y, v in pixels and the category's order; v is 0 not labelled, 1 hidden, 2 visible. As
/// in COCO's own files, an instance without any labelled keypoint stays, with zeros, and so does a crowd region.
///
/// Format: https://cocodataset.org/#format-data, "Keypoint Detection".
package struct COCOKeypointsFormat: DerivedFormat {
    package init() {}

    package static let card = Card<COCOKeypointsFormat>(
        "coco_keypoints",
        "COCO keypoints: annotations/person_keypoints.json, with the categories that name keypoints. Every digit is kept."
    )

    package static let places: [FilePlace] = [
        "annotations/person_keypoints.json", "annotations/person_keypoints_*.json",
    ]

    package func problem(of categories: [COCO.Category]) -> String? {
        categories.contains { $0.keypoints?.isEmpty == false }
            ? nil : "no category has keypoints, which coco_keypoints is for"
    }

    package func write(_ dataset: FinishedDataset, to output: LabelOutput) throws {
        let categories = dataset.records.filter { $0.keypoints?.isEmpty == false }.map { category in
            var category = category
            category.skeleton = category.skeleton ?? []
            return category
        }
        let counts = Dictionary(uniqueKeysWithValues: categories.map { ($0.id, $0.keypoints?.count ?? 0) })
        for subset in dataset.subsets {
            try output.writeCOCO(
                subset, of: dataset,
                to: "annotations/person_keypoints\(subset.split.map { "_\($0)" } ?? "").json", categories: categories,
                image: { image in
                    var record = image.image
                    // The instance map shows instances of other categories too.
                    record.instanceMap = nil
                    return record
                },
                instances: { image in image.instances.compactMap { Self.record($0, of: image, counts, output) } })
        }
    }

    /// An instance with COCO's own members alone; nil when it has no place in the file.
    private static func record(
        _ instance: COCO.Annotation, of image: LabelledImage, _ counts: [Int: Int], _ output: LabelOutput
    ) -> COCO.Annotation? {
        guard let count = counts[instance.categoryID] else {
            output.note("instance of a category without keypoints left out")
            return nil
        }
        guard let box = image.box(of: instance) else {
            output.note("instance without a box inside the image left out")
            return nil
        }
        var record = COCO.Annotation(id: instance.id, imageID: instance.imageID, categoryID: instance.categoryID)
        record.box = box
        record.area = image.area(of: instance)
        record.segmentation = instance.segmentation
        record.isCrowd = instance.isCrowd
        record.keypoints = instance.keypoints
        if instance.keypoints?.count != count {
            if !instance.isCrowd {
                output.note(
                    instance.keypoints == nil
                        ? "instance without keypoints written with none labelled"
                        : "instance with more or fewer keypoints than its category names written with none labelled")
            }
            record.keypoints = [COCO.Keypoint](repeating: COCO.Keypoint(Point(0, 0), .unlabelled), count: count)
        }
        record.keypointCount = record.keypoints?.count { $0.visibility != .unlabelled }
        return record
    }
}
