import Foundation
import Synchronization

/// The records of the images that are done, one line each, in the order in which they were done.
///
/// A line goes to the file in one write, so a kill at any instant leaves whole lines and at most one torn line at the
/// end, which is cut off when the journal is opened again. The first line describes the run. Several threads may
/// append. Order and repetition do not matter: a record says its index, and the first one of an index counts, so
/// that shards and resumed runs can be put together from any number of journals.
final class Journal: Sendable {
    /// Where the record of an image lies.
    struct Entry: Sendable {
        var index: Int
        /// In bytes from the start of the file, and without the line break.
        var offset: Int
        var length: Int
    }

    /// How a journal begins.
    static let marker = "{\"diorama_journal\":1,"

    let path: String
    private let file: OpenFile
    /// The size of the file, up to which all is whole.
    private let size: Mutex<Int>

    /// A new journal; there must be none.
    init(creating path: String, header: [UInt8]) throws {
        self.path = path
        file = try OpenFile(path, flags: O_RDWR | O_CREAT | O_EXCL | O_APPEND, action: "cannot write")
        size = Mutex(0)
        try file.lock()
        try append(header)
        try file.synchronize()
    }

    /// The journal of a run that was cut off. Its header must be the same, byte for byte: it is the same run.
    init(reopening path: String, header: [UInt8]) throws {
        self.path = path
        file = try OpenFile(path, flags: O_RDWR | O_APPEND, action: "cannot resume from")
        size = Mutex(0)
        try file.lock()
        let start = try file.read(count: header.count, at: 0)
        // A kill while the journal was made leaves the beginning of its first line, or nothing.
        if start.count < header.count, header.starts(with: start) {
            try file.truncate(to: 0)
            try append(header)
            try file.synchronize()
            return
        }
        guard start == header else {
            throw DatasetError(
                code: .occupied, action: "cannot resume from", path: path,
                reason: "it belongs to another pipeline, seed, number of images or version")
        }
        let whole = try Self.scan(file, from: header.count) { _, _ in }
        try file.truncate(to: whole)
        size.withLock { $0 = whole }
    }

    /// Appends a line, which ends with a line break.
    ///
    /// When the disk is full nothing of it stays.
    func append(_ line: [UInt8]) throws {
        try size.withLock { size in
            do {
                try file.write(line)
            } catch {
                try? file.truncate(to: size)
                throw error
            }
            size += line.count
        }
    }

    /// The records, by index; the first of each.
    func entries() throws -> [Entry] {
        var entries: [Entry] = []
        var isHeader = true
        let marker = Array("{\"index\":".utf8)
        try Self.scan(file, from: 0) { offset, line in
            if isHeader {
                isHeader = false
                return
            }
            var reader = JSONReader(Array(line.dropFirst(marker.count).prefix(24).prefix { $0 != UInt8(ascii: ",") }))
            guard line.starts(with: marker), let index = try? reader.integer() else {
                throw DatasetError(
                    code: .malformed, action: "cannot read", path: path,
                    reason: "the line at byte \(offset) is no record of an image")
            }
            entries.append(Entry(index: index, offset: offset, length: line.count))
        }
        entries.sort { ($0.index, $0.offset) < ($1.index, $1.offset) }
        var unique: [Entry] = []
        unique.reserveCapacity(entries.count)
        for entry in entries where unique.last?.index != entry.index { unique.append(entry) }
        return unique
    }

    func record(_ entry: Entry) throws -> StoredRecord {
        let line = try file.read(count: entry.length, at: entry.offset)
        do {
            return try StoredRecord(line: line)
        } catch let error as JSONError {
            throw DatasetError(
                code: .malformed, action: "cannot read", path: path,
                reason: "the record of image \(entry.index) is damaged (\(error.problem))")
        }
    }

    func synchronize() throws { try file.synchronize() }

    /// Calls `line` for each whole line from `start` on, with its offset and without its break; where the last ends.
    @discardableResult
    private static func scan(
        _ file: OpenFile, from start: Int, _ line: (Int, ArraySlice<UInt8>) throws -> Void
    ) throws -> Int {
        var (lineStart, rest): (Int, [UInt8]) = (start, [])
        while true {
            let part = try file.read(count: 1 << 20, at: lineStart + rest.count)
            if part.isEmpty { return lineStart }
            var searched = rest.count
            rest += part
            var begin = 0
            while let end = rest[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                try line(lineStart + begin, rest[begin..<end])
                begin = end + 1
                searched = begin
            }
            rest.removeFirst(begin)
            lineStart += begin
        }
    }
}
