import Findings
import Geometry
package import JSON

extension ImageRecord {
    /// The record as one line of the journal, with the line break. Its annotations have no id.
    ///
    /// - Parameter files: the files that were written for the image.
    func line(files: [WrittenFile]) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("index", index)
            writer.key("files")
            WrittenFile.encode(files, to: &writer)
            writer.member("split", ifPresent: split)
            writer.member("image", image)
            writer.key("annotations")
            writer.array { writer in
                for annotation in annotations {
                    writer.object { writer in annotation.encodeMembersAfterID(to: &writer) }
                }
            }
            objects.encodeCounts(to: &writer)
            if !objects.examples.isEmpty { writer.member("examples", byName: objects.examples) }
            writer.member("placement", ifPresent: placement)
            if real.total > 0 { writer.member("real", real) }
            if pixelsBeyondDepth > 0 { writer.member("beyond_depth", pixelsBeyondDepth) }
            writer.member("skipped", skipped)
            writer.key("scene")
            writer.raw(scene)
        }
        return writer.drain() + [UInt8(ascii: "\n")]
    }
}

extension ImageRecord.RealLabels: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("as_they_were", asTheyWere)
            writer.member("changed", changed)
            writer.member("marked", marked)
            writer.member("dropped", dropped)
            writer.member("replaced", replaced)
        }
    }

    init(from reader: inout JSONReader) throws {
        try reader.object { reader, name in
            switch name {
            case "as_they_were": asTheyWere = try reader.integer()
            case "changed": changed = try reader.integer()
            case "marked": marked = try reader.integer()
            case "dropped": dropped = try reader.integer()
            case "replaced": replaced = try reader.integer()
            default: try reader.skip()
            }
        }
    }

    static func += (total: inout ImageRecord.RealLabels, more: ImageRecord.RealLabels) {
        total.asTheyWere += more.asTheyWere
        total.changed += more.changed
        total.marked += more.marked
        total.dropped += more.dropped
        total.replaced += more.replaced
    }
}

/// A line of the journal, read back as far as putting a dataset together needs it.
struct StoredRecord {
    /// An annotation: its text, and the values for the statistics.
    struct StoredAnnotation {
        /// A JSON object without an id, never empty.
        var json: ArraySlice<UInt8>
        var measured: MeasuredLabel
    }

    var index = -1
    var split: String?
    var image: ArraySlice<UInt8> = []
    /// The image's size in pixels.
    var (width, height) = (0, 0)
    var annotations: [StoredAnnotation] = []
    var objects = ImageRecord.Objects(asked: 0, placed: 0)
    var placement: PlacementRecord?
    var real = ImageRecord.RealLabels()
    var pixelsBeyondDepth = 0
    var skipped: [Finding] = []
    var scene: ArraySlice<UInt8> = []

    init(line: [UInt8]) throws {
        var reader = JSONReader(line)
        try reader.object { reader, name in
            switch name {
            case "index": index = try reader.integer()
            case "split": split = try reader.string()
            case "image":
                _ = try reader.kind()
                let start = reader.position
                try reader.object { reader, name in
                    switch name {
                    case "width": width = try reader.integer()
                    case "height": height = try reader.integer()
                    default: try reader.skip()
                    }
                }
                image = line[start..<reader.position]
            case "annotations":
                try reader.array { reader in annotations.append(try StoredAnnotation(from: &reader)) }
            case "asked": objects.asked = try reader.integer()
            case "placed": objects.placed = try reader.integer()
            case "left_out":
                try reader.object { reader, reason in objects.leftOut[reason] = try reader.integer() }
            case "examples":
                try reader.object { reader, reason in objects.examples[reason] = try reader.string() }
            case "placement": placement = try PlacementRecord(from: &reader)
            case "beyond_depth": pixelsBeyondDepth = try reader.integer()
            case "real": real = try ImageRecord.RealLabels(from: &reader)
            case "skipped":
                try reader.array { reader in skipped.append(try Finding(from: &reader)) }
            case "scene": scene = line[try reader.skip()]
            default: try reader.skip()
            }
        }
        guard index >= 0, !image.isEmpty, !scene.isEmpty else { throw reader.error("the record is not whole") }
    }
}

extension StoredRecord.StoredAnnotation {
    fileprivate init(from reader: inout JSONReader) throws {
        var label = MeasuredLabel(categoryID: 0, box: nil, area: 0)
        var hasCategory = false
        _ = try reader.kind()
        let start = reader.position
        try reader.object { reader, name in
            switch name {
            case "category_id":
                label.categoryID = try reader.integer()
                hasCategory = true
            case "bbox":
                var numbers: [Double] = []
                try reader.array { reader in numbers.append(try reader.double()) }
                if numbers.count == 4 {
                    label.box = Rect(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
                }
            case "area": label.area = try reader.double()
            case "iscrowd": label.isCrowd = try reader.integer() != 0
            // Other tools may mean something else by these names.
            case "visibility": label.visibility = try reader.attempt { try $0.finite() }
            case "truncation": label.truncation = try reader.attempt { try $0.finite() }
            default: try reader.skip()
            }
        }
        guard hasCategory else { throw reader.error("the annotation has no category") }
        self.init(json: reader.bytes[start..<reader.position], measured: label)
    }
}

extension ImageRecord.Objects {
    /// The members that count them.
    package func encodeCounts(to writer: inout JSONWriter) {
        writer.member("asked", asked)
        writer.member("placed", placed)
        writer.member("left_out", byName: leftOut)
    }
}
