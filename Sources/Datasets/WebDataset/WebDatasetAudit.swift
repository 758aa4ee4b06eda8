import Findings
import Foundation
import JSON

/// Tar archives of samples, with their lists: `webdataset/train-000000.tar`, `webdataset/train.json`.
///
/// Where they lie beside the dataset that they were made from, each sample is made again from its files and compared,
/// byte for byte.
struct WebDatasetAudit: FormatAudit {
    static let name = "webdataset"

    private let folder: DatasetFolder
    private let archives: [String]
    private let lists: [String]

    init?(root: String) throws {
        folder = DatasetFolder(root: root)
        let names = try folder.names(in: WebDatasetFormat.folder)
        archives = names.filter { $0.hasSuffix(".tar") }
        lists = names.filter { $0.hasSuffix(".json") }
        if archives.isEmpty, lists.isEmpty { return nil }
    }

    var sources: [any DatasetSource] { [] }

    func run(into audit: inout Audit, _ pictures: inout PictureChecks) throws {
        // Faults of the COCO files are reported with these.
        let dataset = try? FinishedDataset(folder.root, isUnfinished: true)
        var known: Set<String> = []
        for list in lists {
            guard let shards = try shards(of: list, into: &audit) else { continue }
            known.formUnion(shards.map(\.name))
            let contents = try contents(of: shards, in: list, into: &audit, pictures.home)
            let subset = dataset?.subsets.first { Self.list(of: $0) == list }
            if let dataset, let subset {
                try compare(contents, with: subset, of: dataset, in: list, into: &audit)
                continue
            }
            audit.count(images: contents.samples.count, annotations: 0)
            if dataset != nil {
                add(.warning, .archive, list, nil, "the dataset has no part of that name", into: &audit)
            }
        }
        if !lists.isEmpty {
            for list in (dataset?.subsets ?? []).map(Self.list) where !lists.contains(list) {
                add(.error, .missingFile, list, nil, "it is missing: no archive holds its part", into: &audit)
            }
        }
        let others = archives.filter { !known.contains($0) }
        if lists.isEmpty {
            let contents = try contents(
                of: others.map { Shard(name: $0, samples: nil) }, in: nil, into: &audit, pictures.home)
            audit.count(images: contents.samples.count, annotations: 0)
        } else {
            for name in others {
                add(.warning, .archive, name, nil, "no list of archives names it", into: &audit)
            }
        }
    }

    private static func list(of subset: FinishedDataset.Subset) -> String {
        "\(WebDatasetFormat.name(of: subset)).json"
    }

    private struct Shard {
        var name: String
        /// The number of samples that the list says.
        var samples: Int?
    }

    /// The archives that a list names; nil where it is no list.
    private func shards(of list: String, into audit: inout Audit) throws -> [Shard]? {
        guard let tree = try folder.tree(of: "\(WebDatasetFormat.folder)/\(list)", into: &audit) else { return nil }
        let shards = tree["shardlist"]?.elements?.compactMap { element in
            element["url"]?.text.map { Shard(name: $0, samples: element["nsamples"]?.integer) }
        }
        if shards == nil { add(.error, .malformed, list, nil, "it has no “shardlist”", into: &audit) }
        return shards
    }

    private func contents(
        of shards: [Shard], in list: String?, into audit: inout Audit, _ home: DatasetHome
    ) throws -> WebDatasetContents {
        var contents = WebDatasetContents()
        for shard in shards {
            let path = folder.path("\(WebDatasetFormat.folder)/\(shard.name)")
            if let problem = home.problem(of: path) {
                add(.warning, .outsideFolder, shard.name, nil, problem, into: &audit)
                continue
            }
            guard archives.contains(shard.name) else {
                add(.error, .missingFile, shard.name, nil, "\(list ?? "") names it, and it is missing", into: &audit)
                continue
            }
            let count = try contents.read(path) { key, problem in
                add(.error, key == nil ? .malformed : .archive, shard.name, key, problem, into: &audit)
            }
            if let list, let said = shard.samples, said != count {
                add(
                    .error, .archive, list, nil,
                    "it says that \(shard.name) has \(said) samples, and there are \(count)",
                    into: &audit)
            }
        }
        return contents
    }

    /// Compares the samples with those that the dataset gives.
    private func compare(
        _ contents: WebDatasetContents, with subset: FinishedDataset.Subset, of dataset: FinishedDataset,
        in list: String,
        into audit: inout Audit
    ) throws {
        var rest = contents
        var samples = WebDatasetSamples(of: dataset)
        var reader: (path: String, reader: TarReader)?
        do {
            try dataset.forEachImage(of: subset, for: nil) { image in
                var unread: Set<String> = []
                let wanted = try samples.next(image) { path in
                    if let bytes = try? OpenFile.bytes(of: path, action: "cannot read") { return bytes }
                    unread.insert(path)
                    return []
                }
                guard let found = rest.remove(wanted.key) else {
                    add(
                        .error, .archive, list, wanted.key,
                        "no archive holds it, the sample of image \(image.image.id)",
                        into: &audit)
                    return
                }
                audit.count(images: 1, annotations: image.instances.count)
                // The audit of the COCO files reports those that cannot be read.
                guard unread.isEmpty else { return }
                if reader?.path != found.archive { reader = (found.archive, try TarReader(found.archive)) }
                let problems = try reader.map { try Self.problems(of: found, wanted, $0.reader) } ?? []
                for problem in problems {
                    add(.error, .archive, found.archive.lastPart, wanted.key, problem, into: &audit)
                }
            }
        } catch let error as DatasetError {
            add(.error, .archive, list, nil, error.reason, into: &audit)
            return
        }
        for (key, sample) in rest.samples.sorted(by: { $0.key < $1.key }) {
            add(
                .error, .archive, sample.archive.lastPart, key, "the dataset has no image of that name", into: &audit)
        }
    }

    private static func problems(
        of found: WebDatasetContents.Sample, _ wanted: WebDatasetSample, _ reader: TarReader
    ) throws -> [String] {
        let kinds = wanted.files.map(\.kind)
        var problems = found.members.keys.filter { !kinds.contains($0) }.sorted().map {
            "the dataset has nothing for its \($0)"
        }
        for (kind, bytes) in wanted.files {
            guard let member = found.members[kind] else {
                problems.append("its \(kind) is missing")
                continue
            }
            if try member.content.count != bytes.count || reader.content(of: member) != bytes {
                problems.append(
                    kind == "json" ? "its labels are not those of the dataset" : "its \(kind) is not the dataset's")
            }
        }
        return problems
    }

    private func add(
        _ severity: Finding.Severity, _ code: Finding.Code, _ name: String, _ key: String?, _ problem: String,
        into audit: inout Audit
    ) {
        audit.add([
            Finding(
                severity, code, file: "\(WebDatasetFormat.folder)/\(name)", subject: key.map { "sample \($0)" }, problem
            )
        ])
    }
}
