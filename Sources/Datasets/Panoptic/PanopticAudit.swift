import Findings
import Foundation
import Geometry
import JSON
import Pictures

/// COCO panoptic: `annotations/panoptic*.json`, each with a folder of the same name that holds the PNGs of segment ids.
struct PanopticAudit: FormatAudit {
    static let name = "coco_panoptic"

    private let folder: DatasetFolder
    private let files: [String]

    init?(root: String) throws {
        folder = DatasetFolder(root: root)
        files = try folder.names(in: DatasetLayout.annotations)
            .filter { $0.hasPrefix("panoptic") && $0.hasSuffix(".json") }.map { "\(DatasetLayout.annotations)/\($0)" }
        if files.isEmpty { return nil }
    }

    var sources: [any DatasetSource] {
        files.map { file in
            var source = COCOPanopticSource()
            source.file = folder.path(file)
            return source
        }
    }

    func run(into audit: inout Audit, _ pictures: inout PictureChecks) throws {
        for file in files { try check(file, into: &audit, &pictures) }
    }

    private func check(_ file: String, into audit: inout Audit, _ pictures: inout PictureChecks) throws {
        let opened = try OpenFile(folder.path(file), flags: O_RDONLY, action: "cannot read")
        var categories: Set<Int>?
        var sizes: [Int: (width: Int, height: Int)] = [:]
        var names: [Int: String] = [:]
        var entries: [JSONTree] = []
        do {
            try JSONSections.scan(opened, lists: ["images", "annotations"]) { entry, _, bytes in
                switch entry {
                case .member("categories"):
                    let listed = (try JSONTree(bytes).elements ?? []).compactMap { category in
                        category["id"]?.integer.map { COCO.Category(id: $0, name: category["name"]?.text ?? "") }
                    }
                    audit.check(names: listed, in: file)
                    categories = Set(listed.map(\.id))
                case .member: break
                case .element("images"):
                    let image = try JSONTree(bytes)
                    guard let id = image["id"]?.integer, let width = image["width"]?.integer,
                        let height = image["height"]?.integer
                    else {
                        audit.add([Finding(.error, .missingValue, file: file, "an image has no id, width or height")])
                        return
                    }
                    names[id] = image["file_name"]?.text
                    if sizes.updateValue((width, height), forKey: id) != nil {
                        audit.add([
                            Finding(.error, .repeatedID, file: file, subject: "image \(id)", "the id is used twice")
                        ])
                    }
                case .element: entries.append(try JSONTree(bytes))
                }
            }
        } catch let error as DatasetError where error.code == .malformed {
            audit.add([Finding(.error, .malformed, file: file, error.reason)])
        } catch let error as JSONError {
            audit.add([Finding(.error, .malformed, file: file, error.problem)])
        }
        audit.count(images: sizes.count, annotations: 0)
        var seen: Set<Int> = []
        var places = COCOPictures(
            of: folder.path(file), besides: COCOPanopticSource.masks(of: folder.path(file)), pictures.home)
        for entry in entries {
            guard let image = entry["image_id"]?.integer, let name = entry["file_name"]?.text,
                let segments = entry["segments_info"]?.elements
            else {
                audit.add([
                    Finding(
                        .error, .missingValue, file: file, "an annotation has no image_id, file_name or segments_info")
                ])
                continue
            }
            audit.count(images: 0, annotations: segments.count)
            guard let size = sizes[image] else {
                audit.add([Finding(.error, .unknownReference, file: file, subject: name, "there is no image \(image)")])
                continue
            }
            if !seen.insert(image).inserted {
                audit.add([
                    Finding(.error, .repeatedImage, file: file, subject: "image \(image)", "it has two annotations")
                ])
            }
            var picture = SegmentPicture(file: file, name: "\(file.stem)/\(name)", categories: categories ?? [])
            var frame = PhotoFrame(width: size.width, height: size.height)
            if let photo = names[image].map({ places.path(of: $0) }) {
                let found = pictures.frame(
                    of: photo, named: folder.name(of: photo), expected: size, into: &audit)
                if let found, found.fit(width: size.width, height: size.height) == .upright { frame = found }
            }
            picture.check(segments, at: folder.path("\(file.stem)/\(name)"), frame, pictures.maxPixels)
            audit.add(picture.findings)
        }
        for image in sizes.keys.sorted() where !seen.contains(image) {
            audit.add([Finding(.warning, .unlabelled, file: file, subject: "image \(image)", "it has no annotation")])
        }
    }
}

