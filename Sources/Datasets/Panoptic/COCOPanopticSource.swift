package import Cards
import Findings
import Foundation
import Geometry
import JSON
import Masks
import Pictures

/// COCO's panoptic labels: a JSON file, and beside it a folder of the same name with a PNG of segment ids for each
/// photo.
///
/// Each segment is a label with a mask; categories keep their ids and their other members.
package struct COCOPanopticSource: DatasetSource {
    package var file = ""
    package var images: String?
    package var outside = false

    package init() {}

    package static let card = Card<COCOPanopticSource>(
        "coco_panoptic", "COCO panoptic: a JSON file and PNGs of segment ids.",
        .required("file", \.file, .path, "The file, such as annotations/panoptic.json; relative to this one."),
        .field(
            "images", \.images, .optional(.path),
            "The folder that its file names start from; unless given, it is found as for “coco”."
        ),
        .field("outside", \.outside, .flag, DatasetHome.about)
    )

    package var named: [String] { [file] + (images.map { [$0] } ?? []) }

    /// The folders, with the file's folder, where its masks lie.
    package var ownFolders: [String] {
        COCOPictures.ownFolders(of: file, images: images) + [file.enclosingFolder]
    }

    package func open(in home: DatasetHome) throws -> any LabelledDataset {
        let opened = try OpenFile(file, flags: O_RDONLY, action: "cannot read")
        var header = Array("{".utf8)
        var records: [COCO.Image] = []
        var (spans, oddities): ([Int: (offset: Int, length: Int)], [Finding]) = ([:], [])
        let file = file
        do {
            try JSONSections.scan(opened, lists: ["images", "annotations"]) { entry, offset, bytes in
                switch entry {
                case .element("images"):
                    let read = try COCO.decode(Array("{\"images\":[".utf8) + bytes + Array("]}".utf8))
                    records += read.document.images
                    oddities += read.oddities.map { $0.inFile(file).asWarning }
                case .element:
                    let tree = try JSONTree(bytes)
                    guard let image = tree["image_id"]?.integer, tree["segments_info"]?.elements != nil else {
                        oddities.append(
                            Finding(
                                .warning, .missingValue, file: file,
                                "an annotation has no image_id or segments_info; it is left out"))
                        return
                    }
                    if spans[image] == nil { spans[image] = (offset, bytes.count) }
                case .member(let name):
                    if ["images", "annotations"].contains(name) { return }
                    if header.count > 1 { header.append(UInt8(ascii: ",")) }
                    header += Array("\"\(name)\":".utf8) + bytes
                }
            }
        } catch let error as JSONError {
            throw PhotoFilesDataset.failure(file, error.problem)
        }
        let document = try COCO.decode(header + Array("}".utf8)).document
        guard spans.count > 0 || records.isEmpty else {
            throw PhotoFilesDataset.failure(file, "no annotation of it has segments_info, so it is not panoptic")
        }
        var seen: Set<Int> = []
        records = records.filter { seen.insert($0.id).inserted }
        var pictures = COCOPictures(of: file, images: images, besides: Self.masks(of: file), home)
        let photos = records.map { record in
            DatasetPhoto(
                id: record.id, path: pictures.path(of: record.fileName),
                width: record.statedSize?.width, height: record.statedSize?.height, license: record.license,
                author: record.author, title: record.title, source: record.source)
        }
        let (known, names) = (spans, records)
        return RecordsDataset(
            name: file, categories: document.categories, photos: photos, oddities: oddities, info: document.info,
            licenses: document.licenses, unit: "segment", place: { (file, "image \(names[$0].id)") },
            read: { index, frame in
                guard let span = known[names[index].id] else { return PhotoFilesDataset.Reading() }
                let tree = try JSONTree(try opened.read(count: span.length, at: span.offset))
                return try Self.read(tree, of: file, home, frame)
            })
    }

    /// The folder of the PNGs of segment ids, as `COCOPictures` writes it.
    static func masks(of file: String) -> String { "\(file.enclosingFolder)/\(file.lastPart.stem)" }

    private static func read(
        _ tree: JSONTree, of file: String, _ home: DatasetHome, _ frame: PhotoFrame
    ) throws -> PhotoFilesDataset.Reading {
        var reading = PhotoFilesDataset.Reading()
        let picture = "\(file.stem)/\(tree["file_name"]?.text ?? "")"
        func report(_ code: Finding.Code, _ problem: String) {
            reading.oddities.append(Finding(.warning, code, file: picture, problem))
        }
        let segments = tree["segments_info"]?.elements ?? []
        guard !segments.isEmpty else { return reading }
        // Without its labels the photo would be one that shows nothing.
        func failure(_ problem: String) -> DatasetError { PhotoFilesDataset.failure(picture, problem) }
        if let problem = home.problem(of: picture) { throw failure(problem) }
        var raster = Raster()
        do throws(PictureError) { try PhotoFile.decode(picture, into: &raster) } catch { throw failure("\(error)") }
        let fitted: (RunLengths) -> RunLengths
        do throws(Finding) {
            fitted = try frame.fitting(picture, width: raster.width, height: raster.height)
        } catch {
            throw failure(error.problem)
        }
        let masks = SegmentMasks(raster, ids: segments.map { $0["id"]?.integer ?? -1 })
        for (index, segment) in segments.enumerated() {
            guard let mask = masks[index] else {
                report(
                    .unknownReference,
                    "segment \(segment["id"]?.number?.text ?? "without id") has no pixel; it is left out")
                continue
            }
            var annotation = COCO.Annotation(
                number: index + 1, category: segment["category_id"]?.integer ?? -1, box: nil,
                segmentation: COCO.Segmentation(fitted(mask)))
            annotation.isCrowd = segment["iscrowd"]?.integer ?? 0 != 0
            reading.annotations.append(annotation)
        }
        return reading
    }
}

/// The masks of a PNG of segment ids: red + 256 · green + 65536 · blue.
private struct SegmentMasks {
    private var map: InstanceMap
    private var boxes: [PixelRect]

    /// - Parameter ids: the ids of the segments that are asked for.
    init(_ raster: Raster, ids: [Int]) {
        map = InstanceMap(width: raster.width, height: raster.height)
        boxes = ids.map { _ in PixelRect(minX: .max, minY: .max, maxX: 0, maxY: 0) }
        let numbers = Dictionary(
            ids.prefix(Int(UInt16.max)).enumerated().map { ($0.element, $0.offset + 1) },
            uniquingKeysWith: { first, _ in first })
        var (last, number) = (-1, 0)
        for pixel in map.ids.indices {
            let bytes = raster.bytes[4 * pixel..<4 * pixel + 3]
            let id = bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
            // Most pixels belong to the segment of the pixel on their left.
            if id != last { (last, number) = (id, numbers[id] ?? 0) }
            guard number > 0 else { continue }
            map.ids[pixel] = UInt16(number)
            let (x, y) = (pixel % raster.width, pixel / raster.width)
            boxes[number - 1].minX = min(boxes[number - 1].minX, x)
            boxes[number - 1].minY = min(boxes[number - 1].minY, y)
            boxes[number - 1].maxX = max(boxes[number - 1].maxX, x + 1)
            boxes[number - 1].maxY = max(boxes[number - 1].maxY, y + 1)
        }
    }

    /// The mask of a segment by its index; nil where no pixel has its id.
    subscript(place: Int) -> RunLengths? {
        boxes[place].maxX > 0 ? map.runLengths(of: UInt16(place + 1), in: boxes[place]) : nil
    }
}
