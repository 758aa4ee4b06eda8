import Foundation

extension DatasetLayout {
    /// Makes the dataset's folder and leaves it empty, ready for a new dataset.
    ///
    /// A folder that holds anything is refused. With `overwrite`, a dataset of ours in it is removed first: only what a
    /// dataset consists of, by name and place; foreign files and whatever lies behind links stay. A folder that holds
    /// something but no dataset of ours is refused even then.
    package func claim(overwrite: Bool) throws {
        try Folder.make(root)
        let names = try Folder.names(in: root)
        if !names.isEmpty {
            guard overwrite else {
                throw refusal(
                    Self.isDataset(root)
                        ? "it holds a dataset already; choose another folder, or --overwrite to replace it"
                        : "it is not empty (it holds \(names[0])); choose another folder")
            }
            guard Self.isDataset(root) else {
                throw refusal("it holds \(names[0]) and no dataset of ours, so nothing in it is overwritten")
            }
            try removeDataset()
        }
    }

    /// Makes the subfolders. Not before the journal is there, by which the folder is known as ours.
    func makeFolders() throws {
        if splits.isEmpty { try Folder.make(imageFolder(split: nil)) }
        for split in splits { try Folder.make(imageFolder(split: split)) }
        try Folder.make(path(Self.annotations))
        if hasMasks { try Folder.make(path(Self.masks)) }
        for layer in layers { try Folder.make(layerFolder(layer)) }
    }

    private func refusal(_ reason: String) -> DatasetError {
        DatasetError(code: .occupied, action: "cannot write a dataset to", path: root, reason: reason)
    }

    /// Whether a run that was cut off this early has left nothing behind: the folder is missing or empty.
    var isUntouched: Bool {
        get throws {
            guard Folder.kind(of: root) != .missing else { return true }
            return try Folder.names(in: root).isEmpty
        }
    }

    /// Whether a folder holds a dataset of ours, finished or not: a `run.json` or a journal that we have written.
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

    /// Removes the dataset's files and the folders that are empty then.
    ///
    /// `run.json` and the journal go last, so that a dataset whose removal was cut off is still known as one.
    private func removeDataset() throws {
        try removeFormats()
        for folder in [Self.images, Self.masks, Self.layers] {
            try removeNumbered(in: path(folder), depth: folder == Self.masks ? 0 : 1)
        }
        try remove(in: path(Self.annotations)) { $0.hasPrefix("instances") && $0.hasSuffix(".json") }
        try Folder.removeIfEmpty(path(Self.annotations))
        for name in [Self.scenes, Self.statistics, Self.pipeline] { try Folder.removeFile(path(name)) }
        try remove(in: root) { _ in false }
        for name in [Self.journal, Self.run] { try Folder.removeFile(path(name)) }
    }

    /// Removes the files of other formats that `formats.json` names, and then that file.
    private func removeFormats() throws {
        for record in try FormatRecords(of: root).records {
            for place in AnnotationFormats.places(of: record.name) {
                for file in try place.found(in: root, anyStem: false) { try Folder.removeFile(path(file)) }
                for folder in try place.folders(in: root) {
                    try remove(in: path(folder)) { _ in false }
                    try Folder.removeIfEmpty(path(folder))
                }
            }
        }
        try Folder.removeFile(path(Self.formats))
    }

    /// Removes the temporary files that a kill has left where this layout puts files; nothing may be writing to it.
    func removeTemporaries() throws {
        let images: [String?] = splits.isEmpty ? [nil] : splits
        let folders =
            images.map(imageFolder(split:)) + DatasetLayer.allCases.map(layerFolder)
            + [path(Self.annotations), path(Self.masks), root]
        for folder in folders { try remove(in: folder) { _ in false } }
    }

    /// Removes the temporary files that a kill has left where a format puts files; nothing may be writing to it.
    func removeTemporaries(ofFormat name: String) throws {
        let folders = try AnnotationFormats.places(of: name).flatMap { try $0.folders(in: root) }
        for folder in Set(folders.map(path) + [root]).sorted() { try remove(in: folder) { _ in false } }
    }

    /// Removes `000007.jpg` and the like from the folder and from those `depth` levels below it.
    private func removeNumbered(in folder: String, depth: Int) throws {
        guard Folder.kind(of: folder) == .folder else { return }
        if depth > 0 {
            for name in try Folder.names(in: folder) { try removeNumbered(in: "\(folder)/\(name)", depth: depth - 1) }
        }
        try remove(in: folder) { name in
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            return parts.count == 2 && Int(parts[0]).map(Self.number) == String(parts[0])
        }
        try Folder.removeIfEmpty(folder)
    }

    /// Removes the regular files that `isOurs` names, and our temporary ones.
    private func remove(in folder: String, _ isOurs: (String) -> Bool) throws {
        guard Folder.kind(of: folder) == .folder else { return }
        for name in try Folder.names(in: folder) {
            let isTemporary = name.hasPrefix(".") && name.hasSuffix(AtomicFile.temporarySuffix)
            guard isTemporary || isOurs(name), Folder.kind(of: "\(folder)/\(name)") == .file else { continue }
            try Folder.removeFile("\(folder)/\(name)")
        }
    }
}
