internal import CSyncFS
import Foundation

/// An open file descriptor, closed when the last reference goes.
final class OpenFile: Sendable {
    let path: String
    private let descriptor: Int32

    /// Opens with the flags of `open(2)`; new files may be read by everyone, as far as the umask allows.
    init(_ path: String, flags: Int32, action: String) throws {
        var descriptor: Int32
        repeat {
            descriptor = open(path, flags | O_CLOEXEC, 0o666)
        } while descriptor < 0 && errno == EINTR
        guard descriptor >= 0 else { throw DatasetError.system(action, path) }
        self.descriptor = descriptor
        self.path = path
    }

    deinit {
        close(descriptor)
    }

    /// Writes all bytes at the file's position (at its end, when opened to append).
    func write(_ bytes: [UInt8]) throws {
        var rest = bytes
        while !rest.isEmpty {
            let written = Foundation.write(descriptor, rest, rest.count)
            if written < 0 {
                if errno == EINTR { continue }
                throw DatasetError.system("cannot write", path)
            }
            if written == rest.count { return }
            rest.removeFirst(written)
        }
    }

    /// Up to `count` bytes from an offset; fewer only at the end of the file.
    func read(count: Int, at offset: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            var part = [UInt8](repeating: 0, count: count - bytes.count)
            let got = pread(descriptor, &part, part.count, off_t(offset + bytes.count))
            if got < 0 {
                if errno == EINTR { continue }
                throw DatasetError.system("cannot read", path)
            }
            if got == 0 { break }
            part.removeLast(part.count - got)
            if bytes.isEmpty { bytes = part } else { bytes += part }
        }
        return bytes
    }

    /// The line of a byte, from 1.
    func line(at offset: Int) throws -> Int {
        var (line, position) = (1, 0)
        while position < offset {
            let bytes = try read(count: min(1 << 20, offset - position), at: position)
            line += bytes.count { $0 == UInt8(ascii: "\n") }
            position += bytes.count
            if bytes.isEmpty { break }
        }
        return line
    }

    /// A whole file at once.
    static func bytes(of path: String, action: String) throws -> [UInt8] {
        let file = try OpenFile(path, flags: O_RDONLY, action: action)
        return try file.read(count: file.size(), at: 0)
    }

    /// The size in bytes.
    func size() throws -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw DatasetError.system("cannot read", path) }
        return Int(status.st_size)
    }

    /// Whether the path names this very file.
    func isStill(at path: String) throws -> Bool {
        var (own, other) = (stat(), stat())
        guard fstat(descriptor, &own) == 0 else { throw DatasetError.system("cannot read", path) }
        return stat(path, &other) == 0 && own.st_ino == other.st_ino && own.st_dev == other.st_dev
    }

    /// Removes everything from `size` on.
    func truncate(to size: Int) throws {
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw DatasetError.system("cannot write", path) }
    }

    /// Returns when all written bytes are on the disk.
    func synchronize() throws {
        guard fsync(descriptor) == 0 else { throw DatasetError.system("cannot write", path) }
    }

    /// Whether `synchronizeFileSystem` can stand for a `synchronize` of each file.
    ///
    /// It can in Linux's own file systems on a disk: others, such as those of FUSE, may take the request and do nothing.
    /// Since Linux 5.8 the call reports what could not be written, and since 5.17 that the file system's own journal
    /// could not be.
    var isSynchronizedAsAWhole: Bool {
        let least = OperatingSystemVersion(majorVersion: 5, minorVersion: 17, patchVersion: 0)
        var status = CSyncFS.statfs()
        guard ProcessInfo.processInfo.isOperatingSystemAtLeast(least), fstatfs(descriptor, &status) == 0 else {
            return false
        }
        // ext2 to ext4, XFS, Btrfs: `linux/magic.h`.
        return [0xEF53, 0x5846_5342, 0x9123_683E].contains(Int(status.f_type))
    }

    /// Which file system it lies in.
    func device() throws -> UInt64 {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw DatasetError.system("cannot read", path) }
        return UInt64(status.st_dev)
    }

    /// Returns when everything that was written to its file system, by whomever, is on the disk with its names.
    ///
    /// - Throws: when something of it that was written since this was opened could not be.
    func synchronizeFileSystem() throws {
        guard syncfs(descriptor) == 0 else { throw DatasetError.system("cannot write", path) }
    }

    /// Returns when a folder's names are on the disk. Some network file systems do this by themselves and refuse the
    /// call.
    func synchronizeNames() throws {
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else {
            throw DatasetError.system("cannot write", path)
        }
    }

    /// Starts to put the written bytes on the disk, and returns at once: many files are then on their way together
    /// before the first is waited for. No error is lost: `synchronize` reports it.
    func startWriting() {
        // Linux writes the pages that a caller says it will not need (`mm/fadvise.c`).
        _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
    }

    /// Keeps every other process from taking this lock until the file is closed.
    ///
    /// - Returns: false where the file system has no locks for this kind of file.
    /// - Throws: when another process has it.
    func lock() throws -> Bool {
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
        switch errno {
        case EWOULDBLOCK:
            throw DatasetError(
                code: .occupied, action: "cannot write to", path: path,
                reason: "another run or conversion is writing to it; wait for its end, or choose another folder")
        case EBADF, EINVAL, ENOLCK, ENOSYS, EOPNOTSUPP: return false
        default: throw DatasetError.system("cannot lock", path)
        }
    }
}
