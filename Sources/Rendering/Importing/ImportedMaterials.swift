internal import CAssimp
import Findings
internal import Foundation
internal import Pictures

/// The materials of a file in our terms, with the textures they use.
///
/// glTF's metallic-roughness values are used unchanged. Older formats (OBJ's MTL, 3DS) have a diffuse colour, a
/// highlight and an exponent n: the colour counts as sRGB, since the programs that wrote them showed it unconverted,
/// and GGX's alpha becomes √(2 / (n + 2)), which gives a highlight of the same width (Walter et al., "Microfacet models
/// for refraction through rough surfaces", EGSR 2007, §5.2).
///
/// Textures of materials that no triangle has are not read.
struct ImportedMaterials {
    private(set) var materials: [Material] = []
    private(set) var textures: [Texture] = []
    /// For each material, the set of a mesh's texture coordinates that its textures use.
    private(set) var channels: [Int] = []
    private let scene: UnsafePointer<aiScene>
    private let files: ImportedFiles
    private let maxPixels: Int
    /// Settings of an OBJ's libraries that Assimp does not read.
    private let wavefront: WavefrontMaterials
    private var known: [TextureKey: Int] = [:]

    /// The values that distinguish one use of a picture from another.
    private struct TextureKey: Hashable {
        var name: String
        var encoding: Texture.Encoding
        var wrapU: Texture.Wrap
        var wrapV: Texture.Wrap
        var mapping: TextureMapping
        var opacity: String?
    }

