import Findings
import Foundation
import Geometry
import Masks

@testable import Datasets
@testable import JSON

/// A finished dataset of hand-drawn images, whose labels in any format can be told by looking at them.
struct DrawnDataset {
    let folder: TemporaryFolder

    /// - Parameter images: Each as rows: `.` is background, a letter an instance, `A` of the first category (cone), `B`
    ///   of the second (box), `C` of the first again and so on. No rows: an image of 4 × 2 without instances.
    init(_ images: [String], splits: [String] = [], style: COCO.MaskStyle = .runLengths) throws {
        folder = try TemporaryFolder()
        let layout = DatasetLayout(root: folder.path, splits: splits, hasMasks: false)
        let writer = try DatasetWriter(
            creating: layout, header: Fixture.header, run: Fixture.run(images: images.count),
            pipeline: Fixture.pipeline)
        for (index, drawing) in images.enumerated() {
            let rows = drawing.isEmpty ? ["....", "...."] : drawing.split(separator: "\n").map(String.init)
            let (width, height) = (rows[0].count, rows.count)
            let letters = Set(rows.joined()).subtracting(["."]).sorted()
            let annotations = letters.enumerated().map { place, letter in
                let mask = Mask(
                    rect: PixelRect(width: width, height: height),
                    bits: rows.joined().map { $0 == letter ? 1 : 0 }
                ).runLengths(width: width, height: height)
                return COCO.Annotation(
                    imageID: index, categoryID: 1 + place % 2, instance: place + 1, mask: mask, amodal: mask,
                    amodalBox: Rect(mask.box ?? PixelRect(width: 0, height: 0)), truncation: 0, style: style)
            }
            try writer.commit(
                ImageRecord(
                    index: index, split: splits.isEmpty ? nil : splits[index % splits.count],
                    image: layout.image(index, width: width, height: height), annotations: annotations,
                    objects: ImageRecord.Objects(asked: letters.count, placed: letters.count),
                    scene: Array("{\"index\":\(index)}".utf8)),
                image: Array("image".utf8))
        }
        try writer.finish()
    }

    /// Changes a COCO file.
    func edit(split: String? = nil, _ change: (inout COCO.Document) -> Void) throws {
        let name = "annotations/instances\(split.map { "_\($0)" } ?? "").json"
        var document = try COCO.decode(Array(folder.text(name).utf8)).document
        change(&document)
        try AtomicFile.write(document.json(), to: folder.path + "/" + name)
    }

    /// Converts it, and gives what the first format notes.
    @discardableResult
    func convert(_ formats: any DerivedFormat...) throws -> [String: Int] {
        let records = try Conversion.write(formats, in: folder.path).records
        return Dictionary(uniqueKeysWithValues: (records.first?.notes ?? []).map { ($0.problem, $0.count) })
    }

    func text(_ name: String) throws -> String { try folder.text(name) }

    /// The files that are not the dataset's own.
    func newFiles() throws -> [String] {
        let own = ["annotations/instances", "images/0", "images/train/0", "images/val/0"]
        return try folder.files().filter { name in
            !own.contains { name.hasPrefix($0) && !name.hasSuffix(".csv") }
                && !["pipeline.yaml", "run.json", "stats.json", "scenes.jsonl", "formats.json", "checksums.jsonl"]
                    .contains(name)
        }
    }
}
