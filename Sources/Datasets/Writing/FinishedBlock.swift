import Foundation

/// A committed block: its records, and its pictures on their way to their places in the dataset.
struct FinishedBlock {
    let block: Int
    let journal: Journal
    /// The records in the order of the images.
    let entries: [Journal.Entry]
    private let folder: BlockFolder

    /// - Parameter header: the first line of its records.
    /// - Throws: `DatasetError` where it is no block of this run, or cannot be read.
    init(_ block: Int, in folder: BlockFolder, header: [UInt8]) throws {
        (self.block, self.folder) = (block, folder)
        journal = try Journal(reading: "\(folder.path(of: block))/\(BlockFolder.records)", header: header)
        entries = try journal.entries()
    }

    /// Whether a block has a record of each image, and all files that the records name, with their sizes; nil where its
    /// records are gone or damaged.
    static func isWhole(
        _ block: Int, _ images: ArraySlice<Int>, in folder: BlockFolder, header: [UInt8]
    ) throws -> Bool? {
        guard folder.isCommitted(block) else { return nil }
        do {
            return try FinishedBlock(block, in: folder, header: header).isWhole(images)
        } catch let error as DatasetError where error.code == .malformed {
            return nil
        }
    }

    /// They were put on the disk before the block was committed.
    private func isWhole(_ images: ArraySlice<Int>) throws -> Bool {
        guard entries.map(\.index) == Array(images) else { return false }
        let roots = [folder.path(of: block), folder.layout.root]
        return try entries.allSatisfy { entry in
            let files = try journal.files(of: entry)
            return !files.isEmpty && files.allSatisfy { $0.isWhole(in: roots, by: .size) }
        }
    }

    /// Moves its files to their places in the dataset. Those that are there already stay, so that a call that was
    /// interrupted can be repeated.
    ///
    /// - Parameter body: gets each of them.
    func place(_ body: (WrittenFile) throws -> Void = { _ in }) throws {
        let own = folder.path(of: block)
        for entry in entries {
            for file in try journal.files(of: entry) {
                try body(file)
                let place = folder.layout.path(file.name)
                guard rename("\(own)/\(file.name)", place) != 0 else { continue }
                guard errno == ENOENT, Folder.kind(of: place) == .file else {
                    throw DatasetError.system("cannot write", place)
                }
            }
        }
    }
}
