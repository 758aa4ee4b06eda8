import JSON

/// The files that belong to a dataset, by their names: those that its run's record names.
///
/// Any other file in its folder belongs to somebody else, and is neither removed nor overwritten.
struct DatasetFiles: Hashable, Sendable {
    var numbers: ImageNumbers
    var numbering = ImageNumbering()
    var splits: [String]
    var imageExtensions: [String]
    var hasMasks: Bool
    var layers: [DatasetLayer]
    /// The names of the other formats that were written.
    var formats: [String] = []

    /// The files that a run writes.
    init(_ layout: DatasetLayout, _ run: RunDescription) {
        (numbers, numbering) = (run.numbers, run.numbering)
        splits = layout.splits
        imageExtensions = [layout.imageExtension]
        hasMasks = layout.hasMasks
        layers = layout.layers
    }

    private static let files = [
        DatasetLayout.scenes, DatasetLayout.pipeline, DatasetLayout.run, DatasetLayout.statistics,
        DatasetLayout.report, DatasetLayout.journal, DatasetLayout.formats, DatasetLayout.checksums,
    ]
    private static let folders = [
        DatasetLayout.images, DatasetLayout.masks, DatasetLayout.layers, DatasetLayout.annotations,
    ]

    /// Whether a path relative to the dataset's folder is one of its own files.
    func holds(_ path: String) -> Bool {
        if Self.files.contains(path) || path.hasPrefix(BlockFolder.name + "/") { return true }
        let folder = path.parent
        let name = folder.isEmpty ? path : String(path.dropFirst(folder.count + 1))
        if AtomicFile.isTemporary(name) { return isOwn(folder: folder) }
        let splits = [nil] + splits.map(Optional.some)
        if splits.contains(where: { DatasetLayout.annotationsName(split: $0) == path }) { return true }
        if splits.contains(where: { DatasetLayout.imageFolderName(split: $0) == folder }) {
            if isNumbered(name, imageExtensions) { return true }
        }
        if hasMasks, folder == DatasetLayout.masks, isNumbered(name, ["png"]) { return true }
        if layers.contains(where: { $0.folderName == folder && isNumbered(name, [$0.fileExtension]) }) { return true }
        return places.contains { $0.holds(path, isStem: isStem) }
    }

    private var places: [FilePlace] { formats.flatMap(AnnotationFormats.places) }

    /// Whether files are written there under temporary names.
    private func isOwn(folder: String) -> Bool {
        let first = folder.split(separator: "/").first.map(String.init)
        return first.map(Self.folders.contains) ?? true || places.contains { $0.lies(in: folder) }
    }

    private func isNumbered(_ name: String, _ extensions: [String]) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, extensions.contains(parts[1]) else { return false }
        return numbering.image(named: parts[0]).map(numbers.contains) ?? false
    }

    /// Formats number images, groups of images and their instances; no number is beyond the last image's.
    private func isStem(_ stem: String) -> Bool {
        if let number = numbering.image(named: stem), numbers.contains(number) { return true }
        let parts = stem.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
        return parts.allSatisfy { part in Int(part).map(DatasetLayout.number) == part }
            && Int(parts[0]).map { $0 <= numbers.last } ?? false
    }
}

// MARK: - The records of a folder

extension DatasetFiles {
    /// The files of the dataset in a folder, finished or not; several where one was being replaced by another.
    static func recorded(in root: String) throws -> [DatasetFiles] {
        let layout = DatasetLayout(root: root)
        let formats = (try? FormatRecords(of: root).records.map(\.name)) ?? []
        var all = try Journal.Preamble(of: layout.path(DatasetLayout.journal))?.files ?? []
        if all.isEmpty, let finished = try finished(in: layout) { all = [finished] }
        for index in all.indices { all[index].formats = Set(all[index].formats + formats).sorted() }
        return all
    }

    /// The files of a finished dataset, by `run.json`, `stats.json` and the first image of its COCO files.
    private static func finished(in layout: DatasetLayout) throws -> DatasetFiles? {
        func tree(_ name: String) -> JSONTree? {
            try? JSONTree(OpenFile.bytes(of: layout.path(name), action: "cannot read"))
        }
        guard let run = tree(DatasetLayout.run), var files = DatasetFiles(run: run) else { return nil }
        let names = tree(DatasetLayout.statistics)?["splits"]?.elements?.compactMap { $0["name"]?.text }
        files.splits =
            names
            ?? ["train", "val", "test"].filter {
                Folder.kind(of: layout.annotationsPath(split: $0)) == .file
            }
        let subsets = files.splits.isEmpty ? [nil] : files.splits.map(Optional.some)
        for split in subsets {
            guard let index = try? COCOIndex(layout.annotationsPath(split: split)), index.imageCount > 0,
                let image = try? index.readImage(0).image, let dot = image.fileName.lastIndex(of: ".")
            else { continue }
            files.imageExtensions = [String(image.fileName[image.fileName.index(after: dot)...])]
            files.hasMasks = image.instanceMap != nil
            break
        }
        return files
    }

    /// The files by a run's description, with every ending that a picture may have.
    fileprivate init?(run: JSONTree) {
        guard let images = run["images"]?.integer else { return nil }
        let numbering = ImageNumbering(run)
        self.numbering = numbering
        numbers =
            run["only"]?.text.flatMap(ImageNumbers.init(_:)).map(numbering.images(ofScenes:))
            ?? ImageNumbers(below: images)
        splits = []
        imageExtensions = ["jpg", "png", "webp"]
        hasMasks = true
        layers = (run["layers"]?.elements ?? []).compactMap { $0.text.flatMap(DatasetLayer.init) }
    }

    /// The files by the first line of a run's journal.
    init?(journal header: JSONTree) {
        guard let run = header["run"] else { return nil }
        self.init(run: run)
        splits = (header["splits"]?.elements ?? []).compactMap(\.text)
        if let ending = header["images"]?.text { imageExtensions = [ending] }
        if case .boolean(let hasMasks)? = header["masks"] { self.hasMasks = hasMasks }
    }
}

extension DatasetFiles: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("numbers", numbers.description)
            numbering.encodeMembers(to: &writer)
            writer.member("splits", splits)
            writer.member("images", imageExtensions)
            writer.member("masks", hasMasks)
            writer.member("layers", layers.map(\.rawValue))
            writer.member("formats", formats)
        }
    }

    init?(_ tree: JSONTree) {
        func texts(_ name: String) -> [String] { (tree[name]?.elements ?? []).compactMap(\.text) }
        guard let numbers = tree["numbers"]?.text.flatMap(ImageNumbers.init(_:)) else { return nil }
        self.numbers = numbers
        numbering = ImageNumbering(tree)
        splits = texts("splits")
        imageExtensions = texts("images")
        if case .boolean(true)? = tree["masks"] { hasMasks = true } else { hasMasks = false }
        layers = texts("layers").compactMap(DatasetLayer.init)
        formats = texts("formats")
    }
}
