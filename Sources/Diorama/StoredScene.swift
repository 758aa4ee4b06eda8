import Datasets
import Foundation
import JSON

/// The record of how one image of a dataset was made, for `diorama explain`.
public enum StoredScene {
    /// The scene behind an image as indented JSON, keys in alphabetical order.
    ///
    /// - Parameters:
    ///   - dataset: the dataset's folder.
    ///   - image: its number, or its file's name or path: `7`, `000007.jpg`, `images/train/000007.jpg`.
    /// - Throws: `JobError.usage` for a name that is no number, an image that does not exist, a folder without scenes.
    public static func json(dataset: String, image: String) throws -> String {
        let name = image.split(separator: "/").last.map(String.init) ?? image
        guard let index = Int(name.split(separator: ".").first ?? "") else {
            throw JobError.usage("“\(image)” names no image: expected a number such as 7, or a file such as 000007.jpg")
        }
        let path = dataset + "/scenes.jsonl"
        guard let data = FileManager.default.contents(atPath: path) else {
            throw JobError.usage("\(dataset) is no finished dataset: there is no scenes.jsonl in it")
        }
        for line in data.split(separator: UInt8(ascii: "\n")) {
            let line = Array(line)
            var reader = JSONReader(line)
            guard try indexOfScene(&reader) == index else { continue }
            reader = JSONReader(line)
            var writer = JSONWriter(style: .indented)
            try copy(&reader, to: &writer)
            return String(decoding: writer.drain(), as: UTF8.self)
        }
        throw JobError.usage("\(dataset) has no image \(index)")
    }

    private static func indexOfScene(_ reader: inout JSONReader) throws -> Int? {
        var index: Int?
        try reader.object { reader, name in
            if name == "index" { index = try reader.integer() } else { try reader.skip() }
        }
        return index
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
