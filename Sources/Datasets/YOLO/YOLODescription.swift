import Cards
import Findings
import Foundation

/// The content of a YOLO dataset's `data.yaml`: its classes, its keypoints, and the places of the pictures of its
/// parts. Audits and sources both use it.
struct YOLODescription {
    /// The file, as the process opens it.
    let file: String
    private(set) var classes: [String] = []
    private(set) var pose: YOLOPose?
    /// The values of `train`, `val` and `test`, in this order.
    private(set) var entries: [Entry] = []
    /// Its faults, with lines from 1.
    private(set) var problems: [(severity: Finding.Severity, code: Finding.Code, line: Int, words: String)] = []
    /// The folder of the file.
    let own: String
    /// Folders that paths may start from: the one that `path` names, where it exists; then that of the file.
    private let bases: [String]
    private let home: DatasetHome

    /// The parts that the file names.
    var splits: [String] { Self.parts.filter { part in entries.contains { $0.split == part } } }

    private static let parts = ["train", "val", "test"]
    /// More classes than any dataset has.
    private static let mostClasses = 10_000

    struct Entry {
        let split: String
        let line: Int
        /// The name in the file.
        let name: String
    }

    /// The usual names of such a file in a dataset's folder.
    private static let names = ["data.yaml", "data.yml", "dataset.yaml", "dataset.yml"]

    /// The file in a dataset's folder, relative to it; nil where there is none.
    static func file(in folder: DatasetFolder) throws -> String? {
        if let usual = names.first(where: folder.holdsFile) { return usual }
        return try folder.names(in: "").first { name in
            guard case .yolo? = LabelFile(folder.path(name)) else { return false }
            return true
        }
    }

    /// - Throws: `DatasetError` for a file that cannot be read, or is no map of keys.
    init(file: String, _ home: DatasetHome) throws {
        self.file = file
        own = file.lastIndex(of: "/").map { $0 == file.startIndex ? "/" : String(file[..<$0]) } ?? "."
        let text = try PhotoFilesDataset.text(file)
        let node: Node
        do throws(Diagnostic) { node = try Node(parsing: Cards.Source(name: file, text: text)) } catch {
            throw PhotoFilesDataset.failure(file, "line \(error.position.line): \(error.problem.message)")
        }
        guard let pairs = node.pairs else {
            throw PhotoFilesDataset.failure(file, "line \(node.position.line): it is not a map of keys")
        }
        let path = (node["path"]?.scalar).map(Self.slashed) ?? ""
        let base = path.hasPrefix("/") ? path : "\(own)/\(path)"
        bases = path.isEmpty || !Folder.isFolder(base) ? [own] : [base, own]
        self.home = home
        classes = readClasses(node)
        pose = try YOLOPose(node, classes: classes.count, of: file)
        for split in Self.parts {
            // Roboflow's exports name the folder “valid”, and some tools the key as well.
            let value = node[split] ?? (split == "val" ? node["valid"] : nil)
            guard let value, !value.isNull else { continue }
            for entry in value.elements ?? [value] {
                guard let name = entry.scalar else {
                    problems.append((.error, .missingFile, entry.position.line, "\(split) is not the name of a folder"))
                    continue
                }
                entries.append(Entry(split: split, line: entry.position.line, name: name))
            }
        }
        _ = pairs
    }

