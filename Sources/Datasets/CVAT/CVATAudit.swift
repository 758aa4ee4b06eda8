import Findings
import Foundation
import Geometry

/// “CVAT for images 1.1”: XML files with `<annotations>` in the dataset's folder or one level below.
struct CVATAudit: FormatAudit {
    static let name = "cvat"

    private let folder: DatasetFolder
    private let files: [String]

    init?(root: String) throws {
        let folder = DatasetFolder(root: root)
        self.folder = folder
        let folders = try [""] + folder.folders(in: "")
        files = try folders.flatMap { part in
            try folder.names(in: part).filter { $0.hasSuffix(".xml") }.prefix(Self.most)
                .map { part.isEmpty ? $0 : "\(part)/\($0)" }
        }.filter { try XMLElements.looksLike("annotations", folder.path($0)) }
        if files.isEmpty { return nil }
    }

    /// An export is one file; a folder with more XML files than this is of another kind.
    private static let most = 8

    var sources: [any DatasetSource] {
        files.map { file in
            var source = CVATSource()
            source.file = folder.path(file)
            return source
        }
    }

    func run(into audit: inout Audit, _ pictures: inout PictureChecks) throws {
        for file in files {
            let opened = try OpenFile(folder.path(file), flags: O_RDONLY, action: "cannot read")
            let document = CVATDocument(try opened.read(count: try opened.size(), at: 0))
            if let error = document.error {
                audit.add([Finding(.error, .malformed, file: file, line: error.line, error.problem)])
                continue
            }
            if let doubt = document.doubt { audit.add([Finding(.warning, .malformed, file: file, doubt)]) }
            audit.check(names: .init(named: document.labels.map(\.name), from: 1), in: file)
            var names: Set<String> = []
            for image in document.images {
                audit.count(images: 1, annotations: image.shapes.count)
                if !names.insert(image.name).inserted {
                    audit.add([
                        Finding(.error, .repeatedImage, file: file, subject: image.name, "the image is listed twice")
                    ])
                }
                let path = CVATSource.photo(image, file: folder.path(file), images: nil)
                let size = pictures.size(
                    of: path, named: folder.name(of: path), expected: image.size, into: &audit)
                check(image, document.labels, file, size, into: &audit)
            }
        }
    }

    private func check(
        _ image: CVATDocument.Image, _ labels: [(name: String, points: [String])], _ file: String,
        _ size: (width: Int, height: Int)?, into audit: inout Audit
    ) {
        var repeats = RepeatedLabels<[String]>()
        for shape in image.shapes {
            func report(_ severity: Finding.Severity, _ code: Finding.Code, _ problem: String, weight: Double = 0) {
                audit.add([
                    Finding(severity, code, file: file, line: shape.line, subject: image.name, problem, weight: weight)
                ])
            }
            if CVATDocument.Shape.flatKinds.contains(shape.kind) { continue }
            if shape.label.isEmpty { report(.error, .missingValue, "it has no label") }
            let words = [shape.kind] + shape.attributes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            if shape.kind != "skeleton", let first = repeats.earlier(words, at: shape.line) {
                report(.warning, .repeatedLabel, "it is the same as line \(first)")
            }
            guard let size else { continue }
            do throws(LabelLineError) {
                let names = labels.first { $0.name == shape.label }?.points ?? []
                let label = try shape.label(width: size.width, height: size.height, points: names)
                guard shape.kind != "skeleton", let box = label.box,
                    let problem = BoxProblem(box, width: size.width, height: size.height)
                else { continue }
                report(problem.severity, problem.code, problem.words, weight: problem.weight)
            } catch {
                report(.error, .malformed, error.problem)
            }
        }
    }
}
