/// A dataset, and the kind that it was read as.
package struct OpenedDataset: Sendable {
    package let source: any DatasetSource
    package let dataset: any LabelledDataset

    package init(_ source: any DatasetSource) throws {
        (self.source, dataset) = (source, try source.open())
    }
}

extension DatasetSources {
    /// Opens a dataset by its path alone: a folder, a COCO file, a YOLO dataset's `data.yaml`, or an XML file.
    ///
    /// A folder is tried as each kind of dataset in the order of `all`. The first that finds photos is taken.
    ///
    /// - Throws: `DatasetError` where it is no dataset of a kind that can be told.
    package static func open(_ path: String) throws -> any LabelledDataset { try recognise(path).dataset }

    /// Opens a dataset in the same way, and says what it was read as.
    package static func recognise(_ path: String) throws -> OpenedDataset {
        guard Folder.kind(of: path) != .missing else {
            throw DatasetError(code: .system, action: "cannot read", path: path, reason: "No such file or directory")
        }
        switch LabelFile(path) {
        case .json?: return try open(COCOSource.self, path)
        case .yolo?: return try open(YOLOSource.self, path)
        case .xml(let folder)?: return try recognise(folder, named: path)
        case nil: return try recognise(path, named: path)
        }
    }

    private static func recognise(_ folder: String, named path: String) throws -> OpenedDataset {
        if let unfinished = DatasetLayout(root: folder).unfinished {
            throw failure(path, "\(unfinished.words); \(unfinished.remedy)")
        }
        var damage: DatasetError?
        for kind in all where Folder.isFolder(folder) {
            do {
                let opened = try open(kind, folder)
                if !opened.dataset.photos.isEmpty { return opened }
            } catch let error as DatasetError where error.code == .malformed && Folder.kind(of: error.path) == .file {
                damage = damage ?? error
            } catch {
                // A folder of another kind cannot be opened as this one.
            }
        }
        if let damage { throw damage }
        throw failure(
            path,
            "its kind cannot be told; name it, as for “diorama convert --from”: 'voc: folder', "
                + "'masks: {images: photos, masks: masks}'")
    }

    private static func open(_ kind: any DatasetSource.Type, _ path: String) throws -> OpenedDataset {
        guard var source = kind.inFolder(path) else { throw failure(path, "a folder does not name such a dataset") }
        source.readAllParts()
        return try OpenedDataset(source)
    }

    private static func failure(_ path: String, _ reason: String) -> DatasetError {
        DatasetError(code: .malformed, action: "cannot read", path: path, reason: reason)
    }
}
