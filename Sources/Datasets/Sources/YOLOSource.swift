import Foundation
import Geometry
package import Pipelines

/// YOLO labels as Ultralytics reads them: `data.yaml` names the folders of photos and the classes; a photo's labels lie
/// in the text file whose path has `labels` in place of the last `images`.
package struct YOLOSource: DatasetSource {
    package var file = ""
    package var splits = ["train"]

    package init() {}

    package static let card = Card<YOLOSource>(
        "yolo", "YOLO labels of any task: boxes, outlines, turned boxes, keypoints.",
        .required("file", \.file, .path, "Its data.yaml; relative to this file."),
        .field(
            "splits", \.splits, .oneOrMore(.word(["train", "val", "test"])), "Which of its parts are used.")
    )

    package func open() throws -> any LabelledDataset {
        let source: Source
        let node: Node
        do {
            source = try Source(path: file)
            node = try Node(parsing: source)
        } catch let error as Diagnostic {
            throw PhotoFilesDataset.failure(file, "line \(error.position.line): \(error.problem.message)")
        } catch {
            throw PhotoFilesDataset.failure(file, "\(error)")
        }
        var categories = [COCO.Category](named: try classes(node), from: 0)
        let pose = try YOLOPose(node, classes: categories.count, of: file)
        for place in categories.indices { pose?.describe(&categories[place]) }
        var photos: [PhotoFilesDataset.File] = []
        for split in splits {
            guard let entries = node[split].map({ $0.elements ?? [$0] }) else {
                throw PhotoFilesDataset.failure(file, "it has no “\(split)”")
            }
            for entry in entries {
                for photo in try self.photos(entry.scalar ?? "", of: node) {
                    let labels = Self.labels(of: photo)
                    photos.append(
                        PhotoFilesDataset.File(
                            photo: photo, labels: FileManager.default.fileExists(atPath: labels) ? labels : nil,
                            split: splits.count > 1 ? split : nil))
                }
            }
        }
        let (count, shape) = (categories.count, pose?.shape)
        return PhotoFilesDataset(name: file, categories: categories, photos: photos, unit: "line") {
            file, width, height in
            try Self.read(file, width: width, height: height, classes: count, keypoints: shape)
        }
    }

    private func classes(_ node: Node) throws -> [String] {
        if let list = node["names"]?.elements { return list.map { $0.scalar ?? "" } }
        guard let map = node["names"]?.pairs, map.map(\.key) == map.indices.map(String.init) else {
            throw PhotoFilesDataset.failure(file, "“names” is no list of class names, nor a map from 0 on")
        }
        return map.map { $0.value.scalar ?? "" }
    }

    /// The photos of a folder, or of a text file that lists them.
    private func photos(_ entry: String, of node: Node) throws -> [String] {
        let own = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
        let base = node["path"]?.scalar ?? ""
        func under(_ folder: String, _ name: String) -> String { name.hasPrefix("/") ? name : "\(folder)/\(name)" }
        let usual = [under(under(own, base), entry), under(own, entry), under(base, entry)]
        guard let found = usual.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
            throw PhotoFilesDataset.failure(file, "there is no \(entry)")
        }
        let resolved = Reading(folder: "").resolve(found)
        if resolved.hasSuffix(".txt") {
            return try YOLOList.photos(in: resolved, base: under(own, base)).map(\.photo)
        }
        do throws(FilePatternError) { return try FilePattern(resolved).files() } catch {
            throw PhotoFilesDataset.failure(resolved, error.reason)
        }
    }

    private static func labels(of photo: String) -> String {
        var path = photo
        if let range = path.range(of: "/images/", options: .backwards) { path.replaceSubrange(range, with: "/labels/") }
        let end = path.lastIndex(of: ".") ?? path.endIndex
        return path[..<end] + ".txt"
    }

    private static func read(
        _ file: String, width: Int, height: Int, classes: Int, keypoints: (count: Int, numbers: Int)?
    ) throws -> PhotoFilesDataset.Reading {
        var reading = PhotoFilesDataset.Reading()
        let (w, h) = (Double(width), Double(height))
        for (number, text) in try PhotoFilesDataset.lines(file) {
            func leaveOut(_ problem: String) {
                reading.oddities.append(DatasetOddity(file: file, "line \(number): \(problem); it is left out"))
            }
            let line: YOLOLine
            do throws(LabelLineError) { line = try YOLOLine(text, keypoints: keypoints) } catch {
                leaveOut(error.problem)
                continue
            }
            guard (0..<classes).contains(line.category) else {
                leaveOut("class \(line.category) is not one of the \(classes)")
                continue
            }
            let n = line.numbers
            guard n.count == 4 || keypoints != nil else {
                let ring = n.enumerated().map { $0.element * ($0.offset.isMultiple(of: 2) ? w : h) }
                // Corners of turned boxes may lie outside the photo.
                let box = Polygon(ring: ring).bounds?.intersection(Rect(x: 0, y: 0, width: w, height: h))
                reading.annotations.append(
                    COCO.Annotation(number: number, category: line.category, box: box, segmentation: .polygons([ring])))
                continue
            }
            var annotation = COCO.Annotation(
                number: number, category: line.category,
                box: Rect(x: (n[0] - n[2] / 2) * w, y: (n[1] - n[3] / 2) * h, width: n[2] * w, height: n[3] * h))
            if let keypoints {
                let points = (0..<keypoints.count).map { place -> COCO.Keypoint in
                    let start = 4 + place * keypoints.numbers
                    let position = Point(n[start] * w, n[start + 1] * h)
                    let seen =
                        keypoints.numbers == 3
                        ? Int(exactly: n[start + 2]) ?? 2 : n[start] > 0 || n[start + 1] > 0 ? 2 : 0
                    return COCO.Keypoint(position, COCO.Keypoint.Visibility(rawValue: seen) ?? .visible)
                }
                annotation.keypoints = points
                annotation.keypointCount = points.count { $0.visibility != .unlabelled }
            }
            reading.annotations.append(annotation)
        }
        return reading
    }
}
