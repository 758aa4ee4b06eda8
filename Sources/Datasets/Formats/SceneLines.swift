import Foundation

/// `scenes.jsonl`, read scene by scene: memory holds where each line is.
struct SceneLines {
    /// What a scene says of a labelled object.
    struct Object: Hashable {
        /// Its key in the pipeline's `objects:`.
        var name = ""
        var category = ""
        var distanceMetres: Double?
        var heightMetres: Double?
        var yawDegrees: Double?
        var pitchDegrees: Double?
        var rollDegrees: Double?
        var isFlipped = false
        fileprivate var isDistractor = false
    }

    private let file: OpenFile?
    private var lines: [Int: Range<Int>] = [:]

    /// A dataset without the file has no scenes, and a line that is no scene with an index is passed over.
    init(of root: String) throws {
        let path = DatasetLayout(root: root).path(DatasetLayout.scenes)
        guard Folder.kind(of: path) != .missing else {
            file = nil
            return
        }
        let file = try OpenFile(path, flags: O_RDONLY, action: "cannot read")
        self.file = file
        var (start, rest): (Int, [UInt8]) = (0, [])
        while true {
            let part = try file.read(count: 1 << 20, at: start + rest.count)
            if part.isEmpty { break }
            rest += part
            var begin = 0
            while let end = rest[begin...].firstIndex(of: UInt8(ascii: "\n")) {
                if let index = Self.index(of: rest, in: begin..<end) { lines[index] = start + begin..<start + end }
                begin = end + 1
            }
            rest.removeFirst(begin)
            start += begin
        }
    }

    private static func index(of bytes: [UInt8], in range: Range<Int>) -> Int? {
        var reader = JSONReader(bytes, in: range)
        var index: Int?
        try? reader.object { reader, key in
            if key == "index" { index = try reader.integer() } else { try reader.skip() }
        }
        return index
    }

    /// The labelled objects of an image's scene in painting order, which is that of instance ids; none without a scene.
    func labelledObjects(ofImage index: Int) throws -> [Object] {
        guard let file, let line = lines[index] else { return [] }
        var reader = JSONReader(try file.read(count: line.count, at: line.lowerBound))
        var objects: [Object] = []
        try reader.object { reader, key in
            guard key == "objects", try reader.kind() == .array else {
                try reader.skip()
                return
            }
            try reader.array { reader in objects.append(try Self.object(&reader)) }
        }
        return objects.filter { !$0.isDistractor }
    }

    private static func object(_ reader: inout JSONReader) throws -> Object {
        var object = Object()
        try reader.object { reader, key in
            switch key {
            case "name": object.name = try reader.string()
            case "category": object.category = try reader.string()
            case "distractor": object.isDistractor = try reader.boolean()
            case "distance_metres": object.distanceMetres = try reader.attempt { try $0.finite() }
            case "height_metres": object.heightMetres = try reader.attempt { try $0.finite() }
            case "pose":
                try reader.object { reader, key in
                    switch key {
                    case "yaw_degrees": object.yawDegrees = try reader.finite()
                    case "pitch_degrees": object.pitchDegrees = try reader.finite()
                    case "roll_degrees": object.rollDegrees = try reader.finite()
                    case "flipped": object.isFlipped = try reader.boolean()
                    default: try reader.skip()
                    }
                }
            default: try reader.skip()
            }
        }
        return object
    }
}
