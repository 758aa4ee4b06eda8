/// The parts of a mesh as bytes, for a process that has read a model and one that wants it.
///
/// The lists lie in the stream as in memory, since both ends are the same program. The reader checks everything: the
/// writer has just read a stranger's file, which may have corrupted its memory.
extension MeshParts {
    func write(to sink: inout some ByteSink) throws(BrokenStream) {
        try sink.write(list: positions)
        try sink.write(list: normals)
        try sink.write(list: coordinates)
        try sink.write(list: colours)
        try sink.write(list: triangles)
        try sink.write(list: materialIndices)
        try sink.write(UInt64(materials.count))
        for material in materials { try material.write(to: &sink) }
        try sink.write(UInt64(textures.count))
        for texture in textures { try texture.write(to: &sink) }
        try sink.write(UInt64(notices.count))
        for notice in notices { try sink.write(notice) }
    }

    /// `Mesh` checks the content of the lists.
    init(from source: inout some ByteSource) throws(BrokenStream) {
        positions = try source.list(of: SIMD3<Float>.self)
        normals = try source.list(of: SIMD3<Float>.self)
        coordinates = try source.list(of: SIMD2<Float>.self)
        colours = try source.list(of: SIMD3<Float>.self)
        triangles = try source.list(of: SIMD3<UInt32>.self)
        materialIndices = try source.list(of: UInt16.self)
        for _ in 0..<(try Self.count(&source)) { materials.append(try Material(from: &source)) }
        for _ in 0..<(try Self.count(&source)) { textures.append(try Texture(from: &source)) }
        for _ in 0..<(try Self.count(&source)) { notices.append(try source.text()) }
    }

    private static func count(_ source: inout some ByteSource) throws(BrokenStream) -> Int {
        let count = try source.read(UInt64.self)
        guard count <= 1 << 16 else { throw .malformed("\(count) materials, textures or notices") }
        return Int(count)
    }
}

extension Material {
    func write(to sink: inout some ByteSink) throws(BrokenStream) {
        try sink.write(name)
        for value in [
            baseColour.x, baseColour.y, baseColour.z, opacity, roughness, metalness, specular, emission.x, emission.y,
            emission.z,
        ] {
            try sink.write(value)
        }
        switch alpha {
        case .opaque: try sink.write(list: [Float]())
        case .blend: try sink.write(list: [Float(0), 0])
        case .cutOut(let threshold): try sink.write(list: [threshold])
        }
        try sink.write(UInt8(isUnlit ? 1 : 0))
        for texture in [baseTexture, roughnessMetalnessTexture, normalTexture, emissionTexture] {
            try sink.write(Int32(texture ?? -1))
        }
    }

    init(from source: inout some ByteSource) throws(BrokenStream) {
        name = try source.text()
        func share(_ source: inout some ByteSource) throws(BrokenStream) -> Float {
            let value = try source.float()
            guard (0...1).contains(value) else { throw .malformed("a share of a material is \(value)") }
            return value
        }
        baseColour = [try share(&source), try share(&source), try share(&source)]
        opacity = try share(&source)
        roughness = try share(&source)
        metalness = try share(&source)
        specular = try share(&source)
        emission = [try source.float(), try source.float(), try source.float()]
        guard emission.min() >= 0 else { throw .malformed("a material swallows light") }
        let threshold = try source.list(of: Float.self)
        switch threshold.count {
        case 0: alpha = .opaque
        case 1 where threshold[0].isFinite: alpha = .cutOut(below: threshold[0])
        default: alpha = .blend
        }
        isUnlit = try source.read(UInt8.self) != 0
        func texture(_ source: inout some ByteSource) throws(BrokenStream) -> Int? {
            let index = try source.read(Int32.self)
            return index < 0 ? nil : Int(index)
        }
        baseTexture = try texture(&source)
        roughnessMetalnessTexture = try texture(&source)
        normalTexture = try texture(&source)
        emissionTexture = try texture(&source)
    }
}

extension Texture {
    private static let wraps: [Wrap] = [.repeat, .clamp, .mirror]
    private static let encodings: [Encoding] = [.colour, .numbers]

    func write(to sink: inout some ByteSink) throws(BrokenStream) {
        try sink.write(UInt64(width))
        try sink.write(UInt64(height))
        try sink.write(UInt8(Self.encodings.firstIndex(of: encoding) ?? 0))
        for wrap in [wrapU, wrapV] { try sink.write(UInt8(Self.wraps.firstIndex(of: wrap) ?? 0)) }
        for row in [mapping.u, mapping.v] { for value in [row.x, row.y, row.z] { try sink.write(value) } }
        try sink.write(list: texels)
    }

    init(from source: inout some ByteSource) throws(BrokenStream) {
        let (width, height) = (Int(clamping: try source.read(UInt64.self)), Int(clamping: try source.read(UInt64.self)))
        func one<Value>(of values: [Value], _ source: inout some ByteSource) throws(BrokenStream) -> Value {
            let index = Int(try source.read(UInt8.self))
            guard values.indices.contains(index) else { throw .malformed("a texture is of an unknown kind") }
            return values[index]
        }
        let encoding = try one(of: Self.encodings, &source)
        let (wrapU, wrapV) = (try one(of: Self.wraps, &source), try one(of: Self.wraps, &source))
        let mapping = TextureMapping(
            u: [try source.float(), try source.float(), try source.float()],
            v: [try source.float(), try source.float(), try source.float()])
        let texels = try source.list(of: UInt8.self)
        // No side can be larger than the count of texels, so that their product does not overflow.
        guard width > 0, height > 0, width <= texels.count, height <= texels.count / width,
            texels.count == width * height * 4
        else { throw .malformed("a texture of \(width) × \(height) has \(texels.count) bytes") }
        self.init(
            width: width, height: height, texels: texels, encoding: encoding, wrapU: wrapU, wrapV: wrapV,
            mapping: mapping)
    }
}
