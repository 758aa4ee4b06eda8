import Foundation
import Geometry
import Pipelines

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
        file = ["data.yaml", "data.yml", "dataset.yaml"].first(where: folder.holdsFile)
        let hasLabels = try folder.holdsFolder("images") && !folder.files(below: "labels", endingIn: ["txt"]).isEmpty
        guard file != nil || hasLabels else { return nil }
    }

    func run(into audit: inout Audit, _ pictures: inout PictureChecks) throws {
        var description = Description()
        if let file {
            do throws(Diagnostic) {
                let node = try Node(parsing: Source(name: file, text: (try? folder.text(of: file)) ?? ""))
                description = Description(node, folder, file, into: &audit)
            } catch {
                audit.add([Finding(.error, file: "\(file):\(error.position.line)", error.problem.message)])
            }
        } else {
            audit.add([Finding(.warning, file: "labels", "there is no data.yaml, so the classes have no names")])
        }
        if description.folders.isEmpty, description.lists.isEmpty, folder.holdsFolder("images") {
            description.folders = ["images"]
        }

        var (labelFolders, labels): (Set<String>, Set<String>) = ([], [])
        var (unlabelled, seen): (Int, Set<String>) = (0, [])
        func look(at picture: String) throws {
            guard seen.insert(picture).inserted else { return }
            let label = Self.label(of: picture)
            let size = pictures.size(of: folder.path(picture), named: picture, into: &audit)
            if !labels.insert(label).inserted {
                audit.add([Finding(.error, file: label, "two pictures would have these labels")])
            }
            guard folder.holdsFile(label) else {
                unlabelled += 1
                return
            }
            let count = try check(label, description, size, into: &audit)
            audit.count(images: 0, annotations: count)
        }
        for images in description.folders {
            for picture in try folder.files(below: images, endingIn: Set(DatasetFolder.pictureEndings)) {
                labelFolders.insert(Self.labelFolder(of: images))
                try look(at: picture)
            }
        }
        for list in description.lists {
            var listed: [String: Int] = [:]
            for (line, path) in try YOLOList.photos(in: folder.path(list), base: folder.path(description.base)) {
                let picture = folder.name(of: path)
                if let first = listed[picture] {
                    audit.add([Finding(.warning, file: "\(list):\(line)", "it is the same as line \(first)")])
                    continue
                }
                listed[picture] = line
                if folder.holdsFile(picture) {
                    try look(at: picture)
                } else {
                    audit.add([Finding(.error, file: "\(list):\(line)", "there is no picture \(picture)")])
                }
            }
        }
        audit.count(images: seen.count, annotations: 0)
        if unlabelled > 0 {
            audit.add([
                Finding(
                    .warning, file: file ?? "labels",
                    "\(unlabelled) pictures have no label file: trainers take them for background")
            ])
        }
        for labelFolder in labelFolders.sorted() {
            for label in try folder.files(below: labelFolder, endingIn: ["txt"])
            where !labels.contains(label) && label.lastPart != "classes.txt" {
                audit.add([Finding(.error, file: label, "there is no picture of that name")])
            }
        }
    }

    private static func labelFolder(of images: String) -> String {
        guard let range = "/\(images)/".range(of: "/images/", options: .backwards) else { return images }
        let path = "/\(images)/".replacingCharacters(in: range, with: "/labels/")
        return String(path.dropFirst().dropLast())
    }

    private static func label(of picture: String) -> String {
        guard let slash = picture.lastIndex(of: "/") else { return picture.stem + ".txt" }
        return "\(labelFolder(of: String(picture[..<slash])))/\(picture.lastPart.stem).txt"
    }

    /// How many lines there are.
    private func check(
        _ label: String, _ description: Description, _ size: (width: Int, height: Int)?, into audit: inout Audit
    ) throws -> Int {
        var (count, lines) = (0, RepeatedLabels<Substring>())
        let text = try folder.text(of: label)
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            guard !line.allSatisfy(\.isWhitespace) else { continue }
            count += 1
            func report(_ severity: Finding.Severity, _ problem: String, weight: Double = 0) {
                audit.add([Finding(severity, file: "\(label):\(number + 1)", problem, weight: weight)])
            }
            if let first = lines.earlier(line, at: number + 1) {
                report(.warning, "it is the same as line \(first)")
            }
            do throws(LabelLineError) {
                let read = try YOLOLine(line, keypoints: description.keypoints)
                if let classes = description.classes, !(0..<classes).contains(read.category) {
                    report(.error, "class \(read.category) is not one of the \(classes) in \(file ?? "data.yaml")")
                } else if read.category < 0 {
                    report(.error, "class \(read.category) is below 0")
                }
                for problem in read.problems(in: size) {
                    report(problem.severity, problem.words, weight: problem.weight)
                }
            } catch {
                report(.error, error.problem)
            }
        }
        return count
    }

    /// What `data.yaml` says.
    private struct Description {
        /// How many classes there are; nil when that is not known.
        var classes: Int?
        /// Relative to the dataset's folder.
        var folders: [String] = []
        /// Text files that list pictures.
        var lists: [String] = []
        /// What paths start from: a folder relative to the dataset's, or the dataset's own.
        var base = ""
        /// How many there are and how many numbers each has.
        var keypoints: (count: Int, numbers: Int)?

        init() {}

        init(_ node: Node, _ folder: DatasetFolder, _ file: String, into audit: inout Audit) {
            func report(_ severity: Finding.Severity, _ node: Node, _ problem: String) {
                audit.add([Finding(severity, file: "\(file):\(node.position.line)", problem)])
            }
            guard let pairs = node.pairs else {
                report(.error, node, "it is not a map of keys")
                return
            }
            if let names = node["names"] {
                classes = names.elements?.count ?? names.pairs?.count
                if let keys = names.pairs?.map(\.key), keys != keys.indices.map(String.init) {
                    report(.error, names, "the classes are not numbered from 0")
                }
                if classes == nil { report(.error, names, "names are neither a list nor a map") }
            } else {
                report(.error, node, "there are no names")
            }
            if let count = node["nc"]?.number, let classes, count != Double(classes) {
                report(.error, node["nc"] ?? node, "nc is \(count.text), but there are \(classes) names")
            }
            if let shape = node["kpt_shape"] {
                let numbers = shape.elements?.compactMap(\.number) ?? []
                keypoints = YOLOPose.shape(numbers)
                if keypoints == nil {
                    report(.error, shape, "kpt_shape is not [how many, 2 or 3]")
                }
            }
            base = node["path"]?.scalar.map(Self.tidy) ?? ""
            if !folder.holdsFolder(base) { base = "" }
            for pair in pairs where ["train", "val", "test"].contains(pair.key) && !pair.value.isNull {
                for entry in pair.value.elements ?? [pair.value] {
                    guard let name = entry.scalar else {
                        report(.error, entry, "\(pair.key) is not the name of a folder")
                        continue
                    }
                    let usual = [
                        name, base.isEmpty ? name : "\(base)/\(name)",
                        name.hasPrefix("../") ? String(name.dropFirst(3)) : name,
                    ].map { folder.name(of: folder.path(Self.tidy($0))) }
                    if let found = usual.first(where: folder.holdsFolder) {
                        if !folders.contains(found) { folders.append(found) }
                    } else if let found = usual.first(where: folder.holdsFile) {
                        if !lists.contains(found) { lists.append(found) }
                    } else {
                        report(.error, entry, "\(pair.key): there is no folder \(name)")
                    }
                }
            }
        }

        private static func tidy(_ name: String) -> String {
            (name.hasPrefix("/") ? "/" : "") + name.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
        }
    }
}
