import Foundation

/// A file that appears under its name only when it is whole.
///
/// Bytes go to a temporary file in the same folder, `.NAME.XXXX.part`, which `commit()` renames. A value that is
/// dropped without a commit leaves nothing behind; after a kill the temporary file stays and never counts as part of a
/// dataset. Bytes may come in any number of pieces; at most a mebibyte of them is held in memory.
package final class AtomicFile {
    package let path: String
    private let temporaryPath: String
    private let file: OpenFile
    private var pending: [UInt8] = []
    private var isCommitted = false

    private static let temporarySuffix = ".part"

    /// Whether a file of this name is a temporary one that a kill has left.
    static func isTemporary(_ name: String) -> Bool { name.hasPrefix(".") && name.hasSuffix(temporarySuffix) }

    private static let bufferSize = 1 << 20

    package init(_ path: String) throws {
        let token = String(UInt64.random(in: .min ... .max), radix: 36)
        let name = path.utf8.lastIndex(of: UInt8(ascii: "/")).map(path.index(after:)) ?? path.startIndex
        temporaryPath = "\(path[..<name]).\(path[name...]).\(token)\(Self.temporarySuffix)"
        self.path = path
        do {
            file = try OpenFile(temporaryPath, flags: O_WRONLY | O_CREAT | O_EXCL, action: "cannot write")
        } catch let error as DatasetError {
            throw Self.naming(path, error)
        }
    }

    deinit {
        if !isCommitted { unlink(temporaryPath) }
    }

    package func write(_ bytes: [UInt8]) throws {
        if pending.isEmpty, bytes.count >= Self.bufferSize {
            try flush(bytes)
            return
        }
        pending += bytes
        if pending.count >= Self.bufferSize { try flushPending() }
    }

    /// Puts the file in place; it replaces any file of its name.
    ///
    /// With `durably` the bytes are on the disk before the file gets its name, and the name is on the disk before this
    /// returns, so that a power cut leaves either the old file or the new one; that costs milliseconds.
    package func commit(durably: Bool = false) throws {
        try flushPending()
        if durably { try naming { try file.synchronize() } }
        guard rename(temporaryPath, path) == 0 else { throw DatasetError.system("cannot write", path) }
        isCommitted = true
        if durably { try Folder.synchronize(URL(fileURLWithPath: path).deletingLastPathComponent().path) }
    }

    /// Puts the file in place, and on the disk, unless there is one of its name already.
    ///
    /// - Returns: whether it is in place.
    func commitAsFirst() throws -> Bool {
        try flushPending()
        try naming { try file.synchronize() }
        // Unlike `rename`, a second name for the file is refused where the name is taken.
        guard link(temporaryPath, path) == 0 else {
            if errno == EEXIST { return false }
            guard [EPERM, ENOTSUP, EMLINK, ENOSYS].contains(errno) else {
                throw DatasetError.system("cannot write", path)
            }
            // The file system has no second names. All processes that come here write the same.
            try commit(durably: true)
            return true
        }
        try Folder.synchronize(URL(fileURLWithPath: path).deletingLastPathComponent().path)
        return true
    }

    /// A whole file at once.
    package static func write(_ bytes: [UInt8], to path: String, durably: Bool = false) throws {
        let file = try AtomicFile(path)
        try file.flush(bytes)
        try file.commit(durably: durably)
    }

    private func flushPending() throws {
        guard !pending.isEmpty else { return }
        try flush(pending)
        pending.removeAll(keepingCapacity: true)
    }

    private func flush(_ bytes: [UInt8]) throws {
        try naming { try file.write(bytes) }
    }

    /// Names the file itself in errors, since the user does not know the temporary one.
    private func naming(_ body: () throws -> Void) throws {
        do { try body() } catch let error as DatasetError { throw Self.naming(path, error) }
    }

    private static func naming(_ path: String, _ error: DatasetError) -> DatasetError {
        var error = error
        error.path = path
        return error
    }
}
