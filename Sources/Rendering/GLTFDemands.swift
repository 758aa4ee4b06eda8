internal import Foundation

/// What a glTF file asks of its reader and Assimp passes over in silence.
struct GLTFDemands {
    private let root: [String: Any]

    /// What may be required of us: we do it, or Assimp does or says that it cannot, or it is about things that are left
    /// out of every model.
    private static let honoured: Set<String> = [
        "KHR_texture_transform", "KHR_materials_unlit", "KHR_materials_transmission", "KHR_lights_punctual",
        "KHR_draco_mesh_compression", "KHR_xmp", "KHR_xmp_json_ld",
    ]

    /// Nil where there is no JSON to be found, which Assimp then says in its own words.
    ///
    /// - Parameter bytes: of a `.gltf` or a `.glb`: Khronos, "glTF 2.0 Specification", 2021, §4.4.
    init?(_ bytes: [UInt8]) {
        var json = bytes[...]
        if bytes.starts(with: Array("glTF".utf8)) {
            guard bytes.count >= 20 else { return nil }
            let length = (0..<4).reduce(0) { $0 | Int(bytes[12 + $1]) << (8 * $1) }
            guard length <= bytes.count - 20 else { return nil }
            json = bytes[20..<20 + length]
        }
        guard let root = try? JSONSerialization.jsonObject(with: Data(json)) as? [String: Any] else { return nil }
        self.root = root
    }

    /// Throws `.unsupported` for a required extension that is not known here, and for a texture of a kind that is not.
    func check(_ name: String) throws(RenderingError) {
        let required = root["extensionsRequired"] as? [String] ?? []
        if let unknown = required.first(where: { !Self.honoured.contains($0) }) {
            throw RenderingError(
                .unsupported, file: name,
                "requires the glTF extension \(unknown), which is not supported: export it without")
        }
        for (number, texture) in (root["textures"] as? [[String: Any]] ?? []).enumerated()
        where texture["source"] == nil {
            guard let kind = (texture["extensions"] as? [String: Any])?.keys.min() else { continue }
            throw RenderingError(
                .unsupported, file: name,
                "its texture \(number) is a picture of the glTF extension \(kind) alone, which is not supported: export "
                    + "it as PNG or JPEG")
        }
    }
}
