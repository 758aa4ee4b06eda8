import Datasets
public import Findings
import JSON

/// The report of `diorama check` on a dataset.
public struct DatasetReport: CommandReport {
    /// The counts of one format of a dataset.
    public struct FormatCount: Sendable, Hashable {
        /// The format's name in `diorama list formats`.
        public let name: String
        /// The number of images that it lists.
        public let images: Int
        /// The number of labels that it has for them.
        public let annotations: Int
    }

    private let path: String
    private let audit: Audit

    /// Audits a dataset, whoever wrote it.
    ///
    /// - Parameters:
    ///   - path: its folder, a COCO file, or a YOLO dataset's `data.yaml`.
    ///   - each: the number of findings of each kind that are reported; the others are counted.
    ///   - outside: whether files outside the dataset's folder, which it names, are checked.
    /// - Throws: `DatasetError` when it cannot be read as a dataset at all.
    public init(_ path: String, each: Int? = nil, outside: Bool = false) throws {
        let each = each ?? FindingList.defaultEach
        self.path = path
        audit =
            switch LabelFile(path) {
            case nil: try DatasetAudit.audit(dataset: path, each: each, outside: outside)
            case .json?: try DatasetAudit.audit(cocoFile: path, each: each, outside: outside)
            case .yolo?: try DatasetAudit.audit(yoloFile: path, each: each, outside: outside)
            case .xml(let folder)?:
                try DatasetAudit.audit(dataset: folder, each: each, outside: outside)
            }
    }

    /// Errors, then warnings, then notes: the worst of each kind, one a line, and the number of others of the kind;
    /// then a summary.
    public var description: String { (audit.groups.flatMap(Self.lines) + [audit.summary]).joined(separator: "\n") }

    /// Whether there are no errors; warnings and notes do not count.
    public var isSound: Bool { errors == 0 }

    /// The worst findings of each kind, and one that counts the others of the kind.
    public var findings: [Finding] { audit.counted }

    /// The number of images that the dataset lists.
    public var images: Int { audit.images }
    /// The number of its labels.
    public var annotations: Int { audit.annotations }
    /// The number of errors, including those that `findings` counts together.
    public var errors: Int { audit.errors }
    /// The number of warnings, including those that `findings` counts together.
    public var warnings: Int { audit.warnings }

    /// The counts of each of its formats.
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

    /// A line for each finding that is kept, and one for the others; one line in all for notes.
    private static func lines(_ group: FindingList.Group) -> [String] {
        guard group.more > 0 else { return group.findings.map(\.description) }
        if group.severity == .note { return ["\(group.findings[0]) (the worst of \((group.more + 1).grouped))"] }
        return group.findings.map(\.description) + [
            "\(group.severity.word): \(group.more.grouped) more like “\(group.findings[0].words)”"
        ]
    }

    /// Whether a path is a dataset's: a folder, or a file of labels, which is no pipeline.
    public static func isDataset(_ path: String) -> Bool { isFolder(path) || LabelFile(path) != nil }

    /// Whether a path is a folder.
    public static func isFolder(_ path: String) -> Bool { Folder.isFolder(path) }
}
