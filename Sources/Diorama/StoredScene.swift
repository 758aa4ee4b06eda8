import Datasets
import Foundation
import JSON

/// The record of how one image of a dataset was made, for `diorama explain`.
public enum StoredScene {
    /// The scene behind an image as indented JSON, keys in alphabetical order.
    ///
    /// - Parameters:
    ///   - dataset: the dataset's folder.
    ///   - image: its number, or its file's name or path: `7`, `000007.jpg`, `images/train/000007.jpg`; with variants
    ///     `7-fog` or `000007-fog.jpg`.
    /// - Throws: `JobError.usage` for a name that is no number, an image that does not exist, a folder without scenes.
    public static func json(dataset: String, image: String) throws -> String {
        let name = image.split(separator: "/").last.map(String.init) ?? image
        let words = (name.split(separator: ".").first ?? "").split(separator: "-", maxSplits: 1)
        guard let first = words.first, let number = Int(first) else {
            throw JobError.usage("“\(image)” names no image: expected a number such as 7, or a file such as 000007.jpg")
        }
        let path = dataset + "/scenes.jsonl"
        guard let data = FileManager.default.contents(atPath: path) else {
            throw JobError.usage("\(dataset) is no finished dataset: there is no scenes.jsonl in it")
        }
        var others: [String] = []
        for (place, line) in data.split(separator: UInt8(ascii: "\n")).enumerated() {
            let line = Array(line)
            var reader = JSONReader(line)
            let found: (scene: Int?, variant: String?)
            do { found = try key(&reader) } catch let error as JSONError {
                throw DatasetError(
                    code: .malformed, action: "cannot read", path: path,
                    reason: "line \(place + 1), column \(error.column): \(error.problem)")
            }
            guard found.scene == number else { continue }
            guard found.variant == (words.count > 1 ? String(words[1]) : nil) else {
                others += found.variant.map { ["\(number)-\($0)"] } ?? []
                continue
            }
            reader = JSONReader(line)
            var writer = JSONWriter(style: .indented)
            try copy(&reader, to: &writer)
            return String(decoding: writer.drain(), as: UTF8.self)
        }
        let title = words.joined(separator: "-")
        throw JobError.usage(
            others.isEmpty
                ? "\(dataset) has no image \(title)"
                : "\(dataset) has no image \(title), but variants of that scene: \(others.joined(separator: ", "))")
    }

    /// The number and the variant in the names of an image's files.
    private static func key(_ reader: inout JSONReader) throws -> (scene: Int?, variant: String?) {
        var (index, scene, variant): (Int?, Int?, String?)
        try reader.object { reader, name in
            switch name {
            case "index": index = try reader.integer()
            case "variant":
                try reader.object { reader, name in
                    switch name {
                    case "name": variant = try reader.string()
                    case "scene": scene = try reader.integer()
                    default: try reader.skip()
                    }
                }
            default: try reader.skip()
            }
        }
        return (scene ?? index, variant)
    }

    /// Copies a value, set out in lines. Its numbers keep their digits, which matters for a seed of 64 bits.
    private static func copy(_ reader: inout JSONReader, to writer: inout JSONWriter) throws {
        switch try reader.kind() {
        case .object:
            try writer.object { writer in
                try reader.object { reader, name in
                    writer.key(name)
                    try copy(&reader, to: &writer)
                }
            }
        case .array:
            var probe = reader
            var isNested = false
            try probe.array { probe in
                let kind = try probe.kind()
                isNested = isNested || kind == .object || kind == .array
                try probe.skip()
            }
            guard isNested else {
                writer.raw(try reader.raw())
                return
            }
            try writer.array { writer in
                try reader.array { reader in try copy(&reader, to: &writer) }
            }
        default:
            writer.raw(try reader.raw())
        }
    }
}
