import Cards
package import Findings
import Foundation
package import JSON

/// The entry of one format in `formats.json`: it marks the format's files as ours and lists what they leave out.
package struct FormatRecord: Hashable, Sendable {
    package var name: String
    /// The format's keys as pipelines write them: `{task: segment}`.
    package var keys: String
    /// False while the format is being written, and after that was cut off.
    package internal(set) var isComplete: Bool
    package var images = 0
    package var instances = 0
    /// The number of its files and links; nil in records of versions that did not count them.
    package var files: Int?
    /// The number of the dataset's instances where the format holds none of them; otherwise 0.
    package var missed = 0
    /// The facts that the format could not hold, with their counts, in alphabetical order.
    package var notes: [Finding] = []

    /// A format that is about to be written.
    init(_ format: any DerivedFormat) {
        name = type(of: format).name
        keys = Self.keys(of: format)
        isComplete = false
    }

    private static func keys<F: DerivedFormat>(of format: F) -> String {
        F.card.encode(format).flowText
    }
}

extension FormatRecord: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("keys", keys)
            writer.member("complete", isComplete)
            guard isComplete else { return }
            writer.member("images", images)
            writer.member("instances", instances)
            writer.member("files", ifPresent: files)
            if missed > 0 { writer.member("missed", missed) }
            writer.key("notes")
            writer.object { writer in
                for note in notes { writer.member(note.problem, note.count) }
            }
        }
    }

    fileprivate init?(from reader: inout JSONReader) throws {
        var (name, keys): (String?, String?)
        var record = (isComplete: false, images: 0, instances: 0, missed: 0, files: Int?.none, notes: [Finding]())
        try reader.object { reader, key in
            switch key {
            case "name": name = try reader.string()
            case "keys": keys = try reader.string()
            case "complete": record.isComplete = try reader.boolean()
            case "images": record.images = try reader.integer()
            case "instances": record.instances = try reader.integer()
            case "files": record.files = try reader.integer()
            case "missed": record.missed = try reader.integer()
            case "notes":
                try reader.object { reader, what in
                    record.notes.append(Finding(.note, .unsaid, what, count: try reader.integer()))
                }
            default: try reader.skip()
            }
        }
        guard let name, let keys else { return nil }
        (self.name, self.keys, isComplete) = (name, keys, record.isComplete)
        (images, instances, files) = (record.images, record.instances, record.files)
        (missed, notes) = (record.missed, record.notes)
    }
}

/// `formats.json`: which formats lie beside the COCO files. The names are listed in order, so that the file does not
/// depend on what was written first.
struct FormatRecords {
    private(set) var records: [FormatRecord] = []
    private let path: String

    /// Reads the file, if it exists.
    init(of root: String) throws {
        path = DatasetLayout(root: root).path(DatasetLayout.formats)
        guard Folder.kind(of: path) == .file else { return }
        var reader = JSONReader(try OpenFile.bytes(of: path, action: "cannot read"))
        do {
            try reader.object { reader, key in
                guard key == "formats" else {
                    try reader.skip()
                    return
                }
                try reader.array { reader in try FormatRecord(from: &reader).map { records.append($0) } }
            }
        } catch let error as JSONError {
            throw DatasetError(
                code: .malformed, action: "cannot read", path: path, reason: "line \(error.line): \(error.problem)")
        }
    }

    func holds(_ name: String) -> Bool { records.contains { $0.name == name } }

    /// Adds a record, or replaces the one of the same name, and writes the file.
    mutating func set(_ record: FormatRecord) throws {
        records.removeAll { $0.name == record.name }
        records.append(record)
        records.sort { $0.name < $1.name }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("diorama_formats", 1)
            writer.lineBreak()
            writer.key("formats")
            writer.array { writer in
                for record in records {
                    writer.lineBreak()
                    record.encode(to: &writer)
                }
            }
        }
        writer.lineBreak()
        try AtomicFile.write(writer.drain(), to: path, durably: true)
    }
}
