import Foundation

extension DatasetLayout {
    /// The old files in the folder of a new dataset.
    struct Claim: Sendable {
        /// The datasets that are replaced; empty where there are none.
        var old: [DatasetFiles] = []
        /// The other files, which stay, relative to the folder.
        var kept: [String] = []
    }

    /// Checks whether a new dataset may be written to the folder, which has to exist. Changes nothing.
    ///
    /// A folder that holds anything is refused, except for files that a kill has left of a run that had not begun. With
    /// `overwrite`, a dataset of ours may be replaced: the files that its run's record names. A folder that holds other
    /// things and no dataset of ours is refused even then, and so is one with files of others where the new dataset
    /// would put its own.
    func claim(overwrite: Bool, for run: RunDescription) throws -> Claim {
        let names = try Folder.names(in: root).filter { !Self.isOfNoWeight($0) }
        guard let first = names.first else { return Claim() }
        guard Self.isDataset(root) else { throw foreign(first, overwrite: overwrite) }
        guard overwrite else {
            throw refusal(
                isFinished
                    ? "it holds a finished dataset; give --overwrite to replace it, or choose another folder"
                    : "it holds a run that was cut off; give --resume to go on with it, --overwrite to replace it, or "
                        + "choose another folder")
        }
        let (old, new) = (try DatasetFiles.recorded(in: root), DatasetFiles(self, run))
        let kept = try Folder.contents(of: root).filter { path in
            path != Self.journal && !Self.isOfNoWeight(path) && !old.contains { $0.holds(path) }
        }
        if let path = kept.first(where: new.holds) {
            throw refusal(
                "\(path) does not belong to the dataset in it, and the new dataset would overwrite it; move it away")
        }
        try checkFolders()
        return Claim(old: old, kept: kept)
    }

    /// Removes the files of datasets, and the folders that are then empty; the journal stays. They are gone from the disk
    /// when this returns.
    func remove(_ old: [DatasetFiles]) throws {
        guard !old.isEmpty else { return }
        var emptied: Set<String> = []
        try BlockFolder(self).remove()
        // The files that mark a dataset as complete go first: a run writes them last.
        let marks = [Self.statistics, Self.formats]
        let paths = try Folder.contents(of: root).filter { path in
            path != Self.journal && old.contains { $0.holds(path) }
        }
        for path in marks.filter(paths.contains) + paths.filter({ !marks.contains($0) }) {
            try Folder.removeFile(self.path(path))
            emptied.formUnion(Folder.parents(of: path))
        }
        for files in old {
            var layout = self
            (layout.splits, layout.hasMasks, layout.layers) = (files.splits, files.hasMasks, files.layers)
            emptied.formUnion(layout.folders)
        }
        try Folder.removeEmpty(emptied, in: self)
        for folder in emptied.map(path) + [root] where Folder.kind(of: folder) == .folder {
            try Folder.synchronize(folder)
        }
    }

    /// Makes the subfolders. This must follow the journal, which marks the folder as ours.
    func makeFolders() throws {
        try checkFolders()
        for folder in folders { try Folder.make(path(folder)) }
    }

    /// Refuses a link in place of a folder: writing or removing files through it would hit somebody else's files.
    private func checkFolders() throws {
        for folder in folders where Folder.kind(of: path(folder)) == .link {
            throw refusal("\(folder) in it is a link to another place, where nothing is written; remove the link")
        }
    }

    /// Refuses a folder that holds other things, and no dataset of ours, finished or not. Changes nothing.
    package func requireOwn() throws {
        guard Folder.kind(of: root) != .missing, !Self.isDataset(root),
            let first = try Folder.names(in: root).first(where: { !Self.isOfNoWeight($0) })
        else { return }
        throw foreign(first, overwrite: false)
    }

    private func foreign(_ name: String, overwrite: Bool) -> DatasetError {
        refusal(
            overwrite
                ? "it holds \(name) and no dataset of ours, so nothing in it is overwritten"
                : "it is not empty (it holds \(name)); choose another folder")
    }

    private func refusal(_ reason: String) -> DatasetError {
        DatasetError(code: .occupied, action: "cannot write a dataset to", path: root, reason: reason)
    }

    /// Whether a run that was cut off this early has left nothing behind: the folder is missing or empty.
    var isUntouched: Bool {
        get throws {
            guard Folder.kind(of: root) != .missing else { return true }
            return try Folder.names(in: root).allSatisfy(Self.isOfNoWeight)
        }
    }

    /// Whether the name is the beginning of a journal, or a lock.
    private static func isOfNoWeight(_ name: String) -> Bool {
        name == FolderLock.fileName || (AtomicFile.isTemporary(name) && name.hasPrefix(".\(journal)."))
    }

    /// Whether only the formats of a dataset are still to be written.
    var isFinished: Bool {
        Folder.kind(of: path(Self.journal)) == .missing && Folder.kind(of: path(Self.statistics)) == .file
    }

    /// Whether a folder holds a dataset of ours, finished or not: a `run.json` or a journal that diorama wrote.
    package static func isDataset(_ root: String) -> Bool {
        let layout = DatasetLayout(root: root)
        return [(Self.run, RunDescription.marker), (Self.journal, Journal.marker)].contains { name, marker in
            guard
                let file = try? OpenFile(layout.path(name), flags: O_RDONLY, action: "cannot read"),
                let start = try? file.read(count: 256, at: 0)
            else { return false }
            return start.filter { $0 > 0x20 }.starts(with: marker.utf8)
        }
    }

    /// Removes the temporary files that a kill has left where this layout puts files; nothing may be writing to it.
    func removeTemporaries() throws {
        for folder in folders.map(path) + [root] { try Self.removeTemporaries(in: folder) }
    }

    /// Removes the temporary files that a kill has left where a format puts files; nothing may be writing to it.
    func removeTemporaries(ofFormat name: String) throws {
        let folders = try AnnotationFormats.places(of: name).flatMap { try $0.folders(in: root) }
        for folder in Set(folders.map(path) + [root]).sorted() { try Self.removeTemporaries(in: folder) }
    }

    /// Removes the temporary files of the list of formats that a kill has left; nothing may be writing it.
    func removeTemporariesOfFormatList() throws {
        try Self.removeTemporaries(in: root) { $0.hasPrefix(".\(Self.formats).") }
    }

    private static func removeTemporaries(in folder: String, where isOf: (String) -> Bool = { _ in true }) throws {
        guard Folder.kind(of: folder) == .folder else { return }
        for name in try Folder.names(in: folder) where AtomicFile.isTemporary(name) && isOf(name) {
            guard Folder.kind(of: "\(folder)/\(name)") == .file else { continue }
            try Folder.removeFile("\(folder)/\(name)")
        }
    }
}
