package import Cards
import Geometry
import JSON
import Masks
import Pictures

/// COCO's panoptic segmentation: every pixel belongs to one segment or to none.
///
///     annotations/panoptic.json            with a split: panoptic_train.json
///     annotations/panoptic/000007.png      with a split: panoptic_train/000007.png
///
/// A pixel's id is red + 256 · green + 65536 · blue, 0 where nothing is labelled. `segments_info` gives each id its
/// category, area and box, computed from the pixels in the PNG. Each segment of an image has its own id, and the ids
/// are far from each other, so that people can see the segments in the picture. Where masks overlap, the smaller
/// instance lies above; crowd regions lie below all others.
///
/// Format: https://cocodataset.org/#format-data, "Panoptic Segmentation"; read by the Python package panopticapi.
package struct COCOPanopticFormat: DerivedFormat {
    package init() {}

    package static let card = Card<COCOPanopticFormat>(
        "coco_panoptic", "COCO panoptic: annotations/panoptic.json and a PNG of segment ids for each image. Exact."
    )

    package static let places: [FilePlace] = [
        "annotations/panoptic.json", "annotations/panoptic_*.json", "annotations/panoptic/#.png",
        "annotations/panoptic_*/#.png",
    ]

    package func write(_ dataset: FinishedDataset, to output: LabelOutput) throws {
        for subset in dataset.subsets {
            let name = "panoptic\(subset.split.map { "_\($0)" } ?? "")"
            let file = try output.open("annotations/\(name).json")
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("info", ifPresent: subset.info)
            writer.member("licenses", subset.licenses)
            writer.key("categories")
            writer.array { writer in
                for index in dataset.records.indices {
                    writer.lineBreak()
                    Self.encode(dataset.records[index], at: index, to: &writer)
                }
            }
            writer.key("images")
            writer.beginArray()
            try dataset.forEachImage(of: subset, for: output) { image in
                writer.lineBreak()
                image.image.encode(to: &writer)
                try file.write(writer.drain())
            }
            writer.endArray()
            writer.key("annotations")
            writer.beginArray()
            try dataset.forEachImage(of: subset, for: nil) { image in
                let segments = Segments(of: image, in: dataset, output)
                try output.write(try segments.picture(), to: "annotations/\(name)/\(image.stem).png")
                writer.lineBreak()
                writer.object { writer in
                    writer.member("image_id", image.image.id)
                    writer.member("file_name", "\(image.stem).png")
                    writer.member("segments_info", segments.segments)
                }
                try file.write(writer.drain())
                output.count(instances: segments.segments.count)
            }
            writer.endArray()
            writer.endObject()
            writer.lineBreak()
            try file.write(writer.drain())
            try file.commit()
        }
    }

    /// Encodes a category. It is a thing, unless the COCO file says otherwise; its colour is VOC's.
    private static func encode(_ category: COCO.Category, at index: Int, to writer: inout JSONWriter) {
        var category = category
        func add(_ name: String, _ value: some JSONEncodable) {
            guard !category.extra.contains(where: { $0.name == name }) else { return }
            category.extra.append(JSONMember(name: name, json: value.json()))
        }
        add("isthing", 1)
        let colour = (index + 1) % 256
        add("color", VOCFormat.palette[colour * 3..<colour * 3 + 3].map(Int.init))
        category.encode(to: &writer)
    }
}

/// The segments of an image.
private struct Segments {
    struct Segment: JSONEncodable {
        let id: Int
        let categoryID: Int
        let isCrowd: Bool
        let box: PixelRect
        let area: Int

