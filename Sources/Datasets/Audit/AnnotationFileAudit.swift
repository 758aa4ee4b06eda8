import Findings
import Foundation
import JSON
import Pictures

/// The audit of one COCO file with its images, which are read one by one.
struct AnnotationFileAudit {
    /// The dataset's folder, which instance maps are relative to.
    let root: String
    let path: String
    /// The folder that holds the images, where it is known; otherwise the usual folders are searched.
    let imageFolder: String?

    private let folder: DatasetFolder
    /// The file's name in findings.
    private let name: String

    init(root: String, path: String, imageFolder: String?) {
        (self.root, self.path, self.imageFolder) = (root, path, imageFolder)
        folder = DatasetFolder(root: root)
        name = folder.name(of: path)
    }

    func run(into audit: inout Audit, _ shared: inout SharedChecks, _ pictures: inout PictureChecks) throws {
        let index: COCOIndex
        do {
            index = try COCOIndex(path)
        } catch let error as DatasetError where error.code == .malformed {
            audit.add([try place(of: error)])
            return
        }
        audit.add(index.oddities.map { $0.inFile(name).asWarning })
        audit.add(checkCategoryIDs(index.header, &shared))
        let categories = Dictionary(index.header.categories.map { ($0.id, $0) }) { first, _ in first }
        let licenses = Set(index.header.licenses.map(\.id))
        // Several files may say the same in other ways; one of them is enough.
        let layers =
            name.hasPrefix("\(DatasetLayout.annotations)/instances")
            ? try LayerAudit(root: root, maxPixels: pictures.maxPixels) : nil
        audit.check(names: index.header.categories, in: name)
        for (id, _) in index.repeatedAnnotationIDs {
            audit.add([Finding(.error, .repeatedID, file: name, subject: "annotation \(id)", "the id is used twice")])
        }
        // A file without entries is a split without images, which a small dataset may have.
        if index.imageCount == 0, !index.oddities.isEmpty {
            audit.add([Finding(.error, .unusable, file: name, "it lists no image that can be read")])
        }
        var places = COCOPictures(
            of: path, images: imageFolder,
            DatasetHome(
                COCOPictures.ownFolders(of: path, images: imageFolder), allowsOutside: pictures.allowsOutside))
        var ids: Set<Int> = []
        for number in 0..<index.imageCount {
            let read = try index.read(number)
            guard let image = read.image else {
                audit.add(read.oddities.map(finding))
                continue
            }
            // The annotations of an id that is used twice have been looked at.
            let isNew = ids.insert(image.id).inserted
            let annotations = isNew ? read.annotations : []
            audit.add(read.oddities.filter { isNew || $0.subject == "image \(image.id)" }.map(finding))
            let picture = places.path(of: image.fileName)
            let pictureName = folder.name(of: picture)
            audit.count(images: 1, annotations: annotations.count)
            audit.add(check(image, annotations, licenses, pictureName, &shared))
            var check = ImageAudit(
                image: image, annotations: annotations, categories: categories, annotationFile: name,
                imageFile: pictureName)
            if let problem = places.problem(of: picture) {
                audit.add([Finding(.warning, .outsideFolder, file: pictureName, subject: "image \(image.id)", problem)])
            } else {
                let outcome = pictures.look(at: picture)
                check.checkPicture(outcome)
                if !audit.hasUsable, case .readable(let frame) = outcome,
                    UsableLabels.has(check.image, annotations, categories: Set(categories.keys), in: frame)
                {
                    audit.noteUsable()
                }
            }
            check.checkLabels()
            if let map = image.instanceMap {
                check.checkInstanceMap(
                    at: place(ofMap: map), named: map, maxPixels: pictures.maxPixels)
            }
            audit.add(check.findings)
            if let layers { audit.add(layers.findings(of: check.image, annotations, check.masks, in: name)) }
        }
        audit.count(images: 0, annotations: index.orphans)
        for (annotation, image) in index.orphanIDs {
            audit.add([
                Finding(
                    .error, .unknownReference, file: name, subject: "annotation \(annotation)",
                    "there is no image \(image)")
            ])
        }
    }

    /// The path of an instance map. A file by itself in annotations/ belongs to the dataset in the folder above.
    private func place(ofMap name: String) -> String {
        let own = DatasetLayout(root: root).path(name)
        guard root.lastPart == DatasetLayout.annotations, Folder.kind(of: own) == .missing else { return own }
        return DatasetLayout(root: "\(root)/..").path(name)
    }

    /// The place where the text stops being JSON, with line and column: the reader that goes image by image knows the
    /// line at most.
    private func place(of error: DatasetError) throws -> Finding {
        do {
            _ = try COCO.decode(try JSONFile.bytes(of: path))
        } catch let error as JSONError {
            return Finding(.error, .malformed, file: name, line: error.line, column: error.column, error.problem)
        }
        return Finding(.error, .malformed, file: name, error.reason)
    }

    private func finding(_ oddity: Finding) -> Finding {
        // The place of such an entry was reported in lines of its own text.
        oddity.subject == "annotations"
            ? Finding(
                .warning, .missingValue, file: name,
                "an annotation has no usable id, image_id or category_id and is left out")
            : oddity.inFile(name)
    }

    /// Ids of categories are unique, and mean the same in all files of the dataset.
    private func checkCategoryIDs(_ header: COCO.Document, _ shared: inout SharedChecks) -> [Finding] {
        var ids: Set<Int> = []
        return header.categories.compactMap { category in
            let subject = "category \(category.id)"
            guard ids.insert(category.id).inserted else {
                return Finding(.error, .repeatedID, file: name, subject: subject, "the id is used twice")
            }
            let first = shared.categories[category.id] ?? (category.name, name)
            shared.categories[category.id] = first
            guard first.name != category.name else { return nil }
            return Finding(
                .error, .repeatedID, file: name, subject: subject,
                "it is “\(category.name)” here and “\(first.name)” in \(first.file)")
        }
    }

    /// Checks that ids are unique in the dataset and that every id that is named exists.
    private func check(
        _ image: COCO.Image, _ annotations: [COCO.Annotation], _ licenses: Set<Int>, _ file: String,
        _ shared: inout SharedChecks
    ) -> [Finding] {
        var findings: [Finding] = []
        func report(_ severity: Finding.Severity, _ code: Finding.Code, _ subject: String, _ problem: String) {
            findings.append(Finding(severity, code, file: name, subject: subject, problem))
        }
        let subject = "image \(image.id)"
        if let first = shared.imageIDs.updateValue(name, forKey: image.id) {
            report(
                .error, .repeatedID, subject, first == name ? "the id is used twice" : "the id is used in \(first) too")
        }
        if let first = shared.imageFiles.updateValue(name, forKey: file) {
            report(.error, .repeatedImage, subject, "\(file) is listed \(first == name ? "twice" : "in \(first) too")")
        }
        for license in [image.license].compactMap({ $0 }) + (image.attributions ?? []).compactMap(\.license)
        where !licenses.contains(license) {
            report(.warning, .unknownReference, subject, "there is no licence \(license)")
        }
        for annotation in annotations {
            let subject = "annotation \(annotation.id)"
            if let first = shared.annotationIDs.updateValue(name, forKey: annotation.id) {
                report(
                    .error, .repeatedID, subject,
                    first == name ? "the id is used twice" : "the id is used in \(first) too")
            }
            if annotation.id == 0 {
                report(.warning, .badValue, subject, "pycocotools' evaluation takes the id 0 for no match")
            }
        }
        return findings
    }
}
