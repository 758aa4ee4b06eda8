import Cards
import Datasets
import Diorama
import Findings
import Foundation
import Pictures
import Pipelines
import Scenes

extension Subject {
    /// Tells what was named: a dataset or a pipeline, or any number of photos, folders of photos and catalogues. Where
    /// nothing was named, it is what lies in the current folder.
    ///
    /// - Throws: `JobError.usage` for what is nothing of these, `DatasetError` for a dataset that cannot be read.
    init(named inputs: [String]) throws {
        guard inputs.count > 1 else {
            self = try Self.of(inputs.first ?? ".")
            return
        }
        for input in inputs where try Self.isAlone(input) {
            throw JobError.usage("\(input): a dataset or a pipeline is shown alone; name nothing beside it")
        }
        self = try Self.photos(inputs)
    }

    private static func of(_ input: String) throws -> Subject {
        let exists = FileManager.default.fileExists(atPath: input)
        if !exists, input.contains(":") { return try dataset(input, named: input) }
        if !exists, ShippedFiles.isBare(input) { return .pipeline(try Pipeline.path(of: input), isShipped: true) }
        guard exists else { throw JobError.usage("\(input): there is no such file or folder") }
        if LabelFile(input) != nil { return try dataset(input, named: input) }
        if DatasetReport.isFolder(input) { return try folder(input) }
        if isYAML(input) { return try isCatalogue(input) ? photos([input]) : .pipeline(input, isShipped: false) }
        return try photos([input])
    }

    /// A dataset in a folder, or else the photos in it.
    private static func folder(_ path: String) throws -> Subject {
        do {
            return try dataset(path, named: path)
        } catch {
            // What is meant as a dataset is not shown without its labels in silence: one of a run that goes on or was cut
            // off, and one whose files of labels have mistakes.
            let layout = DatasetLayout(root: path)
            if FileManager.default.fileExists(atPath: layout.path(DatasetLayout.journal)) { throw error }
            for file in labelFiles(in: path) { _ = try dataset(file, named: file) }
            do { return try photos([path]) } catch let other {
                let words = (other as? any ReportableError)?.findings.map(\.problem).joined(separator: "; ")
                throw JobError.usage(
                    "\(path): no dataset and no photos. As a dataset: \(error). As photos: \(words ?? "\(other)")")
            }
        }
    }

    /// The files of a folder that only a dataset has.
    private static func labelFiles(in folder: String) -> [String] {
        let inner = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/annotations")) ?? []
        let files =
            inner.filter { $0.hasSuffix(".json") }.sorted().map { "annotations/" + $0 } + ["data.yaml", "data.yml"]
        return files.map { "\(folder)/\($0)" }.filter { LabelFile($0) != nil }
    }

    private static func dataset(_ text: String, named name: String) throws -> Subject {
        let opened = try NamedDataset.recognise(text, from: "DATASET")
        return .gallery(
            Gallery(
                name: name, dataset: opened.dataset,
                places: NamedPlaces(folders: try opened.source.ownFolders, allowsOutside: opened.source.outside),
                isDataset: true, root: isOurs(text) ? text : nil, home: home(of: text, try opened.source.ownFolders)))
    }

    private static func photos(_ inputs: [String]) throws -> Subject {
        for input in inputs where !DatasetReport.isFolder(input) && !isYAML(input) {
            do throws(PictureError) { _ = try PhotoFile.probe(input) } catch {
                var plain = error
                plain.file = nil
                throw JobError.usage(
                    "\(input): it is no dataset, pipeline or catalogue of photos that diorama reads; as a photo: \(plain)"
                )
            }
        }
        let listed = try PhotoLibrary.listed(inputs)
        guard !listed.isEmpty else { throw JobError.usage("\(inputs.joined(separator: ", ")): there are no photos") }
        let folders = inputs.filter(DatasetReport.isFolder)
        let name = inputs.count == 1 ? inputs[0] : "\(listed.count.counting("photo"))"
        return .gallery(
            Gallery(
                name: name, dataset: LoosePhotos(listed.map(\.path), named: name),
                places: NamedPlaces(
                    folders: folders,
                    files: inputs.filter { !DatasetReport.isFolder($0) } + listed.filter(\.isCatalogued).map(\.path)),
                isDataset: false, root: nil, home: inputs.count == 1 ? home(of: inputs[0], []) : nil,
                catalogue: inputs.count == 1 && isYAML(inputs[0]) ? inputs[0] : nil))
    }

    /// The folder that an input stands for, and the file of its marks: in a folder that was named, else beside a file.
    private static func home(of input: String, _ own: [String]) -> (folder: String, marks: String)? {
        if !FileManager.default.fileExists(atPath: input) {
            return own.first.map { ($0, $0 + "/" + MarkBook.fileName) }
        }
        if DatasetReport.isFolder(input) {
            let folder = input.count > 1 && input.hasSuffix("/") ? String(input.dropLast()) : input
            return (folder, folder + "/" + MarkBook.fileName)
        }
        let slash = input.lastIndex(of: "/")
        let folder = slash.map { String(input[..<$0]) } ?? "."
        let name = slash.map { String(input[input.index(after: $0)...]) } ?? input
        return (folder, "\(folder)/\(name).\(MarkBook.fileName)")
    }

    /// Whether an input is a dataset or a pipeline, which cannot be shown beside others.
    private static func isAlone(_ input: String) throws -> Bool {
        if LabelFile(input) != nil { return true }
        if DatasetReport.isFolder(input) { return (try? DatasetSources.open(input)) != nil }
        return try isYAML(input) && FileManager.default.fileExists(atPath: input) && !isCatalogue(input)
    }

    private static func isYAML(_ path: String) -> Bool {
        [".yaml", ".yml"].contains { path.lowercased().hasSuffix($0) }
    }

    /// Whether a YAML file lists photos. Any other is read as a pipeline, whose mistakes are reported as such.
    private static func isCatalogue(_ path: String) throws(InvalidFile) -> Bool {
        let source = try Source(path: path)
        let keys = (try? Node(parsing: source))?.pairs?.map(\.key) ?? []
        return !keys.contains("diorama") && (keys.contains("photos") || keys.contains("panoramas"))
    }

    /// Whether a run of ours has made the dataset in a folder.
    private static func isOurs(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: DatasetLayout(root: path).path(DatasetLayout.run))
    }
}
