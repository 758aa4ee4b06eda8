import Findings
import Foundation
import Geometry
import JSON
import Masks

/// Datumaro's own JSON: `annotations/*.json` with `items`, in the dataset's folder or in `datumaro/` below it, and
/// pictures in `images/NAME/` or `images/`.
struct DatumaroAudit: FormatAudit {
    static let name = "datumaro"

    private let folder: DatasetFolder
    /// The folder above `annotations/`, with a slash where it is not the dataset's own.
    private let base: String
    private let files: [String]

    init?(root: String) throws {
        folder = DatasetFolder(root: root)
        guard let found = try Self.files(in: folder) else { return nil }
        (base, files) = found
    }

    /// The files of a dataset, and the folder above their `annotations/`, with a slash where it is not the dataset's own.
    static func files(in folder: DatasetFolder) throws -> (base: String, files: [String])? {
        func files(_ base: String) throws -> [String] {
            try folder.names(in: "\(base)annotations").filter { $0.hasSuffix(".json") }.map {
                "\(base)annotations/\($0)"
            }
            .filter { name in
                let file = try OpenFile(folder.path(name), flags: O_RDONLY, action: "cannot read")
                let start = String(decoding: try file.read(count: 2048, at: 0).filter { $0 != 0 }, as: UTF8.self)
                return start.contains("\"dm_format_version\"")
            }
        }
        return try ["", "datumaro/"].map { (base: $0, files: try files($0)) }.first { !$0.files.isEmpty }
    }

    /// The paths where the picture that an item names may be.
    static func pictures(_ path: String, of file: String, base: String) -> [String] {
        ["\(base)images/\(file.lastPart.stem)/\(path)", "\(base)images/\(path)"]
    }

    var sources: [any DatasetSource] {
        var source = DatumaroSource()
        source.folder = folder.root
        return [source]
    }

    func run(into audit: inout Audit, _ pictures: inout PictureChecks) throws {
        for file in files { try check(file, into: &audit, &pictures) }
    }

    private func check(_ file: String, into audit: inout Audit, _ pictures: inout PictureChecks) throws {
        let opened = try OpenFile(folder.path(file), flags: O_RDONLY, action: "cannot read")
        var names: [String]?
        var items: [JSONTree] = []
        do {
            try JSONSections.scan(opened, lists: ["items"]) { entry, _, bytes in
                switch entry {
                case .member("categories"):
                    names = try JSONTree(bytes)["label"]?["labels"]?.elements?.map { $0["name"]?.text ?? "" }
                case .member: break
                case .element: items.append(try JSONTree(bytes))
                }
            }
        } catch let error as DatasetError where error.code == .malformed {
            audit.add([Finding(.error, .malformed, file: file, error.reason)])
        } catch let error as JSONError {
            audit.add([Finding(.error, .malformed, file: file, error.problem)])
        }
        if let names {
            audit.check(names: .init(named: names, from: 1), in: file)
        } else {
            audit.add([Finding(.error, .missingValue, file: file, "there are no labels in its categories")])
        }
        var seen: Set<String> = []
        for item in items {
            guard let id = item["id"]?.text else {
                audit.add([Finding(.error, .missingValue, file: file, "an item has no id")])
                continue
            }
            if !seen.insert(id).inserted {
                audit.add([Finding(.error, .repeatedID, file: file, subject: id, "the id is used twice")])
            }
            let annotations = item["annotations"]?.elements ?? []
            audit.count(images: 1, annotations: annotations.count)
            let size = picture(of: item, id, file, into: &audit, &pictures)
            var repeats = RepeatedLabels<[String]>()
            for (number, annotation) in annotations.enumerated() {
                let subject = "\(id), annotation \(number + 1)"
                for problem in Self.problems(of: annotation, labels: names?.count ?? 0, size) {
                    audit.add([Finding(.error, .badValue, file: file, subject: subject, problem)])
                }
                if let size, let box = annotation["bbox"]?.numbers(4), annotation["type"]?.text == "bbox",
                    let problem = BoxProblem(
                        Rect(x: box[0], y: box[1], width: box[2], height: box[3]), width: size.width,
                        height: size.height)
                {
                    audit.add([
                        Finding(
                            problem.severity, problem.code, file: file, subject: subject, problem.words,
                            weight: problem.weight)
                    ])
                }
                if let label = Self.words(annotation), let first = repeats.earlier(label, at: number + 1) {
                    audit.add([
                        Finding(
                            .warning, .repeatedLabel, file: file, subject: subject,
                            "it is the same label as annotation \(first)")
                    ])
                }
            }
        }
    }

