import Foundation

/// Audits a dataset on the disk: that every file is there and can be decoded, and that labels, masks and pixels agree.
///
/// Everything is looked at, whatever was found before; nothing is changed. Pictures are decoded one by one, so memory
/// holds one of them and the annotation file.
package enum DatasetAudit {
    /// Audits a dataset of ours, or any folder whose `annotations/` holds COCO files (`instances.json`,
    /// `instances_train2017.json`) and whose `images/` holds their images, in a subfolder of the split's name or not.
    package static func audit(dataset root: String, maxPixels: Int? = nil) throws -> Audit {
        let layout = DatasetLayout(root: root)
        guard Folder.kind(of: root) != .missing else {
            throw DatasetError(
                code: .system, action: "cannot read", path: root, reason: "No such file or directory")
        }
        let folder = layout.path(DatasetLayout.annotations)
        let names = Folder.kind(of: folder) == .missing ? [] : try Folder.names(in: folder)
        let files = names.filter { $0.hasPrefix("instances") && $0.hasSuffix(".json") }
        guard !files.isEmpty else {
            let unfinished = Folder.kind(of: layout.path(DatasetLayout.journal)) != .missing
            throw DatasetError(
                code: .malformed, action: "cannot check", path: root,
                reason: unfinished
                    ? "its run was cut off before the annotations were written"
                    : "there is no annotations/instances*.json in it")
        }
        var audit = Audit()
        var shared = SharedChecks()
        for file in files {
            let split = file.dropFirst("instances".count).dropLast(".json".count)
            let splitFolder = split.first == "_" ? layout.imageFolder(split: String(split.dropFirst())) : nil
            let images = splitFolder.flatMap { Folder.kind(of: $0) != .missing ? $0 : nil }
            try AnnotationFileAudit(
                root: root, path: "\(folder)/\(file)", imageFolder: images ?? layout.imageFolder(split: nil),
                maxPixels: maxPixels
            ).run(into: &audit, &shared)
        }
        audit.add(try leftovers(layout))
        return audit
    }

    /// Audits one COCO file and the folder that its images are in.
    package static func audit(cocoFile path: String, imageFolder: String, maxPixels: Int? = nil) throws -> Audit {
        var audit = Audit()
        var shared = SharedChecks()
        let root = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try AnnotationFileAudit(root: root, path: path, imageFolder: imageFolder, maxPixels: maxPixels)
            .run(into: &audit, &shared)
        return audit
    }

    /// What a run that was cut off leaves.
    private static func leftovers(_ layout: DatasetLayout) throws -> [Finding] {
        guard Folder.kind(of: layout.path(DatasetLayout.journal)) != .missing else { return [] }
        return [
            Finding(.error, file: DatasetLayout.journal, "the run that made this dataset has not finished")
        ]
    }
}

/// What must hold across the annotation files of a dataset.
struct SharedChecks {
    /// Where each image id and file was seen first.
    var imageIDs: [Int: String] = [:]
    var imageFiles: [String: String] = [:]
    var annotationIDs: [Int: String] = [:]
}