    private mutating func readClasses(_ node: Node) -> [String] {
        func report(_ severity: Finding.Severity, _ code: Finding.Code, _ node: Node, _ words: String) {
            problems.append((severity, code, node.position.line, words))
        }
        let count = node["nc"]?.number.flatMap { Int(exactly: $0) }
        var names: [String]
        if let list = node["names"]?.elements {
            names = list.map { $0.scalar ?? "" }
        } else if let map = node["names"]?.pairs {
            let numbered = map.compactMap { pair in Int(pair.key).map { ($0, pair.value.scalar ?? "") } }
                .filter { (0..<Self.mostClasses).contains($0.0) }
            let last = numbered.map(\.0).max() ?? -1
            names = (0..<last + 1).map { "class \($0)" }
            for (number, name) in numbered { names[number] = name }
            // Each number keeps its own name: a label must not get that of another class.
            if numbered.count != map.count || last + 1 != map.count {
                report(
                    .error, .badValue, node["names"] ?? node,
                    "the classes are not numbered from 0 without gaps; those that are missing go by their numbers")
            }
        } else if let text = node["names"]?.scalar, !text.isEmpty, count ?? 1 == 1 {
            names = [text]
        } else if node["names"] == nil, let count, (1...Self.mostClasses).contains(count) {
            report(.warning, .missingValue, node, "there are no names: the classes go by their numbers")
            names = (0..<count).map { "class \($0)" }
        } else {
            report(
                .error, .missingValue, node["names"] ?? node,
                node["names"] == nil ? "there are no names" : "names are neither a list nor a map")
            return []
        }
        if let count, count != names.count {
            report(.error, .badValue, node["nc"] ?? node, "nc is \(count), but there are \(names.count) names")
        }
        return names
    }

    /// The categories, under their names as they stand there.
    var categories: [COCO.Category] {
        var categories = [COCO.Category](named: classes, from: 0)
        for index in categories.indices { pose?.describe(&categories[index]) }
        return categories
    }

    private static func slashed(_ name: String) -> String { name.replacingOccurrences(of: "\\", with: "/") }

    /// The pictures that an entry means.
    enum Place {
        case folder(String)
        /// A text file that lists pictures.
        case list(String)
        case missing
        /// Why the entry is not read.
        case outside(String)
    }

    /// The pictures of an entry. Paths start from the folder that `path` names, or from the file's own; Roboflow's
    /// `../train/images` means the folder beside the file, as Ultralytics reads it.
    func place(of entry: Entry) -> Place {
        var problem: String?
        for spelling in PictureNames.spellings(of: entry.name) + [Self.slashed(entry.name)] {
            let inner = String(spelling.drop { $0 == "." || $0 == "/" })
            for base in bases {
                let paths =
                    spelling.hasPrefix("/")
                    ? [spelling]
                    : spelling.hasPrefix("../") ? ["\(base)/\(inner)", "\(base)/\(spelling)"] : ["\(base)/\(spelling)"]
                for path in paths where FileManager.default.fileExists(atPath: path) {
                    if let outside = home.problem(of: path) {
                        problem = problem ?? outside
                        continue
                    }
                    let tidy = Reading(folder: "").resolve(path)
                    return Folder.isFolder(path) ? .folder(tidy) : .list(tidy)
                }
            }
        }
        return problem.map(Place.outside) ?? .missing
    }

    /// The pictures of a folder, each once, in order; those of kinds that are not read included.
    static func pictures(in folder: String) throws -> [String] {
        let found = DatasetFolder(root: folder)
        return try found.files(below: "", endingIn: Set(PictureNames.endings)).map(found.path)
    }

    /// The pictures that a list names, in its order, each with its line.
    func listed(in file: String) throws -> [(line: Int, photo: String)] {
        try YOLOList.photos(in: file, bases: bases)
    }

    /// Why a picture is not read; nil where it is.
    func problem(of picture: String) -> String? { home.problem(of: picture) }

    /// The path of a picture's labels, whether the file exists or not, with its accents as the file has them.
    static func labels(of picture: String) -> String {
        let path = labelPath(of: picture)
        return PictureNames.existing(path) ?? path
    }

    /// Where trainers look for a picture's labels: at its path with `labels` in place of the last folder `images`.
    static func labelPath(of picture: String) -> String {
        var path = picture
        if let range = path.range(of: "/images/", options: .backwards) {
            path.replaceSubrange(range, with: "/labels/")
        } else if path.hasPrefix("images/") {
            path.replaceSubrange(..<path.index(path.startIndex, offsetBy: 7), with: "labels/")
        }
        return path.stem + ".txt"
    }
}
