internal import CAssimp
internal import Foundation
internal import Vips

/// The materials of a file in our terms, with the textures they use.
///
/// glTF's metallic-roughness values are taken as they stand. Older formats (OBJ's MTL, 3DS) have a diffuse colour, a
/// highlight and an exponent n: the colour is taken as sRGB, since the programs that wrote them showed it unconverted,
/// and GGX's alpha becomes √(2 / (n + 2)), which gives a highlight of the same width (Walter et al., "Microfacet models
/// for refraction through rough surfaces", EGSR 2007, §5.2).
struct ImportedMaterials {
    private(set) var materials: [Material] = []
    private(set) var textures: [Texture] = []
    private let scene: UnsafePointer<aiScene>
    private let files: ImportedFiles
    private let maxPixels: Int
    private var known: [TextureKey: Int] = [:]

    /// What tells one use of a picture from another.
    private struct TextureKey: Hashable {
        var name: String
        var encoding: Texture.Encoding
        var wrapU: Texture.Wrap
        var wrapV: Texture.Wrap
        var opacity: String?
    }

    init(scene: UnsafePointer<aiScene>, files: ImportedFiles, maxPixels: Int) throws(RenderingError) {
        self.scene = scene
        self.files = files
        self.maxPixels = maxPixels
        for index in 0..<Int(scene.pointee.mNumMaterials) {
            guard let source = scene.pointee.mMaterials[index] else { continue }
            materials.append(try material(UnsafePointer(source)))
        }
    }

    private mutating func material(_ source: UnsafePointer<aiMaterial>) throws(RenderingError) -> Material {
        var material = Material()
        material.name = string(source, "?mat.name") ?? ""
        let roughness = number(source, "$mat.roughnessFactor")
        let metalness = number(source, "$mat.metallicFactor")
        let isPhysical = roughness != nil || metalness != nil
        let colour =
            self.colour(source, isPhysical ? "$clr.base" : "$clr.diffuse") ?? self.colour(source, "$clr.diffuse")
        let emission = self.colour(source, "$clr.emissive") ?? .zero
        let base = use(source, [aiTextureType_BASE_COLOR, aiTextureType_DIFFUSE])
        if isPhysical {
            material.baseColour = colour.map { Vector($0.x, $0.y, $0.z) } ?? .one
            material.opacity = colour?.w ?? 1
            material.roughness = roughness ?? 1
            material.metalness = metalness ?? 1
            material.emission = Vector(emission.x, emission.y, emission.z)
        } else {
            // A texture stands for the colour in MTL, whose Kd beside it is often 0.
            material.baseColour =
                base != nil ? .one : colour.map { Vector($0.x, $0.y, $0.z).linearFromSRGB } ?? material.baseColour
            material.emission = Vector(emission.x, emission.y, emission.z).linearFromSRGB
            let highlight = self.colour(source, "$clr.specular").map { max($0.x, $0.y, $0.z) } ?? 0
            let exponent = number(source, "$mat.shininess") ?? 0
            material.specular = min(1, max(0, highlight))
            material.roughness = exponent > 0 ? min(1, pow(2 / (exponent + 2), 0.25)) : 1
        }
        if let opacity = number(source, "$mat.opacity") { material.opacity = min(material.opacity, opacity) }

        let opacityMap = isPhysical ? nil : use(source, [aiTextureType_OPACITY])
        if let base {
            material.baseTexture = try texture(base, .colour, opacity: opacityMap)
        }
        if isPhysical, let use = use(source, [aiTextureType_METALNESS, aiTextureType_UNKNOWN]) {
            material.roughnessMetalnessTexture = try texture(use, .numbers)
        }
        if let use = use(source, [aiTextureType_NORMALS]) {
            material.normalTexture = try texture(use, .numbers)
        }
        if let use = use(source, [aiTextureType_EMISSIVE]) {
            material.emissionTexture = try texture(use, .colour)
            if !isPhysical && material.emission == .zero { material.emission = .one }
        }

        switch string(source, "$mat.gltf.alphaMode") {
        case "MASK": material.alpha = .cutOut(below: number(source, "$mat.gltf.alphaCutoff") ?? 0.5)
        case "BLEND": material.alpha = .blend
        case "OPAQUE": material.alpha = .opaque
        default:
            let isPatterned = material.baseTexture.map { textures[$0].hasTransparency } ?? false
            if material.opacity < 1 || isPatterned { material.alpha = .blend }
        }
        return material.clamped
    }

    // MARK: - Textures

    private struct Use {
        var name: String
        var wrapU: Texture.Wrap
        var wrapV: Texture.Wrap
    }

    /// The first texture of the first kind that has one.
    private func use(_ source: UnsafePointer<aiMaterial>, _ kinds: [aiTextureType]) -> Use? {
        for kind in kinds {
            var name = aiString()
            var modes = [aiTextureMapMode_Wrap, aiTextureMapMode_Wrap]
            let found = aiGetMaterialTexture(source, kind, 0, &name, nil, nil, nil, nil, &modes, nil)
            if found == aiReturn_SUCCESS, name.length > 0 {
                return Use(name: name.text, wrapU: .init(modes[0]), wrapV: .init(modes[1]))
            }
        }
        return nil
    }

