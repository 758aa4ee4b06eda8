import Foundation
import Geometry
import Masks
package import Pipelines
import Vips

/// Pascal VOC: `Annotations/NAME.xml` with `JPEGImages/`, and object masks in `SegmentationObject/NAME.png` where there
/// are any: pixel k belongs to the file's k-th object. Without them `<polygon>` in an object is its mask.
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
            let rings = object.polygons.filter {
                $0.count >= 6 && $0.count.isMultiple(of: 2) && LabelNumber.wild($0) == nil
            }
            if box == nil, rings.isEmpty { report("line \(object.line): the box is not four finite numbers") }
            if rings.count < object.polygons.count {
                report("line \(object.line): the polygon is not x and y of 3 corners at least; it is left out")
            }
            // A corner is a pixel, counted from 1: its middle.
            let outline = rings.isEmpty ? nil : COCO.Segmentation.polygons(rings.map { $0.map { $0 - 0.5 } })
            var annotation = COCO.Annotation(
                number: place + 1, category: category + 1, box: box,
                segmentation: masks[place + 1].map { COCO.Segmentation($0) } ?? outline)
            annotation.extra = object.facts.map { fact in
                JSONMember(name: fact.name, json: Int(fact.value)?.json() ?? fact.value.json())
            }
            if box != nil, annotation.segmentation != nil {
                annotation.extra.append(JSONMember(name: COCO.ownBox, json: true.json()))
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
            return try InstanceMasks.read(
                file, width: width, height: height, apart: [255], colours: VOCFormat.palette)
        } catch let error as DatasetOddity {
            report(error.problem)
            return [:]
        }
    }
}

extension DatasetOddity {
    /// A picture of masks that is not as large as its photo.
    static func otherSize(_ file: String, _ width: Int, _ height: Int, _ photoWidth: Int, _ photoHeight: Int) -> Self {
        DatasetOddity(
            file: file,
            "\(file) is \(width) × \(height) pixels, its photo \(photoWidth) × \(photoHeight): its masks are left out")
    }
}

/// The masks of a picture whose pixels are numbers.
enum InstanceMasks {
    /// The mask of each value but 0 and those that stand `apart`.
    ///
    /// - Parameter colours: red, green and blue of each value, where some tools paint pictures with those instead.
    /// - Throws: `DatasetOddity` for a file that cannot be read or is of another size.
    static func read(
        _ file: String, width: Int, height: Int, apart: Set<Int>, colours: [UInt8]? = nil
    ) throws -> [Int: RunLengths] {
        let decoded: InstancePNG.Map
        do throws(VipsError) { decoded = try decode(file, colours: colours) } catch {
            throw DatasetOddity(file: file, "\(error)")
        }
        guard (decoded.width, decoded.height) == (width, height) else {
            throw DatasetOddity.otherSize(file, decoded.width, decoded.height, width, height)
        }
        var map = InstanceMap(width: width, height: height)
        map.ids = decoded.ids
        let frame = PixelRect(width: width, height: height)
        let values = Set(decoded.ids).map(Int.init).filter { $0 > 0 && !apart.contains($0) }
        return Dictionary(
            uniqueKeysWithValues: values.map { ($0, map.runLengths(of: UInt16($0), in: frame)) })
    }
    /// The numbers of a picture, also where they are painted with colours.
    static func decode(
        _ file: String, maxPixels: Int = PhotoFile.defaultMaxPixels, colours: [UInt8]?
    ) throws(VipsError) -> InstancePNG.Map {
        do throws(VipsError) { return try InstancePNG.decode(file, maxPixels: maxPixels) } catch {
            guard let map = colours.flatMap({ painted(file, maxPixels, $0) }) else { throw error }
            return map
        }
    }

    /// The values of a picture by their colours; nil when it cannot be read or has another colour than these.
    private static func painted(_ file: String, _ maxPixels: Int, _ colours: [UInt8]) -> InstancePNG.Map? {
        var raster = Raster()
        guard (try? PhotoFile.decode(file, PhotoFile.Options(maxPixels: maxPixels), into: &raster)) != nil else {
            return nil
        }
        func key(_ bytes: [UInt8], _ start: Int) -> Int {
            Int(bytes[start]) << 16 | Int(bytes[start + 1]) << 8 | Int(bytes[start + 2])
        }
        let values = Dictionary(
            (0..<colours.count / 3).map { (key(colours, 3 * $0), UInt16($0)) }, uniquingKeysWith: { first, _ in first })
        var ids: [UInt16] = []
        ids.reserveCapacity(raster.width * raster.height)
        for start in stride(from: 0, to: raster.bytes.count, by: 4) {
            guard let value = values[key(raster.bytes, start)] else { return nil }
            ids.append(value)
        }
        return InstancePNG.Map(width: raster.width, height: raster.height, ids: ids)
    }
}
