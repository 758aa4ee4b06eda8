import Foundation
import JSON
import Synchronization

/// Lines that are appended one by one: what a run is (`Preamble`), or the records of the images of a block, in the order
/// in which they were done.
///
/// A line goes to the file in one write, so a kill at any instant leaves whole lines and at most one torn line at the
/// end, which is cut off when the journal is opened again. The first line says what it belongs to. Several threads may
/// append. Order and repetition do not matter: a record states its index, and the last one of an index counts.
///
/// A line `{"synced":N}` says that the pictures of all records before byte N, and those records, were on the disk
/// before the line was written. After a power cut the bytes behind the last such line may be anything: they are read
/// with care, and cut off from the first line that is no record.
final class Journal: Sendable {
    /// The place of an image's record.
    struct Entry: Sendable {
        var index: Int
        /// The offset in bytes from the start of the file; the length has no line break.
        var offset: Int
        var length: Int
    }

    /// The beginning of a journal.
    static let marker = "{\"diorama_journal\":1,"
    private static let recordMarker = Array("{\"index\":".utf8)
    private static let syncMarker = Array("{\"synced\":".utf8)

    let path: String
    private let file: OpenFile
    /// The size of the file; all bytes below it belong to whole lines.
    private let size: Mutex<Int>
    /// The file's size when it was opened.
    let opened: Int
    /// The offset up to which its records, and their pictures, were on the disk when it was opened.
    let synced: Int

    /// A new journal, which replaces one that may exist. It is on the disk when this returns.
    ///
    /// - Parameter preamble: lines behind the header, with their line breaks.
    init(creating path: String, header: [UInt8], preamble: [UInt8] = []) throws {
        self.path = path
        try AtomicFile.write(header + preamble, to: path, durably: true)
        file = try OpenFile(path, flags: O_RDWR | O_APPEND, action: "cannot write")
        opened = header.count + preamble.count
        size = Mutex(opened)
        synced = 0
    }

    /// A new journal of a run that several processes share. It is on the disk when this returns.
    ///
    /// - Parameter preamble: lines behind the header, with their line breaks.
    /// - Returns: false where another process has made one first.
    static func create(_ path: String, header: [UInt8], preamble: [UInt8]) throws -> Bool {
        let file = try AtomicFile(path)
        try file.write(header + preamble)
        return try file.commitAsFirst()
    }

    /// A new journal in a private folder, locked. It is not on the disk yet.
    init(attempting path: String, header: [UInt8]) throws {
        self.path = path
        file = try OpenFile(path, flags: O_RDWR | O_CREAT | O_EXCL | O_APPEND, action: "cannot write")
        _ = try file.lock()
        try file.write(header)
        opened = header.count
        size = Mutex(opened)
        synced = 0
    }

    /// The journal of an attempt at a block, to go on with it, locked; nil where its process lives, or where nobody can
    /// know, or where it belongs to another run.
    convenience init?(takingOver path: String, header: [UInt8]) throws {
        do {
            try self.init(reopening: path, header: header, locks: true)
        } catch let error as DatasetError where error.code == .occupied {
            return nil
        }
    }

    /// A journal that nobody writes to any more.
    init(reading path: String, header: [UInt8]) throws {
        self.path = path
        file = try OpenFile(path, flags: O_RDONLY, action: "cannot read")
        guard try file.read(count: header.count, at: 0) == header else {
            guard let tree = try? JSONTree(Self.firstLine(of: file)), tree["run"] != nil else {
                throw DatasetError(
                    code: .malformed, action: "cannot read", path: path, reason: "its first line is damaged")
            }
            throw DatasetError(
                code: .occupied, action: "cannot read", path: path,
                reason:
                    "it is of another run than the folder's journal; remove \(path.enclosingFolder), or choose another "
                    + "folder")
        }
        opened = try file.size()
        size = Mutex(opened)
        synced = opened
    }

    /// The journal of a run that was cut off. Its header must be the same, byte for byte: it is the same run.
    ///
    /// - Parameters:
    ///   - preamble: the lines for a journal that has to be begun anew, as for a new one.
    ///   - role: what the process does for the run.
    ///   - locks: whether the file itself is locked, because nothing else keeps other processes from it.
    init(
        reopening path: String, header: [UInt8], preamble: [UInt8] = [], for role: RunRole = .whole, locks: Bool = false
    ) throws {
        self.path = path
        file = try OpenFile(path, flags: O_RDWR | O_APPEND, action: "cannot resume from")
        size = Mutex(0)
        if locks, try !file.lock() {
            throw DatasetError(
                code: .occupied, action: "cannot lock", path: path, reason: "its file system has no locks")
        }
        let start = try file.read(count: header.count, at: 0)
        // A kill while the journal was made leaves the beginning of its first line, or nothing.
        if start.count < header.count, header.starts(with: start) {
            (synced, opened) = (0, 0)
            try file.truncate(to: 0)
            try append(header + preamble)
            try file.synchronize()
            return
        }
        guard start == header else {
            throw DatasetError(
                code: .occupied, action: "cannot resume from", path: path,
                reason: try HeaderDifference(from: Self.firstLine(of: file), to: header, for: role).words)
        }
        var synced = 0
        var whole = try Self.scan(file, from: header.count) { _, line in
            guard line.starts(with: Self.syncMarker) else { return }
            var reader = JSONReader(Array(line.dropFirst(Self.syncMarker.count).prefix { $0 != UInt8(ascii: "}") }))
            synced = max(synced, (try? reader.integer()) ?? 0)
        }
        if synced == 0 { synced = header.count }
        self.synced = synced
        do {
            try Self.scan(file, from: synced) { offset, line in
                guard Self.isSound(line) else { throw Damage(offset: offset) }
            }
        } catch let damage as Damage {
            whole = damage.offset
        }
        try file.truncate(to: whole)
        opened = whole
        size.withLock { $0 = opened }
    }