    private mutating func texture(
        _ use: Use, _ encoding: Texture.Encoding, opacity: Use? = nil
    ) throws(RenderingError) -> Int {
        let key = TextureKey(
            name: use.name, encoding: encoding, wrapU: use.wrapU, wrapV: use.wrapV, opacity: opacity?.name)
        if let index = known[key] { return index }
        var pixels = try raster(use.name)
        if let opacity {
            let mask = try raster(opacity.name)
            // An opacity map of another size is an oddity that few files have: it is looked up, not resampled.
            for y in 0..<pixels.height {
                for x in 0..<pixels.width {
                    let at = y * mask.height / pixels.height * mask.width + x * mask.width / pixels.width
                    // Where a mask has an alpha of its own, that is what it says; else its brightness.
                    let value = mask.bytes[4 * at + 3] < 255 ? mask.bytes[4 * at + 3] : mask.bytes[4 * at]
                    pixels.bytes[4 * (y * pixels.width + x) + 3] = value
                }
            }
        }
        textures.append(Texture(pixels, encoding: encoding, wrapU: use.wrapU, wrapV: use.wrapV))
        known[key] = textures.count - 1
        return textures.count - 1
    }

    /// Decodes a texture by its name in the file: `*3` is the file's fourth embedded one, as is one of the same name.
    private func raster(_ name: String) throws(RenderingError) -> Raster {
        if let embedded = embedded(name) { return try raster(embedded.pointee, name) }
        return try files.texture(name, maxPixels: maxPixels)
    }

    private func embedded(_ name: String) -> UnsafePointer<aiTexture>? {
        let count = Int(scene.pointee.mNumTextures)
        guard count > 0, let textures = scene.pointee.mTextures else { return nil }
        if name.hasPrefix("*"), let index = Int(name.dropFirst()), index >= 0, index < count {
            return textures[index].map { UnsafePointer($0) }
        }
        for index in 0..<count {
            if let texture = textures[index], texture.pointee.mFilename.length > 0,
                texture.pointee.mFilename.text == name
            {
                return UnsafePointer(texture)
            }
        }
        return nil
    }

    private func raster(_ texture: aiTexture, _ name: String) throws(RenderingError) -> Raster {
        func bad(_ words: String) -> RenderingError {
            RenderingError(.badTexture, file: files.name, "its texture \(name) cannot be read: \(words)")
        }
        guard let data = texture.pcData, texture.mWidth > 0 else { throw bad("is empty") }
        // Height 0 means an encoded file of `mWidth` bytes.
        if texture.mHeight == 0 {
            let bytes = [UInt8](UnsafeRawBufferPointer(start: data, count: Int(texture.mWidth)))
            do throws(VipsError) {
                return try Image(encoded: FileBytes(bytes), named: name, maxPixels: maxPixels).raster()
            } catch {
                throw RenderingError(.badTexture, file: files.name, "its texture cannot be read: \(error)")
            }
        }
        let (count, overflows) = Int(texture.mWidth).multipliedReportingOverflow(by: Int(texture.mHeight))
        guard !overflows, count <= maxPixels else { throw bad("has more pixels than the limit of \(maxPixels)") }
        var raster = Raster(width: Int(texture.mWidth), height: Int(texture.mHeight))
        for index in 0..<count {
            let texel = data[index]
            raster.bytes.replaceSubrange(4 * index..<4 * index + 4, with: [texel.r, texel.g, texel.b, texel.a])
        }
        return raster
    }

    // MARK: - Properties

    private func number(_ source: UnsafePointer<aiMaterial>, _ key: String) -> Float? {
        var value: Float = 0
        var count: UInt32 = 1
        guard aiGetMaterialFloatArray(source, key, 0, 0, &value, &count) == aiReturn_SUCCESS, value.isFinite else {
            return nil
        }
        return value
    }

    private func colour(_ source: UnsafePointer<aiMaterial>, _ key: String) -> SIMD4<Float>? {
        var value = aiColor4D()
        guard aiGetMaterialColor(source, key, 0, 0, &value) == aiReturn_SUCCESS else { return nil }
        let colour = SIMD4(value.r, value.g, value.b, value.a)
        return colour.x.isFinite && colour.y.isFinite && colour.z.isFinite && colour.w.isFinite ? colour : nil
    }

    private func string(_ source: UnsafePointer<aiMaterial>, _ key: String) -> String? {
        var value = aiString()
        guard aiGetMaterialString(source, key, 0, 0, &value) == aiReturn_SUCCESS else { return nil }
        return value.text
    }
}

extension Texture.Wrap {
    init(_ mode: aiTextureMapMode) {
        switch mode {
        case aiTextureMapMode_Clamp, aiTextureMapMode_Decal: self = .clamp
        case aiTextureMapMode_Mirror: self = .mirror
        default: self = .repeat
        }
    }
}

extension Texture {
    /// Whether any texel is not opaque.
    fileprivate var hasTransparency: Bool {
        stride(from: 3, to: texels.count, by: 4).contains { texels[$0] < 255 }
    }
}

extension Material {
    /// The same with every value in its range, since files hold anything.
    fileprivate var clamped: Material {
        var material = self
        material.baseColour = baseColour.clamped(lowerBound: .zero, upperBound: .one)
        material.opacity = min(1, max(0, opacity))
        material.roughness = min(1, max(0, roughness))
        material.metalness = min(1, max(0, metalness))
        material.emission = pointwiseMax(emission, .zero)
        return material
    }
}

extension SIMD3<Float> {
    /// IEC 61966-2-1, each channel.
    fileprivate var linearFromSRGB: Vector {
        Vector(SRGB.linear(x), SRGB.linear(y), SRGB.linear(z))
    }
}
