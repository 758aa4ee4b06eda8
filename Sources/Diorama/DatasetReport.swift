import Datasets
import Foundation

/// What `diorama check` says of a dataset.
public struct DatasetReport: Sendable, CustomStringConvertible {
    /// Each finding in a line, the first of each kind; how many more there are of it; then a summary.
    public let description: String
    /// Whether nothing is wrong; warnings do not count.
    public let isSound: Bool

    /// Audits a dataset, whoever wrote it.
    ///
    /// - Parameter each: how many findings of each kind are told; the others are counted.
    /// - Throws: `DatasetError` when the folder cannot be read as a dataset at all.
    public init(_ folder: String, each: Int? = nil) throws {
        let audit = try DatasetAudit.audit(dataset: folder, each: each ?? FindingList.defaultEach)
        let more = audit.more.map { "\($0.first.severity.rawValue): \($0.count.grouped) more like “\($0.first.words)”" }
        description = (audit.findings.map(\.description) + more + [audit.summary]).joined(separator: "\n")
        isSound = audit.errors == 0
    }

    public static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
}
