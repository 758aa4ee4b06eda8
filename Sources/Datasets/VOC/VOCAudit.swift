import Findings
import Foundation
import Geometry
import Pictures

/// Pascal VOC: the dataset's own folder, `voc/` in it, or those of `VOCdevkit/`.
struct VOCAudit: FormatAudit {
    static let name = "voc"

    private let folder: DatasetFolder
    /// Folders that hold XML files, relative to the dataset's own; empty for that one.
    private let bases: [String]

    init?(root: String) throws {
        let folder = DatasetFolder(root: root)
        self.folder = folder
        let all = try ["", "voc"] + folder.folders(in: "VOCdevkit")
        bases = try all.filter { try folder.holdsFolder($0) && VOCFolder(root: folder.path($0)) != nil }
        if bases.isEmpty { return nil }
    }

    var sources: [any DatasetSource] {
        bases.map { base in
            var source = VOCSource()
            source.folder = folder.path(base)
            return source
        }
    }

    func run(into audit: inout Audit, _ pictures: inout PictureChecks) throws {
        for part in bases {
            guard let voc = try VOCFolder(root: folder.path(part)) else { continue }
            let base = part.isEmpty ? "" : part + "/"
            let classes = try classes(base, into: &audit)
            var names: Set<String> = []
            var named: Set<String> = []
            var labelled: [String] = []
            for own in try voc.files() {
                let (file, name) = (base + own, voc.stem(of: own))
                names.insert(name)
                let document = try voc.document(own)
                audit.count(images: 1, annotations: document.objects.count)
                named.formUnion(document.objects.map(\.name))
                if let photo = voc.photo(of: own, named: document.fileName) { labelled.append(voc.folder.path(photo)) }
                if let error = document.error {
                    audit.add([Finding(.error, .malformed, file: file, line: error.line, error.problem)])
                    continue
                }
                if let doubt = document.doubt { audit.add([Finding(.warning, .malformed, file: file, doubt)]) }
                let size = picture(of: document, own, voc, base, into: &audit, &pictures)
                let masked = checkMasks(document, name, base, classes, size, pictures.maxPixels, into: &audit)
                check(document, classes, file, size, masked: masked, into: &audit)
            }
            audit.check(names: named, in: voc.annotations)
            if var unlabelled = try voc.photosWithoutXML(besides: labelled) {
                unlabelled.file = unlabelled.file.map(folder.name(of:))
                audit.add([unlabelled])
            }
            try checkLists(base, voc.annotations, names, into: &audit)
        }
    }

    /// The names in `labelmap.txt` without background; nil without the file.
    private func classes(_ base: String, into audit: inout Audit) throws -> [String]? {
        guard folder.holdsFile("\(base)labelmap.txt"),
            let text = try folder.text(of: "\(base)labelmap.txt", into: &audit)
        else { return nil }
        return text.split(whereSeparator: \.isNewline)
            .filter { !$0.hasPrefix(VOCFormat.labelMapTop) }
            .map { line in
                // A name may hold colons and a # itself; three more fields follow it. XML has no blanks about names.
                line.split(separator: ":", omittingEmptySubsequences: false).dropLast(3).joined(separator: ":")
                    .trimmingCharacters(in: .whitespaces)
            }.filter { $0 != "background" && $0 != "ignored" }
    }

    private func picture(
        of document: VOCDocument, _ file: String, _ voc: VOCFolder, _ base: String, into audit: inout Audit,
        _ pictures: inout PictureChecks
    ) -> (width: Int, height: Int)? {
        if document.size == nil {
            audit.add([
                Finding(.warning, .missingValue, file: base + file, "it has no size, or not of whole numbers above 0")
            ])
        }
        guard let found = voc.photo(of: file, named: document.fileName) else {
            let missing = base + voc.missingPhoto(of: file, named: document.fileName)
            audit.add([
                Finding(
                    .error, .missingPicture, file: base + file,
                    "there is no picture \(missing.lastPart)" + (missing.parent.isEmpty ? "" : " in \(missing.parent)"))
            ])
            return document.size
        }
        return pictures.size(of: voc.folder.path(found), named: base + found, expected: document.size, into: &audit)
    }

