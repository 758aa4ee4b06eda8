package import Cards
import Geometry
import JSON

/// Labels as Ultralytics' YOLO trainers read them: `labels/…` as a mirror of `images/…`, and `data.yaml`.
///
/// Each image has a text file (empty without objects) with a line for each instance: the category's place in
/// `data.yaml`, from 0, then coordinates as shares of the image's width and height, each with enough digits to read
/// back to the same double.
///
///     detect    the middle of the box, its width and height
///     segment   the outline of the visible mask, x y x y …: one ring, see `JoinedRing`
///     obb       the corners of the least rectangle around the visible mask, clockwise, see `OrientedBox`; like the
///               rectangle itself they may lie a little outside the image. An outline that is drawn with four corners
///               is such a label already and stays as it stands
///     pose      the box, then x y v for each keypoint; v is 0 not labelled, 1 hidden, 2 visible
///
/// For poses `data.yaml` has `kpt_shape`, with the largest number of keypoints that a category has, `kpt_names`, and
/// `flip_idx` where names say which are left and right. Keypoints that are missing, outside the image (trainers refuse
/// the whole file for one) or not labelled are 0 0 0.
///
/// Format: https://docs.ultralytics.com/datasets/ (detect, segment, obb, pose). Crowd regions have no place in it and are left
/// out, as Ultralytics' own converter does. An instance without a mask is written as its box. A dataset without a
/// training or validation split names another one, or all images, in its place, since trainers ask for both.
package struct YOLOFormat: DerivedFormat {
    package enum Task: String, CaseIterable, Sendable { case detect, segment, obb, pose }

    package var task = Task.detect

    package init() {}

    package static let card = Card<YOLOFormat>(
        "yolo", "YOLO as Ultralytics reads it: labels/… and data.yaml. Every digit is kept.",
        .field(
            "task", \.task, .word,
            "detect: boxes; segment: outlines, one ring an instance, with its parts and holes joined by lines without width; obb: least rectangles around the masks; pose: boxes and keypoints."
        )
    )

    package static let places: [FilePlace] = ["data.yaml", "labels/#.txt", "labels/*/#.txt"]

    package func problem(of categories: [COCO.Category]) -> String? {
        task == .pose ? YOLOKeypoints.problem(of: categories) : nil
    }

    package func write(_ dataset: FinishedDataset, to output: LabelOutput) throws {
        let keypoints = task == .pose ? YOLOKeypoints(of: dataset) : nil
        for subset in dataset.subsets {
            try dataset.forEachImage(of: subset, for: output) { image in
                let objects = image.objects(of: dataset, for: output)
                var lines: [UInt8] = []
                for object in objects { append(object, of: image, keypoints, output, to: &lines) }
                output.note("crowd region left out", image.crowds.count)
                try output.write(
                    lines, to: YOLODescription.labelPath(of: "\(image.imageFolder)/\(image.image.fileName)"))
                output.count(instances: objects.count)
            }
        }
        try output.write(Self.description(of: dataset) + (keypoints?.description ?? ""), to: "data.yaml")
    }

    /// Appends an object's line, with its break.
    private func append(
        _ object: LabelledObject, of image: LabelledImage, _ keypoints: YOLOKeypoints?, _ output: LabelOutput,
        to lines: inout [UInt8]
    ) {
        let box = object.box
        lines += String(object.place).utf8
        func append(_ x: Double, _ y: Double) {
            lines.append(UInt8(ascii: " "))
            lines += (x / Double(image.width)).description.utf8
            lines.append(UInt8(ascii: " "))
            lines += (y / Double(image.height)).description.utf8
        }
        switch task {
        case .detect, .pose:
            append(box.center.x, box.center.y)
            append(box.width, box.height)
        case .segment, .obb:
            var rings = image.rings(of: object.instance)
            if rings.isEmpty {
                output.note("instance without a mask written as its box")
                rings = [box.corners]
            }
            let outline = task == .segment ? JoinedRing(rings).points : Self.corners(object.instance, rings)
            for point in outline { append(point.x, point.y) }
        }
        lines += (keypoints?.text(of: object.instance, in: image, output) ?? "").utf8
        lines.append(UInt8(ascii: "\n"))
    }

    /// The corners of a turned box: those of a label that is drawn with four corners, as labels of this task are;
    /// otherwise those of the least rectangle.
    private static func corners(_ instance: COCO.Annotation, _ rings: [[Point]]) -> [Point] {
        if case .polygons(let drawn)? = instance.segmentation, drawn.count == 1, drawn[0].count == 8, rings.count == 1 {
            return Polygon(ring: drawn[0]).vertices
        }
        return OrientedBox(around: rings.joined()).corners
    }

    /// `data.yaml`.
    private static func description(of dataset: FinishedDataset) -> String {
        func folder(_ names: [String]) -> String? {
            names.compactMap { name in dataset.subsets.first { $0.split == name }?.imageFolder }.first
        }
        let any = dataset.subsets[0].imageFolder
        var entries = [("train", folder(["train"]) ?? any), ("val", folder(["val", "test"]) ?? any)]
        for subset in dataset.subsets {
            if let split = subset.split, !["train", "val"].contains(split) {
                entries.append((split, subset.imageFolder))
            }
        }
        var text = "# Written by diorama. Folders are relative to this file.\n"
        for (key, folder) in entries { text += "\(quoted(key)): \(quoted(folder))\n" }
        text += "names:\n"
        for (index, category) in dataset.categories.enumerated() { text += "  \(index): \(quoted(category.name))\n" }
        return text
    }

    /// JSON's strings are also YAML's, except for characters that YAML treats as line breaks or does not print (1.2.2,
    /// section 5.1).
    static func quoted(_ text: String) -> String {
        var quoted = ""
        for scalar in String(decoding: text.json(), as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted
    }
}
