package import Cards
import Geometry
import JSON
import Masks

/// Datumaro's own format, in a folder `datumaro/` of its own.
///
///     datumaro/annotations/train.json      without a split: default.json
///     datumaro/images                      a link to images/
///
/// Each instance is a group of annotations: its mask (run lengths) or its polygons, its box, and its keypoints as
/// points. Other members of COCO are in their attributes: `is_crowd`, `visibility`, `truncation`, `instance_id`, and
/// `text`, `language`, `script` and `direction`. Boxes are the same as in the COCO file. The format has no place for
/// poses in space.
///
/// Format: https://openvinotoolkit.github.io/datumaro, version 1.0 of it.
package struct DatumaroFormat: DerivedFormat {
    package init() {}

    package static let card = Card<DatumaroFormat>(
        "datumaro", "Datumaro's own JSON, in datumaro/: masks, polygons, boxes and keypoints. Every digit is kept."
    )

    package static let places: [FilePlace] = ["datumaro/annotations/*.json", "datumaro/images"]

    /// The number of a picture in Datumaro's list of media types.
    private static let picture = 2

    package func write(_ dataset: FinishedDataset, to output: LabelOutput) throws {
        for subset in dataset.subsets {
            let file = try output.open("datumaro/annotations/\(subset.split ?? "default").json")
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("dm_format_version", "1.0")
            writer.member("media_type", Self.picture)
            writer.key("infos")
            writer.object { _ in }
            writer.key("categories")
            writer.object { writer in Self.encode(dataset.categories, to: &writer) }
            writer.key("items")
            writer.beginArray()
            try dataset.forEachImage(of: subset, for: output) { image in
                writer.lineBreak()
                let count = Self.encode(image, of: dataset, output, to: &writer)
                try file.write(writer.drain())
                output.count(instances: count)
            }
            writer.endArray()
            writer.endObject()
            writer.lineBreak()
            try file.write(writer.drain())
            try file.commit()
        }
        try output.link("datumaro/images", to: "../\(DatasetLayout.images)")
    }

    private static func encode(_ categories: [COCO.Category], to writer: inout JSONWriter) {
        writer.key("label")
        writer.object { writer in
            writer.key("labels")
            writer.array { writer in
                for category in categories {
                    writer.object { writer in
                        writer.member("name", category.name)
                        writer.member("parent", category.supercategory ?? "")
                        writer.member("attributes", [String]())
                    }
                }
            }
            writer.member("label_groups", [String]())
            writer.member("attributes", [String]())
        }
        let withKeypoints = categories.indices.filter { categories[$0].keypoints?.isEmpty == false }
        guard !withKeypoints.isEmpty else { return }
        writer.key("points")
        writer.object { writer in
            writer.key("items")
            writer.array { writer in
                for place in withKeypoints {
                    writer.object { writer in
                        writer.member("label_id", place)
                        writer.member("labels", categories[place].keypoints ?? [])
                        writer.member("joints", categories[place].skeleton ?? [])
                        writer.member("positions", [Double]())
                    }
                }
            }
        }
    }

    /// Encodes an image and returns the number of its instances.
    private static func encode(
        _ image: LabelledImage, of dataset: FinishedDataset, _ output: LabelOutput, to writer: inout JSONWriter
    ) -> Int {
        var count = 0
        writer.object { writer in
            writer.member("id", image.stem)
            writer.key("annotations")
            writer.array { writer in
                for (number, instance) in image.instances.enumerated() {
                    guard let label = dataset.categoryPlaces[instance.categoryID] else {
                        output.note("instance of a category that is not listed left out")
                        continue
                    }
                    let group = Group(instance: instance, label: label, number: number + 1)
                    guard group.encode(of: image, output, to: &writer) else {
                        output.note("instance with neither box nor mask left out")
                        continue
                    }
                    count += 1
                }
            }
            writer.key("attr")
            writer.object { writer in writer.member("id", image.image.id) }
            writer.key("image")
            writer.object { writer in
                writer.member("path", image.image.fileName)
                writer.member("size", [image.height, image.width])
            }
        }
        return count
    }

    /// An instance as a group of annotations.
    private struct Group {
        let instance: COCO.Annotation
        /// The category's place.
        let label: Int
        /// The instance's number in its image, from 1.
        let number: Int

        /// Returns false when there is nothing to write.
        func encode(of image: LabelledImage, _ output: LabelOutput, to writer: inout JSONWriter) -> Bool {
            let mask = image.mask(of: instance)
            let box = instance.box ?? mask?.box.map { Rect($0) }
            guard mask != nil || box != nil else { return false }
            if image.losesMask(of: instance) { output.note("mask that does not fit its image left out") }
            if instance.pose != nil { output.note("pose in space left out") }
            if let mask, case .polygons(let rings)? = instance.segmentation, rings.allSatisfy({ $0.count >= 6 }) {
                _ = mask
                for ring in rings { annotation("polygon", to: &writer) { $0.member("points", ring) } }
            } else if let mask {
                annotation("mask", to: &writer) { writer in
                    writer.key("rle")
                    writer.object { writer in
                        writer.member("counts", mask.compressed)
                        writer.member("size", [mask.height, mask.width])
                    }
                }
            }
            if let box {
                annotation("bbox", to: &writer) { $0.member("bbox", [box.x, box.y, box.width, box.height]) }
            }
            if let keypoints = instance.keypoints, !keypoints.isEmpty {
                annotation("points", to: &writer) { writer in
                    writer.member("points", keypoints.flatMap { [$0.position.x, $0.position.y] })
                    writer.member("visibility", keypoints.map(\.visibility.rawValue))
                }
            }
            return true
        }

        private func annotation(
            _ type: String, to writer: inout JSONWriter, _ members: (inout JSONWriter) -> Void
        ) {
            writer.object { writer in
                writer.member("id", instance.id)
                writer.member("type", type)
                writer.key("attributes")
                writer.object { writer in
                    writer.member("is_crowd", instance.isCrowd)
                    writer.member("instance_id", ifPresent: instance.instance)
                    writer.member("visibility", ifPresent: instance.visibility)
                    writer.member("truncation", ifPresent: instance.truncation)
                    for name in COCO.Transcription.members {
                        writer.member(name, ifPresent: instance.extra.text(name))
                    }
                }
                writer.member("group", number)
                writer.member("label_id", label)
                writer.member("z_order", number)
                members(&writer)
            }
        }
    }
}
