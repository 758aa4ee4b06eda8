import Foundation
import JSON
import Pictures
import Synchronization

/// An attempt at a block: pictures and their records in a private folder, until all of them are there.
///
/// The records go to the attempt's journal one by one, so that a kill loses no finished picture: a later process on the
/// same machine goes on with the attempt. The journal is locked for as long as its process lives.
final class BlockAttempt: Sendable {
    let block: Int
    let folder: String
    let journal: Journal
    private let layout: DatasetLayout
    /// The images of the block that are still to be made.
    private let left: Mutex<Set<Int>>

    /// Begins an attempt.
    init(at place: BlockFolder.Attempt, images: some Sequence<Int>, header: [UInt8], in layout: DatasetLayout) throws {
        (block, folder, self.layout) = (place.block, place.path, layout)
        left = Mutex(Set(images))
        guard mkdir(folder, 0o777) == 0 else { throw DatasetError.system("cannot make the folder", folder) }
        for name in layout.pictureFolders {
            guard mkdir("\(folder)/\(name)", 0o777) == 0 else {
                throw DatasetError.system("cannot make the folder", "\(folder)/\(name)")
            }
        }
        journal = try Journal(attempting: "\(folder)/\(BlockFolder.records)", header: header)
    }

    /// Goes on with an attempt whose process has ended. The files of all its records are checked: those that were put on
    /// the disk must exist with their sizes, the others with their content. A damaged file is removed, and its image is
    /// made again.
    ///
    /// - Returns: nil where another process goes on with it, or it cannot be used.
    static func goOn(
        with place: BlockFolder.Attempt, images: some Sequence<Int>, header: [UInt8], in layout: DatasetLayout
    ) throws -> Adopted? {
        let path = "\(place.path)/\(BlockFolder.records)"
        guard Folder.kind(of: path) == .file, let journal = try Journal(takingOver: path, header: header) else {
            return nil
        }
        for name in layout.pictureFolders { try Folder.make("\(place.path)/\(name)") }
        var adopted = Adopted(attempt: BlockAttempt(place, Set(images), journal, layout))
        for entry in try journal.entries() where adopted.attempt.needs(entry.index) {
            let files = try journal.files(of: entry)
            let isSynced = entry.offset < journal.synced
            if !files.isEmpty,
                files.allSatisfy({ $0.isWhole(in: [place.path, layout.root], by: isSynced ? .size : .content) })
            {
                _ = adopted.attempt.record(entry.index)
                if !isSynced { adopted.unsynced.append((files, entry.offset + entry.length + 1)) }
                continue
            }
            adopted.spoilt.insert(entry.index)
            for root in [place.path, layout.root] {
                for file in files where Folder.kind(of: "\(root)/\(file.name)") == .file {
                    try Folder.removeFile("\(root)/\(file.name)")
                }
            }
        }
        return adopted
    }

    private init(_ place: BlockFolder.Attempt, _ images: Set<Int>, _ journal: Journal, _ layout: DatasetLayout) {
        (block, folder, self.journal, self.layout) = (place.block, place.path, journal, layout)
        left = Mutex(images)
    }

    /// An attempt that was taken over.
    struct Adopted {
        var attempt: BlockAttempt
        /// Images whose files are damaged.
        var spoilt: Set<Int> = []
        /// The files that may not be on the disk yet, and the ends of their records in the journal.
        var unsynced: [(files: [WrittenFile], end: Int)] = []
    }

    func needs(_ image: Int) -> Bool { left.withLock { $0.contains(image) } }

    /// The images that are still to be made, in no order.
    var missing: Set<Int> { left.withLock { $0 } }

    /// Counts an image as made.
    ///
    /// - Returns: whether it was the last one.
    func record(_ image: Int) -> Bool {
        left.withLock { left in
            left.remove(image) != nil && left.isEmpty
        }
    }

    /// Writes a file of an image. Nobody else reads the private folder, so the file needs no other name at first; a file
    /// that a kill has torn has no record, and is written anew.
    ///
    /// - Parameter name: relative to the dataset's folder.
    func write(_ bytes: [UInt8], as name: String) throws -> WrittenFile {
        let path = "\(folder)/\(name)"
        do {
            try OpenFile(path, flags: O_WRONLY | O_CREAT | O_TRUNC, action: "cannot write").write(bytes)
        } catch var error as DatasetError {
            unlink(path)
            // The user does not know the private folder.
            error.path = layout.path(name)
            throw error
        }
        return WrittenFile(name, bytes)
    }

    /// The first line of a block's records: which block it is, and of which run.
    ///
    /// - Parameter run: the first line of the run's journal.
    static func header(of block: Int, run: [UInt8]) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("diorama_block", block)
            writer.member("run", String(Checksum.of(run), radix: 16))
        }
        return writer.drain() + [UInt8(ascii: "\n")]
    }
}
