package import Cards
import Findings
import Foundation
import Geometry
import JSON
import Masks
import Pictures

/// Pascal VOC: an XML file for each photo, in `Annotations/` with `JPEGImages/`, or under other usual names, or beside
/// the photo. Object masks are in `SegmentationObject/NAME.png` where there are any: pixel k belongs to the file's k-th
/// object. Without them the `<polygon>` of an object is its mask.
///
/// VOC counts pixels from 1, with both ends of a box inside.
package struct VOCSource: DatasetSource {
    package var folder: String?
    package var images: String?
    package var annotations: String?
    package var set: String?
    package var outside = false

    package init() {}

    package static let card = Card<VOCSource>(
        "voc", "Pascal VOC: boxes, and object masks where there are any.",
        .field(
            "folder", \.folder, .optional(.path),
            "The folder that holds Annotations/ and JPEGImages/, folders of other usual names, or photos with their XML files beside them; relative to this file. Not needed with “images” and “annotations”."
        ),
        .field("images", \.images, .optional(.path), "The folder of photos; found in the dataset's unless given."),
        .field(
            "annotations", \.annotations, .optional(.path),
            "The folder of XML files; found in the dataset's unless given."),
        .field(
            "set", \.set, .optional(.text("a list's name")),
            "A list of ImageSets/Main/, such as train; all photos unless given."),
        .field("outside", \.outside, .flag, DatasetHome.about),
        check: {
            $0.folder == nil && ($0.images == nil || $0.annotations == nil)
                ? ["voc needs “folder”, or both “images” and “annotations”"] : []
        }
    )

    package static func inFolder(_ folder: String) -> VOCSource? {
        var source = VOCSource()
        source.folder = folder
        return source
    }

    package var named: [String] { [folder, annotations, images].compactMap { $0 } }

    package func open(in home: DatasetHome) throws -> any LabelledDataset {
        let name = self.folder ?? annotations ?? ""
        guard Folder.isFolder(name) else { throw PhotoFilesDataset.failure(name, "there is no such folder") }
        guard let voc = try VOCFolder(root: name, annotations: annotations, images: images) else {
            throw PhotoFilesDataset.failure(
                name,
                "there is no XML file in it, nor in Annotations/ or a folder of a similar name; “annotations” names another"
            )
        }
        let folder = voc.folder
        let files: [String]
        if let set {
            files = try PhotoFilesDataset.lines(folder.path("ImageSets/Main/\(set).txt")).map {
                let stem = $0.text.split(whereSeparator: \.isWhitespace).first ?? ""
                return (voc.annotations.isEmpty ? "" : voc.annotations + "/") + stem + ".xml"
            }
        } else {
            files = try voc.files()
        }
        var (photos, oddities): ([PhotoFilesDataset.File], [Finding]) = ([], [])
        var (names, known): ([String], Set<String>) = ([], [])
        var unread: [String] = []
        let lists = try voc.lists()
        for file in files {
            guard folder.holdsFile(file) else {
                oddities.append(
                    Finding(
                        .warning, .missingFile, file: folder.path(file),
                        "there is no such file, although the list names it"))
                continue
            }
            let document = try voc.document(file)
            if let error = document.error {
                oddities.append(
                    Finding(.warning, .malformed, file: folder.path(file), "line \(error.line): \(error.problem)"))
                if let photo = voc.photo(of: file, named: document.fileName) { unread.append(folder.path(photo)) }
                continue
            }
            if let doubt = document.doubt {
                oddities.append(Finding(.warning, .malformed, file: folder.path(file), doubt))
            }
            let photo = voc.photo(of: file, named: document.fileName)
            photos.append(
                .init(
                    photo: folder.path(photo ?? voc.missingPhoto(of: file, named: document.fileName)),
                    labels: folder.path(file),
                    split: set.flatMap { COCOFiles.splits[$0.lowercased()] } ?? lists[voc.stem(of: file)]
                        ?? voc.split(of: file),
                    size: document.size))
            for object in document.objects where known.insert(object.name).inserted { names.append(object.name) }
        }
        if set == nil { oddities += try voc.photosWithoutXML(besides: photos.map(\.photo) + unread).map { [$0] } ?? [] }
        let classes = names
        return PhotoFilesDataset(
            name: name, categories: .init(named: classes, from: 1), photos: photos, unit: "object", oddities: oddities
        ) { file, frame in
            let stem = voc.stem(of: folder.name(of: file))
            return try Self.read(
                file, masks: folder.path("SegmentationObject/\(stem).png"), of: frame, home, names: classes)
        }
    }

    private static func read(
        _ file: String, masks: String, of frame: PhotoFrame, _ home: DatasetHome, names: [String]
    ) throws -> PhotoFilesDataset.Reading {
        var reading = PhotoFilesDataset.Reading()
        let open = try OpenFile(file, flags: O_RDONLY, action: "cannot read")
        let document = VOCDocument(try open.read(count: try open.size(), at: 0))
        func report(_ code: Finding.Code, _ problem: String) {
            reading.oddities.append(Finding(.warning, code, file: file, problem))
        }
        let masks = try Self.masks(masks, of: frame, home, report)
        for (index, object) in document.objects.enumerated() {
            guard let category = names.firstIndex(of: object.name) else { continue }
            let box = object.box.map {
                Rect(minX: $0.minX - 1, minY: $0.minY - 1, maxX: $0.maxX, maxY: $0.maxY)
            }
            let rings = object.polygons.filter {
                $0.count >= 6 && $0.count.isMultiple(of: 2) && LabelNumber.wild($0) == nil
            }
            if box == nil, rings.isEmpty {
                report(.badValue, "line \(object.line): the box is not four finite numbers")
            }
            if rings.count < object.polygons.count {
                report(
                    .badValue, "line \(object.line): the polygon is not x and y of 3 corners at least; it is left out")
            }
            // A corner is the middle of a pixel, counted from 1.
            let outline = rings.isEmpty ? nil : COCO.Segmentation.polygons(rings.map { $0.map { $0 - 0.5 } })
            var annotation = COCO.Annotation(
                number: index + 1, category: category + 1, box: box,
                segmentation: masks[index + 1].map { COCO.Segmentation($0) } ?? outline)
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

    /// The masks of a file by their value; none without the file.
    private static func masks(
        _ file: String, of frame: PhotoFrame, _ home: DatasetHome, _ report: (Finding.Code, String) -> Void
    ) throws -> [Int: RunLengths] {
        guard FileManager.default.fileExists(atPath: file) else { return [:] }
        do {
            return try InstanceMasks.read(
                file, of: frame, home, apart: [255], colours: VOCFormat.palette)
        } catch let error as Finding {
            report(error.code, "\(error.problem); its masks are left out")
            return [:]
        }
    }
}

/// The masks of a picture whose pixels are numbers.
enum InstanceMasks {
    /// The mask of each value except 0 and the values in `apart`. It is turned with the photo where the picture has the
    /// size of the photo's stored pixels.
    ///
    /// - Parameters:
    ///   - home: the folders of the dataset, which may name any file.
    ///   - colours: red, green and blue of each value, since some tools paint pictures with those instead.
    ///   - report: receives that masks are turned, where nothing else of the dataset states the photo's size.
    /// - Throws: `Finding` for a file that cannot be read or is of another size.
    static func read(
        _ file: String, of photo: PhotoFrame, _ home: DatasetHome, apart: Set<Int>, colours: [UInt8]? = nil,
        report: (Finding.Code, String) -> Void = { _, _ in }
    ) throws -> [Int: RunLengths] {
        if let problem = home.problem(of: file) { throw Finding(.warning, .outsideFolder, file: file, problem) }
        let decoded: InstancePNG.Map
        do throws(PictureError) { decoded = try decode(file, colours: colours) } catch {
            throw Finding(.warning, .damagedPicture, file: file, "\(error)")
        }
        let fitted = try photo.fitting(file, width: decoded.width, height: decoded.height, report: report)
        var map = InstanceMap(width: decoded.width, height: decoded.height)
        map.ids = decoded.ids
        let frame = PixelRect(width: decoded.width, height: decoded.height)
        let values = Set(decoded.ids).map(Int.init).filter { $0 > 0 && !apart.contains($0) }
        return Dictionary(
            uniqueKeysWithValues: values.map { ($0, fitted(map.runLengths(of: UInt16($0), in: frame))) })
    }

    /// The numbers of a picture, also where colours stand for them.
    static func decode(
        _ file: String, maxPixels: Int = PhotoFile.defaultMaxPixels, colours: [UInt8]?
    ) throws(PictureError) -> InstancePNG.Map {
        do throws(PictureError) { return try InstancePNG.decode(file, maxPixels: maxPixels) } catch {
            guard let map = colours.flatMap({ painted(file, maxPixels, $0) }) else { throw error }
            return map
        }
    }

    /// The values of a picture by their colours; nil when it cannot be read or has a colour that is not among these.
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
