import Datasets
import Foundation
import JSON
import Synchronization

/// A person's word on images: good, bad, a note. It is kept in a file of our own beside the dataset.
///
/// Each change is written at once. Marks that another studio has written in between stay.
final class MarkBook: Sendable {
    struct Mark: Hashable, Sendable {
        /// `good` or `bad`; nil for a note alone.
        var word: String?
        var note = ""

        var isEmpty: Bool { word == nil && note.isEmpty }
    }

    static let fileName = "diorama-marks.json"
    static let words = ["good", "bad"]
    /// The longest note, in bytes.
    static let longestNote = 4000

    /// Nil where the photos have no place in common.
    let path: String?
    private let turn = Mutex(())

    init(path: String?) { self.path = path }

    /// All marks by the names of their images.
    ///
    /// - Throws: `DatasetError` for a file that is no file of marks: it is not overwritten either.
    func read() throws -> [String: Mark] {
        guard let path, FileManager.default.fileExists(atPath: path) else { return [:] }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw DatasetError(code: .system, action: "cannot read", path: path, reason: "it cannot be opened")
        }
        guard let tree = try? JSONTree([UInt8](data)), tree["diorama_marks"]?.integer == 1,
            let images = tree["images"]?.members
        else {
            throw DatasetError(
                code: .malformed, action: "cannot read", path: path,
                reason: "it is no file of marks; move it away, and marks are saved in a new one")
        }
        var marks: [String: Mark] = [:]
        for (name, mark) in images {
            let word = mark["mark"]?.text
            marks[name] = Mark(
                word: word.flatMap { Self.words.contains($0) ? $0 : nil }, note: mark["note"]?.text ?? "")
        }
        return marks
    }

    /// Sets the mark of an image, or removes an empty one.
    ///
    /// - Throws: `DatasetError` where the file cannot be read or written.
    func set(_ mark: Mark, of name: String) throws {
        guard let path else {
            throw DatasetError(
                code: .system, action: "cannot save", path: MarkBook.fileName,
                reason: "these photos have no folder in common")
        }
        try turn.withLock { _ in
            var marks = try read()
            marks[name] = mark.isEmpty ? nil : mark
            var writer = JSONWriter(style: .indented)
            writer.object { writer in
                writer.member("diorama_marks", 1)
                writer.key("images")
                writer.object { writer in
                    for (name, mark) in marks.sorted(by: { $0.key < $1.key }) {
                        writer.key(name)
                        writer.object { writer in
                            writer.member("mark", ifPresent: mark.word)
                            if !mark.note.isEmpty { writer.member("note", mark.note) }
                        }
                    }
                }
            }
            try AtomicFile.write(writer.drain() + [UInt8(ascii: "\n")], to: path)
        }
    }
}
