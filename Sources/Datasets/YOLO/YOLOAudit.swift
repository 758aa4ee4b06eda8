import Cards
import Findings
import Foundation
import Geometry

/// YOLO labels as Ultralytics reads them: `data.yaml`, and a text file for each image, found by putting `labels` in place
/// of the last `images` in the image's path. Pictures that a text file lists are looked at too.
///
/// A line is a box (5 numbers), an outline (an odd number from 7 on), or, where `kpt_shape` stands in `data.yaml`, a box
/// with its keypoints. Nine numbers may also be the corners of a turned box, which may reach outside the image.
struct YOLOAudit: FormatAudit {
    static let name = "yolo"

    private let folder: DatasetFolder
    /// The description, relative to the folder; nil where there are labels without one.
    private let file: String?

    init?(root: String) throws {
        folder = DatasetFolder(root: root)
        file = try YOLODescription.file(in: folder)
        guard file == nil else { return }
        let labels = folder.holdsFolder("images") ? try folder.files(below: "labels", endingIn: ["txt"]) : []
        guard !labels.isEmpty, !KITTIFolder.hasLabels(labels.map(folder.path)) else { return nil }
    }

    /// The labels of a description that the user names.
    init(file: String) {
        folder = DatasetFolder(root: file.enclosingFolder)
        self.file = file.lastPart
    }

    var sources: [any DatasetSource] {
        ["train", "val", "test"].compactMap { split in
            file.map { file in
                var source = YOLOSource()
                (source.file, source.splits) = (folder.path(file), [split])
                return source
            }
        }
    }

    func run(into audit: inout Audit, _ pictures: inout PictureChecks) throws {
        var description: YOLODescription?
        if let file {
            do {
                let read = try YOLODescription(
                    file: folder.path(file),
                    DatasetHome(DatasetHome.folders(of: folder.path(file)), allowsOutside: pictures.allowsOutside))
                audit.add(read.problems.map { Finding($0.severity, $0.code, file: file, line: $0.line, $0.words) })
                audit.check(names: read.categories, in: file)
                description = read
            } catch let error as DatasetError where error.code == .malformed {
                audit.add([Finding(.error, .malformed, file: file, error.reason)])
            }
        } else {
            audit.add([
                Finding(.warning, .missingValue, file: "labels", "there is no data.yaml, so the classes have no names")
            ])
        }
        var (folders, lists): ([String], [String]) = ([], [])
        for entry in description?.entries ?? [] {
            func report(_ severity: Finding.Severity, _ code: Finding.Code, _ problem: String) {
                audit.add([Finding(severity, code, file: file ?? "", line: entry.line, "\(entry.split): \(problem)")])
            }
            switch description?.place(of: entry) {
            case .folder(let found): if !folders.contains(found) { folders.append(found) }
            case .list(let found): if !lists.contains(found) { lists.append(found) }
            case .outside(let problem): report(.warning, .outsideFolder, "\(entry.name): \(problem)")
            case .missing, nil: report(.error, .missingFile, "there is no folder \(entry.name)")
            }
        }
        if description == nil || description?.entries.isEmpty == true, folder.holdsFolder("images") {
            folders = [folder.path("images")]
        }

        var (labelFolders, labels): (Set<String>, Set<String>) = ([], [])
        var (unlabelled, seen): (Int, Set<String>) = (0, [])
        func look(at picture: String) throws {
            guard seen.insert(picture).inserted else { return }
            let name = folder.name(of: picture)
            if let problem = description?.problem(of: picture) {
                audit.add([Finding(.warning, .outsideFolder, file: name, problem)])
                return
            }
            let label = folder.name(of: YOLODescription.labels(of: picture))
            let size = pictures.size(of: picture, named: name, into: &audit)
            if !labels.insert(label).inserted {
                audit.add([Finding(.error, .repeatedImage, file: label, "two pictures would have these labels")])
            }
            guard folder.holdsFile(label) else {
                unlabelled += 1
                return
            }
            let count = try check(label, description, size, into: &audit)
            audit.count(images: 0, annotations: count)
        }
        for images in folders {
            for picture in try YOLODescription.pictures(in: images) {
                labelFolders.insert(folder.name(of: YOLODescription.labels(of: images + "/x").parent))
                try look(at: picture)
            }
        }
        for list in lists {
            let name = folder.name(of: list)
            var listed: [String: Int] = [:]
            for (line, picture) in try description?.listed(in: list) ?? [] {
                if let first = listed[picture] {
                    audit.add([
                        Finding(.warning, .repeatedLabel, file: name, line: line, "it is the same as line \(first)")
                    ])
                    continue
                }
                listed[picture] = line
                if folder.holdsFile(folder.name(of: picture)) {
                    try look(at: picture)
                } else {
                    audit.add([
                        Finding(
                            .error, .missingPicture, file: name, line: line,
                            "there is no picture \(folder.name(of: picture))")
                    ])
                }
            }
        }
        audit.count(images: seen.count, annotations: 0)
        if unlabelled > 0 {
            audit.add([
                Finding(
                    .warning, .unlabelled, file: file ?? "labels",
                    "\(unlabelled.counting("picture")) without a label file: trainers take such pictures for background"
                )
            ])
        }
        for labelFolder in labelFolders.sorted() {
            for label in try folder.files(below: labelFolder, endingIn: ["txt"])
            where !labels.contains(label) && !Self.otherTexts.contains(label.lastPart) {
                audit.add([Finding(.error, .missingPicture, file: label, "there is no picture of that name")])
            }
        }
    }

    /// Text files beside labels that are not labels.
    private static let otherTexts = [
        "classes.txt", "README.roboflow.txt", "README.dataset.txt", "notes.txt", "train.txt", "val.txt", "test.txt",
    ]

    /// Checks a label file and returns the number of its lines.
    private func check(
        _ label: String, _ description: YOLODescription?, _ size: (width: Int, height: Int)?, into audit: inout Audit
    ) throws -> Int {
        var (count, lines) = (0, RepeatedLabels<Substring>())
        guard let text = try folder.text(of: label, into: &audit) else { return 0 }
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            guard !line.allSatisfy(\.isWhitespace) else { continue }
            count += 1
            func report(_ severity: Finding.Severity, _ code: Finding.Code, _ problem: String, weight: Double = 0) {
                audit.add([Finding(severity, code, file: label, line: number + 1, problem, weight: weight)])
            }
            if let first = lines.earlier(line, at: number + 1) {
                report(.warning, .repeatedLabel, "it is the same as line \(first)")
            }
            do throws(LabelLineError) {
                let read = try YOLOLine(line, keypoints: description?.pose?.shape)
                if let classes = description?.classes.count, classes > 0, !(0..<classes).contains(read.category) {
                    report(
                        .error, .unknownReference,
                        "class \(read.category) is not one of the \(classes) in \(file ?? "data.yaml")")
                } else if read.category < 0 {
                    report(.error, .unknownReference, "class \(read.category) is below 0")
                }
                for problem in read.problems(in: size) {
                    report(problem.severity, problem.code, problem.words, weight: problem.weight)
                }
            } catch {
                report(.error, .malformed, error.problem)
            }
        }
        return count
    }
}
