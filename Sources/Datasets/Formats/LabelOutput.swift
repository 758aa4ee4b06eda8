import Foundation

/// The files of a format, and the notes about what the format cannot hold.
///
/// Paths are relative to the dataset's folder. Each file is written whole. Until the format is known to have been
/// written here before, a file at one of its paths belongs to somebody else: it is not overwritten.
package final class LabelOutput {
    private let layout: DatasetLayout
    private let places: [FilePlace]
    private let isKnown: Bool
    private var made: Set<String> = []
    /// Files that are written, and not yet on the disk.
    private var unsynced: UnsyncedFiles
    /// Files that are written piece by piece.
    private var opened: [String] = []
    private(set) var notes: [String: Int] = [:]
    /// How many instances the dataset has, crowd regions apart.
    private(set) var offered = 0
    /// How many instances the format holds.
    private(set) var instances = 0
    private(set) var images = 0

    init(_ format: any DerivedFormat.Type, root: String, isKnown: Bool) {
        layout = DatasetLayout(root: root)
        places = format.places
        self.isKnown = isKnown
        unsynced = UnsyncedFiles(in: root)
    }

    package func write(_ text: String, to path: String) throws {
        try write(Array(text.utf8), to: path)
    }

    package func write(_ bytes: [UInt8], to path: String) throws {
        let full = try room(for: path)
        try AtomicFile.write(bytes, to: full)
        unsynced.add(full, bytes: bytes.count)
        if unsynced.isFull { try putOnDisk() }
    }

    /// Opens a file that is written piece by piece; `commit()` puts it in place.
    package func open(_ path: String) throws -> AtomicFile {
        let full = try room(for: path)
        opened.append(full)
        return try AtomicFile(full)
    }

    /// Writes a symbolic link, so that readers which want the images under a name of their own need no second copy.
    package func link(_ path: String, to destination: String) throws {
        let full = try room(for: path)
        if (try? FileManager.default.destinationOfSymbolicLink(atPath: full)) == destination { return }
        try Folder.removeFile(full)
        guard symlink(destination, full) == 0 else { throw DatasetError.system("cannot make the link", full) }
        unsynced.add(nameOf: full)
    }

    /// Removes the files that an earlier writing of the format left at a place.
    func removeFiles(at place: FilePlace) throws {
        guard isKnown else { return }
        for path in try place.found(in: layout.root) {
            try Folder.removeFile(layout.path(path))
            unsynced.add(nameOf: layout.path(path))
        }
    }

    /// Returns when all written files are on the disk; files that were opened have to be committed before.
    func synchronize() throws {
        for path in opened { unsynced.add(path, bytes: 0) }
        opened = []
        try putOnDisk()
    }

    private func putOnDisk() throws {
        try unsynced.synchronize()
        unsynced = UnsyncedFiles(in: layout.root)
    }

    /// Counts a fact that is in the COCO file and is missing or different in the format: “crowd region left out”.
    package func note(_ what: String, _ count: Int = 1) {
        if count > 0 { notes[what, default: 0] += count }
    }

    /// Counts the instances of an image that the format is given, whether or not it holds them.
    func offer(_ instances: [COCO.Annotation]) { offered += instances.count { !$0.isCrowd } }

    /// Counts an image and those of its instances that the format holds.
    package func count(instances: Int) {
        images += 1
        self.instances += instances
    }

    private func room(for path: String) throws -> String {
        let full = layout.path(path)
        guard isKnown || Folder.kind(of: full) == .missing else { throw Self.inTheWay(full) }
        let folder = full.enclosingFolder
        if made.insert(folder).inserted { try Folder.make(folder) }
        return full
    }

    static func inTheWay(_ path: String) -> DatasetError {
        DatasetError(
            code: .occupied, action: "cannot write", path: path,
            reason: "a file of that name is there already, and diorama did not write it")
    }
}