    private func check(
        _ document: VOCDocument, _ classes: [String]?, _ file: String, _ size: (width: Int, height: Int)?,
        masked: Set<Int>, into audit: inout Audit
    ) {
        var labels = RepeatedLabels<[String]>()
        for (number, object) in document.objects.enumerated() {
            func report(
                _ code: Finding.Code, _ problem: String, _ severity: Finding.Severity = .error, weight: Double = 0
            ) {
                audit.add([Finding(severity, code, file: file, line: object.line, problem, weight: weight)])
            }
            if object.name.isEmpty { report(.missingValue, "the object has no name") }
            if let classes, !object.name.isEmpty, !classes.contains(object.name) {
                report(.unknownReference, "labelmap.txt has no class \(object.name)")
            }
            if object.polygons.contains(where: { LabelNumber.wild($0) != nil || $0.count < 6 || $0.count % 2 == 1 }) {
                report(.badValue, "the polygon is not x and y of 3 corners at least, numbers up to 2²⁸")
            }
            guard let box = object.box else {
                report(.badValue, "the box is not xmin, ymin, xmax and ymax, four finite numbers")
                continue
            }
            let words = "the box from \(box.minX.text), \(box.minY.text) to \(box.maxX.text), \(box.maxY.text)"
            if let first = labels.earlier([object.name, words], at: object.line) {
                report(.repeatedLabel, "it is the same as the object at line \(first)", .warning)
            }
            if let wild = LabelNumber.wild([box.minX, box.minY, box.maxX, box.maxY]) {
                report(.badValue, "the box has \(wild.text), which is beyond 2²⁸")
            } else if box.maxX < box.minX || box.maxY < box.minY {
                report(.badValue, "\(words) is turned")
            } else if box.minX == box.maxX, box.minY == box.maxY, !masked.contains(number + 1) {
                report(
                    .noArea, "\(words) is one point: some readers take such a box for empty",
                    .warning)
            }
            // Counted from 1, both ends inside, so that one of a single column has some width; many tools count from 0.
            func start(_ edge: Double) -> Double { edge < 0 ? edge : max(edge - 1, 0) }
            let pixels = Rect(minX: start(box.minX), minY: start(box.minY), maxX: box.maxX, maxY: box.maxY)
            if let size, pixels.width > 0, pixels.height > 0,
                let problem = BoxProblem(pixels, width: size.width, height: size.height)
            {
                report(problem.code, problem.words(of: words), problem.severity, weight: problem.weight)
            }
        }
    }

    /// Checks that class and object mask have the picture's size and no undefined value.
    ///
    /// - Returns: the objects that have a pixel, by their numbers from 1.
    private func checkMasks(
        _ document: VOCDocument, _ name: String, _ base: String, _ classes: [String]?,
        _ size: (width: Int, height: Int)?, _ maxPixels: Int, into audit: inout Audit
    ) -> Set<Int> {
        var masked: Set<Int> = []
        for (kind, most) in [("SegmentationClass", classes?.count), ("SegmentationObject", document.objects.count)] {
            let file = "\(base)\(kind)/\(name).png"
            guard folder.holdsFile(file) else { continue }
            func report(_ code: Finding.Code, _ problem: String) {
                audit.add([Finding(.error, code, file: file, problem)])
            }
            let map: InstancePNG.Map
            do {
                map = try InstanceMasks.decode(folder.path(file), maxPixels: maxPixels, colours: VOCFormat.palette)
            } catch {
                var error = error
                error.file = nil
                report(.damagedPicture, error.description)
                continue
            }
            if let size, (map.width, map.height) != size {
                report(
                    .pictureSize, "it is \(map.width) × \(map.height) pixels, its image \(size.width) × \(size.height)")
            }
            if let most, let value = map.ids.first(where: { $0 != 255 && Int($0) > most }) {
                report(
                    .unknownReference,
                    "it has the value \(value), but there are \(most) \(kind.hasSuffix("Class") ? "classes" : "objects")"
                )
            }
            if kind == "SegmentationObject" { masked = Set(Set(map.ids).map(Int.init)) }
        }
        return masked
    }

