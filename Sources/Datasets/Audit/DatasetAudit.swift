import Findings
import Foundation

/// Audits a dataset on the disk: that every file is there and can be decoded, and that labels, masks and pixels agree.
///
/// The audit looks at everything, whatever it has found before, and changes nothing. It decodes pictures one by one and
/// reads COCO files image by image, so that memory holds one image, an index and the first findings of each kind.
package enum DatasetAudit {
    /// Audits a dataset of ours, or any folder that holds labels of a format that we know, and all of those formats.
    ///
    /// COCO files are `annotations/instances*.json`, `annotations/person_keypoints*.json`, those of `cvat/`, and
    /// `_annotations.coco.json` in a folder of images. Their images are in `images/` or beside it, with or without a
    /// subfolder named for the split.
    ///
    /// - Parameter each: how many findings of each kind are kept; the others are counted.
    package static func audit(
        dataset root: String, maxPixels: Int? = nil, each: Int = FindingList.defaultEach, outside: Bool = false
    ) throws -> Audit {
        guard Folder.kind(of: root) != .missing else {
            throw DatasetError(
                code: .system, action: "cannot read", path: root, reason: "No such file or directory")
        }
        let folder = DatasetFolder(root: root)
        let sets = try COCOSet.all(in: folder)
        let others = try FormatAudits.all.compactMap { try $0.init(root: root) as (any FormatAudit)? }
        guard !sets.isEmpty || !others.isEmpty else {
            let unfinished = DatasetLayout(root: root).unfinished
            throw DatasetError(
                code: .malformed, action: "cannot check", path: root,
                reason: unfinished.map { "\($0.words), and no annotations are written; \($0.remedy)" }
                    ?? "it holds no labels: no COCO file in it, in annotations/ or in a folder such as train/, and nothing of "
                    + FormatAudits.all.map { $0.name }.joined(separator: ", "))
        }
        var audit = Audit(each: each)
        var pictures = PictureChecks(
            maxPixels: maxPixels, of: DatasetHome.folders(of: root), allowsOutside: outside)
        for set in sets {
            audit.begin(set.name)
            let errors = audit.errors
            var shared = SharedChecks()
            for file in set.files {
                // Only our own files number their images and labels across all of them.
                if !set.sharesIDs { shared = SharedChecks() }
                try AnnotationFileAudit(root: root, path: folder.path(file), imageFolder: nil)
                    .run(into: &audit, &shared, &pictures)
            }
            try audit.requireUsable(
                set.files.map { source(folder.path($0)) }, in: set.files[0], outside: outside, since: errors)
        }
        for other in others { try audit.run(other, &pictures) }
        audit.requireImages(in: root)
        audit.add(try leftovers(DatasetLayout(root: root)))
        return audit
    }

    /// Audits one COCO file and its images.
    ///
    /// - Parameter imageFolder: the folder of the images, where it is known.
    package static func audit(
        cocoFile path: String, imageFolder: String? = nil, maxPixels: Int? = nil,
        each: Int = FindingList.defaultEach, outside: Bool = false
    ) throws -> Audit {
        var audit = Audit(each: each)
        var shared = SharedChecks()
        var pictures = PictureChecks(
            maxPixels: maxPixels, of: COCOPictures.ownFolders(of: path, images: imageFolder), allowsOutside: outside)
        let root = URL(fileURLWithPath: path).deletingLastPathComponent().path
        audit.begin("coco")
        try AnnotationFileAudit(root: root, path: path, imageFolder: imageFolder).run(into: &audit, &shared, &pictures)
        try audit.requireUsable(
            [source(path, images: imageFolder)], in: path.lastPart, outside: outside, since: 0)
        audit.requireImages(in: path)
        return audit
    }

    /// Audits the YOLO labels that one `data.yaml` describes, whatever else lies in its folder.
    package static func audit(
        yoloFile path: String, maxPixels: Int? = nil, each: Int = FindingList.defaultEach, outside: Bool = false
    ) throws -> Audit {
        var audit = Audit(each: each)
        var pictures = PictureChecks(
            maxPixels: maxPixels, of: DatasetHome.folders(of: path), allowsOutside: outside)
        try audit.run(YOLOAudit(file: path), &pictures)
        audit.requireImages(in: path)
        return audit
    }

    /// The source that reads a COCO file for use.
    private static func source(_ file: String, images: String? = nil) -> any DatasetSource {
        var source = COCOSource()
        (source.file, source.images) = (file, images)
        return source
    }

    /// The findings about files that a run or a conversion left when it was cut off.
    private static func leftovers(_ layout: DatasetLayout) throws -> [Finding] {
        let unfinished = layout.unfinished.map { work in
            Finding(.error, .unfinished, file: DatasetLayout.journal, "\(work.words); \(work.remedy)")
        }
        let records: [FormatRecord]
        do { records = try FormatRecords(of: layout.root).records } catch let error as DatasetError {
            return [Finding(.error, .malformed, file: DatasetLayout.formats, error.reason)]
        }
        let formats = records.filter { !$0.isComplete }.map { record in
            Finding(
                .error, .unfinished, file: DatasetLayout.formats,
                "the format \(record.name) was not written to its end; give the same “diorama convert” again")
        }
        return (unfinished.map { [$0] } ?? []) + formats
    }
}

/// The COCO files of a dataset that describe the same parts.
private struct COCOSet {
    let name: String
    /// Relative to the dataset's folder.
    let files: [String]
    /// Whether no id is used in two of the files.
    var sharesIDs = true

    static func all(in folder: DatasetFolder) throws -> [COCOSet] {
        let sets = try [
            COCOSet(name: "coco", files: files("instances", in: folder, base: "")),
            COCOSet(name: "coco_keypoints", files: files("person_keypoints", in: folder, base: "")),
            COCOSet(name: "cvat", files: files("instances", in: folder, base: "cvat/")),
            COCOSet(name: "coco", files: COCOFiles.others(in: folder), sharesIDs: false),
        ]
        return sets.filter { !$0.files.isEmpty }
    }

    private static func files(_ kind: String, in folder: DatasetFolder, base: String) throws -> [String] {
        try folder.names(in: "\(base)annotations").filter { $0.hasPrefix(kind) && $0.hasSuffix(".json") }
            .map { "\(base)annotations/\($0)" }
    }
}

/// The checks across the annotation files of a dataset.
struct SharedChecks {
    /// Where each image id and file was seen first.
    var imageIDs: [Int: String] = [:]
    var imageFiles: [String: String] = [:]
    var annotationIDs: [Int: String] = [:]
    /// What each category id was called first, and where.
    var categories: [Int: (name: String, file: String)] = [:]
}
