package import Findings
import Foundation
import JSON
import Pictures
import Pipelines

/// Makes a dataset of ours from one of another kind: its photos, and its labels as COCO files.
///
///     images/…                      the photos, byte for byte, or links to them; with splits images/train/…
///     annotations/instances.json    with splits instances_train.json and so on
///
/// Photos keep their names, with the folders below the deepest one that holds all photos of their split. Labels stay as
/// they are, except that faulty ones are corrected or left out, and reported (`LabelledDataset.checkedLabels`). COCO's
/// own ids are kept; labels of other kinds are numbered from 1. Memory holds a line for each photo and the labels of
/// one.
///
/// An import that was cut off is recognised by its journal, and begins again. `finish` removes the journal: until then
/// the dataset is not finished.
package struct DatasetImport {
    private let dataset: any LabelledDataset
    let root: String
    private let linksPhotos: Bool
    /// The name by which an import recognises the same dataset when it begins again.
    private let name: String
    /// Whether a format cannot hold two photos whose names differ in their extensions alone.
    private let goesByStem: Bool

    package struct Counts: Hashable, Sendable {
        package var images = 0
        package var annotations = 0
        /// The number of labels that the dataset has and that cannot be used.
        package var lost = 0
    }

    /// - Parameters:
    ///   - name: names the dataset, the same when the import is begun again.
    ///   - root: a folder that is empty, or that holds the files that this import left when it was cut off.
    ///   - linksPhotos: whether the photos are linked to instead of copied.
    ///   - formats: the formats that are to be made of it.
    package init(
        _ dataset: any LabelledDataset, named name: String, to root: String, linksPhotos: Bool,
        formats: [any DerivedFormat]
    ) {
        (self.dataset, self.name, self.root, self.linksPhotos) = (dataset, name, root, linksPhotos)
        goesByStem = formats.contains { type(of: $0).goesByStem }
    }

    /// A photo that can be used, and its size.
    private struct Entry {
        let place: Int
        /// The name below the folder of its split.
        let name: String
        let frame: PhotoFrame
        /// The path as the process opens it.
        let path: String
    }

    /// - Parameters:
    ///   - lock: the lock of the folder.
    ///   - report: receives the faults of the dataset; may throw to stop.
    /// - Throws: `DatasetError` when the folder holds something or cannot be written, and when the dataset yields
    ///   nothing: no photo, or no label although it has some.
    package func run(holding lock: FolderLock, report: (Finding) throws -> Void) throws -> Counts {
        let photos = dataset.photos
        let sides = OwnSplits(photos.map(\.split))
        let splits = sides.names
        let repeated = sides.repeated(photos.map { ($0.path, $0.split) })
        func places(of split: String?) -> [Int] {
            photos.indices.filter { sides.side(of: photos[$0].split) == split && repeated[$0] == nil }
        }
        let layout = DatasetLayout(root: root, splits: splits, hasMasks: false)
        let journal = try ImportJournal(in: layout, from: name, linksPhotos: linksPhotos)
        let parts = splits.isEmpty ? [nil] : splits.map(Optional.some)
        for split in parts {
            let folder = DatasetLayout.imageFolderName(split: split)
            let names = named(places(of: split)).map(\.name)
            try journal.add(names.map { "\(folder)/\($0)" })
            guard goesByStem else { continue }
            var stems = SharedStem()
            for name in names { try stems.add(name, of: dataset.name) }
        }
        try journal.begin()
        try layout.makeFolders()
        try layout.removeTemporaries()
        var unsynced = UnsyncedFiles(in: root)
        for oddity in dataset.oddities { try report(oddity) }
        for (place, kept) in repeated.sorted(by: { $0.key < $1.key }) {
            try report(
                Finding(
                    .warning, .repeatedImage, file: photos[place].path,
                    "it is listed for \(photos[place].split ?? OwnSplits.usual) and for \(kept), and stays in \(kept)"))
        }
        if sides.unassigned > 0 {
            try report(
                Finding(
                    .warning, .splits, file: dataset.name,
                    "\(sides.unassigned) of its \(photos.count) photos are of no split and go to \(OwnSplits.usual)"))
        }

        let header = DatasetHeader(
            info: dataset.info ?? COCO.Info(description: "Converted by diorama"), licenses: dataset.licenses,
            categories: dataset.categories, extra: dataset.extra)
        var counts = Counts()
        for split in parts {
            let entries = try place(places(of: split), of: split, report)
            var file = try AnnotationFile(layout.annotationsPath(split: split), header: header)
            // In the file, images stand before annotations, so the labels are read twice.
            var used: [Entry] = []
            for entry in entries {
                let labels: DatasetLabels
                do { labels = try self.labels(of: entry) } catch let error as DatasetError
                    where error.code == .malformed
                {
                    counts.lost += 1
                    try report(Finding(.warning, .leftOut, file: error.path, "\(error.reason); the photo is left out"))
                    continue
                }
                for oddity in labels.oddities { try report(oddity) }
                counts.lost += labels.lost + labels.leftOut
                try put(entry.path, at: "\(layout.imageFolder(split: split))/\(entry.name)", &unsynced)
                used.append(entry)
                var image = labels.image
                (image.id, image.fileName) = (photos[entry.place].id, entry.name)
                image.instanceMap = nil
                try file.add(image: image.json())
                counts.images += 1
            }
            file.beginAnnotations()
            for entry in used {
                for var annotation in try labels(of: entry).annotations {
                    counts.annotations += 1
                    if dataset.numbersLabelsByPhoto { annotation.id = counts.annotations }
                    (annotation.imageID, annotation.instance) = (photos[entry.place].id, nil)
                    try file.add(annotation: annotation)
                }
            }
            try file.commit()
        }
        try unsynced.synchronize()
        try checkYield(counts, layout)
        return counts
    }

    /// Marks the dataset as finished: nothing more will be written.
    package func finish() throws {
        try Folder.removeFile(DatasetLayout(root: root).path(DatasetLayout.journal))
        try Folder.synchronize(root)
    }

    /// Throws when the dataset yielded nothing.
    private func checkYield(_ counts: Counts, _ layout: DatasetLayout) throws {
        func failure(_ reason: String) -> DatasetError {
            DatasetError(code: .malformed, action: "cannot convert", path: dataset.name, reason: reason)
        }
        guard counts.images > 0 else {
            // The folder was empty before, and is empty again.
            for folder in [DatasetLayout.annotations, DatasetLayout.images] {
                try? FileManager.default.removeItem(atPath: layout.path(folder))
            }
            try finish()
            switch dataset.photos.count {
            case 0: throw failure("no photo of it can be used")
            case 1: throw failure("its only photo cannot be used")
            case let count: throw failure("none of its \(count) photos can be used")
            }
        }
        let labels = max(dataset.labelCount ?? 0, counts.lost)
        if counts.annotations == 0, labels > 0 {
            throw failure("none of its labels can be used, although it has some")
        }
    }

    private func labels(of entry: Entry) throws -> DatasetLabels {
        try dataset.checkedLabels(ofPhoto: entry.place, in: entry.frame)
    }

    // MARK: - Photos

    /// The photos of a split and their places. Photos that cannot be read are reported and left out.
    private func place(
        _ places: [Int], of split: String?, _ report: (Finding) throws -> Void
    ) throws -> [Entry] {
        var (entries, names): ([Entry], Set<String>) = ([], [])
        for (place, path, name) in named(places) {
            let photo = dataset.photos[place]
            let info: PhotoFile.Info
            do throws(PictureError) { info = try PhotoFile.probe(path) } catch {
                var plain = error
                plain.file = nil
                try report(Finding(.warning, .leftOut, file: photo.path, "\(plain); the photo is left out"))
                continue
            }
            do { _ = try photo.fit(info.frame) } catch let misfit as Finding {
                try report(misfit)
                continue
            }
            guard names.insert(name).inserted else {
                try report(
                    Finding(
                        .warning, .repeatedImage, file: photo.path, "the photo is listed twice; the second is left out")
                )
                continue
            }
            entries.append(Entry(place: place, name: name, frame: info.frame, path: path))
        }
        return entries
    }

    /// The photos of a split with their paths, and their names below the deepest folder that holds all of them.
    private func named(_ places: [Int]) -> [(place: Int, path: String, name: String)] {
        let paths = places.map { URL(fileURLWithPath: dataset.photos[$0].path).standardizedFileURL.path }
        let common = Self.commonFolder(of: paths)
        return zip(places, paths).map { ($0, $1, String($1.dropFirst(common.count))) }
    }

    private func put(_ photo: String, at path: String, _ unsynced: inout UnsyncedFiles) throws {
        try Folder.make(URL(fileURLWithPath: path).deletingLastPathComponent().path)
        if linksPhotos {
            guard symlink(photo, path) == 0 else { throw DatasetError.system("cannot make the link", path) }
            unsynced.add(nameOf: path)
            return
        }
        guard Folder.kind(of: path) == .missing else { throw LabelOutput.inTheWay(path) }
        let (source, copy) = (try OpenFile(photo, flags: O_RDONLY, action: "cannot read"), try AtomicFile(path))
        var offset = 0
        while true {
            let part = try source.read(count: 1 << 20, at: offset)
            if part.isEmpty { break }
            try copy.write(part)
            offset += part.count
        }
        try copy.commit()
        unsynced.add(path, bytes: offset)
        if unsynced.isFull {
            try unsynced.synchronize()
            unsynced = UnsyncedFiles(in: root)
        }
    }

    /// The deepest folder that holds all files, with its slash; the paths are absolute.
    private static func commonFolder(of paths: [String]) -> String {
        guard var common = paths.first.map({ $0[...($0.lastIndex(of: "/") ?? $0.startIndex)] }) else { return "" }
        for path in paths {
            while !path.hasPrefix(common) {
                common = common[...(common.dropLast().lastIndex(of: "/") ?? common.startIndex)]
            }
        }
        return String(common)
    }
}
