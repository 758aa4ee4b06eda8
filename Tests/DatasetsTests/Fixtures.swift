import Findings
import Geometry
import Testing

@testable import Datasets

/// A small dataset's facts, without real pixels.
enum Fixture {
    static let header = DatasetHeader(
        info: COCO.Info(description: "test", version: "1"),
        licenses: [COCO.License(id: 1, name: "CC0-1.0")],
        categories: [
            COCO.Category(id: 1, name: "cone", supercategory: "sign"), COCO.Category(id: 2, name: "box"),
        ])

    static func run(images: Int) -> RunDescription {
        var run = RunDescription(version: "0.1", seed: 7, images: images)
        run.libraries = [RunDescription.Fact("libvips", "8.14.1")]
        return run
    }

    static let pipeline = Array("diorama: 1\n".utf8)

    /// Image `index` has `index % 3` annotations, of 10 × 10, 50 × 50 and 100 × 100 pixels.
    static func record(_ index: Int, layout: DatasetLayout) -> ImageRecord {
        let annotations = (0..<index % 3).map { place in
            var annotation = COCO.Annotation(id: 0, imageID: index, categoryID: 1 + place % 2)
            let side = [10.0, 50, 100][(index + place) % 3]
            annotation.box = Rect(x: 0, y: 0, width: side, height: side)
            annotation.area = side * side
            return annotation
        }
        let split = layout.splits.isEmpty ? nil : layout.splits[index % layout.splits.count]
        return ImageRecord(
            index: index, split: split, image: layout.image(index, width: 200, height: 100), annotations: annotations,
            objects: ImageRecord.Objects(asked: 3, placed: index % 3, leftOut: ["hidden": 3 - index % 3]),
            scene: Array("{\"scene\":\(index)}".utf8))
    }
}

extension DatasetWriter {
    convenience init(
        creating layout: DatasetLayout, header: DatasetHeader, run: RunDescription, pipeline: [UInt8],
        overwrite: Bool = false
    ) throws {
        try self.init(creating: Plan(layout, header: header, run: run, pipeline: pipeline), overwrite: overwrite)
    }

    convenience init(
        resuming layout: DatasetLayout, header: DatasetHeader, run: RunDescription, pipeline: [UInt8]
    ) throws {
        try self.init(resuming: Plan(layout, header: header, run: run, pipeline: pipeline))
    }

    static func isFinished(_ layout: DatasetLayout, run: RunDescription, pipeline: [UInt8]) throws -> Bool {
        try isFinished(Plan(layout, header: Fixture.header, run: run, pipeline: pipeline))
    }

    /// Commits the fixture's image.
    func commit(_ index: Int) throws {
        try commit(
            Fixture.record(index, layout: layout), image: Array("image \(index)".utf8),
            mask: layout.hasMasks ? Array("mask \(index)".utf8) : nil)
    }
}

extension TemporaryFolder {
    /// The one attempt at a block in the folder, relative to it.
    var attempt: String {
        get throws {
            let attempts = try BlockFolder(DatasetLayout(root: path)).contents().attempts
            return String(try #require(attempts.count == 1 ? attempts.first : nil).path.dropFirst(path.count + 1))
        }
    }
}

extension DatasetLayout {
    /// Makes the folder ready for a new dataset of three images, and leaves it without the old one.
    func claim(overwrite: Bool) throws {
        try Folder.make(root)
        try remove(claim(overwrite: overwrite, for: Fixture.run(images: 3)).old)
        try Folder.removeFile(path(DatasetLayout.journal))
    }
}

extension Conversion {
    static func write(
        _ formats: [any DerivedFormat], in root: String
    ) throws -> (records: [FormatRecord], oddities: [Finding]) {
        try write(formats, in: root, holding: FolderLock(root))
    }
}

extension DatasetImport {
    init(_ dataset: any LabelledDataset, to root: String, linksPhotos: Bool) {
        self.init(dataset, named: dataset.name, to: root, linksPhotos: linksPhotos, formats: [])
    }

    /// The whole of it, to the end.
    func run(report: (Finding) throws -> Void) throws -> Counts {
        let counts = try run(holding: FolderLock(making: root), report: report)
        try finish()
        return counts
    }
}
