package import Pictures

/// A picture on a surface: 8 bits a channel, not premultiplied, rows without padding, the first row at v = 1.
package struct Texture: Sendable, Equatable {
    /// The colour outside 0…1.
    package enum Wrap: Sendable, Equatable {
        case `repeat`, clamp, mirror
    }

    /// The meaning of the bytes.
    package enum Encoding: Sendable, Equatable {
        /// sRGB colours.
        case colour
        /// Numbers, 255 being 1: roughness, metalness, normals.
        case numbers
    }

    package var width: Int
    package var height: Int
    /// `width * height * 4` bytes: red, green, blue, alpha.
    package var texels: [UInt8]
    package var encoding: Encoding
    /// The wraps along u and along v.
    package var wrapU: Wrap
    package var wrapV: Wrap
    /// The map from the mesh's texture coordinates to places in the texture.
    package var mapping: TextureMapping

    package init(
        width: Int, height: Int, texels: [UInt8], encoding: Encoding = .colour, wrapU: Wrap = .repeat,
        wrapV: Wrap = .repeat, mapping: TextureMapping = .identity
    ) {
        precondition(width > 0 && height > 0 && texels.count == width * height * 4, "a texture has four bytes a texel")
        self.width = width
        self.height = height
        self.texels = texels
        self.encoding = encoding
        self.wrapU = wrapU
        self.wrapV = wrapV
        self.mapping = mapping
    }

    /// Makes a texture from pixels that are not premultiplied.
    package init(
        _ raster: Raster, encoding: Encoding = .colour, wrapU: Wrap = .repeat, wrapV: Wrap = .repeat,
        mapping: TextureMapping = .identity
    ) {
        self.init(
            width: raster.width, height: raster.height, texels: raster.bytes, encoding: encoding, wrapU: wrapU,
            wrapV: wrapV, mapping: mapping)
    }
}
