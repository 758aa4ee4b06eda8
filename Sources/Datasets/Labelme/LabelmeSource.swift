package import Cards
import Findings
import Foundation
import Geometry
import JSON
import Masks
import Pictures

/// Labelme's labels: a JSON file for each photo, which it names by `imagePath`.
///
/// The source reads polygons, masks, circles and rectangles; shapes with the same label and `group_id` are parts of one
/// thing. A thing with only rectangles has a box and no mask. Points and lines have no area and are left out.
/// `group_id` and `description` are carried along.
package struct LabelmeSource: DatasetSource {
    package var folder = ""
    package var outside = false

    package init() {}

    package static let card = Card<LabelmeSource>(
        "labelme", "Labelme: a JSON file for each photo, with polygons, boxes, circles and masks.",
        .required(
            "folder", \.folder, .path, "The folder of JSON files, which may lie in folders below it; or one such file."),
        .field("outside", \.outside, .flag, DatasetHome.about)
    )

    package static func inFolder(_ folder: String) -> LabelmeSource? {
        var source = LabelmeSource()
        source.folder = folder
        return source
    }

    package var named: [String] { [folder] }

    package func open(in home: DatasetHome) throws -> any LabelledDataset {
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder)
        let files: [String]
        if isThere, !isFolder.boolValue {
            files = [folder]
        } else {
            let root = DatasetFolder(root: folder)
            files = try root.files(below: "", endingIn: ["json"]).map(root.path)
        }
        guard !files.isEmpty else { throw PhotoFilesDataset.failure(folder, "there is no JSON file in it") }
        var (photos, oddities, names): ([PhotoFilesDataset.File], [Finding], [String]) = ([], [], [])
        for file in files {
            do {
                let document = try LabelmeDocument(ofFile: file)
                photos.append(.init(photo: document.photo(besides: file), labels: file, size: document.size))
                for shape in document.shapes where shape.hasArea && !names.contains(shape.label) {
                    names.append(shape.label)
                }
            } catch let error as JSONError {
                oddities.append(Finding(.warning, .malformed, file: file, "line \(error.line): \(error.problem)"))
            }
        }
        guard !photos.isEmpty else {
            throw PhotoFilesDataset.failure(
                oddities.first?.file ?? folder, oddities.first?.problem ?? "no file of it is Labelme's")
        }
        if files != [folder] { oddities += try Self.photosWithoutFile(besides: photos.map(\.photo)) }
        let known = names
        return PhotoFilesDataset(
            name: folder, categories: .init(named: known, from: 1), photos: photos, unit: "shape", oddities: oddities
        ) { file, frame in
            try Self.read(file, width: frame.width, height: frame.height, names: known)
        }
    }

    /// The photos beside labelled ones that no file is for.
    static func photosWithoutFile(besides labelled: [String]) throws -> [Finding] {
        try UnlabelledPhotos.finding(
            besides: labelled, lacking: "JSON file",
            remedy: "a photo that shows nothing of the categories needs a file without shapes"
        ).map { [$0] } ?? []
    }

    private static func read(
        _ file: String, width: Int, height: Int, names: [String]
    ) throws -> PhotoFilesDataset.Reading {
        var reading = PhotoFilesDataset.Reading()
        func report(_ code: Finding.Code, _ problem: String) {
            reading.oddities.append(Finding(.warning, code, file: file, problem))
        }
        let document = try LabelmeDocument(ofFile: file)
        for thing in document.things {
            guard let first = thing.first, let category = names.firstIndex(of: document.shapes[first].label) else {
                continue
            }
            var (rings, box, masks): ([[Double]], Rect?, [RunLengths]) = ([], nil, [])
            for place in thing {
                let shape = document.shapes[place]
                do throws(LabelLineError) {
                    var bounds = try shape.bounds()
                    if shape.kind == "mask" {
                        let mask = try shape.mask(width: width, height: height)
                        // The picture of a mask may have a margin.
                        guard let box = mask.box else {
                            throw LabelLineError(problem: "its mask has no pixel in the photo")
                        }
                        bounds = Rect(box)
                        masks.append(mask)
                    } else if shape.kind != "rectangle" || thing.count > 1 {
                        rings.append(try shape.ring())
                    }
                    box = box?.union(bounds) ?? bounds
                } catch {
                    report(.leftOut, "shape \(place + 1): \(error.problem); it is left out")
                }
            }
            guard let box else { continue }
            var annotation = COCO.Annotation(number: first + 1, category: category + 1, box: box)
            if let mask = masks.first {
                let outlines = try? COCO.Segmentation.polygons(rings).mask(width: width, height: height)
                let all = masks.dropFirst().reduce(mask) { $0.union($1) }
                annotation.segmentation = COCO.Segmentation(outlines.map { all.union($0) } ?? all)
            } else if !rings.isEmpty {
                annotation.segmentation = .polygons(rings)
            }
            annotation.extra = document.shapes[first].extra
            reading.annotations.append(annotation)
        }
        let flat = document.shapes.count { !$0.hasArea }
        if flat > 0 {
            report(.noArea, "\(flat) point\(flat == 1 ? " or line has" : "s or lines have") no area; left out")
        }
        return reading
    }
}

