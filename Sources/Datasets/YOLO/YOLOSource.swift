package import Cards
import Findings
import Foundation
import Geometry
import Pictures
import Pipelines

/// YOLO labels as Ultralytics reads them: `data.yaml` names the folders of photos and the classes; a photo's labels are
/// in the text file whose path has `labels` instead of the last `images`.
package struct YOLOSource: DatasetSource {
    package var file = ""
    package var splits: [String]?
    package var outside = false
    /// Whether all parts are read where none is chosen, or train alone.
    private var readsAll = false

    package init() {}

    package static let card = Card<YOLOSource>(
        "yolo", "YOLO labels of any task: boxes, outlines, turned boxes, keypoints.",
        .required("file", \.file, .path, "Its data.yaml, or the folder that holds it; relative to this file."),
        .field(
            "splits", \.splits, .optional(.oneOrMore(.word(["train", "val", "test"]))),
            "The splits that are read; the default is train, and all where “splits” beside “yolo” chooses those that get objects."
        ),
        .field("outside", \.outside, .flag, DatasetHome.about)
    )

    package static func inFolder(_ folder: String) -> YOLOSource? {
        var source = YOLOSource()
        source.file = folder
        return source
    }

    package var named: [String] { [file] }

    package mutating func readAllParts() { readsAll = true }

    package func open(in home: DatasetHome) throws -> any LabelledDataset {
        let description = try YOLODescription(file: try described(), home)
        let file = description.file
        var oddities: [Finding] = []
        for problem in description.problems {
            guard problem.severity == .warning || !description.classes.isEmpty else {
                throw PhotoFilesDataset.failure(file, "line \(problem.line): \(problem.words)")
            }
            oddities.append(Finding(.warning, problem.code, file: file, "line \(problem.line): \(problem.words)"))
        }
        var photos: [PhotoFilesDataset.File] = []
        for split in splits ?? (readsAll ? description.splits : [OwnSplits.usual]) {
            let entries = description.entries.filter { $0.split == split }
            guard !entries.isEmpty else { throw PhotoFilesDataset.failure(file, "it has no “\(split)”") }
            for entry in entries {
                let listed: [String]
                do { listed = try Self.photos(entry, of: description) } catch let error as DatasetError
                    where readsAll && splits == nil
                {
                    // The user did not ask for this part; many exports name a missing test part.
                    oddities.append(Finding(.warning, .missingFile, file: file, error.reason))
                    continue
                }
                for photo in listed {
                    let labels = YOLODescription.labels(of: photo)
                    let isThere = FileManager.default.fileExists(atPath: labels)
                    photos.append(
                        PhotoFilesDataset.File(
                            photo: photo, labels: isThere ? labels : nil, missing: isThere ? nil : labels, split: split)
                    )
                }
            }
        }
        let (count, shape) = (description.classes.count, description.pose?.shape)
        return PhotoFilesDataset(
            name: file, categories: description.categories, photos: photos, unit: "line", oddities: oddities
        ) { file, frame in
            try Self.read(file, width: frame.width, height: frame.height, classes: count, keypoints: shape)
        }
    }

    private func described() throws -> String {
        guard Folder.isFolder(file) else { return file }
        let folder = DatasetFolder(root: file)
        guard let name = try YOLODescription.file(in: folder) else {
            throw PhotoFilesDataset.failure(file, "there is no data.yaml in it")
        }
        return folder.path(name)
    }

    /// The photos of a folder, or of a text file that lists them.
    private static func photos(_ entry: YOLODescription.Entry, of description: YOLODescription) throws -> [String] {
        switch description.place(of: entry) {
        case .list(let list): return try description.listed(in: list).map(\.photo)
        case .folder(let folder):
            let pictures = try YOLODescription.pictures(in: folder)
            guard !pictures.isEmpty else {
                throw PhotoFilesDataset.failure(
                    description.file, "line \(entry.line): there is no picture in \(folder)")
            }
            return pictures
        case .missing:
            throw PhotoFilesDataset.failure(description.file, "line \(entry.line): there is no \(entry.name)")
        case .outside(let problem):
            throw PhotoFilesDataset.failure(description.file, "line \(entry.line): \(entry.name): \(problem)")
        }
    }

    private static func read(
        _ file: String, width: Int, height: Int, classes: Int, keypoints: (count: Int, numbers: Int)?
    ) throws -> PhotoFilesDataset.Reading {
        var reading = PhotoFilesDataset.Reading()
        let (w, h) = (Double(width), Double(height))
        for (number, text) in try PhotoFilesDataset.lines(file) {
            func leaveOut(_ problem: String) {
                reading.oddities.append(
                    Finding(.warning, .leftOut, file: file, "line \(number): \(problem); it is left out"))
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