        func encode(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("id", id)
                writer.member("category_id", categoryID)
                writer.member("iscrowd", isCrowd ? 1 : 0)
                writer.member("bbox", [box.minX, box.minY, box.width, box.height])
                writer.member("area", area)
            }
        }
    }

    /// The segments in painting order: crowd regions, then the others in the order of the COCO file.
    let segments: [Segment]
    private let width: Int
    private let height: Int
    /// For each pixel the segment's number in painting order, from 1; 0 where there is none.
    private let places: [Int32]

    /// The id of the segment at a number in painting order, from 1.
    ///
    /// An odd factor permutes the numbers below 2²⁴, so no two are the same and none is 0.
    private static func id(_ index: Int) -> Int { index * 0x9E3779 & 0xFFFFFF }

    init(of image: LabelledImage, in dataset: FinishedDataset, _ output: LabelOutput) {
        (width, height) = (image.width, image.height)
        var flat = FlatMasks(width: width, height: height)
        let crowds = image.instances.filter(\.isCrowd)
        let painted = crowds + image.instances.filter { !$0.isCrowd }
        let masks = painted.map { instance -> RunLengths? in
            guard dataset.categoryPlaces[instance.categoryID] != nil else {
                output.note("instance of a category that is not listed left out")
                return nil
            }
            let mask = image.mask(of: instance)
            if mask == nil { output.note("instance without a mask left out") }
            return mask
        }
        flat.lay(Array(masks[..<crowds.count]))
        flat.lay(Array(masks[crowds.count...]))
        flat.note(crowds.count..<masks.count, in: output)
        places = Self.joined(flat.numbers, painted, stuff: dataset.stuff, output)
        let seen = Self.extents(of: places, width: width, count: painted.count)
        var segments: [Segment] = []
        for (index, instance) in painted.enumerated() {
            let (box, area) = seen[index]
            guard area > 0 else {
                if instance.isCrowd, flat.counts[index].all > 0 {
                    output.note("crowd region that others cover wholly left out")
                }
                continue
            }
            segments.append(
                Segment(
                    id: Self.id(index + 1), categoryID: instance.categoryID, isCrowd: instance.isCrowd, box: box,
                    area: area))
        }
        self.segments = segments
    }

    /// The pixels with one number for each kind of stuff, such as sky: of stuff an image has one segment at most.
    private static func joined(
        _ numbers: [Int32], _ painted: [COCO.Annotation], stuff: Set<Int>, _ output: LabelOutput
    ) -> [Int32] {
        var firsts: [Int: Int32] = [:]
        var own = (0...Int32(painted.count)).map { $0 }
        for (index, instance) in painted.enumerated() where !instance.isCrowd && stuff.contains(instance.categoryID) {
            let number = Int32(index + 1)
            if let first = firsts[instance.categoryID] {
                own[index + 1] = first
                output.note("segment joined with another of its stuff category")
            } else {
                firsts[instance.categoryID] = number
            }
        }
        return own.enumerated().allSatisfy { Int32($0.offset) == $0.element } ? numbers : numbers.map { own[Int($0)] }
    }

    private static func extents(of places: [Int32], width: Int, count: Int) -> [(box: PixelRect, area: Int)] {
        var extents = [(box: PixelRect, area: Int)](
            repeating: (PixelRect(minX: .max, minY: .max, maxX: 0, maxY: 0), 0), count: count)
        for (pixel, place) in places.enumerated() where place > 0 {
            let (x, y) = (pixel % width, pixel / width)
            let old = extents[Int(place) - 1]
            extents[Int(place) - 1] = (
                PixelRect(
                    minX: min(old.box.minX, x), minY: min(old.box.minY, y), maxX: max(old.box.maxX, x + 1),
                    maxY: max(old.box.maxY, y + 1)), old.area + 1
            )
        }
        return extents
    }

    /// The PNG of the ids, eight bits for each of red, green and blue.
    func picture() throws -> [UInt8] {
        var raster = Raster(width: width, height: height)
        for (pixel, place) in places.enumerated() {
            let id = Self.id(Int(place))
            raster.bytes[pixel * 4] = UInt8(id & 255)
            raster.bytes[pixel * 4 + 1] = UInt8(id >> 8 & 255)
            raster.bytes[pixel * 4 + 2] = UInt8(id >> 16)
            raster.bytes[pixel * 4 + 3] = 255
        }
        return try PhotoFile.encode(raster, as: .png())
    }
}
