import Foundation
import JSON

/// The dataset that an import reads, and the photos that the new dataset gets. The journal lies in the folder until the
/// dataset is finished, so that an import that was cut off is recognised and can be begun again.
///
/// All names are on the disk before the first photo is.
final class ImportJournal {
    private static let marker = "{\"diorama_import\":1,"
    private let file: AtomicFile
    private let root: String

    /// Whether the journal at a path belongs to an import.
    static func isOne(_ path: String) -> Bool {
        let start = try? OpenFile(path, flags: O_RDONLY, action: "cannot read").read(count: marker.utf8.count, at: 0)
        return start == Array(marker.utf8)
    }

    private static func header(_ source: String, linksPhotos: Bool) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("diorama_import", 1)
            writer.member("from", source)
            writer.member("link", linksPhotos)
        }
        writer.lineBreak()
        return writer.drain()
    }

    /// Prepares the folder. It has to be empty, or to hold files that an import of the same dataset has left; these are
    /// removed.
    ///
    /// - Parameter source: names the dataset.
    init(in layout: DatasetLayout, from source: String, linksPhotos: Bool) throws {
        root = layout.root
        let header = Self.header(source, linksPhotos: linksPhotos)
        let path = layout.path(DatasetLayout.journal)
        if Self.isOne(path) {
            try Self.removeLeftovers(layout, header)
        } else if try !layout.isUntouched {
            throw DatasetError(
                code: .occupied, action: "cannot write a dataset to", path: root,
                reason: DatasetLayout.isDataset(root)
                    ? "it holds a dataset already; choose another folder"
                    : "it is not empty (it holds \(try Folder.names(in: root)[0])); choose another folder")
        }
        file = try AtomicFile(path)
        try file.write(header)
    }

    /// Adds the files that will be made, relative to the dataset's folder.
    func add(_ names: [String]) throws {
        for name in names { try file.write(name.json() + [UInt8(ascii: "\n")]) }
    }

    /// Puts the journal in place: from here on the folder is recognised as that of an import.
    func begin() throws { try file.commit(durably: true) }

    private static func removeLeftovers(_ layout: DatasetLayout, _ header: [UInt8]) throws {
        let path = layout.path(DatasetLayout.journal)
        let lines = try Journal.lines(of: OpenFile(path, flags: O_RDONLY, action: "cannot read"))
        guard let first = lines.first, first + [UInt8(ascii: "\n")] == header else {
            let earlier = lines.first.flatMap { try? JSONTree($0) }?["from"]?.text
            throw DatasetError(
                code: .occupied, action: "cannot write a dataset to", path: layout.root,
                reason:
                    "it holds a conversion that was cut off\(earlier.map { ", from “\($0)”" } ?? ""); give the same "
                    + "command as before to begin it again, or choose another folder")
        }
        var folders: Set<String> = [DatasetLayout.annotations, DatasetLayout.images]
        let labels = try Folder.contents(of: layout.root).filter { name in
            name.hasPrefix(DatasetLayout.annotations + "/instances") && name.hasSuffix(".json")
        }
        for name in lines.dropFirst().compactMap({ try? JSONTree($0).text }) + labels {
            try Folder.removeFile(layout.path(name))
            folders.formUnion(Folder.parents(of: name))
        }
        for name in try Folder.contents(of: layout.root) where folders.contains(name.parent) {
            if AtomicFile.isTemporary(name.split(separator: "/").last.map(String.init) ?? "") {
                try Folder.removeFile(layout.path(name))
            }
        }
        try Folder.removeEmpty(folders, in: layout)
    }
}
