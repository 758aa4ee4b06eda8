import Foundation

/// Files that have been written and may not be on the disk yet. A block of them is put on the disk at once, which costs
/// about as much as one file alone.
///
/// Memory holds a path for each file of the block.
struct UnsyncedFiles: Sendable {
    /// The folder that holds all of them, at any depth. The names of folders above it are not synchronized.
    private let root: String
    private var files: [String] = []
    private var folders: Set<String> = []
    private var bytes = 0
    /// When the first of them was written.
    private var start: ContinuousClock.Instant?

    /// After a power cut at most this much is made again.
    private static let (mostFiles, mostBytes, longest) = (512, 64 << 20, Duration.seconds(4))

    init(in root: String) {
        self.root = root.hasSuffix("/") && root.count > 1 ? String(root.dropLast()) : root
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

    /// Returns when all of them are on the disk with their names.
    func synchronize() throws {
        for path in files { try OpenFile(path, flags: O_RDONLY, action: "cannot write").startWriting() }
        for path in files { try OpenFile(path, flags: O_RDONLY, action: "cannot write").synchronize() }
        for path in folders.sorted() { try Folder.synchronize(path) }
    }
}
