package import Cards
import Geometry
import JSON

/// COCO in the form that CVAT's importer “COCO 1.0” takes, in a folder `cvat/`.
///
///     cvat/annotations/instances_train.json    without a split: instances_default.json
///     cvat/images                              a link to images/
///
/// A task takes one of the JSON files as it is (“Upload annotations”); a project takes the whole folder as a zip, with
/// the images (“Import dataset”; `zip -r cvat.zip annotations images` in it follows the link). CVAT finds pictures by
/// `file_name`.
///
/// CVAT has these rules beyond COCO: categories are numbered from 1, since it reads 0 as no label; the attribute
/// `occluded` stands in `attributes`; run lengths are compressed. CVAT takes the mask for the shape where there is one
/// and the box where there is none, and asks for `iscrowd` and a box everywhere. Other fields of ours are left out.
///
/// Format: https://docs.cvat.ai/docs/manual/advanced/formats/format-coco. CVAT reads it by Datumaro's `coco_instances`.
package struct CVATFormat: DerivedFormat {
    /// Hidden share of its area inside the image from which an object is `occluded`.
    package var occluded = 0.05

    package init() {}

    package static let card = Card<CVATFormat>(
        "cvat", "COCO for CVAT's importer “COCO 1.0”, in cvat/: JSON for a task, or the folder as a zip for a project.",
        .field(
            "occluded", \.occluded, .share(of: "an object's area"),
            "An object is marked occluded if at least this share is hidden.")
    )

    package static let places: [FilePlace] = ["cvat/annotations/instances_*.json", "cvat/images"]

    package func write(_ dataset: FinishedDataset, to output: LabelOutput) throws {
        let categories = dataset.categories.enumerated().map { index, category in
            COCO.Category(id: index + 1, name: category.name, supercategory: category.supercategory ?? "")
        }
        for subset in dataset.subsets {
            try output.writeCOCO(
                subset, of: dataset, to: "cvat/annotations/instances_\(subset.split ?? "default").json",
                categories: categories,
                image: { image in
                    var record = COCO.Image(
                        id: image.image.id, fileName: image.image.fileName, width: image.width, height: image.height)
                    record.license = image.image.license
                    return record
                },
                instances: { image in image.instances.compactMap { record($0, of: image, in: dataset, output) } })
        }
        try output.link("cvat/images", to: "../\(DatasetLayout.images)")
    }

    private func record(
        _ instance: COCO.Annotation, of image: LabelledImage, in dataset: FinishedDataset, _ output: LabelOutput
    ) -> COCO.Annotation? {
        guard let place = dataset.categoryPlaces[instance.categoryID] else {
            output.note("instance of a category that is not listed left out")
            return nil
        }
        guard let box = image.box(of: instance) else {
            output.note("instance without a box inside the image left out")
            return nil
        }
        var record = COCO.Annotation(id: instance.id, imageID: instance.imageID, categoryID: place + 1)
        record.box = box
        record.area = image.area(of: instance)
        record.isCrowd = instance.isCrowd
        record.segmentation = .polygons([])
        if let mask = image.mask(of: instance) {
            if case .polygons? = instance.segmentation {
                record.segmentation = instance.segmentation
            } else {
                record.segmentation = COCO.Segmentation(mask)
            }
        } else if image.losesMask(of: instance) {
            output.note("mask that does not fit its image left out")
        }
        if instance.keypoints != nil { output.note("keypoints left out") }
        if instance.pose != nil { output.note("pose in space left out") }
        let isOccluded = instance.visibility.map { $0 < 1 && 1 - $0 >= occluded } ?? false
        record.extra = [JSONMember(name: "attributes", json: Array("{\"occluded\":\(isOccluded)}".utf8))]
        return record
    }
}