    private struct Damage: Error {
        let offset: Int
    }

    /// Whether a line is one of ours from its first byte to its last.
    private static func isSound(_ line: ArraySlice<UInt8>) -> Bool {
        if line.starts(with: recordMarker) { return (try? StoredRecord(line: Array(line))) != nil }
        return (try? JSONTree(Array(line)))?.members != nil
    }

    /// Checks that a journal has this header, without a change to it: other processes may write to it.
    static func check(_ path: String, header: [UInt8]) throws {
        let file = try OpenFile(path, flags: O_RDONLY, action: "cannot read")
        guard try file.read(count: header.count, at: 0) == header else {
            throw DatasetError(
                code: .occupied, action: "cannot add to", path: path,
                reason: try HeaderDifference(from: firstLine(of: file), to: header, for: .shard).words)
        }
    }

    static func firstLine(of path: String) throws -> [UInt8] {
        try firstLine(of: OpenFile(path, flags: O_RDONLY, action: "cannot read"))
    }

    /// The number of records in a journal that another process may be writing.
    static func countRecords(in path: String) throws -> Int {
        var count = 0
        try scan(OpenFile(path, flags: O_RDONLY, action: "cannot read"), from: 0) { _, line in
            if line.starts(with: recordMarker) { count += 1 }
        }
        return count
    }

    private static func firstLine(of file: OpenFile) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let part = try file.read(count: 1 << 16, at: bytes.count)
            bytes += part.prefix { $0 != UInt8(ascii: "\n") }
            if part.isEmpty || part.contains(UInt8(ascii: "\n")) { return bytes }
        }
    }

    /// Appends a line, which ends with a line break.
    ///
    /// When the disk is full, no part of the line stays.
    ///
    /// - Returns: the size of the file with the line, in bytes.
    @discardableResult
    func append(_ line: [UInt8]) throws -> Int {
        try size.withLock { size in
            do {
                try file.write(line)
            } catch {
                try? file.truncate(to: size)
                throw error
            }
            size += line.count
            return size
        }
    }

    /// Returns when all lines are on the disk.
    func synchronize() throws { try file.synchronize() }

    /// Records that the pictures of all records before a byte are on the disk, and those records.
    func append(synced end: Int) throws {
        try append(Array("{\"synced\":\(end)}\n".utf8))
    }

    /// The records by index; for each index the last one.
    func entries() throws -> [Entry] {
        var entries: [Entry] = []
        try Self.scan(file, from: 0) { offset, line in
            guard line.starts(with: Self.recordMarker) else {
                guard offset == 0 || (try? JSONTree(Array(line)))?.members != nil else {
                    throw DatasetError(
                        code: .malformed, action: "cannot read", path: path,
                        reason: "the line at byte \(offset) is no record of an image")
                }
                return
            }
            var reader = JSONReader(
                Array(line.dropFirst(Self.recordMarker.count).prefix(24).prefix { $0 != UInt8(ascii: ",") }))
            guard let index = try? reader.integer() else {
                throw DatasetError(
                    code: .malformed, action: "cannot read", path: path,
                    reason: "the line at byte \(offset) is no record of an image")
            }
            entries.append(Entry(index: index, offset: offset, length: line.count))
        }
        entries.sort { ($0.index, $0.offset) < ($1.index, $1.offset) }
        var unique: [Entry] = []
        unique.reserveCapacity(entries.count)
        for entry in entries {
            if unique.last?.index == entry.index { unique.removeLast() }
            unique.append(entry)
        }
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

    /// The files of a record; none where it does not name them.
    func files(of entry: Entry) throws -> [WrittenFile] {
        let line = try file.read(count: min(entry.length, 4096), at: entry.offset)
        return WrittenFile.read(fromLine: line[...]) ?? []
    }

    /// Calls `line` for each whole line from `start` on, with its offset and without its break; returns the end of the
    /// last one.
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

    /// The whole lines, without their breaks.
    static func lines(of file: OpenFile) throws -> [[UInt8]] {
        var lines: [[UInt8]] = []
        try scan(file, from: 0) { _, line in lines.append(Array(line)) }
        return lines
    }
}
