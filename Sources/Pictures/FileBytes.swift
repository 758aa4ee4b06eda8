internal import CVips
import Findings
internal import Glibc

/// Bytes at a fixed address, freed with the last reference: a file's bytes on the disk, or a picture's pixels.
///
/// `@unchecked Sendable`: written only before `init` returns, only read after.
package final class FileBytes: @unchecked Sendable {
    let buffer: UnsafeRawBufferPointer
    private let storage: UnsafeMutableRawBufferPointer

    package var count: Int { buffer.count }

    /// Reads at most `limit` bytes of a file, from its beginning or the place `start`; none beyond its end.
    ///
    /// Throws `.missing`, `.unreadable` (a folder, no permission, a failing disk) or `.empty`.
    package init(path: String, from start: Int = 0, limit: Int = .max) throws(PictureError) {
        func unreadable(_ words: String) -> PictureError {
            PictureError(.unreadable, "read", file: path, words)
        }
        // The call does not block, so that a named pipe is refused below instead of waited for.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            let reason = errno
            if reason == ENOENT || reason == ENOTDIR {
                throw PictureError(.missing, "read", file: path, "no such file")
            }
            throw unreadable("cannot be opened: " + String(cString: strerror(reason)))
        }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0 else {
            throw unreadable("cannot be examined: " + String(cString: strerror(errno)))
        }
        guard facts.st_mode & S_IFMT != S_IFDIR else { throw unreadable("is a folder, not a picture") }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw unreadable("is not a regular file") }
        guard facts.st_size > 0 else { throw PictureError(.empty, "read", file: path, "is empty (zero bytes)") }

        let size = min(max(0, Int(facts.st_size) - max(0, start)), limit)
        let storage = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
        var count = 0
        while count < size {
            let rest = UnsafeMutableRawBufferPointer(rebasing: storage[count...])
            let got = pread(file, rest.baseAddress, rest.count, max(0, start) + count)
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else {
                let reason = errno
                storage.deallocate()
                throw unreadable("cannot be read: " + String(cString: strerror(reason)))
            }
            // Another process cut the file meanwhile. The decoder will report the effect.
            if got == 0 { break }
            count += got
        }
        self.storage = storage
        buffer = UnsafeRawBufferPointer(rebasing: storage[..<count])
    }

    package init(_ bytes: [UInt8]) {
        storage = .allocate(byteCount: bytes.count, alignment: 16)
        storage.copyBytes(from: bytes)
        buffer = UnsafeRawBufferPointer(storage)
    }

    deinit {
        storage.deallocate()
    }

    /// The bytes in libvips' form, which keeps `self` until libvips is done with them.
    func makeBlob() -> UnsafeMutablePointer<VipsBlob> {
        // libvips gives its release function the area, whose `client` is free for our use.
        let made = vips_blob_new(
            { _, area in
                guard let area else { preconditionFailure("libvips releases an area that it has") }
                Unmanaged<FileBytes>.fromOpaque(area.assumingMemoryBound(to: VipsArea.self).pointee.client).release()
                return 0
            }, buffer.baseAddress, buffer.count)
        guard let blob = made else { preconditionFailure("libvips ends the process where it finds no memory") }
        blob.pointee.area.client = Unmanaged.passRetained(self).toOpaque()
        return blob
    }
}
