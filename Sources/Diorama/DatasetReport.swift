import Datasets
public import Findings
import Foundation
import JSON

/// What `diorama check` says of a dataset.
public struct DatasetReport: CommandReport {
    /// What a dataset holds in one format.
    public struct FormatCount: Sendable, Hashable {
        /// As `diorama list formats` names it.
        public let name: String
        /// How many images it lists.
        public let images: Int
        /// How many labels it has of them.
        public let annotations: Int
    }

    private let path: String
    private let audit: Audit

    /// Audits a dataset, whoever wrote it.
    ///
    /// - Parameters:
    ///   - path: its folder, a COCO file, or a YOLO dataset's `data.yaml`.
    ///   - each: how many findings of each kind are told; the others are counted.
    ///   - outside: whether files outside the dataset's folder, which it names, are looked at.
    /// - Throws: `DatasetError` when it cannot be read as a dataset at all.
    public init(_ path: String, each: Int? = nil, outside: Bool = false) throws {
        let each = each ?? FindingList.defaultEach
        self.path = path
        audit =
            switch LabelFile(path) {
            case nil: try DatasetAudit.audit(dataset: path, each: each, outside: outside)
            case .json?: try DatasetAudit.audit(cocoFile: path, each: each, outside: outside)
            case .yolo(let folder)?: try DatasetAudit.audit(dataset: folder, each: each, outside: outside)
            }
    }

    /// Errors, then warnings, then notes: the worst of each kind in a line each, and how many more there are of it; then a
    /// summary.
    public var description: String { (audit.groups.flatMap(Self.lines) + [audit.summary]).joined(separator: "\n") }

    /// Whether nothing is wrong; warnings and notes do not count.
    public var isSound: Bool { errors == 0 }

    /// The worst of each kind, and one that counts the others of it.
    public var findings: [Finding] { audit.counted }

    /// How many images the dataset lists.
    public var images: Int { audit.images }
    /// How many labels it has.
    public var annotations: Int { audit.annotations }
    /// How many errors there are, those included that `findings` counts together.
    public var errors: Int { audit.errors }
    /// How many warnings there are, those included that `findings` counts together.
    public var warnings: Int { audit.warnings }

    /// What each of its formats holds.
    public var formats: [FormatCount] {
        audit.parts.map { FormatCount(name: $0.name, images: $0.images, annotations: $0.annotations) }
    }

    /// All findings as a document.
    public var json: String {
        ReportDocument(command: "check", isSound: isSound, findings: findings) { writer in
            writer.member("dataset", path)
            writer.member("images", images)
            writer.member("annotations", annotations)
            writer.member("errors", errors)
            writer.member("warnings", warnings)
            writer.key("formats")
            writer.array { writer in
                for format in formats {
                    writer.object { writer in
                        writer.member("name", format.name)
                        writer.member("images", format.images)
                        writer.member("annotations", format.annotations)
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
