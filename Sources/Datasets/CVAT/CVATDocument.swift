import Foundation
import Geometry
import Masks

/// A file “CVAT for images 1.1”: photos by name, each with its shapes.
struct CVATDocument {
    struct Image {
        var name: String
        var size: (width: Int, height: Int)?
        var subset: String?
        var shapes: [Shape] = []
        /// The line in which its element begins, from 1.
        var line: Int
    }

    struct Shape {
        /// The element's name: `box`, `polygon`, `mask`, `ellipse`, `skeleton`, …
        var kind: String
        var attributes: [String: String]
        /// The points of a skeleton, by the names of their labels.
        var points: [(label: String, attributes: [String: String])] = []
        /// Attributes that the label has in CVAT, by their names.
        var facts: [(name: String, value: String)] = []
        var line: Int

        var label: String { attributes["label"] ?? "" }
    }

    /// The labels that the task names, in order, skeletons with the names of their points; then all labels that only
    /// shapes name.
    private(set) var labels: [(name: String, points: [String])] = []
    private(set) var images: [Image] = []
    /// The line where the text stops being such a file.
    private(set) var error: (line: Int, problem: String)?

    /// The doubt about the file's encoding.
    private(set) var doubt: String?

    /// Reads a file's bytes, in the encoding that they declare.
    init(_ bytes: [UInt8]) {
        let reader = CVATReader()
        (error, doubt) = reader.read(bytes, root: "annotations")
        if error == nil, let line = reader.trackLine {
            error = (line, "it has tracks of a video; export it as “CVAT for images 1.1”")
        }
        images = reader.images
        labels = reader.labels.filter { $0.parent.isEmpty }.map { label in
            (label.name, reader.labels.filter { $0.parent == label.name }.map(\.name))
        }
        for shape in images.flatMap(\.shapes) {
            if !labels.contains(where: { $0.name == shape.label }) { labels.append((shape.label, [])) }
            guard !shape.points.isEmpty, let index = labels.firstIndex(where: { $0.name == shape.label }) else {
                continue
            }
            for point in shape.points where !labels[index].points.contains(point.label) {
                labels[index].points.append(point.label)
            }
        }
    }
}

extension CVATDocument.Shape {
    /// The kinds that have an area, or points with names.
    static let kinds: Set = ["box", "polygon", "mask", "ellipse", "skeleton"]
    /// The kinds that have no area.
    static let flatKinds: Set = ["points", "polyline", "tag", "cuboid"]

    private func number(_ name: String) throws(LabelLineError) -> Double {
        guard let number = attributes[name].flatMap(Double.init), LabelNumber.isUsable(number) else {
            throw LabelLineError(problem: "\(name) is “\(attributes[name] ?? "")”, not a number up to 2²⁸")
        }
        return number
    }

    private static func points(_ text: String) throws(LabelLineError) -> [Double] {
        var numbers: [Double] = []
        for pair in text.split(separator: ";") {
            let words = pair.split(separator: ",")
            for word in words {
                guard words.count == 2, let number = Double(word.trimmingCharacters(in: .whitespaces)),
                    LabelNumber.isUsable(number)
                else { throw LabelLineError(problem: "“\(pair)” is not x and y, two numbers up to 2²⁸") }
                numbers.append(number)
            }
        }
        return numbers
    }

    /// The shape as a label in a photo of that size; the caller gives id and category.
    func label(width: Int, height: Int, points names: [String]) throws(LabelLineError) -> COCO.Annotation {
        var label = COCO.Annotation(number: 0, category: 0, box: nil)
        switch kind {
        case "box":
            if let turn = attributes["rotation"].flatMap(Double.init), turn != 0 {
                label.segmentation = .polygons([try turned(by: turn)])
            } else {
                label.box = try box()
            }
        case "polygon":
            let ring = try Self.points(attributes["points"] ?? "")
            guard ring.count >= 6 else { throw LabelLineError(problem: "a polygon has 3 points at least") }
            label.segmentation = .polygons([ring])
        case "ellipse": label.segmentation = .polygons([try ellipse()])
        case "mask": label.segmentation = COCO.Segmentation(try mask(width: width, height: height))
        case "skeleton":
            let keypoints = try keypoints(names)
            label.keypoints = keypoints
            label.keypointCount = keypoints.count { $0.visibility != .unlabelled }
            label.box = Rect(bounding: keypoints.filter { $0.visibility != .unlabelled }.map(\.position))
        default: throw LabelLineError(problem: "<\(kind)> is no kind of shape that is read here")
        }
        if case .polygons(let rings)? = label.segmentation { label.box = Polygon(ring: rings[0]).bounds }
        return label
    }

    func box() throws(LabelLineError) -> Rect {
        Rect(minX: try number("xtl"), minY: try number("ytl"), maxX: try number("xbr"), maxY: try number("ybr"))
    }

