internal import CAssimp

/// The callbacks through which Assimp reads files that are not on the disk, or that it cannot read unchanged.
extension ImportedFiles {
    /// Calls `body` with the callbacks by which Assimp reads from an archive; with nil where it reads the disk itself.
    func withFileIO<Result>(_ body: (UnsafeMutablePointer<aiFileIO>?) -> Result) -> Result {
        if isOBJ, let text = bytes(of: path) {
            let (readable, notice) = WavefrontText.completed(text)
            completed = readable
            if let notice { note(notice) }
        }
        if case .disk = place, completed == nil { return body(nil) }
        return withExtendedLifetime(self) {
            var files = aiFileIO(
                OpenProc: { io, path, mode in
                    guard let io, let path, let files = ImportedFiles.at(io.pointee.UserData, as: ImportedFiles.self),
                        // Assimp never writes.
                        mode.map({ String(cString: $0).hasPrefix("r") }) ?? true,
                        let bytes = files.opened(String(cString: path))
                    else { return nil }
                    return OpenMember(bytes).file()
                },
                CloseProc: { _, file in OpenMember.close(file) },
                UserData: Unmanaged.passUnretained(self).toOpaque().assumingMemoryBound(to: CChar.self))
            return body(&files)
        }
    }

    /// The bytes that Assimp reads under a path.
    private func opened(_ path: String) -> [UInt8]? {
        if path == self.path, let completed { return completed }
        return bytes(of: path)
    }

    fileprivate static func at<Object: AnyObject>(_ data: UnsafeMutablePointer<CChar>?, as: Object.Type) -> Object? {
        data.map { Unmanaged<Object>.fromOpaque($0).takeUnretainedValue() }
    }
}

/// A member of an archive that Assimp has opened: its bytes, and the position of the next read.
private final class OpenMember {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// A file for Assimp, which holds this object until it is closed.
    func file() -> UnsafeMutablePointer<aiFile> {
        let file = UnsafeMutablePointer<aiFile>.allocate(capacity: 1)
        file.initialize(
            to: aiFile(
                ReadProc: { OpenMember.of($0)?.read(into: $1, size: $2, count: $3) ?? 0 },
                WriteProc: { _, _, _, _ in 0 },
                TellProc: { OpenMember.of($0)?.position ?? 0 },
                FileSizeProc: { OpenMember.of($0)?.bytes.count ?? 0 },
                SeekProc: { OpenMember.of($0)?.seek($1, from: $2) ?? aiReturn_FAILURE },
                FlushProc: { _ in },
                UserData: Unmanaged.passRetained(self).toOpaque().assumingMemoryBound(to: CChar.self)))
        return file
    }

    static func close(_ file: UnsafeMutablePointer<aiFile>?) {
        guard let file else { return }
        if let data = file.pointee.UserData { Unmanaged<OpenMember>.fromOpaque(data).release() }
        file.deinitialize(count: 1)
        file.deallocate()
    }

    private static func of(_ file: UnsafeMutablePointer<aiFile>?) -> OpenMember? {
        file.flatMap { ImportedFiles.at($0.pointee.UserData, as: OpenMember.self) }
    }

    /// Like `fread`, returns the number of whole items read.
    private func read(into target: UnsafeMutablePointer<CChar>?, size: Int, count: Int) -> Int {
        guard let target, size > 0, count > 0 else { return 0 }
        let items = min(count, (bytes.count - position) / size)
        guard items > 0 else { return 0 }
        bytes.withUnsafeBytes { source in
            UnsafeMutableRawBufferPointer(start: target, count: items * size)
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[position..<position + items * size]))
        }
        position += items * size
        return items
    }

    /// Moves the position. Offsets from the end may be negative although Assimp's are unsigned.
    private func seek(_ offset: Int, from origin: aiOrigin) -> aiReturn {
        let target: Int
        switch origin {
        case aiOrigin_SET: target = offset
        case aiOrigin_CUR: target = position &+ offset
        case aiOrigin_END: target = bytes.count &+ offset
        default: return aiReturn_FAILURE
        }
        guard (0...bytes.count).contains(target) else { return aiReturn_FAILURE }
        position = target
        return aiReturn_SUCCESS
    }
}