    init(scene: UnsafePointer<aiScene>, files: ImportedFiles, maxPixels: Int) throws(RenderingError) {
        self.scene = scene
        self.files = files
        self.maxPixels = maxPixels
        wavefront = try files.isOBJ ? WavefrontMaterials(of: files) : WavefrontMaterials()
        var isUsed = Set<UInt32>()
        var isColoured = Set<UInt32>()
        for index in 0..<Int(scene.pointee.mNumMeshes) {
            guard let part = scene.pointee.mMeshes[index]?.pointee else { continue }
            isUsed.insert(part.mMaterialIndex)
            if part.mColors.0 != nil { isColoured.insert(part.mMaterialIndex) }
        }
        for index in 0..<Int(scene.pointee.mNumMaterials) {
            guard isUsed.contains(UInt32(index)), let source = scene.pointee.mMaterials[index] else {
                materials.append(Material())
                channels.append(0)
                continue
            }
            var material = try material(UnsafePointer(source))
            // Assimp adds a white with a full highlight to a PLY, which has no highlights.
            if files.isPLY { material.specular = 0 }
            // Assimp adds a grey where the file describes no material: the vertices have all the colour.
            if files.isOBJ, isColoured.contains(UInt32(index)), !wavefront.names.contains(material.name) {
                material.baseColour = .one
            }
            materials.append(material)
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
        try lookForTextures(source)
        let base = use(source, [aiTextureType_BASE_COLOR, aiTextureType_DIFFUSE])
        if isPhysical {
            material.baseColour = colour.map { Vector($0.x, $0.y, $0.z) } ?? .one
            material.opacity = colour?.w ?? 1
            material.roughness = roughness ?? 1
            material.metalness = metalness ?? 1
            material.emission = Vector(emission.x, emission.y, emission.z)
        } else {
            // In MTL a texture replaces the colour, and the Kd beside it is often 0.
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
        let roughnessMetalness = isPhysical ? use(source, [aiTextureType_METALNESS, aiTextureType_UNKNOWN]) : nil
        let normals = use(source, [aiTextureType_NORMALS])
        let glow = use(source, [aiTextureType_EMISSIVE])
        channels.append(
            try channel([base, opacityMap, roughnessMetalness, normals, glow].compactMap { $0 }, of: material))
        if let base {
            if let opacityMap, opacityMap.mapping != base.mapping {
                throw RenderingError(
                    .unsupported, file: files.name,
                    "its material “\(material.name)” places its opacity map otherwise than its colour")
            }
            material.baseTexture = try texture(base, .colour, opacity: opacityMap)
        } else if let opacityMap {
            material.baseTexture = try texture(opacityMap, .colour, opacity: opacityMap)
        }
        if let roughnessMetalness { material.roughnessMetalnessTexture = try texture(roughnessMetalness, .numbers) }
        if let normals { material.normalTexture = try texture(normals, .numbers) }
        if let glow {
            material.emissionTexture = try texture(glow, .colour)
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
        if let transmission = number(source, "$mat.transmission.factor"), transmission > 0 {
            // Light is not refracted here: the light that passes goes straight on. A fully transparent material still
            // has a surface, which mirrors some light and can be labelled.
            material.opacity *= 1 - 0.9 * min(1, transmission)
            if material.alpha == .opaque { material.alpha = .blend }
        }
        if files.isGLTF, number(source, "$mat.shadingm", as: Int32.self) == Int32(aiShadingMode_NoShading.rawValue) {
            material.isUnlit = true
            (material.roughness, material.metalness, material.specular) = (1, 0, 0)
        }
        return material.clamped
    }

    /// Checks that all files of textures exist, also those of kinds that are not drawn.
    private func lookForTextures(_ source: UnsafePointer<aiMaterial>) throws(RenderingError) {
        for kind in aiTextureType_DIFFUSE.rawValue...aiTextureType_TRANSMISSION.rawValue {
            let kind = aiTextureType(kind)
            for number in 0..<aiGetMaterialTextureCount(source, kind) {
                var name = aiString()
                guard
                    aiGetMaterialTexture(source, kind, number, &name, nil, nil, nil, nil, nil, nil) == aiReturn_SUCCESS,
                    name.length > 0, embedded(name.text) == nil
                else { continue }
                _ = try files.find(texture: named(name.text, kind, source))
            }
        }
    }

    /// The one set of coordinates that all of a material's textures use.
    private func channel(_ uses: [Use], of material: Material) throws(RenderingError) -> Int {
        let first = uses.first?.channel ?? 0
        guard uses.allSatisfy({ $0.channel == first }) else {
            throw RenderingError(
                .unsupported, file: files.name,
                "its material “\(material.name)” places its textures by several sets of coordinates, of which one can be "
                    + "used: bake them to one")
        }
        return first
    }

    // MARK: - Textures

    private struct Use {
        var name: String
        var wrapU: Texture.Wrap
        var wrapV: Texture.Wrap
        var channel: Int
        var mapping: TextureMapping
    }

    /// The first texture of the first kind that has one.
    private func use(_ source: UnsafePointer<aiMaterial>, _ kinds: [aiTextureType]) -> Use? {
        for kind in kinds {
            var name = aiString()
            var modes = [aiTextureMapMode_Wrap, aiTextureMapMode_Wrap]
            var channel: UInt32 = 0
            let found = aiGetMaterialTexture(source, kind, 0, &name, nil, &channel, nil, nil, &modes, nil)
            if found == aiReturn_SUCCESS, name.length > 0 {
                return Use(
                    name: named(name.text, kind, source), wrapU: .init(modes[0]), wrapV: .init(modes[1]),
                    channel: Int(channel), mapping: mapping(source, kind))
            }
        }
        return nil
    }

    /// MTL's keywords for a kind of texture.
    private static let keywords: [aiTextureType.RawValue: [String]] = [
        aiTextureType_DIFFUSE.rawValue: ["map_kd"], aiTextureType_OPACITY.rawValue: ["map_d"],
        aiTextureType_NORMALS.rawValue: ["norm", "map_kn"],
        aiTextureType_EMISSIVE.rawValue: ["map_ke", "map_emissive"],
        aiTextureType_AMBIENT.rawValue: ["map_ka"], aiTextureType_SPECULAR.rawValue: ["map_ks"],
        aiTextureType_HEIGHT.rawValue: ["map_bump", "bump"], aiTextureType_DISPLACEMENT.rawValue: ["disp", "map_disp"],
        aiTextureType_SHININESS.rawValue: ["map_ns"],
    ]

    private func wavefront(_ kind: aiTextureType, _ source: UnsafePointer<aiMaterial>) -> WavefrontMaterials.Map? {
        guard let keywords = Self.keywords[kind.rawValue], let name = string(source, "?mat.name") else { return nil }
        return wavefront.map(name, keywords)
    }

    /// A texture's file name. Where it has fewer options than Assimp expects, Assimp leaves them in the name.
    private func named(_ name: String, _ kind: aiTextureType, _ source: UnsafePointer<aiMaterial>) -> String {
        guard let own = wavefront(kind, source)?.file, !own.isEmpty else { return name }
        return own
    }

    /// The mapping of a texture, from Assimp's values.
    private func mapping(_ source: UnsafePointer<aiMaterial>, _ kind: aiTextureType) -> TextureMapping {
        if let own = wavefront(kind, source)?.mapping { return own }
        var transform = aiUVTransform()
        guard aiGetMaterialUVTransform(source, "$tex.uvtrafo", kind.rawValue, 0, &transform) == aiReturn_SUCCESS else {
            return .identity
        }
        let (shift, scale) = (transform.mTranslation, transform.mScaling)
        let (cosine, sine) = (cos(transform.mRotation), sin(transform.mRotation))
        guard files.isGLTF else {
            // Assimp's order, from TextureTransform.cpp: shift, then turn and scale about the middle.
            let (x, y) = (shift.x - 0.5, shift.y - 0.5)
            return TextureMapping(
                u: [scale.x * cosine, -scale.x * sine, 0.5 + scale.x * (cosine * x - sine * y)],
                v: [scale.y * sine, scale.y * cosine, 0.5 + scale.y * (sine * x + cosine * y)])
        }
        // This undoes the changes of glTF2Importer.cpp to the file's numbers: it reversed the angle and moved the
        // origin.
        let turn = -sine
        let offset = SIMD2<Float>(
            shift.x - 0.5 * scale.x * (1 - cosine + turn), 0.5 * scale.y * (turn + cosine - 1) + 1 - scale.y - shift.y)
        // KHR_texture_transform: scaled, turned and shifted, in coordinates whose v grows downwards; ours grows upwards,
        // v = 1 - V, before and after.
        return TextureMapping(
            u: [cosine * scale.x, -turn * scale.y, offset.x + turn * scale.y],
            v: [turn * scale.x, cosine * scale.y, 1 - offset.y - cosine * scale.y])
    }

    private mutating func texture(
        _ use: Use, _ encoding: Texture.Encoding, opacity: Use? = nil
    ) throws(RenderingError) -> Int {
        let key = TextureKey(
            name: use.name, encoding: encoding, wrapU: use.wrapU, wrapV: use.wrapV, mapping: use.mapping,
            opacity: opacity?.name)
        if let index = known[key] { return index }
        guard use.mapping.u.isFinite, use.mapping.v.isFinite else {
            throw RenderingError(
                .notFinite, file: files.name, "places its texture \(use.name) by numbers that are not finite")
        }
        var pixels = try raster(use.name)
        if let opacity {
            let mask = try raster(opacity.name)
            // Few files have an opacity map of another size: it is looked up, not resampled.
            for y in 0..<pixels.height {
                for x in 0..<pixels.width {
                    let at = y * mask.height / pixels.height * mask.width + x * mask.width / pixels.width
                    // A mask's own alpha is the opacity where the mask has one; otherwise its brightness is.
                    let value = mask.bytes[4 * at + 3] < 255 ? mask.bytes[4 * at + 3] : mask.bytes[4 * at]
                    let place = 4 * (y * pixels.width + x)
                    // A mask by itself has no colour.
                    if opacity.name == use.name {
                        pixels.bytes.replaceSubrange(place..<place + 3, with: repeatElement(255, count: 3))
                    }
                    pixels.bytes[place + 3] = value
                }
            }
        }
        textures.append(
            Texture(pixels, encoding: encoding, wrapU: use.wrapU, wrapV: use.wrapV, mapping: use.mapping))
        known[key] = textures.count - 1
        return textures.count - 1
    }

    /// Decodes a texture by its name in the file: `*3` is the file's fourth embedded one; an embedded one may also go
    /// by its name.
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
            do throws(PictureError) {
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

    private func number(_ source: UnsafePointer<aiMaterial>, _ key: String, as: Int32.Type) -> Int32? {
        var value: Int32 = 0
        var count: UInt32 = 1
        guard aiGetMaterialIntegerArray(source, key, 0, 0, &value, &count) == aiReturn_SUCCESS else { return nil }
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
    /// The material with every value in its range, since files hold anything.
    fileprivate var clamped: Material {
        var material = self
        material.baseColour = baseColour.clamped(lowerBound: .zero, upperBound: .one)
        material.opacity = min(1, max(0, opacity))
        material.roughness = min(1, max(0, roughness))
        material.metalness = min(1, max(0, metalness))
        // A larger value would look the same on a screen, and with this one sums of light stay finite.
        material.emission = emission.clamped(lowerBound: .zero, upperBound: Vector(repeating: 1e6))
        return material
    }
}

extension SIMD3<Float> {
    /// The sRGB curve of IEC 61966-2-1, for each channel.
    var linearFromSRGB: Vector {
        Vector(SRGB.linear(x), SRGB.linear(y), SRGB.linear(z))
    }
}
