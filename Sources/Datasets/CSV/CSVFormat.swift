package import Cards
import Geometry
import JSON

/// A table with a row for each instance, to be sorted, filtered and counted: `annotations/instances.csv`, with a split
/// `annotations/instances_train.csv` and so on.
///
/// The file follows RFC 4180, in UTF-8, with the columns' names in the first row and LF after each row. Numbers have
/// enough digits to read back to the same double; an unknown value is empty. Boxes are in pixels, from the top left.
/// The columns from `object` to `light_kelvin` come from `scenes.jsonl`: an instance is the labelled object of its
/// number in the scene, in painting order; they are empty where there is no such scene. The sun's azimuth is 0 straight
/// ahead and 90 to the right. The columns from `pose_x_metres` on give the pose of a 3D object relative to the camera,
/// as COCO's `pose` does: x right, y down, z forward, and the rotation as a quaternion w + xi + yj + zk of length 1
/// with w not below 0. `text`, `language`, `script` and `direction` are about what is written on an object. All instances
/// have a row, those of crowds with `crowd` = 1. The table holds no masks.
package struct CSVFormat: DerivedFormat {
    package init() {}

    package static let card = Card<CSVFormat>(
        "csv",
        "A table with a row for each instance: box, area, visibility, truncation, distance, light, pose. Every digit is kept."
    )

    package static let places: [FilePlace] = ["annotations/instances.csv", "annotations/instances_*.csv"]

    private static let columns =
        [
            "image_id", "image", "split", "image_width", "image_height", "annotation_id", "instance_id", "category",
            "supercategory", "x", "y", "width", "height", "area", "crowd", "visibility", "truncation", "amodal_x",
            "amodal_y", "amodal_width", "amodal_height", "source", "object", "distance_metres", "height_metres",
            "yaw_degrees", "pitch_degrees", "roll_degrees", "flipped", "sun_azimuth_degrees", "sun_elevation_degrees",
            "light_gain", "light_kelvin", "pose_x_metres", "pose_y_metres", "pose_z_metres", "pose_qw", "pose_qx",
            "pose_qy", "pose_qz",
        ] + COCO.Transcription.members

    package func write(_ dataset: FinishedDataset, to output: LabelOutput) throws {
        let places = dataset.categoryPlaces
        let scenes = try SceneLines(of: dataset.root)
        for subset in dataset.subsets {
            let file = try output.open("annotations/instances\(subset.split.map { "_\($0)" } ?? "").csv")
            try file.write(Self.row(Self.columns))
            try dataset.forEachImage(of: subset, for: output) { image in
                let scene = try scenes.scene(ofImage: image.image.id)
                for instance in image.instances {
                    let category = places[instance.categoryID].map { dataset.categories[$0] }
                    if category == nil { output.note("instance of a category that is not listed, without its name") }
                    let object = scene?.object(of: instance, category: category?.name)
                    try file.write(Self.row(Self.fields(instance, of: image, category, object, scene)))
                }
                output.count(instances: image.instances.count)
            }
            try file.commit()
        }
    }

    private static func fields(
        _ instance: COCO.Annotation, of image: LabelledImage, _ category: COCO.Category?, _ object: SceneLines.Object?,
        _ scene: SceneLines.Scene?
    ) -> [String] {
        func numbers(_ box: Rect?) -> [String] {
            box.map { [$0.x, $0.y, $0.width, $0.height].map(text) } ?? ["", "", "", ""]
        }
        let record = image.image
        let first = [
            String(record.id), "\(image.imageFolder)/\(record.fileName)", image.split ?? "", String(record.width),
            String(record.height), String(instance.id), instance.instance.map(String.init) ?? "",
            category?.name ?? "", category?.supercategory ?? "",
        ]
        let label =
            numbers(instance.box) + [text(instance.area), instance.isCrowd ? "1" : "0", text(instance.visibility)]
            + [text(instance.truncation)] + numbers(instance.amodalBox)
        let placed = [
            record.source ?? "", object?.name ?? "", text(object?.distanceMetres), text(object?.heightMetres),
            text(object?.yawDegrees), text(object?.pitchDegrees), text(object?.rollDegrees),
            object.map { $0.isFlipped ? "1" : "0" } ?? "",
        ]
        // The light columns belong to objects that diorama placed.
        let lit = object == nil ? nil : scene
        let light = [lit?.sunAzimuthDegrees, lit?.sunElevationDegrees, lit?.gain, lit?.kelvin].map(text)
        let place = instance.pose?.translation
        let turn = instance.pose?.rotation.quaternion
        let pose = [place?.x, place?.y, place?.z, turn?.w, turn?.x, turn?.y, turn?.z].map(text)
        return first + label + placed + light + pose + COCO.Transcription.members.map { instance.extra.text($0) ?? "" }
    }

    private static func text(_ number: Double?) -> String {
        number.map { String(decoding: $0.json(), as: UTF8.self) } ?? ""
    }

    private static func row(_ fields: [String]) -> [UInt8] {
        var row: [UInt8] = []
        row.reserveCapacity(512)
        for (place, field) in fields.enumerated() {
            if place > 0 { row.append(UInt8(ascii: ",")) }
            guard field.utf8.contains(where: isSpecial) else {
                row += field.utf8
                continue
            }
            row.append(UInt8(ascii: "\""))
            for byte in field.utf8 {
                if byte == UInt8(ascii: "\"") { row.append(byte) }
                row.append(byte)
            }
            row.append(UInt8(ascii: "\""))
        }
        row.append(UInt8(ascii: "\n"))
        return row
    }

    /// Whether a field with this byte needs quotes.
    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
            || byte == UInt8(ascii: "\r")
    }
}
