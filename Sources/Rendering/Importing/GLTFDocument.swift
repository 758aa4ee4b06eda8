import Findings
internal import Foundation

/// A glTF file before Assimp reads it. Features that Assimp would silently skip or misread are refused by name here, or
/// rewritten so that Assimp reads them correctly.
///
/// Format: Khronos, "glTF 2.0 Specification", 2021.
struct GLTFDocument {
    private(set) var root: [String: Any]
    /// The chunks of a binary file behind the JSON, with their headers.
    private let rest: ArraySlice<UInt8>?
    private var isChanged = false

    /// Extensions that lose nothing: they are honoured here, Assimp honours or reports them, or they concern parts that
    /// are left out of every model.
    private static let honoured: Set<String> = [
        "KHR_texture_transform", "KHR_materials_unlit", "KHR_materials_transmission", "KHR_lights_punctual",
        "KHR_draco_mesh_compression", "KHR_xmp", "KHR_xmp_json_ld", "KHR_mesh_quantization", "EXT_texture_webp",
    ]

    /// Nil where there is no JSON, which Assimp then reports in its own words.
    ///
    /// - Parameter bytes: the bytes of a `.gltf` or a `.glb` (§4.4).
    init?(_ bytes: [UInt8]) {
        var json = bytes[...]
        var rest: ArraySlice<UInt8>?
        if bytes.starts(with: Array("glTF".utf8)) {
            guard bytes.count >= 20 else { return nil }
            let length = (0..<4).reduce(0) { $0 | Int(bytes[12 + $1]) << (8 * $1) }
            guard length <= bytes.count - 20 else { return nil }
            json = bytes[20..<20 + length]
            rest = bytes[(20 + length)...]
        }
        guard let root = try? JSONSerialization.jsonObject(with: Data(json)) as? [String: Any] else { return nil }
        self.root = root
        self.rest = rest
    }

    /// The objects of one of the lists at the top of the file.
    func list(_ key: String) -> [[String: Any]] { root[key] as? [[String: Any]] ?? [] }

    /// The text that Assimp must read instead of the file; nil where it can read the file itself.
    ///
    /// Throws `.unsupported` for a required extension or a kind of texture that is not known here, and `.inconsistent`
    /// for nodes that make no tree and numbers that lie outside their buffers.
    mutating func completed(_ files: ImportedFiles) throws(RenderingError) -> [UInt8]? {
        let name = files.name
        let required = root["extensionsRequired"] as? [String] ?? []
        if let unknown = required.first(where: { !Self.honoured.contains($0) }) {
            throw RenderingError(
                .unsupported, file: name,
                "requires the glTF extension \(unknown), which is not supported: export it without")
        }
        for unknown in Set(root["extensionsUsed"] as? [String] ?? []).subtracting(Self.honoured).sorted() {
            files.note("it uses the glTF extension \(unknown), which is left out")
        }
        try GLTFNodes(self).check(name)
        try chooseTextures(name)
        try settleWeights(name)
        var numbers = GLTFNumbers(self, files)
        if let floats = try numbers.floats() {
            (root["buffers"], root["bufferViews"]) = (floats.buffers, floats.views)
            root["accessors"] = floats.accessors
            isChanged = true
        }
        return isChanged ? try encoded(name) : nil
    }

    /// Chooses WebP pictures as textures. They are decoded where they are used; Assimp only needs their index.
    private mutating func chooseTextures(_ name: String) throws(RenderingError) {
        var textures = list("textures")
        for (number, texture) in textures.enumerated() where texture["source"] == nil {
            guard let extensions = texture["extensions"] as? [String: Any], let kind = extensions.keys.min() else {
                continue
            }
            guard let source = (extensions["EXT_texture_webp"] as? [String: Any])?["source"] else {
                throw RenderingError(
                    .unsupported, file: name,
                    "its texture \(number) is a picture of the glTF extension \(kind) alone, which is not supported: "
                        + "export it as PNG, JPEG or WebP")
            }
            textures[number]["source"] = source
            isChanged = true
        }
        if isChanged { root["textures"] = textures }
    }

    /// Copies a node's weights of its mesh's morph targets to the mesh: a node's weights come before the mesh's own
    /// (§3.7.2.2), and Assimp only knows those of the mesh.
    private mutating func settleWeights(_ name: String) throws(RenderingError) {
        var meshes = list("meshes")
        var own: [Int: [Double]] = [:]
        for node in list("nodes") {
            guard let mesh = node["mesh"] as? Int, meshes.indices.contains(mesh) else { continue }
            let asked = node["weights"] as? [Double] ?? meshes[mesh]["weights"] as? [Double] ?? []
            guard own[mesh, default: asked] == asked else {
                throw RenderingError(
                    .unsupported, file: name,
                    "its mesh \(mesh) is shown with several weights of its morph targets, of which one set can be used: "
                        + "export a mesh for each")
            }
            own[mesh] = asked
        }
        for (mesh, weights) in own where meshes[mesh]["weights"] as? [Double] ?? [] != weights {
            meshes[mesh]["weights"] = weights
            isChanged = true
        }
        if isChanged { root["meshes"] = meshes }
    }

    /// The file again, with the changed JSON.
    private func encoded(_ name: String) throws(RenderingError) -> [UInt8] {
        guard let data = try? JSONSerialization.data(withJSONObject: root) else {
            throw RenderingError(.unreadable, file: name, "its JSON cannot be written again")
        }
        var json = [UInt8](data)
        guard let rest else { return json }
        json += Array(repeating: UInt8(ascii: " "), count: (4 - json.count % 4) % 4)
        func long(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        return Array("glTF".utf8) + long(2) + long(20 + json.count + rest.count) + long(json.count)
            + Array("JSON".utf8) + json + rest
    }

    /// The bytes of the binary chunk (§4.4.3.3).
    var binary: ArraySlice<UInt8>? {
        guard let rest, rest.count >= 8 else { return nil }
        let start = rest.startIndex
        let length = (0..<4).reduce(0) { $0 | Int(rest[start + $1]) << (8 * $1) }
        guard rest[(start + 4)...].starts(with: Array("BIN".utf8)), length <= rest.count - 8 else { return nil }
        return rest[start + 8..<start + 8 + length]
    }
}
