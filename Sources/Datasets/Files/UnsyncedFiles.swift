import Foundation

/// Files that have been written and may not be on the disk yet. A block of them is put on the disk at once, which costs
/// about as much as one file alone. Many small files, such as labels, are put on the disk with their whole file system:
/// one call replaces one for each file.
///
/// Memory holds a path for each file of the block.
struct UnsyncedFiles: Sendable {
    /// The folder that holds all of them, at any depth. The names of folders above it are not synchronized.
    private let root: String
    /// The root, opened before any of them was written, so that every failure to write one is reported; nil where files
    /// have to be put on the disk one by one.
    private let system: OpenFile?
    private var files: [String] = []
    private var folders: Set<String> = []
    private var bytes = 0
    /// When the first of them was written.
    private var start: ContinuousClock.Instant?

    /// After a power cut at most this much is made again.
    private static let (mostFiles, mostBytes, longest) = (512, 64 << 20, Duration.seconds(4))
    /// From so many files on, of so many bytes each on average: what others write is put on the disk as well, and not to
    /// be waited for without need.
    private static let (many, smallBytes) = (64, 16 << 10)

    init(in root: String) {
        self.root = root.hasSuffix("/") && root.count > 1 ? String(root.dropLast()) : root
        let folder = try? OpenFile(self.root, flags: O_RDONLY | O_DIRECTORY, action: "cannot read")
        system = folder.flatMap { $0.isSynchronizedAsAWhole ? $0 : nil }
    }

    var isEmpty: Bool { start == nil }

    /// Whether it is time to put them on the disk.
    var isFull: Bool {
        guard let start else { return false }
        return files.count >= Self.mostFiles || bytes >= Self.mostBytes || .now - start >= Self.longest
    }

    /// Takes in a file that already has its name.
    mutating func add(_ path: String, bytes: Int) {
        files.append(path)
        self.bytes += bytes
        add(nameOf: path)
    }

    /// Takes in the name alone, without content: that of a link, a folder, or a file that is on the disk already or is
    /// gone.
    mutating func add(nameOf path: String) {
        start = start ?? .now
        var folder = path[...]
        let least = root.utf8.count
        while folder.utf8.count > least, let slash = folder.utf8.lastIndex(of: UInt8(ascii: "/")) {
            folder = folder[..<slash]
            guard folder.utf8.count >= least, folders.insert(String(folder)).inserted else { break }
        }
    }

    /// Forgets the files below a folder, which is going to be removed.
    mutating func leaveOut(below folder: String) {
        let start = folder + "/"
        files.removeAll { $0.hasPrefix(start) }
        folders = folders.filter { $0 != folder && !$0.hasPrefix(start) }
    }

    /// Returns when all of them are on the disk with their names.
    ///
    /// - Returns: whether everything else that was written to their file system is on the disk, too.
    @discardableResult
    func synchronize() throws -> Bool {
        if files.count >= Self.many, bytes <= files.count * Self.smallBytes, let system, try holdsAll(system) {
            try system.synchronizeFileSystem()
            // ext2 leaves the disk's own cache alone until it is asked for one file.
            try system.synchronize()
            return true
        }
        for path in files { try OpenFile(path, flags: O_RDONLY, action: "cannot write").startWriting() }
        for path in files { try OpenFile(path, flags: O_RDONLY, action: "cannot write").synchronize() }
        for path in folders.sorted() { try Folder.synchronize(path) }
        return false
    }

    /// Whether all of the folders are in one file system. Others may be mounted below the root, or linked to.
    private func holdsAll(_ system: OpenFile) throws -> Bool {
        let device = try system.device()
        return try folders.allSatisfy {
            try OpenFile($0, flags: O_RDONLY | O_DIRECTORY, action: "cannot write").device() == device
        }
    }
}
