import Datasets
import Findings
import Foundation
import JSON

/// What `diorama check` says of a dataset.
public struct DatasetReport: CommandReport {
    /// Errors, then warnings, then notes: the worst of each kind in a line each, and how many more there are of it; then a
    /// summary.
    public let description: String
    /// Whether nothing is wrong; warnings and notes do not count.
    public let isSound: Bool
    /// All findings as a document.
    public let json: String

    /// Audits a dataset, whoever wrote it.
    ///
    /// - Parameters:
    ///   - path: its folder, a COCO file, or a YOLO dataset's `data.yaml`.
    ///   - each: how many findings of each kind are told; the others are counted.
    ///   - outside: whether files outside the dataset's folder, which it names, are looked at.
    /// - Throws: `DatasetError` when it cannot be read as a dataset at all.
    public init(_ path: String, each: Int? = nil, outside: Bool = false) throws {
        let each = each ?? FindingList.defaultEach
        let audit =
            switch LabelFile(path) {
            case nil: try DatasetAudit.audit(dataset: path, each: each, outside: outside)
            case .json?: try DatasetAudit.audit(cocoFile: path, each: each, outside: outside)
            case .yolo(let folder)?: try DatasetAudit.audit(dataset: folder, each: each, outside: outside)
            }
        description = (audit.groups.flatMap(Self.lines) + [audit.summary]).joined(separator: "\n")
        isSound = audit.errors == 0
        json =
            ReportDocument(command: "check", isSound: isSound, findings: audit.counted) { writer in
                writer.member("dataset", path)
                writer.member("images", audit.images)
                writer.member("annotations", audit.annotations)
                writer.member("errors", audit.errors)
                writer.member("warnings", audit.warnings)
                writer.key("formats")
                writer.array { writer in
                    for part in audit.parts {
                        writer.object { writer in
                            writer.member("name", part.name)
                            writer.member("images", part.images)
                            writer.member("annotations", part.annotations)
                        }
                    }
                }
            }.text
    }

    /// A line for each finding that is kept, and one for the others; of notes one line in all.
    private static func lines(_ group: FindingList.Group) -> [String] {
        guard group.more > 0 else { return group.findings.map(\.description) }
        if group.severity == .note { return ["\(group.findings[0]) (the worst of \((group.more + 1).grouped))"] }
        return group.findings.map(\.description) + [
            "\(group.severity.word): \(group.more.grouped) more like “\(group.findings[0].words)”"
        ]
    }

    /// Whether a path is a dataset's: a folder, or a file of labels rather than a pipeline.
    public static func isDataset(_ path: String) -> Bool { isFolder(path) || LabelFile(path) != nil }

    /// Whether a path is a folder.
    public static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
}