/// A file of Labelme's.
struct LabelmeDocument {
    private(set) var imagePath: String?
    private(set) var size: (width: Int, height: Int)?
    private(set) var shapes: [LabelmeShape] = []

    /// - Throws: `JSONError` for a text that is no JSON, or not of this kind; `DatasetError` for a file that cannot be read.
    init(ofFile file: String) throws {
        try self.init(try JSONFile.bytes(of: file))
    }

    init(_ bytes: [UInt8]) throws {
        var reader = JSONReader(bytes)
        var (width, height, isKnown): (Int?, Int?, Bool) = (nil, nil, false)
        try reader.object { reader, name in
            switch name {
            case "imagePath": imagePath = try JSONTree(from: &reader).text
            case "imageWidth": width = try JSONTree(from: &reader).integer
            case "imageHeight": height = try JSONTree(from: &reader).integer
            case "shapes":
                isKnown = true
                try reader.array { reader in shapes.append(LabelmeShape(try JSONTree(from: &reader))) }
            // The photo itself, which can be large.
            default: try reader.skip()
            }
        }
        guard isKnown else {
            throw JSONError(line: 1, column: 1, problem: "it has no “shapes”, so it is not Labelme's")
        }
        if let width, let height { size = (width, height) }
    }

    /// The indices of the shapes of each thing.
    var things: [[Int]] {
        var (things, groups): ([[Int]], [String: Int]) = ([], [:])
        for (index, shape) in shapes.enumerated() where shape.hasArea {
            if let group = shape.group {
                let key = "\(group.text) \(shape.label)"
                if let known = groups[key] {
                    things[known].append(index)
                    continue
                }
                groups[key] = things.count
            }
            things.append([index])
        }
        return things
    }

    /// The photo, as the process opens it. Its path is relative to the file; where no file is there, the photo is
    /// looked for by its name beside the file; where the file names none, the photo is a picture with the file's own
    /// name.
    func photo(besides file: String) -> String {
        let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
        let beside = DatasetFolder(root: folder)
        let own = file.lastPart.stem
        guard let imagePath, !imagePath.isEmpty else { return beside.path(beside.picture(own) ?? "\(own).jpg") }
        let path = imagePath.replacing("\\", with: "/")
        let usual = [path, path.lastPart].lazy.compactMap { beside.file($0) }.first ?? beside.picture(own)
        return Reading(folder: "").resolve(beside.path(usual ?? path))
    }
}

/// A shape in Labelme's file.
struct LabelmeShape {
    let label: String
    let kind: String
    let group: Double?
    /// Nil where the points are not pairs of numbers.
    let points: [Point]?
    private let picture: String?
    /// The members that are carried along.
    let extra: [JSONMember]

