import Geometry
import JSON

/// The parts that lines of KITTI's 2D and 3D labels share.
enum KITTILabel {
    /// The type of a category. Types have no spaces, and no control characters, since Python treats some of these as
    /// spaces.
    static func type(of category: COCO.Category) -> String {
        let words = category.name.split { letter in
            letter.isWhitespace || letter.unicodeScalars.contains { $0.value < 0x20 }
        }
        return words.isEmpty ? "category_\(category.id)" : words.joined(separator: "_")
    }

    /// Two categories that would be one type.
    static func problem(of categories: [COCO.Category]) -> String? {
        var names: [String: String] = [:]
        for category in categories {
            let type = type(of: category)
            if let other = names[type], other != category.name {
                return "the categories “\(other)” and “\(category.name)” would both be KITTI's type \(type)"
            }
            names[type] = category.name
        }
        return nil
    }

    /// The truncated and occluded values of an instance.
    ///
    /// A label of a real photo keeps its dataset's values, `occluded` 0…3; an object that now covers it never makes
    /// it less occluded.
    ///
    /// - Parameters:
    ///   - partly: The hidden share from which an instance is partly occluded (1).
    ///   - largely: The hidden share from which it is largely occluded (2). An unknown share is 3.
    static func shares(of instance: COCO.Annotation, partly: Double, largely: Double) -> String {
        func level(_ hidden: Double) -> Int {
            hidden > 0 && hidden >= largely ? 2 : hidden > 0 && hidden >= partly ? 1 : 0
        }
        let said = instance.extra["occluded"]?.integer.flatMap { (0...3).contains($0) ? $0 : nil }
        let covered = instance.extra["covered_share"]?.number.map(level)
        let occluded: Int
        if let visibility = instance.visibility {
            occluded = level(1 - visibility)
        } else if let said {
            occluded = said == 3 && covered ?? 0 > 0 ? covered ?? 3 : max(said, covered ?? 0)
        } else {
            occluded = covered ?? 0 > 0 ? covered ?? 3 : 3
        }
        return "\(instance.truncation?.description ?? "-1") \(occluded)"
    }

    /// Left, top, right, bottom in pixels; right and bottom are the far edges of the last pixel.
    static func edges(of box: Rect) -> String {
        [box.minX, box.minY, box.maxX, box.maxY].map(\.description).joined(separator: " ")
    }

    /// The line of a region that counts neither for nor against a detector.
    static func dontCare(_ box: Rect) -> String { "DontCare -1 -1 -10 \(edges(of: box)) \(nowhere)\n" }

    /// The lines of an image's crowd regions. Each is noted, also one without a box, which gets no line.
    static func crowds(of image: LabelledImage, _ output: LabelOutput) -> String {
        let boxes = image.crowds.compactMap(image.box(of:))
        output.note("crowd region written as DontCare", boxes.count)
        output.note("crowd region without a box left out", image.crowds.count - boxes.count)
        return boxes.map(dontCare).joined()
    }

    /// Dimensions, location and rotation of an object whose place is not known.
    static let nowhere = "-1 -1 -1 -1000 -1000 -1000 -10"

    /// Alpha, dimensions, location and rotation that a label from KITTI has carried along, as far as it has.
    static func carriedSpace(of instance: COCO.Annotation) -> (alpha: String, space: String) {
        let alpha = instance.extra["alpha"]?.number?.description ?? "-10"
        guard let size = instance.extra["dimensions"]?.numbers(3), let place = instance.extra["location"]?.numbers(3),
            let rotation = instance.extra["rotation_y"]?.number
        else { return (alpha, nowhere) }
        return (alpha, (size + place + [rotation]).map(\.description).joined(separator: " "))
    }
}
