import Foundation

/// The folder of a run's blocks, which exists until the dataset is finished.
///
///     .blocks/000012/                          a committed block: its pictures, in the folders of the dataset's layout,
///                                              and their records; it never changes any more
///     .blocks/.000012.OWNER.TOKEN.part/        an attempt at a block, of one process alone
///
/// An attempt becomes a block by one `rename`, which fails where the block exists already: the first one wins, without a
/// lock or a clock.
struct BlockFolder: Sendable {
    let layout: DatasetLayout
    let path: String

    static let name = ".blocks"
    /// The file of a block's records (`Journal`).
    static let records = "records.jsonl"

    init(_ layout: DatasetLayout) {
        self.layout = layout
        path = layout.path(Self.name)
    }

    /// An attempt by its name.
    struct Attempt: Sendable, Hashable {
        var block: Int
        var owner: String
        var path: String
    }

    /// Who may go on with an attempt: a process of the same owner, once the process that began it has ended.
    enum Owner {
        /// A run of the whole dataset. There is one at a time, as it locks the folder.
        static let wholeRun = "run"
        /// The shards on this machine since it was started; the locks of files show which of them are alive.
        static let thisMachine: String = {
            let boot = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
            return String((boot ?? ProcessInfo.processInfo.hostName).filter { $0.isLetter || $0.isNumber }.prefix(12))
        }()
    }

    func path(of block: Int) -> String { "\(path)/\(DatasetLayout.number(block))" }

    /// A new private folder's path.
    func attempt(at block: Int, owner: String) -> Attempt {
        let token = String(UInt64.random(in: .min ... .max), radix: 36)
        return Attempt(
            block: block, owner: owner, path: "\(path)/.\(DatasetLayout.number(block)).\(owner).\(token).part")
    }

    /// Makes the folder, where it is missing.
    func make() throws {
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
            throw DatasetError.system("cannot make the folder", path)
        }
        try Folder.synchronize(layout.root)
    }

    func isCommitted(_ block: Int) -> Bool { Folder.kind(of: "\(path(of: block))/\(Self.records)") == .file }

    /// The committed blocks, and the attempts at blocks.
    func contents() throws -> (committed: Set<Int>, attempts: [Attempt]) {
        guard Folder.kind(of: path) == .folder else { return ([], []) }
        var (committed, attempts): (Set<Int>, [Attempt]) = ([], [])
        for name in try Folder.names(in: path) {
            if let block = Int(name), DatasetLayout.number(block) == name {
                committed.insert(block)
                continue
            }
            let parts = name.split(separator: ".")
            guard AtomicFile.isTemporary(name), parts.count == 4, let block = Int(parts[0]) else { continue }
            attempts.append(Attempt(block: block, owner: String(parts[1]), path: "\(path)/\(name)"))
        }
        return (committed, attempts)
    }

    /// Removes the folder with all blocks and attempts in it. A process that still writes to an attempt notices it.
    func remove() throws { try Folder.removeTree(path) }
}