    /// The size of an item's picture.
    private func picture(
        of item: JSONTree, _ id: String, _ file: String, into audit: inout Audit, _ pictures: inout PictureChecks
    ) -> (width: Int, height: Int)? {
        guard let path = item["image"]?["path"]?.text, !path.isEmpty else {
            audit.add([Finding(.warning, .missingPicture, file: file, subject: id, "it names no picture")])
            return nil
        }
        let said = item["image"]?["size"]?.size
        guard let found = Self.pictures(path, of: file, base: base).lazy.compactMap({ folder.file($0) }).first else {
            audit.add([Finding(.error, .missingPicture, file: file, subject: id, "there is no picture \(path)")])
            return said
        }
        return pictures.size(of: folder.path(found), named: found, expected: said, into: &audit)
    }

    /// The values that place a label; nil where the label has none of the known kinds.
    private static func words(_ annotation: JSONTree) -> [String]? {
        let shape: String
        switch annotation["type"]?.text {
        case "bbox": shape = annotation["bbox"]?.numbers().map { "\($0)" } ?? ""
        case "polygon": shape = annotation["points"]?.numbers().map { "\($0)" } ?? ""
        case "mask": shape = annotation["rle"]?["counts"]?.text ?? ""
        default: return nil
        }
        return shape.isEmpty
            ? nil : [annotation["type"]?.text ?? "", annotation["label_id"]?.number?.text ?? "", shape]
    }

    private static func problems(
        of annotation: JSONTree, labels: Int, _ size: (width: Int, height: Int)?
    ) -> [String] {
        var problems: [String] = []
        if let label = annotation["label_id"]?.number {
            if !(0..<Double(labels)).contains(label) { problems.append("there is no label \(label.text)") }
        }
        func points(atLeast least: Int) -> [Double] {
            guard let numbers = annotation["points"]?.numbers(), numbers.count >= least, numbers.count.isMultiple(of: 2)
            else {
                problems.append("the points are not pairs of finite numbers, \(least / 2) at least")
                return []
            }
            return numbers
        }
        switch annotation["type"]?.text {
        case "bbox":
            guard let numbers = annotation["bbox"]?.numbers(4) else {
                return problems + ["the box is not four numbers"]
            }
            if let wild = LabelNumber.wild(numbers) {
                problems.append("the box has \(wild.text), which is beyond 2²⁸")
            }
        case "polygon":
            let numbers = points(atLeast: 6)
            if let wild = LabelNumber.wild(numbers) {
                return problems + ["the polygon has \(wild.text), which is beyond 2²⁸"]
            }
            let ring = Polygon(ring: numbers)
            if !numbers.isEmpty, !ring.crossesItself, ring.area == 0 { problems.append("the polygon has no area") }
        case "mask":
            guard let rle = annotation["rle"], let counts = rle["counts"]?.text, let said = rle["size"]?.size
            else {
                return problems + ["the mask has no counts or size"]
            }
            let (width, height) = said
            if let size, (width, height) != size {
                problems.append("the mask is \(width) × \(height) pixels, the image \(size.width) × \(size.height)")
            }
            do {
                let mask = try COCO.Segmentation.compressed(height: height, width: width, counts: counts)
                    .mask(width: width, height: height)
                if mask.area == 0 { problems.append("the mask is empty") }
            } catch {
                problems.append("\(error)")
            }
        case "points":
            let numbers = points(atLeast: 0)
            if let visibility = annotation["visibility"]?.elements, visibility.count * 2 != numbers.count {
                problems.append("there are \(numbers.count / 2) points and \(visibility.count) visibilities")
            }
        case nil: problems.append("it has no type")
        default: break
        }
        return problems
    }
}