    init(_ tree: JSONTree) {
        // Some tools write class numbers.
        label = tree["label"]?.text ?? tree["label"]?.number?.plainText ?? ""
        kind = tree["shape_type"]?.text ?? "polygon"
        group = tree["group_id"]?.number
        picture = tree["mask"]?.text
        let pairs = tree["points"]?.elements?.map { $0.numbers(2) } ?? []
        let points = pairs.compactMap { $0.map { Point($0[0], $0[1]) } }
        self.points = points.count == pairs.count && !points.isEmpty ? points : nil
        var extra: [JSONMember] = []
        if let group { extra.append(JSONMember(name: "group_id", json: group.json())) }
        if let text = tree["description"]?.text, !text.isEmpty {
            extra.append(JSONMember(name: "description", json: text.json()))
        }
        self.extra = extra
    }

    /// The kinds that have an area.
    static let kinds: Set = ["polygon", "rectangle", "circle", "mask"]
    /// The kinds that have no area.
    static let flatKinds: Set = ["point", "points", "line", "linestrip"]

    /// Whether it can label an area; an unknown kind is included, so that it is reported.
    var hasArea: Bool { !Self.flatKinds.contains(kind) }

    private func checked(atLeast least: Int) throws(LabelLineError) -> [Point] {
        guard Self.kinds.contains(kind) else {
            throw LabelLineError(problem: "“\(kind)” is no kind of shape that is known")
        }
        guard let points, points.count >= least else {
            throw LabelLineError(problem: "a \(kind) has \(least) points at least, pairs of finite numbers")
        }
        if let wild = LabelNumber.wild(points.flatMap { [$0.x, $0.y] }) {
            throw LabelLineError(problem: "the points have \(wild.text), which is beyond 2²⁸")
        }
        return points
    }

    /// Its outline, x, y, x, y, …: the four corners of a rectangle, 64 points of a circle.
    func ring() throws(LabelLineError) -> [Double] {
        let points = try checked(atLeast: kind == "polygon" ? 3 : 2)
        switch kind {
        case "circle":
            let radius = points[0].distance(to: points[1])
            return (0..<64).flatMap { step in
                let angle = 2 * Double.pi * Double(step) / 64
                return [points[0].x + radius * cos(angle), points[0].y + radius * sin(angle)]
            }
        case "rectangle": return Rect(bounding: points)?.corners.flatMap { [$0.x, $0.y] } ?? []
        default: return points.flatMap { [$0.x, $0.y] }
        }
    }

    /// The box around it; for a mask the box of its pixels, where its second point names the last ones.
    func bounds() throws(LabelLineError) -> Rect {
        let points = try checked(atLeast: kind == "polygon" ? 3 : 2)
        guard var box = kind == "circle" ? Polygon(ring: try ring()).bounds : Rect(bounding: points) else {
            throw LabelLineError(problem: "it has no points")
        }
        if kind == "mask" { (box.width, box.height) = (box.width + 1, box.height + 1) }
        return box
    }

    /// Its pixels in a photo of this size.
    func mask(width: Int, height: Int) throws(LabelLineError) -> RunLengths {
        let corner = try bounds()
        guard let data = picture.flatMap({ Data(base64Encoded: $0) }) else {
            throw LabelLineError(problem: "its mask is no PNG in base 64")
        }
        let map: InstancePNG.Map
        do throws(PictureError) { map = try InstancePNG.decode([UInt8](data), named: "its mask") } catch {
            throw LabelLineError(problem: error.description)
        }
        let rect = PixelRect(
            minX: Int(corner.minX.rounded()), minY: Int(corner.minY.rounded()),
            maxX: Int(corner.minX.rounded()) + map.width, maxY: Int(corner.minY.rounded()) + map.height)
        return Mask(rect: rect, bits: map.ids.map { $0 > 0 ? 1 : 0 }).runLengths(width: width, height: height)
    }
}