    /// Checks that every name in a list of images exists.
    private func checkLists(_ base: String, _ annotations: String, _ names: Set<String>, into audit: inout Audit) throws
    {
        for list in ["train", "val", "trainval", "test"].map({ "\(base)ImageSets/Main/\($0).txt" })
        where folder.holdsFile(list) {
            let lines = try (folder.text(of: list, into: &audit) ?? "")
                .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            for (number, line) in lines.enumerated() {
                let name = line.trimmingCharacters(in: .whitespaces)
                guard !name.isEmpty, !names.contains(name) else { continue }
                audit.add([
                    Finding(
                        .error, .missingFile, file: list, line: number + 1, "there is no \(annotations)/\(name).xml")
                ])
            }
        }
    }
}

/// An XML file of VOC.
struct VOCDocument {
    struct Object {
        var name = ""
        /// From xmin, ymin to xmax, ymax as in the file; nil where they are not four finite numbers.
        var box: Rect?
        /// x and y of the corners of each polygon as in the file; a value that is no number is NaN.
        var polygons: [[Double]] = []
        /// Pose, truncated, occluded and difficult, as far as the file has them.
        var facts: [(name: String, value: String)] = []
        /// The line where its element begins, from 1.
        var line: Int
    }

    private(set) var fileName: String?
    private(set) var size: (width: Int, height: Int)?
    private(set) var objects: [Object] = []
    /// The line where the text stops being XML of VOC.
    private(set) var error: (line: Int, problem: String)?

    /// The doubt about the file's encoding.
    private(set) var doubt: String?

    /// Reads a file's bytes, in the encoding that they declare.
    init(_ bytes: [UInt8]) {
        let reader = VOCReader()
        (error, doubt) = reader.read(bytes, root: "annotation")
        (fileName, size, objects) = (reader.fileName, reader.size, reader.objects)
    }
}

/// Collects the content of the elements that are asked for.
private final class VOCReader: XMLElements {
    private(set) var fileName: String?
    private(set) var objects: [VOCDocument.Object] = []
    var size: (width: Int, height: Int)? {
        guard let width = Int(numbers["width"] ?? ""), let height = Int(numbers["height"] ?? ""), width > 0, height > 0
        else { return nil }
        return (width, height)
    }

    private var numbers: [String: String] = [:]
    private var edges: [String: Double] = [:]

    override func begin(_ name: String, _ attributes: [String: String], line: Int) {
        if path == ["annotation", "object", "polygon"] { objects[objects.count - 1].polygons.append([]) }
        if path == ["annotation", "object"] {
            objects.append(VOCDocument.Object(line: line))
            edges = [:]
        }
    }

    /// Whether an element of a polygon is a coordinate: `x1`, `y1`, `x2`, … as Roboflow writes them, or `x` and `y` in
    /// `pt`, as the older tool LabelMe does.
    private static func isCoordinate(_ name: String) -> Bool {
        ["x", "y"].contains(name.prefix(1)) && (name.count == 1 || Int(name.dropFirst()) != nil)
    }

    override func end(_ name: String, _ content: String) {
        // Outside of `annotation`, no object has begun.
        switch path.first == "annotation" ? path.dropFirst().joined(separator: "/") : "" {
        case "filename": fileName = content
        case "size/width", "size/height": numbers[name] = content
        case "object/pose", "object/truncated", "object/occluded", "object/difficult":
            objects[objects.count - 1].facts.append((name, content))
        case "object/name": objects[objects.count - 1].name = content
        case "object/bndbox/xmin", "object/bndbox/ymin", "object/bndbox/xmax", "object/bndbox/ymax":
            if let number = Double(content), number.isFinite { edges[name] = number }
        case let place where place.hasPrefix("object/polygon/") && Self.isCoordinate(name):
            let polygon = objects[objects.count - 1].polygons.count - 1
            objects[objects.count - 1].polygons[polygon].append(Double(content) ?? .nan)
        case "object":
            if let minX = edges["xmin"], let minY = edges["ymin"], let maxX = edges["xmax"], let maxY = edges["ymax"] {
                objects[objects.count - 1].box = Rect(minX: minX, minY: minY, maxX: maxX, maxY: maxY)
            }
        default: break
        }
    }
}
