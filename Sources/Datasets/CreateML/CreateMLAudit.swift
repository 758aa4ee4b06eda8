import Findings
import Foundation
import Geometry
import JSON

/// Create ML's boxes: a file `_annotations.createml.json`, or another that ends so, in each folder of images.
struct CreateMLAudit: FormatAudit {
    static let name = "createml"

    private let folder: DatasetFolder
    private let files: [String]

    init?(root: String) throws {
        folder = DatasetFolder(root: root)
        files = try Self.files(in: folder)
        if files.isEmpty { return nil }
    }

    /// The files of a dataset, in its folder or up to two levels below.
    static func files(in folder: DatasetFolder) throws -> [String] {
        let first = try folder.folders(in: "")
        let folders = try [""] + first + first.flatMap(folder.folders(in:))
        // Other formats of ours have links to the folders of images.
        var known: Set<String> = []
        return try folders.flatMap { part in
            try folder.names(in: part).filter { $0.hasSuffix(".createml.json") }
                .map { part.isEmpty ? $0 : "\(part)/\($0)" }
        }.filter { known.insert(URL(fileURLWithPath: folder.path($0)).resolvingSymlinksInPath().path).inserted }
    }

    var sources: [any DatasetSource] {
        var source = CreateMLSource()
        source.folder = folder.root
        return [source]
    }

    func run(into audit: inout Audit, _ pictures: inout PictureChecks) throws {
        for file in files {
            var (images, names): (Set<String>, Set<String>) = ([], [])
            do {
                var reader = JSONReader(try JSONFile.bytes(of: folder.path(file)))
                try reader.array { reader in
                    _ = try reader.kind()
                    let line = reader.error("").line
                    let entry = try JSONTree(from: &reader)
                    check(entry, at: line, file, &images, &names, into: &audit, &pictures)
                }
            } catch let error as JSONError {
                audit.add([
                    Finding(.error, .malformed, file: file, line: error.line, column: error.column, error.problem)
                ])
            }
            audit.check(names: names, in: file)
            audit.count(images: images.count, annotations: 0)
        }
    }

    private struct Label: Hashable {
        let name: String?
        let numbers: [Double]
    }

    private func check(
        _ entry: JSONTree, at line: Int, _ file: String, _ images: inout Set<String>, _ names: inout Set<String>,
        into audit: inout Audit, _ pictures: inout PictureChecks
    ) {
        guard let image = (entry["image"] ?? entry["imagefilename"])?.text else {
            audit.add([Finding(.error, .missingValue, file: file, line: line, "the entry has no “image”")])
            return
        }
        if !images.insert(image).inserted {
            audit.add([
                Finding(.error, .repeatedImage, file: file, line: line, subject: image, "the image is listed twice")
            ])
        }
        let said = file.count == file.lastPart.count ? image : "\(file.dropLast(file.lastPart.count))\(image)"
        let path = folder.file(said) ?? said
        let size = pictures.size(of: folder.path(path), named: path, into: &audit)
        guard let annotations = (entry["annotations"] ?? entry["annotation"])?.elements else {
            audit.add([
                Finding(.error, .badValue, file: file, line: line, subject: image, "“annotations” is not a list")
            ])
            return
        }
        audit.count(images: 0, annotations: annotations.count)
        var labels = RepeatedLabels<Label>()
        for (number, annotation) in annotations.enumerated() {
            let subject = "\(image), annotation \(number + 1)"
            func add(_ finding: Finding) { audit.add([finding]) }
            func report(_ code: Finding.Code, _ problem: String) {
                add(Finding(.error, code, file: file, line: line, subject: subject, problem))
            }
            let name = annotation["label"]?.text ?? ""
            if name.isEmpty { report(.missingValue, "it has no label") } else { names.insert(name) }
            let numbers = ["x", "y", "width", "height"].compactMap { annotation["coordinates"]?[$0]?.number }
            guard numbers.count == 4 else {
                report(.badValue, "the coordinates are not x, y, width and height, four finite numbers")
                continue
            }
            let box = Rect(
                x: numbers[0] - numbers[2] / 2, y: numbers[1] - numbers[3] / 2, width: numbers[2], height: numbers[3])
            if let first = labels.earlier(Label(name: annotation["label"]?.text, numbers: numbers), at: number + 1) {
                add(
                    Finding(
                        .warning, .repeatedLabel, file: file, line: line, subject: subject,
                        "it is the same label as annotation \(first)"))
            }
            if let wild = LabelNumber.wild(numbers) {
                report(.badValue, "the coordinates have \(wild.text), which is beyond 2²⁸")
            } else if let size, let problem = BoxProblem(box, width: size.width, height: size.height) {
                add(
                    Finding(
                        problem.severity, problem.code, file: file, line: line, subject: subject, problem.words,
                        weight: problem.weight))
            }
        }
    }
}