    /// The outline, turned by degrees about its middle, clockwise on the screen.
    private func turned(by degrees: Double) throws(LabelLineError) -> [Double] {
        let (box, angle) = (try box(), degrees * Double.pi / 180)
        return box.corners.flatMap { corner in
            let (x, y) = (corner.x - box.center.x, corner.y - box.center.y)
            return [box.center.x + x * cos(angle) - y * sin(angle), box.center.y + x * sin(angle) + y * cos(angle)]
        }
    }

    private func ellipse() throws(LabelLineError) -> [Double] {
        let (x, y) = (try number("cx"), try number("cy"))
        let (rx, ry) = (try number("rx"), try number("ry"))
        let turn = (attributes["rotation"].flatMap(Double.init) ?? 0) * Double.pi / 180
        return (0..<64).flatMap { step in
            let angle = 2 * Double.pi * Double(step) / 64
            let (a, b) = (rx * cos(angle), ry * sin(angle))
            return [x + a * cos(turn) - b * sin(turn), y + a * sin(turn) + b * cos(turn)]
        }
    }

    /// Run lengths row by row in a window of the photo, from the zeros on.
    private func mask(width: Int, height: Int) throws(LabelLineError) -> RunLengths {
        let (left, top) = (Int(try number("left").rounded()), Int(try number("top").rounded()))
        let (columns, rows) = (Int(try number("width").rounded()), Int(try number("height").rounded()))
        guard columns > 0, rows > 0, columns <= LabelNumber.longestSide, rows <= LabelNumber.longestSide,
            columns * rows <= max(width * height, 1)
        else { throw LabelLineError(problem: "a mask of \(columns) × \(rows) pixels is larger than its photo") }
        let rect = PixelRect(minX: left, minY: top, maxX: left + columns, maxY: top + rows)
        var (mask, position, isSet) = (Mask(rect: rect), 0, false)
        for word in (attributes["rle"] ?? "").split(separator: ",") {
            guard let count = Int(word.trimmingCharacters(in: .whitespaces)), count >= 0, count <= rect.area - position
            else { throw LabelLineError(problem: "the run lengths are not those of \(columns) × \(rows) pixels") }
            if isSet { for pixel in position..<position + count { mask.bits[pixel] = 1 } }
            (position, isSet) = (position + count, !isSet)
        }
        guard position == rect.area else {
            throw LabelLineError(problem: "the run lengths cover \(position) pixels of \(columns) × \(rows)")
        }
        return mask.runLengths(width: width, height: height)
    }

    private func keypoints(_ names: [String]) throws(LabelLineError) -> [COCO.Keypoint] {
        var keypoints: [COCO.Keypoint] = []
        for name in names {
            guard let own = points.first(where: { $0.label == name })?.attributes, own["outside"] != "1" else {
                keypoints.append(COCO.Keypoint(Point(0, 0), .unlabelled))
                continue
            }
            let place = try Self.points(own["points"] ?? "")
            guard place.count == 2 else { throw LabelLineError(problem: "the point \(name) is not x and y") }
            keypoints.append(COCO.Keypoint(Point(place[0], place[1]), own["occluded"] == "1" ? .hidden : .visible))
        }
        return keypoints
    }
}

/// Collects the content of the elements that are asked for.
private final class CVATReader: XMLElements {
    private(set) var labels: [(name: String, parent: String)] = []
    private(set) var images: [CVATDocument.Image] = []
    /// Where the first track of a video begins.
    private(set) var trackLine: Int?
    private var fact = ""

    override func begin(_ name: String, _ attributes: [String: String], line: Int) {
        if path == ["annotations", "track"] { trackLine = trackLine ?? line }
        if name == "label", path.contains("labels") { labels.append(("", "")) }
        guard path.first == "annotations", path.count > 1, path[1] == "image" else { return }
        switch path.count {
        case 2:
            var size: (width: Int, height: Int)?
            if let width = attributes["width"].flatMap({ Int($0) }),
                let height = attributes["height"].flatMap({ Int($0) })
            {
                size = (width, height)
            }
            images.append(
                CVATDocument.Image(
                    name: attributes["name"] ?? "", size: size, subset: attributes["subset"], line: line))
        case 3:
            images[images.count - 1].shapes.append(
                CVATDocument.Shape(kind: name, attributes: attributes, line: line))
        case 4 where name == "points":
            change { $0.points.append((attributes["label"] ?? "", attributes)) }
        case 4 where name == "attribute": fact = attributes["name"] ?? ""
        default: break
        }
    }

    private func change(_ body: (inout CVATDocument.Shape) -> Void) {
        let (image, shape) = (images.count - 1, images[images.count - 1].shapes.count - 1)
        body(&images[image].shapes[shape])
    }

    override func end(_ name: String, _ content: String) {
        if path.dropLast().last == "label", path.contains("labels"), !labels.isEmpty {
            if name == "name" { labels[labels.count - 1].name = content }
            if name == "parent" { labels[labels.count - 1].parent = content }
        }
        if path.count == 4, path[1] == "image", name == "attribute", !fact.isEmpty {
            let own = (fact, content)
            change { $0.facts.append(own) }
        }
    }
}
