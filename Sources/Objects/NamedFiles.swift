import Foundation

/// Files that other files name: the materials and textures of a model, the drawings of a solid, the bitmaps of a
/// drawing.
///
/// No format is parsed. A name counts if it stands in the text as a word or between quotation marks, ends as such files
/// do, and is that of a file beside the text or below its folder.
package enum NamedFiles {
    private static let texts = ["obj", "mtl", "gltf", "dae", "yaml", "yml", "svg", "xml"]
    private static let named = ["mtl", "bin", "svg", "png", "jpg", "jpeg", "webp", "tif", "tiff", "gif", "bmp"]
    /// The most bytes of a text that are searched.
    private static let limit = 16 << 20

    /// The files with all files that they name, and so on.
    package static func closure(of files: Set<String>) -> Set<String> {
        var (all, left) = (files, Array(files))
        while let file = left.popLast() {
            for other in named(in: file) where all.insert(other).inserted { left.append(other) }
        }
        return all
    }

    private static func named(in path: String) -> [String] {
        guard texts.contains(ending(path[...])), let file = FileHandle(forReadingAtPath: path),
            let data = try? file.read(upToCount: limit)
        else { return [] }
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        let words = data.split { byte in
            // White space, quotation marks, and what stands round a name in YAML and CSS.
            byte <= 0x20 || [0x22, 0x27, 0x28, 0x29, 0x2C, 0x3C, 0x3E, 0x5B, 0x5D, 0x7B, 0x7D].contains(byte)
        }
        return words.compactMap { word -> String? in
            guard word.count < 1024, word.contains(UInt8(ascii: ".")) else { return nil }
            let name = String(decoding: word, as: UTF8.self)
            guard named.contains(ending(name[...])) else { return nil }
            let path = name.hasPrefix("/") ? name : folder + (name.removingPercentEncoding ?? name)
            return FileManager.default.fileExists(atPath: path) ? path : nil
        }
    }

    private static func ending(_ name: Substring) -> String {
        name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
    }
}
