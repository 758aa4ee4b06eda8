import Findings
internal import Foundation

/// The settings in an OBJ file's material libraries that Assimp skips: how textures are placed.
///
/// Format: Wavefront, "Advanced Visualizer Manual", appendix B1 and its description of MTL files; `-s` and `-o` mean u
/// · s + o, as in other readers.
struct WavefrontMaterials {
    struct Map {
        var file: String
        var mapping = TextureMapping.identity
    }

    /// The maps by the name of the material and the keyword, in lower case.
    private var maps: [String: [String: Map]] = [:]
    /// The names of all materials that the libraries describe.
    private(set) var names: Set<String> = []

    /// An empty value, without any material.
    init() {}

    /// Notes each material that the model uses and no library describes.
    ///
    /// Throws `.missingMaterials` for a library that is named and does not exist, if the model uses materials.
    init(of files: ImportedFiles) throws(RenderingError) {
        guard let model = files.bytes(of: files.path) else { return }
        var libraries: [String] = []
        var used: [String] = []
        Self.statements(model, startingWith: [UInt8(ascii: "m"), UInt8(ascii: "u")]) { keyword, rest in
            if keyword == "mtllib" { libraries.append(rest) }
            if keyword == "usemtl", used.last != rest { used.append(rest) }
        }
        for library in libraries {
            // Assimp looks in the second place next.
            let places = [files.beside(library), files.sibling("mtl")]
            if let found = places.first(where: files.has), let text = files.bytes(of: found) {
                read(text)
            } else if !used.isEmpty {
                throw RenderingError(
                    .missingMaterials, file: files.name,
                    "its material library \(library) is not there: put it beside the model, or take out the line “mtllib”"
                )
            }
        }
        let unknown = Set(used).subtracting(names).sorted()
        guard let first = unknown.first else { return }
        let others = unknown.count > 1 ? " and \(unknown.count - 1) more" : ""
        files.note(
            libraries.isEmpty
                ? "it uses the material “\(first)”\(others), and names no material library (mtllib)"
                : "it uses the material “\(first)”\(others), which its material library does not have")
    }

    func map(_ material: String, _ keywords: [String]) -> Map? {
        guard let own = maps[material] else { return nil }
        return keywords.lazy.compactMap { own[$0] }.first
    }

    private mutating func read(_ text: [UInt8]) {
        var material = ""
        var found = maps
        Self.statements(text, startingWith: nil) { keyword, rest in
            if keyword == "newmtl" {
                material = rest
                names.insert(rest)
            } else if keyword.hasPrefix("map_") || ["bump", "norm", "disp", "refl"].contains(keyword) {
                found[material, default: [:]][keyword] = Self.map(rest)
            }
        }
        maps = found
    }

    /// The text behind a keyword: options with their values, and then the file.
    private static func map(_ text: String) -> Map {
        var words = text.split(whereSeparator: { $0 == " " || $0 == "\t" })
        var map = Map(file: "")
        func numbers() -> [Float] {
            let found = words.prefix(3).prefix { Float($0) != nil }
            words.removeFirst(found.count)
            return found.compactMap { Float($0) }
        }
        var (scale, shift) = (SIMD2<Float>(1, 1), SIMD2<Float>())
        while let option = words.first, option.hasPrefix("-"), words.count > 1 {
            words.removeFirst()
            switch option {
            case "-s":
                for (axis, value) in numbers().prefix(2).enumerated() { scale[axis] = value }
            case "-o":
                for (axis, value) in numbers().prefix(2).enumerated() { shift[axis] = value }
            case "-t": _ = numbers()
            case "-mm": words.removeFirst(min(2, words.count))
            default: words.removeFirst()
            }
        }
        // The rest of the line unchanged, blanks within it too.
        if let first = words.first { map.file = String(text[first.startIndex...]) }
        map.mapping = TextureMapping(u: [scale.x, 0, shift.x], v: [0, scale.y, shift.y])
        return map
    }

    /// Calls `body` for each line that begins with one of some bytes, with its keyword, in lower case, and its rest.
    private static func statements(
        _ text: [UInt8], startingWith bytes: [UInt8]?, _ body: (_ keyword: String, _ rest: String) -> Void
    ) {
        text.withUnsafeBufferPointer { text in
            var at = 0
            while at < text.count {
                var end = at
                while end < text.count, text[end] != 10, text[end] != 13 { end += 1 }
                var start = at
                while start < end, text[start] == 32 || text[start] == 9 { start += 1 }
                if start < end, bytes?.contains(text[start]) ?? true {
                    let line = String(decoding: text[start..<end], as: UTF8.self)
                    let keyword = line.prefix { $0 != " " && $0 != "\t" }
                    body(keyword.lowercased(), line[keyword.endIndex...].trimmingCharacters(in: .whitespaces))
                }
                at = end + 1
            }
        }
    }
}
