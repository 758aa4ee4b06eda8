import Findings
import Foundation
import Geometry
import JSON

/// Labelme's JSON files, one for each photo, in the dataset's folder or one level below.
struct LabelmeAudit: FormatAudit {
    static let name = "labelme"

    private let folder: DatasetFolder
    private let files: [String]

    init?(root: String) throws {
        let folder = DatasetFolder(root: root)
        self.folder = folder
        files = try ([""] + folder.folders(in: "")).flatMap { part -> [String] in
            let names = try folder.names(in: part).filter { $0.hasSuffix(".json") }
                .map { part.isEmpty ? $0 : "\(part)/\($0)" }
            // Folders of Labelme hold only its files, or a few others beside them.
            guard try names.prefix(Self.most).contains(where: { try Self.isLabelme(folder.path($0)) }) else {
                return []
            }
            return try names.filter { try Self.isLabelme(folder.path($0)) }
        }
        if files.isEmpty { return nil }
    }

    /// The number of files of a folder that are looked at before the folder counts as another kind.
    private static let most = 8

    /// Whether a file is Labelme's, judged by its beginning: the photo in base 64 stands after the shapes.
    /// UTF-16, whose letters have zero bytes, is refused with a reason where the file is read.
    private static func isLabelme(_ file: String) throws -> Bool {
        let opened = try OpenFile(file, flags: O_RDONLY, action: "cannot read")
        let start = String(decoding: try opened.read(count: 2048, at: 0).filter { $0 != 0 }, as: UTF8.self)
        return start.contains("\"shapes\"") && (start.contains("\"version\"") || start.contains("\"flags\""))
    }

    var sources: [any DatasetSource] {
        var source = LabelmeSource()
        source.folder = folder.root
        return [source]
    }

    func run(into audit: inout Audit, _ pictures: inout PictureChecks) throws {
        var names: Set<String> = []
        var photos: [String] = []
        for file in files {
            do {
                let path = folder.path(file)
                let document = try LabelmeDocument(ofFile: path)
                for shape in document.shapes where shape.hasArea && !shape.label.isEmpty { names.insert(shape.label) }
                audit.count(images: 1, annotations: document.shapes.count)
                let photo = document.photo(besides: path)
                photos.append(photo)
                let size = pictures.size(
                    of: photo, named: folder.name(of: photo), expected: document.size, into: &audit)
                check(document, file, size, into: &audit)
            } catch let error as JSONError {
                audit.count(images: 1, annotations: 0)
                audit.add([
                    Finding(.error, .malformed, file: file, line: error.line, column: error.column, error.problem)
                ])
            }
        }
        audit.check(names: names, in: folder.root.lastPart)
        for var unlabelled in try LabelmeSource.photosWithoutFile(besides: photos) {
            unlabelled.file = unlabelled.file.map(folder.name(of:))
            audit.add([unlabelled])
        }
    }

    private func check(
        _ document: LabelmeDocument, _ file: String, _ size: (width: Int, height: Int)?, into audit: inout Audit
    ) {
        var repeats = RepeatedLabels<[String]>()
        for (index, shape) in document.shapes.enumerated() where shape.hasArea {
            func report(_ severity: Finding.Severity, _ code: Finding.Code, _ problem: String, weight: Double = 0) {
                // Each photo has a file of its own, so such notes are reported once for their folder.
                audit.add([
                    Finding(
                        severity, code, file: file, subject: "shape \(index + 1)", problem, weight: weight,
                        scope: file.parent)
                ])
            }
            if shape.label.isEmpty { report(.error, .missingValue, "it has no label") }
            do throws(LabelLineError) {
                let box = try shape.bounds()
                if shape.kind == "mask", let size { _ = try shape.mask(width: size.width, height: size.height) }
                if let size, let problem = BoxProblem(box, width: size.width, height: size.height) {
                    report(problem.severity, problem.code, problem.words, weight: problem.weight)
                }
                let words = [shape.label, shape.kind, "\(shape.points ?? [])"]
                if shape.kind != "mask", let first = repeats.earlier(words, at: index + 1) {
                    report(.warning, .repeatedLabel, "it is the same as shape \(first)")
                }
            } catch {
                report(.error, .malformed, error.problem)
            }
        }
    }
}
