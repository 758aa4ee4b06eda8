import Findings
internal import Foundation

/// Turns the integers in a glTF file's vertices into floats: Assimp reads the bytes of both as floats.
///
/// glTF always allows integers for texture coordinates and weights of bones; for all others KHR_mesh_quantization does.
struct GLTFNumbers {
    private let document: GLTFDocument
    private let files: ImportedFiles
    private var accessors: [[String: Any]]
    private let views: [[String: Any]]
    private let buffers: [[String: Any]]

    private static let float = 5126

    init(_ document: GLTFDocument, _ files: ImportedFiles) {
        self.document = document
        self.files = files
        accessors = document.list("accessors")
        views = document.list("bufferViews")
        buffers = document.list("buffers")
    }

    /// The accessors that should be floats and are integers.
    private var integers: [Int] {
        var found: Set<Int> = []
        for mesh in document.list("meshes") {
            for part in mesh["primitives"] as? [[String: Any]] ?? [] {
                let own = part["attributes"] as? [String: Any] ?? [:]
                for (key, value) in (part["targets"] as? [[String: Any]] ?? []).reduce(Array(own), { $0 + Array($1) }) {
                    let kind = key.prefix { $0 != "_" }
                    guard ["POSITION", "NORMAL", "TANGENT", "TEXCOORD", "WEIGHTS"].contains(kind),
                        let index = value as? Int, accessors.indices.contains(index),
                        let type = accessors[index]["componentType"] as? Int, type != Self.float
                    else { continue }
                    found.insert(index)
                }
            }
        }
        return found.sorted()
    }

    /// The lists of the file with one more buffer, which holds the integers as floats; nil where there are none.
    mutating func floats() throws(RenderingError)
        -> (accessors: [[String: Any]], views: [[String: Any]], buffers: [[String: Any]])?
    {
        let integers = integers
        guard !integers.isEmpty else { return nil }
        var bytes = Data()
        var (views, known) = (views, [Int: [UInt8]]())
        for index in integers {
            let numbers = try numbers(of: index, &known)
            views.append(["buffer": buffers.count, "byteOffset": bytes.count, "byteLength": numbers.count * 4])
            numbers.withUnsafeBytes { bytes.append(contentsOf: $0) }
            accessors[index]["bufferView"] = views.count - 1
            accessors[index]["componentType"] = Self.float
            for key in ["byteOffset", "normalized", "min", "max"] { accessors[index][key] = nil }
        }
        let buffer: [String: Any] = [
            "byteLength": bytes.count, "uri": "data:application/octet-stream;base64," + bytes.base64EncodedString(),
        ]
        return (accessors, views, buffers + [buffer])
    }

    private func broken(_ index: Int, _ words: String) -> RenderingError {
        RenderingError(.inconsistent, file: files.name, "its accessor \(index) \(words)")
    }

    /// An accessor's numbers (§3.6.2).
    private func numbers(of index: Int, _ known: inout [Int: [UInt8]]) throws(RenderingError) -> [Float] {
        let accessor = accessors[index]
        let widths = ["SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4]
        guard accessor["sparse"] == nil else {
            throw RenderingError(
                .unsupported, file: files.name,
                "its accessor \(index) is sparse and holds integers, which is not supported: export it without quantization"
            )
        }
        guard let count = accessor["count"] as? Int, count >= 0, let width = widths[accessor["type"] as? String ?? ""],
            let size = [5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4][accessor["componentType"] as? Int ?? 0],
            let number = accessor["bufferView"] as? Int, views.indices.contains(number),
            let buffer = views[number]["buffer"] as? Int, buffers.indices.contains(buffer)
        else { throw broken(index, "names no numbers that are there") }
        if known[buffer] == nil { known[buffer] = try self.bytes(of: buffer) }
        let bytes = known[buffer] ?? []
        let stride = views[number]["byteStride"] as? Int ?? width * size
        let start = views[number]["byteOffset"] as? Int ?? 0
        let length = views[number]["byteLength"] as? Int ?? 0
        let offset = accessor["byteOffset"] as? Int ?? 0
        let (reach, overflows) = stride.multipliedReportingOverflow(by: max(0, count - 1))
        guard stride >= width * size, start >= 0, offset >= 0, length >= 0, !overflows,
            start <= bytes.count, length <= bytes.count - start, offset <= length,
            count == 0 || reach <= length - offset - width * size
        else { throw broken(index, "reaches beyond its buffer") }

        let isSigned = [5120, 5122].contains(accessor["componentType"] as? Int ?? 0)
        let isNormalized = accessor["normalized"] as? Bool ?? false
        let most = Float((1 << (8 * size - (isSigned ? 1 : 0))) - 1)
        var numbers: [Float] = []
        numbers.reserveCapacity(count * width)
        for element in 0..<count {
            for component in 0..<width {
                let at = start + offset + element * stride + component * size
                var value = (0..<size).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }
                if isSigned, value >> (8 * size - 1) == 1 { value -= 1 << (8 * size) }
                // §3.6.2.2: the least signed number and the one above it both stand for −1.
                numbers.append(isNormalized ? max(-1, Float(value) / most) : Float(value))
            }
        }
        return numbers
    }

    private func bytes(of buffer: Int) throws(RenderingError) -> [UInt8] {
        let found: [UInt8]?
        if let uri = buffers[buffer]["uri"] as? String {
            if uri.hasPrefix("data:"), let comma = uri.firstIndex(of: ",") {
                found = Data(base64Encoded: String(uri[uri.index(after: comma)...])).map { [UInt8]($0) }
            } else {
                found = files.bytes(of: files.beside(uri.removingPercentEncoding ?? uri))
            }
        } else {
            found = document.binary.map { [UInt8]($0) }
        }
        guard let found else {
            throw RenderingError(.unreadable, file: files.name, "its buffer \(buffer) cannot be read")
        }
        return found
    }
}
