import Foundation
import JSON

/// `checksums.jsonl`: each file of pictures and labels that a run has written, with its size and a checksum, so that a
/// later change is found without making the images again. A line a file, in the order of the images; the checksum is
/// diorama's own, of 64 bits: it finds changes by accident, and none made on purpose.
package struct ChecksumFile {
    private let root: String

    package init(root: String) { self.root = root }

    /// The line of a file.
    static func line(_ file: WrittenFile) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("file", file.name)
            writer.member("bytes", file.bytes)
            writer.member("checksum", String(file.checksum, radix: 16))
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    /// What has happened to a file since.
    package enum Change: Sendable, Hashable {
        case gone
        /// It has other bytes.
        case changed
    }

    /// The files that are not as the run has written them, in the order of the lines; nil for a dataset without this file.
    ///
    /// - Throws: `DatasetError` where a line is none of ours.
    package func changes() throws -> [(file: String, change: Change)]? {
        let path = DatasetLayout(root: root).path(DatasetLayout.checksums)
        guard Folder.kind(of: path) == .file else { return nil }
        var changes: [(file: String, change: Change)] = []
        for (number, line) in try OpenFile.bytes(of: path, action: "cannot read").split(separator: 10).enumerated() {
            guard let file = WrittenFile(line: Array(line)) else {
                throw DatasetError(
                    code: .malformed, action: "cannot read", path: path, reason: "line \(number + 1) is no checksum")
            }
            let found = WrittenFile(file.name, in: root)
            if found == nil {
                changes.append((file.name, .gone))
            } else if found != file {
                changes.append((file.name, .changed))
            }
        }
        return changes
    }
}

extension WrittenFile {
    fileprivate init?(line: [UInt8]) {
        guard let tree = try? JSONTree(line), let name = tree["file"]?.text, let bytes = tree["bytes"]?.integer,
            let checksum = tree["checksum"]?.text.flatMap({ UInt64($0, radix: 16) })
        else { return nil }
        self.init(name: name, bytes: bytes, checksum: checksum)
    }
}
