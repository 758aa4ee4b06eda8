import Cards
import Findings
import Foundation
import Labelling
import Objects
import Sheets

/// The things that a labelled dataset gives to paste, drawn for a person to judge.
public struct CutoutsView: Sendable {
    /// The COCO file; behind a `#`, the categories that are wanted, with commas between: `labels.json#cone,drum`.
    public var labels: String
    /// The folder that its file names start from; nil where it is found beside the file.
    public var images: String?
    /// The longer side of each picture in pixels: 16 to 2000.
    public var size = 240
    /// Whether a file that exists and is no sheet of ours is replaced.
    public var overwrites = false

    /// - Parameter labels: the COCO file, with categories or without: see ``labels``.
    public init(labels: String) { self.labels = labels }

    /// Whether the name of an object stands for a COCO file.
    ///
    /// - Parameter object: as a person names it on the command line.
    public static func takes(_ object: String) -> Bool {
        (object.split(separator: "#").first ?? "").lowercased().hasSuffix(".json")
    }

    /// Draws each thing in its place with its outline on one sheet: those that a pipeline's `coco:` source can use, and
    /// those that it leaves out, with the reasons. Things without a mask are cut by their boxes, as by `masks: grabcut`. Of
    /// more than a hundred things, a hundred that are spread over the file are drawn.
    ///
    /// - Parameter path: the sheet: a PNG or JPEG file.
    /// - Returns: a line that describes the sheet.
    /// - Throws: `JobError.usage` for a category that the file does not have, and an error that names the file for labels
    ///   that cannot be read.
    public func write(to path: String) throws -> String {
        guard let sheetFile = PictureFile(path) else {
            throw JobError.usage("--out \(path): a sheet is a .png or .jpg file")
        }
        guard (16...2000).contains(size) else {
            throw JobError.usage("--size takes a number from 16 to 2000 pixels, found \(size)")
        }
        let parts = labels.split(separator: "#", maxSplits: 1).map(String.init)
        let file = parts.first ?? labels
        let categories = parts.count > 1 ? parts[1].split(separator: ",").map(String.init) : []
        try sheetFile.requireFree(inputs: [file], overwrites: overwrites)
        let lists = FileLists(reader: DatasetInstances())
        let all = try lists.things(ofCOCO: file, images: images)
        let known = Set(all.map(\.category)).sorted()
        for name in categories where !known.contains(name) {
            throw JobError.usage(
                "\(file) labels no “\(name)”"
                    + (name.nearest(among: known).map { "; did you mean “\($0)”?" }
                        ?? "; known here: \(known.joined(separator: ", "))"))
        }
        let things = categories.isEmpty ? all : all.filter { categories.contains($0.category) }
        guard !things.isEmpty else { throw JobError.usage("\(file) labels nothing that could be cut out") }
        let count = min(things.count, CutoutsSheet.most)
        let sheet = CutoutsSheet(
            title: labels.split(separator: "/").last.map(String.init) ?? labels,
            things: (0..<count).map { things[$0 * things.count / count] }, ofCOCO: file, images: images, lists: lists,
            tileSize: size)
        let (raster, used, failures) = try sheet.raster(spread: Workers.spread)
        try sheetFile.write(raster)
        let drawn =
            "\(labels): \(used.grouped) of \((count - failures.count).counting("thing")) can be cut out"
            + (count < things.count ? ", of \(things.count.grouped) in all" : "") + ", drawn on \(path)"
        guard failures.isEmpty else { throw JobError.undrawn(failures, drawn: drawn) }
        return drawn
    }
}
