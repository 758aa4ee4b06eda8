package import Cards
import Foundation
import JSON
import Pipelines

/// The whole dataset as tar archives for WebDataset (https://github.com/webdataset/webdataset), in a folder
/// `webdataset/`: images, labels, instance maps and layers.
///
///     webdataset/data-000000.tar    with a split: train-000000.tar, val-000000.tar; see `WebDatasetSample`
///     webdataset/data.json          the archives and their numbers of samples, as `wids` reads them; with a split: train.json
package struct WebDatasetFormat: DerivedFormat {
    package var shard = ByteCount(1_000_000_000)

    package init() {}

    package static let card = Card<WebDatasetFormat>(
        "webdataset",
        "WebDataset, in webdataset/: tar archives of images, labels (JSON), instance maps and layers, for trainers that read in one go.",
        .field(
            "shard", \.shard, .bytes(atLeast: Pipeline.Output.leastShard),
            "The most that an archive holds; a sample larger than that has one to itself.")
    )

    package static let places: [FilePlace] = ["webdataset/*.tar", "webdataset/*.json"]

    package func write(_ dataset: FinishedDataset, to output: LabelOutput) throws {
        for place in Self.places { try output.removeFiles(at: place) }
        for subset in dataset.subsets {
            let name = Self.name(of: subset)
            var samples = WebDatasetSamples(of: dataset)
            var shards = Shards(name: name, limit: shard.bytes, output)
            try dataset.forEachImage(of: subset, for: output) { image in
                try shards.add(try samples.next(image, reading: Self.read))
                output.count(instances: image.instances.count)
            }
            try shards.close()
            try output.write(shards.index, to: "\(Self.folder)/\(name).json")
        }
    }

    static let folder = "webdataset"

    /// The name of a part's archives and of their list.
    static func name(of subset: FinishedDataset.Subset) -> String { subset.split ?? "data" }

    private static func read(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw DatasetError(
                code: .system, action: "cannot read", path: path, reason: "it is in the labels, and not in the folder")
        }
        return [UInt8](data)
    }
}

/// The archives of a part of a dataset, filled one after the other.
private struct Shards {
    private let name: String
    private let limit: Int
    private let output: LabelOutput
    private var file: AtomicFile?
    private var bytes: [UInt8] = []
    private var size = 0
    private var counts: [Int] = []

    init(name: String, limit: Int, _ output: LabelOutput) {
        (self.name, self.limit, self.output) = (name, limit, output)
    }

    private func file(_ number: Int) -> String { "\(name)-\(DatasetLayout.number(number)).tar" }

    mutating func add(_ sample: WebDatasetSample) throws {
        if file != nil, size + sample.size > limit { try close() }
        let archive = try file ?? output.open("webdataset/\(file(counts.count))")
        if file == nil {
            (file, size) = (archive, 0)
            counts.append(0)
        }
        bytes.removeAll(keepingCapacity: true)
        sample.append(to: &bytes)
        try archive.write(bytes)
        size += bytes.count
        counts[counts.count - 1] += 1
    }

    /// Ends the archive that is being filled.
    mutating func close() throws {
        try file?.write(Tar.end)
        try file?.commit()
        file = nil
    }

    /// The list of archives in the form of `wids`.
    var index: [UInt8] {
        var writer = JSONWriter(style: .indented)
        writer.object { writer in
            writer.member("__kind__", "wids-shard-index-v1")
            writer.member("wids_version", 1)
            writer.member("name", name)
            writer.key("shardlist")
            writer.array { writer in
                for (number, count) in counts.enumerated() {
                    writer.object { writer in
                        writer.member("url", file(number))
                        writer.member("nsamples", count)
                    }
                }
            }
        }
        return writer.drain() + [UInt8(ascii: "\n")]
    }
}
