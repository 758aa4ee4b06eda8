package import Cards
import Findings
import Foundation
import Geometry
import JSON
import Pipelines

/// Datumaro's own JSON: boxes, polygons, masks and keypoints. The annotations of one group are one label.
package struct DatumaroSource: DatasetSource {
    package var folder = ""
    package var outside = false

    package init() {}

    package static let card = Card<DatumaroSource>(
        "datumaro", "Datumaro's own JSON: boxes, polygons, masks and keypoints.",
        .required(
            "folder", \.folder, .path,
            "The folder that holds annotations/ and images/, or datumaro/ with both; relative to this file."),
        .field("outside", \.outside, .flag, DatasetHome.about)
    )

    /// Where an item stands.
    private struct Item {
        let file: OpenFile
        let id: String
        let offset: Int
        let length: Int
    }

    package static func inFolder(_ folder: String) -> DatumaroSource? {
        var source = DatumaroSource()
        source.folder = folder
        return source
    }

    package var named: [String] { [folder] }

    package func open(in home: DatasetHome) throws -> any LabelledDataset {
        let folder = DatasetFolder(root: folder)
        guard let (base, files) = try DatumaroAudit.files(in: folder) else {
            throw PhotoFilesDataset.failure(
                self.folder, "there is no annotations/*.json with “dm_format_version” in it")
        }
        var (items, photos, categories): ([Item], [DatasetPhoto], [COCO.Category]) = ([], [], [])
        var oddities: [Finding] = []
        for file in files {
            let opened = try OpenFile(folder.path(file), flags: O_RDONLY, action: "cannot read")
            do {
                try JSONSections.scan(opened, lists: ["items"]) { entry, offset, bytes in
                    switch entry {
                    case .member("categories"):
                        let own = Self.categories(try JSONTree(bytes))
                        guard categories.isEmpty || own.map(\.name) == categories.map(\.name) else {
                            throw PhotoFilesDataset.failure(opened.path, "its labels are not those of \(files[0])")
                        }
                        categories = own
                    case .member: break
                    case .element:
                        let item = try JSONTree(bytes)
                        guard let path = item["image"]?["path"]?.text, !path.isEmpty else {
                            oddities.append(
                                Finding(
                                    .warning, .missingValue, file: opened.path,
                                    "\(item["id"]?.text ?? "an item") names no picture; it is left out"))
                            return
                        }
                        let usual = DatumaroAudit.pictures(path, of: file, base: base)
                        let size = item["image"]?["size"]?.size
                        photos.append(
                            DatasetPhoto(
                                id: photos.count + 1,
                                path: folder.path(usual.lazy.compactMap { folder.file($0) }.first ?? usual[0]),
                                width: size?.width, height: size?.height,
                                split: OwnSplits.name(file.lastPart.stem, amongSeveral: files.count > 1)))
                        items.append(
                            Item(file: opened, id: item["id"]?.text ?? path, offset: offset, length: bytes.count))
                    }
                }
            } catch let error as JSONError {
                throw PhotoFilesDataset.failure(opened.path, error.problem)
            }
        }
        let all = items
        return RecordsDataset(
            name: self.folder, categories: categories, photos: photos, oddities: oddities, unit: "label",
            place: { (all[$0].file.path, all[$0].id) },
            read: { index, _ in
                let item = all[index]
                let tree = try JSONTree(try item.file.read(count: item.length, at: item.offset))
                return Self.read(tree["annotations"]?.elements ?? [], item.id, in: item.file.path)
            })
    }

    private static func categories(_ tree: JSONTree) -> [COCO.Category] {
        var categories = (tree["label"]?["labels"]?.elements ?? []).enumerated().map { index, label in
            let parent = label["parent"]?.text ?? ""
            return COCO.Category(
                id: index + 1, name: label["name"]?.text ?? "", supercategory: parent.isEmpty ? nil : parent)
        }
        for item in tree["points"]?["items"]?.elements ?? [] {
            guard let place = item["label_id"]?.integer, categories.indices.contains(place) else { continue }
            categories[place].keypoints = item["labels"]?.elements?.compactMap(\.text)
            let joints = item["joints"]?.elements?.compactMap { $0.numbers(2)?.compactMap { Int(exactly: $0) } } ?? []
            if !joints.isEmpty { categories[place].skeleton = joints.filter { $0.count == 2 } }
        }
        return categories
    }

    private static func read(_ annotations: [JSONTree], _ item: String, in file: String) -> PhotoFilesDataset.Reading {
        var reading = PhotoFilesDataset.Reading()
        var (groups, places): ([[JSONTree]], [Int: Int]) = ([], [:])
        for annotation in annotations {
            let group = annotation["group"]?.integer ?? 0
            if group != 0, let known = places[group] {
                groups[known].append(annotation)
                continue
            }
            if group != 0 { places[group] = groups.count }
            groups.append([annotation])
        }
        for (index, group) in groups.enumerated() {
            func report(_ code: Finding.Code, _ problem: String) {
                reading.oddities.append(
                    Finding(.warning, code, file: file, subject: "\(item), label \(index + 1)", problem))
            }
            var label = COCO.Annotation(
                number: index + 1, category: (group.lazy.compactMap { $0["label_id"]?.integer }.first ?? -1) + 1,
                box: nil)
            var rings: [[Double]] = []
            for part in group {
                switch part["type"]?.text {
                case "bbox":
                    label.box = part["bbox"]?.numbers(4).map { Rect(x: $0[0], y: $0[1], width: $0[2], height: $0[3]) }
                    if label.box == nil { report(.badValue, "the box is not four finite numbers") }
                case "polygon": rings.append(part["points"]?.numbers() ?? [])
                case "mask":
                    if let size = part["rle"]?["size"]?.size, let counts = part["rle"]?["counts"]?.text {
                        label.segmentation = .compressed(height: size.height, width: size.width, counts: counts)
                    } else {
                        report(.missingValue, "the mask has no counts or size")
                    }
                case "points":
                    label.keypoints = keypoints(part)
                    label.keypointCount = label.keypoints?.count { $0.visibility != .unlabelled }
                    if label.keypoints == nil {
                        report(.badValue, "the points are not pairs of numbers with as many visibilities")
                    }
                case let kind: report(.missingValue, "“\(kind ?? "no type")” is no kind of label that is read here")
                }
            }
            if !rings.isEmpty { label.segmentation = .polygons(rings) }
            if label.box == nil, label.segmentation == nil, let points = label.keypoints {
                label.box = Rect(bounding: points.filter { $0.visibility != .unlabelled }.map(\.position))
            }
            guard label.box != nil || label.segmentation != nil else { continue }
            let attributes = group[0]["attributes"]
            if case .boolean(true)? = attributes?["is_crowd"] { label.isCrowd = true }
            label.visibility = attributes?["visibility"]?.number
            label.truncation = attributes?["truncation"]?.number
            for name in COCO.Transcription.members {
                guard let text = attributes?[name]?.text else { continue }
                label.extra.append(JSONMember(name: name, json: text.json()))
            }
            reading.annotations.append(label)
        }
        return reading
    }

    private static func keypoints(_ part: JSONTree) -> [COCO.Keypoint]? {
        guard let numbers = part["points"]?.numbers(), numbers.count.isMultiple(of: 2) else { return nil }
        let states = part["visibility"]?.elements?.map { $0.integer.flatMap(COCO.Keypoint.Visibility.init) }
        guard states?.count ?? numbers.count / 2 == numbers.count / 2 else { return nil }
        return (0..<numbers.count / 2).map { place in
            COCO.Keypoint(
                Point(numbers[2 * place], numbers[2 * place + 1]), states?[place] ?? .visible)
        }
    }
}
