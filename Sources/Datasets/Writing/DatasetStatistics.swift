package import Findings
package import JSON
import Pipelines

/// The content of `stats.json`: what was asked for, and what the dataset holds.
package struct DatasetStatistics: Sendable {
    /// The counts for the whole dataset and for each split.
    package struct Count: Hashable, Sendable {
        package var images = 0
        package var instances = 0
        /// Images without an instance.
        package var empty = 0
    }

    package struct SplitCount: Hashable, Sendable {
        package var name: String
        package var count = Count()
    }

    package struct Skip: Hashable, Sendable {
        package var finding: Finding
        /// The number of times that it was meant to be used.
        package var times: Int

        /// The file's name, or else the object's.
        package var name: String { finding.file ?? finding.subject ?? "" }
        /// The fault, and what to do.
        package var reason: String { finding.file == nil ? finding.advice : finding.reason }
    }

    package private(set) var total = Count()
    /// The labels, those of photos included, by category.
    package private(set) var labels: LabelStatistics
    /// The counts in the order of the layout.
    package private(set) var splits: [SplitCount]
    package private(set) var objects = ImageRecord.Objects(asked: 0, placed: 0)
    /// The placement of objects by kind and photo.
    package private(set) var placement = PlacementTally()
    /// The numbers that the pipeline asks to vary, and their values in the images.
    package private(set) var asked: [AskedTally]
    /// The fate of the labels that photos had in a dataset.
    package private(set) var real = ImageRecord.RealLabels()
    /// Images with pixels whose depth the PNG layer cannot hold, and the number of those pixels.
    package private(set) var imagesBeyondDepth = 0
    package private(set) var pixelsBeyondDepth = 0
    /// The number of images that the run was to make.
    package var imagesAsked: Int
    /// The variants of each scene.
    package let numbering: ImageNumbering
    private var skips: [Finding: Int] = [:]
    private var odds: [Finding: Int] = [:]

    init(
        categories: [COCO.Category], splits: [String], imagesAsked: Int, numbering: ImageNumbering = ImageNumbering(),
        asked: [AskedNumber] = []
    ) {
        self.asked = asked.map(AskedTally.init)
        self.numbering = numbering
        labels = LabelStatistics(categories)
        self.splits = splits.map { SplitCount(name: $0) }
        self.imagesAsked = imagesAsked
    }

    /// Files that could not be used. Sorted by file, then reason.
    package var skipped: [Skip] { Self.sorted(skips) }
    /// The oddities of files that were used, sorted in the same way.
    package var odd: [Skip] { Self.sorted(odds) }

    private static func sorted(_ counts: [Finding: Int]) -> [Skip] {
        counts.map { Skip(finding: $0.key, times: $0.value) }
            .sorted {
                ($0.name, $0.reason, $0.finding.code.rawValue) < ($1.name, $1.reason, $1.finding.code.rawValue)
            }
    }

    mutating func add(_ record: StoredRecord) {
        total.add(record)
        if let place = splits.firstIndex(where: { $0.name == record.split }) { splits[place].count.add(record) }
        labels.add(record.annotations.map(\.measured), width: record.width, height: record.height)
        objects += record.objects
        if let placement = record.placement {
            self.placement.add(placement, labels: record.annotations.count)
            for (place, values) in zip(asked.indices, placement.numbers) {
                for value in values { asked[place].add(value) }
            }
        }
        if record.pixelsBeyondDepth > 0 { imagesBeyondDepth += 1 }
        pixelsBeyondDepth += record.pixelsBeyondDepth
        real += record.real
        for finding in record.skipped { add(skipped: finding) }
    }

    /// The reasons for which places were refused to a number's objects: to those that are missing, and to others before
    /// they got one.
    package func causes(of tally: AskedTally) -> (leftOut: [String: Int], refused: [String: Int]) {
        tally.asked.objects.compactMap { placement.kinds[$0] }.reduce(into: ([:], [:])) { causes, kind in
            causes.leftOut.merge(kind.leftOut, uniquingKeysWith: +)
            causes.refused.merge(kind.refused, uniquingKeysWith: +)
        }
    }

    mutating func add(skipped finding: Finding) { skips[finding, default: 0] += 1 }
    mutating func add(odd finding: Finding) { odds[finding, default: 0] += 1 }
}

extension DatasetStatistics.Count {
    fileprivate mutating func add(_ record: StoredRecord) {
        images += 1
        instances += record.annotations.count
        if record.annotations.isEmpty { empty += 1 }
    }

    fileprivate func encodeMembers(to writer: inout JSONWriter) {
        writer.member("images", images)
        writer.member("images_without_instances", empty)
        writer.member("instances", instances)
    }
}

extension DatasetStatistics: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            numbering.encodeMembers(to: &writer)
            writer.member("images_asked", imagesAsked)
            total.encodeMembers(to: &writer)
            writer.member("splits", splits)
            writer.member("categories", labels.categories)
            labels.all.encodeBins(to: &writer)
            writer.key("objects")
            writer.object { writer in
                objects.encodeCounts(to: &writer)
                if !objects.examples.isEmpty { writer.member("examples", byName: objects.examples) }
                if placement.images > 0 { placement.encodeMembers(to: &writer) }
            }
            if !asked.isEmpty {
                writer.key("asked_and_got")
                writer.array { writer in
                    for tally in asked { tally.encode(to: &writer, causes: causes(of: tally)) }
                }
            }
            if pixelsBeyondDepth > 0 {
                writer.key("depth_beyond_png")
                writer.object { writer in
                    writer.member("images", imagesBeyondDepth)
                    writer.member("pixels", pixelsBeyondDepth)
                }
            }
            if real.total > 0 { writer.member("real_labels", real) }
            writer.member("skipped", skipped)
            writer.member("odd", ifPresent: odd.isEmpty ? nil : odd)
        }
    }
}

extension DatasetStatistics.SplitCount: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
            count.encodeMembers(to: &writer)
        }
    }
}

extension LabelStatistics.Category: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", category.id)
            writer.member("name", category.name)
            writer.member("instances", labels.instances)
            writer.member("images", labels.images)
            labels.encodeBins(to: &writer)
        }
    }
}

extension LabelGroup {
    /// The members that count labels by size, and by visibility where it is known.
    fileprivate func encodeBins(to writer: inout JSONWriter) {
        writer.member("sizes", sizes)
        if visibilities.total > 0 { writer.member("visibility", visibilities) }
    }
}

extension DatasetStatistics.Skip: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("file", name)
            writer.member("code", finding.code.rawValue)
            writer.member("reason", reason)
            writer.member("times", times)
        }
    }
}
