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
        /// It lies among the pictures, and the run has not written it.
        case foreign
    }

    /// The files that are not as the run has written them, in the order of the lines, and then the pictures beside them
    /// that are of another origin; nil for a dataset without this file. A line that is none of ours is a change of this file
    /// itself.
    package func changes() throws -> [(file: String, change: Change)]? {
        let path = DatasetLayout(root: root).path(DatasetLayout.checksums)
        guard Folder.kind(of: path) == .file else { return nil }
        var changes: [(file: String, change: Change)] = []
        var names: Set<String> = []
        var isTorn = false
        for line in try OpenFile.bytes(of: path, action: "cannot read").split(separator: 10) {
            guard let file = WrittenFile(line: Array(line)) else {
                isTorn = true
                continue
            }
            names.insert(file.name)
            let found = WrittenFile(file.name, in: root)
            if found == nil {
                changes.append((file.name, .gone))
            } else if found != file {
                changes.append((file.name, .changed))
            }
        }
        // Where some of the names are lost, every file may be ours.
        if isTorn { return changes + [(DatasetLayout.checksums, .changed)] }
        return changes + (try pictures(besides: names)).map { ($0, .foreign) }
    }

    /// The pictures in the folders of a dataset's pictures that have none of these names.
    private func pictures(besides names: Set<String>) throws -> [String] {
        let folders = [DatasetLayout.images, DatasetLayout.masks, DatasetLayout.layers]
        let own = Set(names.map(\.parent)).filter { path in
            folders.contains { path == $0 || path.hasPrefix($0 + "/") }
        }
        let folder = DatasetFolder(root: root)
        return try own.sorted().flatMap { path in
            try folder.names(in: path).map { "\(path)/\($0)" }.filter { name in
                !names.contains(name) && !folder.holdsFolder(name) && PictureNames.isPicture(name)
            }
        }
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
