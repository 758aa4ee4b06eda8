import Foundation

/// Shows every other process that a dataset's folder is being written. One process holds the lock at a time, until this
/// value goes or the process ends, however it ends.
///
/// The folder itself is locked, so that the lock needs no file. Where the file system locks no folders (NFS), a file in
/// the folder is locked instead and removed at the end.
package final class FolderLock: Sendable {
    private let folder: OpenFile
    private let file: OpenFile?

    static let fileName = ".diorama-lock"

    /// Makes the folder where it is missing.
    ///
    /// - Throws: `DatasetError` of the code `.occupied` when another process writes there.
    package convenience init(making path: String) throws {
        try Folder.make(path)
        try self.init(path, locksFolders: true)
    }

    /// Locks a folder that exists.
    package convenience init(_ path: String) throws { try self.init(path, locksFolders: true) }

    /// - Parameter locksFolders: false where a file system locks files alone.
    init(_ path: String, locksFolders: Bool) throws {
        folder = try OpenFile(path, flags: O_RDONLY | O_DIRECTORY, action: "cannot read")
        if try locksFolders && folder.lock() {
            file = nil
            return
        }
        let name = DatasetLayout(root: path).path(Self.fileName)
        while true {
            let file = try OpenFile(name, flags: O_RDWR | O_CREAT, action: "cannot lock")
            do {
                guard try file.lock() else {
                    throw DatasetError(
                        code: .system, action: "cannot lock", path: path, reason: "its file system has no locks")
                }
            } catch var error as DatasetError {
                error.path = path
                throw error
            }
            // Another process may have removed the file between our opening and locking it.
            if try file.isStill(at: name) {
                self.file = file
                return
            }
        }
    }

    deinit {
        if let file { unlink(file.path) }
    }
}
