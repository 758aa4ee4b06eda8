import Foundation
import Vips

/// The audit of one COCO file with its images.
struct AnnotationFileAudit {
    /// The dataset's folder, which instance maps are relative to.
    let root: String
    let path: String
    let imageFolder: String
    let maxPixels: Int?

    private var name: String { relative(path) }
    private var limit: Int { maxPixels ?? PhotoFile.defaultMaxPixels }

    func run(into audit: inout Audit, _ shared: inout SharedChecks) throws {
        let document: COCO.Document
        do {
            let file = try OpenFile(path, flags: O_RDONLY, action: "cannot read")
            let read = try COCO.decode(try file.read(count: try file.size(), at: 0))
            document = read.document
            audit.add(read.oddities.map { Finding(.warning, file: name, subject: $0.subject, $0.problem) })
        } catch let error as JSONError {
            audit.add([Finding(.error, file: "\(name):\(error.line):\(error.column)", error.problem)])
            return
        }
        audit.count(images: document.images.count, annotations: document.annotations.count)
        audit.add(checkTables(document, &shared))

        let categories = Set(document.categories.map(\.id))
        var ofImage = Dictionary(grouping: document.annotations, by: \.imageID)
        for image in document.images {
            let annotations = ofImage.removeValue(forKey: image.id) ?? []
            var check = ImageAudit(
                image: image, annotations: annotations, categories: categories, annotationFile: name,
                imageFile: relative("\(imageFolder)/\(image.fileName)"))
            check.checkPicture(at: "\(imageFolder)/\(image.fileName)", maxPixels: limit)
            check.checkLabels()
            if let map = image.instanceMap {
                check.checkInstanceMap(at: DatasetLayout(root: root).path(map), named: map, maxPixels: limit)
            }
            audit.add(check.findings)
        }
        for annotation in document.annotations where ofImage[annotation.imageID] != nil {
            audit.add([
                Finding(
                    .error, file: name, subject: "annotation \(annotation.id)",
                    "there is no image \(annotation.imageID)")
            ])
        }
    }

    /// Ids are unique, and what is named by id is there.
    private func checkTables(_ document: COCO.Document, _ shared: inout SharedChecks) -> [Finding] {
        var findings: [Finding] = []
        func error(_ subject: String, _ problem: String) {
            findings.append(Finding(.error, file: name, subject: subject, problem))
        }
        func warn(_ subject: String, _ problem: String) {
            findings.append(Finding(.warning, file: name, subject: subject, problem))
        }

        var categoryNames: [Int: String] = [:]
        for category in document.categories {
            if categoryNames.updateValue(category.name, forKey: category.id) != nil {
                error("category \(category.id)", "the id is used twice")
            }
            if category.name.isEmpty { warn("category \(category.id)", "it has no name") }
        }
        for (name, ids) in Dictionary(grouping: document.categories, by: \.name)
            .mapValues({ Set($0.map(\.id)).sorted() }).sorted(by: { $0.key < $1.key }) where ids.count > 1
        {
            warn("category \(ids[0])", "category \(ids[1]) has the same name, \(name)")
        }

        let licenses = Set(document.licenses.map(\.id))
        for image in document.images {
            let subject = "image \(image.id)"
            if let first = shared.imageIDs.updateValue(name, forKey: image.id) {
                error(subject, first == name ? "the id is used twice" : "the id is used in \(first) too")
            }
            let file = relative("\(imageFolder)/\(image.fileName)")
            if let first = shared.imageFiles.updateValue(name, forKey: file) {
                error(subject, "\(file) is listed \(first == name ? "twice" : "in \(first) too")")
            }
            if let license = image.license, !licenses.contains(license) {
                warn(subject, "there is no licence \(license)")
            }
        }
        for annotation in document.annotations {
            let subject = "annotation \(annotation.id)"
            if let first = shared.annotationIDs.updateValue(name, forKey: annotation.id) {
                error(subject, first == name ? "the id is used twice" : "the id is used in \(first) too")
            }
            if annotation.id == 0 { warn(subject, "pycocotools' evaluation takes the id 0 for no match") }
        }
        return findings
    }

    private func relative(_ path: String) -> String {
        let prefix = DatasetLayout(root: root).path("")
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
    }
}