/// A PNG of segment ids with its records.
private struct SegmentPicture {
    let file: String
    let name: String
    let categories: Set<Int>
    private(set) var findings: [Finding] = []

    init(file: String, name: String, categories: Set<Int>) {
        (self.file, self.name, self.categories) = (file, name, categories)
    }

    mutating func check(
        _ segments: [JSONTree], at path: String, _ frame: PhotoFrame, _ maxPixels: Int
    ) {
        var raster = Raster(width: 0, height: 0)
        do {
            try PhotoFile.decode(path, PhotoFile.Options(maxPixels: maxPixels), into: &raster)
        } catch {
            var error = error
            error.file = nil
            findings.append(Finding(.error, .damagedPicture, file: name, error.description))
            return
        }
        let fit = frame.fit(width: raster.width, height: raster.height)
        guard fit != .none else {
            findings.append(
                Finding(
                    .error, .pictureSize, file: name,
                    "its image \(frame.misfit(width: raster.width, height: raster.height))"))
            return
        }
        if fit == .stored { findings.append(Finding(.warning, .orientation, file: name, frame.turning)) }
        var extents = Self.extents(of: raster)
        for segment in segments {
            guard let id = segment["id"]?.integer else {
                findings.append(Finding(.error, .missingValue, file: file, subject: name, "a segment has no id"))
                continue
            }
            func report(_ code: Finding.Code, _ problem: String) {
                findings.append(Finding(.error, code, file: file, subject: "\(name), segment \(id)", problem))
            }
            if let category = segment["category_id"]?.integer {
                if !categories.contains(category) { report(.unknownReference, "there is no category \(category)") }
            } else {
                report(.missingValue, "it has no category")
            }
            guard let (box, area) = extents.removeValue(forKey: id) else {
                report(.repeatedImage, "no pixel has its id, or it is listed twice")
                continue
            }
            if let said = segment["area"]?.number, said != Double(area) {
                report(.areaMismatch, "the area is \(said.text), it has \(area) pixels")
            }
            if fit == .upright, let said = segment["bbox"]?.numbers(4),
                said != [box.minX, box.minY, box.width, box.height].map(Double.init)
            {
                report(.boxMismatch, "the box is \(said.map(\.text)), its pixels' is \(Rect(box).text)")
            }
        }
        extents[0] = nil
        if !extents.isEmpty {
            let ids = extents.keys.sorted().prefix(5).map(String.init).joined(separator: ", ")
            findings.append(
                Finding(.error, .unknownReference, file: name, "\(extents.count) ids have no segment: \(ids)"))
        }
    }

    private static func extents(of raster: Raster) -> [Int: (box: PixelRect, area: Int)] {
        var extents: [Int: (box: PixelRect, area: Int)] = [:]
        var index = 0
        for y in 0..<raster.height {
            var x = 0
            while x < raster.width {
                // The loop goes through runs of one id: looking an id up costs more than comparing.
                let start = x
                let id = id(raster, index)
                repeat {
                    x += 1
                    index += 4
                } while x < raster.width && self.id(raster, index) == id
                let old = extents[id] ?? (PixelRect(minX: start, minY: y, maxX: x, maxY: y + 1), 0)
                extents[id] = (
                    PixelRect(
                        minX: min(old.box.minX, start), minY: min(old.box.minY, y), maxX: max(old.box.maxX, x),
                        maxY: max(old.box.maxY, y + 1)), old.area + x - start
                )
            }
        }
        return extents
    }

    private static func id(_ raster: Raster, _ index: Int) -> Int {
        Int(raster.bytes[index]) | Int(raster.bytes[index + 1]) << 8 | Int(raster.bytes[index + 2]) << 16
    }
}
