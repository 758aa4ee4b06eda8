import Datasets
import Foundation

/// What `diorama check` says of a dataset.
public struct DatasetReport: Sendable, CustomStringConvertible {
    /// Each finding in a line, then a summary.
    public let description: String
    /// Whether nothing is wrong; warnings do not count.
    public let isSound: Bool

    /// Audits a dataset, whoever wrote it.
    ///
    /// - Throws: `DatasetError` when the folder cannot be read as a dataset at all.
    public init(_ folder: String) throws {
        let audit = try DatasetAudit.audit(dataset: folder)
        description = (audit.findings.map(\.description) + [audit.summary]).joined(separator: "\n")
        isSound = audit.errors == 0
    }

    public static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
}
