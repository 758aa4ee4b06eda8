import Foundation
import JSON

/// `scenes.jsonl`, read scene by scene: memory holds the place of each line.
package struct SceneLines: Sendable {
    /// A labelled object in a scene.
    package struct Object: Hashable, Sendable {
        /// Its key in the pipeline's `objects:`.
        package var name = ""
        package var category = ""
        /// The object's origin, in JSON.
        var from = ""
        package var distanceMetres: Double?
        /// The name of its blend.
        package var blend: String?
        var heightMetres: Double?
        var yawDegrees: Double?
        var pitchDegrees: Double?
        var rollDegrees: Double?
        var isFlipped = false
        fileprivate var isDistractor = false
    }

    /// The light and the labelled objects of a scene. The objects are in painting order, which is the order of instance
    /// ids.
    package struct Scene: Hashable, Sendable {
        /// A factor of the pictures' brightness, in linear light.
        package var gain: Double?
        var kelvin: Double?
        /// 0° is straight ahead of the camera, 90° to its right.
        package var sunAzimuthDegrees: Double?
        package var sunElevationDegrees: Double?
        package var objects: [Object] = []

        /// The object that an instance shows; nil for one of the photo's own.
        package func object(of instance: COCO.Annotation, category: String?) -> Object? {
            guard let number = instance.instance, objects.indices.contains(number - 1) else { return nil }
            let object = objects[number - 1]
            return object.category == category ? object : nil
        }
    }

    private let file: OpenFile?
    private var lines: [Int: Range<Int>] = [:]

    /// Reads the lines. A dataset without the file has no scenes, and a line that is no scene with an index is skipped.
    package init(of root: String) throws {
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

    /// The scene of an image as the file has it; nil without one.
    package func line(ofImage index: Int) throws -> [UInt8]? {
        guard let file, let line = lines[index] else { return nil }
        return try file.read(count: line.count, at: line.lowerBound)
    }

    /// An image's scene; nil without one.
    package func scene(ofImage index: Int) throws -> Scene? {
        guard let line = try line(ofImage: index) else { return nil }
        var reader = JSONReader(line)
        var scene = Scene()
        try reader.object { reader, key in
            switch key {
            case "objects" where try reader.kind() == .array:
                try reader.array { reader in scene.objects.append(try Self.object(&reader)) }
            case "light" where try reader.kind() == .object: try Self.light(&reader, of: &scene)
            default: try reader.skip()
            }
        }
        scene.objects.removeAll(where: \.isDistractor)
        return scene
    }

    private static func light(_ reader: inout JSONReader, of scene: inout Scene) throws {
        try reader.object { reader, key in
            switch key {
            case "gain": scene.gain = try reader.attempt { try $0.finite() }
            case "kelvin": scene.kelvin = try reader.attempt { try $0.finite() }
            case "sun" where try reader.kind() == .object:
                try reader.object { reader, key in
                    switch key {
                    case "azimuth_degrees": scene.sunAzimuthDegrees = try reader.attempt { try $0.finite() }
                    case "elevation_degrees": scene.sunElevationDegrees = try reader.attempt { try $0.finite() }
                    default: try reader.skip()
                    }
                }
            default: try reader.skip()
            }
        }
    }

    private static func object(_ reader: inout JSONReader) throws -> Object {
        var object = Object()
        try reader.object { reader, key in
            switch key {
            case "name": object.name = try reader.string()
            case "category": object.category = try reader.string()
            case "from": object.from = String(decoding: try reader.raw(), as: UTF8.self)
            case "distractor": object.isDistractor = try reader.boolean()
            case "distance_metres": object.distanceMetres = try reader.attempt { try $0.finite() }
            case "height_metres": object.heightMetres = try reader.attempt { try $0.finite() }
            case "blend" where try reader.kind() == .object:
                try reader.object { reader, key in
                    object.blend = key
                    try reader.skip()
                }
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
