import Foundation
import Geometry
import Masks
package import Pipelines
import Vips

/// Pascal VOC: `Annotations/NAME.xml` with `JPEGImages/`, and object masks in `SegmentationObject/NAME.png` where there
/// are any: pixel k belongs to the file's k-th object.
///
/// VOC counts pixels from 1, both ends of a box inside.
package struct VOCSource: DatasetSource {
    package var folder = ""
    package var set: String?

    package init() {}

    package static let card = Card<VOCSource>(
        "voc", "Pascal VOC: boxes, and object masks where there are any.",
        .required("folder", \.folder, .path, "What holds Annotations/ and JPEGImages/; relative to this file."),
        .field(
            "set", \.set, .optional(.text("a list's name")),
            "A list of ImageSets/Main/, such as train; all photos unless given.")
    )

    package func open() throws -> any LabelledDataset {
        let folder = DatasetFolder(root: folder)
        guard folder.holdsFolder("Annotations") else {
            throw PhotoFilesDataset.failure(self.folder, "there is no folder Annotations in it")
        }
        let files: [String]
        if let set {
            files = try PhotoFilesDataset.lines(folder.path("ImageSets/Main/\(set).txt")).map {
                "Annotations/\($0.text.split(whereSeparator: \.isWhitespace).first ?? "").xml"
            }
        } else {
            files = try folder.files(below: "Annotations", endingIn: ["xml"])
        }
        var (photos, oddities): ([PhotoFilesDataset.File], [DatasetOddity]) = ([], [])
        var names: [String] = []
        for file in files {
            let document = VOCDocument(Array(try PhotoFilesDataset.text(folder.path(file)).utf8))
            if let error = document.error {
                oddities.append(DatasetOddity(file: folder.path(file), "line \(error.line): \(error.problem)"))
                continue
            }
            let stem = file.dropFirst("Annotations/".count).dropLast(".xml".count)
            let own = document.fileName.map { "JPEGImages/\($0)" }
            let found =
                own.flatMap { folder.holdsFile($0) ? $0 : nil } ?? folder.picture("JPEGImages/\(stem)")
                ?? own ?? "JPEGImages/\(stem).jpg"
            photos.append(.init(photo: folder.path(found), labels: folder.path(file)))
            for object in document.objects where !names.contains(object.name) { names.append(object.name) }
        }
        let masks = folder.path("SegmentationObject")
        let known = names
        return PhotoFilesDataset(
            name: self.folder, categories: .init(named: known, from: 1), photos: photos, unit: "object",
            oddities: oddities
        ) { file, width, height in
            try Self.read(file, masks: masks, width: width, height: height, names: known)
        }
    }

    private static func read(
        _ file: String, masks folder: String, width: Int, height: Int, names: [String]
    ) throws -> PhotoFilesDataset.Reading {
        var reading = PhotoFilesDataset.Reading()
        let document = VOCDocument(Array(try PhotoFilesDataset.text(file).utf8))
        func report(_ problem: String) { reading.oddities.append(DatasetOddity(file: file, problem)) }
        if let size = document.size, size != (width, height) {
            report("it is of \(size.width) × \(size.height) pixels, the photo has \(width) × \(height)")
        }
        let stem = file[(file.range(of: "/Annotations/", options: .backwards)?.upperBound ?? file.startIndex)...]
            .dropLast(4)
        let masks = try Self.masks("\(folder)/\(stem).png", width: width, height: height, report)
        for (place, object) in document.objects.enumerated() {
            guard let category = names.firstIndex(of: object.name) else { continue }
            let box = object.box.map {
                Rect(minX: $0.minX - 1, minY: $0.minY - 1, maxX: $0.maxX, maxY: $0.maxY)
            }
            if box == nil { report("line \(object.line): the box is not four finite numbers") }
            var annotation = COCO.Annotation(
                number: place + 1, category: category + 1, box: box,
                segmentation: masks[place + 1].map { COCO.Segmentation($0) })
            annotation.extra = object.facts.map { fact in
                JSONMember(name: fact.name, json: Int(fact.value)?.json() ?? fact.value.json())
            }
            reading.annotations.append(annotation)
        }
        return reading
    }

    /// The masks of a file by their value; none without it.
    private static func masks(
        _ file: String, width: Int, height: Int, _ report: (String) -> Void
    ) throws -> [Int: RunLengths] {
        guard FileManager.default.fileExists(atPath: file) else { return [:] }
        do {
            return try InstanceMasks.read(file, width: width, height: height, apart: [255])
        } catch let error as DatasetOddity {
            report(error.problem)
            return [:]
        }
    }
}

/// The masks of a picture whose pixels are numbers.
enum InstanceMasks {
    /// The mask of each value but 0 and those that stand `apart`.
    ///
    /// - Throws: `DatasetOddity` for a file that cannot be read or is of another size.
    static func read(_ file: String, width: Int, height: Int, apart: Set<Int>) throws -> [Int: RunLengths] {
        let decoded: InstancePNG.Map
        do throws(VipsError) { decoded = try InstancePNG.decode(file) } catch {
            throw DatasetOddity(file: file, "\(error)")
        }
        guard (decoded.width, decoded.height) == (width, height) else {
            throw DatasetOddity(
                file: file,
                "\(file) is \(decoded.width) × \(decoded.height) pixels, its photo \(width) × \(height): its masks are left out"
            )
        }
        var map = InstanceMap(width: width, height: height)
        map.ids = decoded.ids
        let frame = PixelRect(width: width, height: height)
        let values = Set(decoded.ids).map(Int.init).filter { $0 > 0 && !apart.contains($0) }
        return Dictionary(
            uniqueKeysWithValues: values.map { ($0, map.runLengths(of: UInt16($0), in: frame)) })
    }
}
