internal import CVips
import Findings

extension Image {
    /// A copy of a raster's pixels as an 8-bit sRGB image of four bands, the fourth alpha.
    package convenience init(_ raster: Raster) throws(PictureError) {
        self.init(
            owning: try raster.bytes.withUnsafeBufferPointer { bytes throws(PictureError) in
                try Self.make(UnsafeRawBufferPointer(bytes), raster.width, raster.height, bands: 4, copying: true)
            })
    }

    /// A copy of 8-bit sRGB (3 bands, or 4 with alpha) or grey (1 band) pixels, rows without padding.
    package convenience init(bytes: [UInt8], width: Int, height: Int, bands: Int) throws(PictureError) {
        precondition(bytes.count == width * height * bands, "rows without padding")
        self.init(
            owning: try bytes.withUnsafeBufferPointer { bytes throws(PictureError) in
                try Self.make(UnsafeRawBufferPointer(bytes), width, height, bands: bands, copying: true)
            })
    }

    /// An image over memory that must outlive it, where it is not copied.
    static func make(
        _ bytes: UnsafeRawBufferPointer, _ width: Int, _ height: Int, bands: Int, copying: Bool,
        interpretation: VipsInterpretation? = nil
    ) throws(PictureError) -> UnsafeMutablePointer<VipsImage> {
        try Libvips.attempt { () throws(PictureError) in
            let make = copying ? vips_image_new_from_memory_copy : vips_image_new_from_memory
            guard
                let image = make(
                    bytes.baseAddress, bytes.count, Int32(width), Int32(height), Int32(bands), VIPS_FORMAT_UCHAR)
            else { throw PictureError(.operation, "new_from_memory", Libvips.takeWords()) }
            image.pointee.Type = interpretation ?? (bands < 3 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB)
            return image
        }
    }

    /// Computes all pixels, straight into the storage of `raster`, which takes this image's size.
    ///
    /// The image must have four 8-bit bands.
    package func write(into raster: inout Raster) throws(PictureError) {
        precondition(bands == 4 && format == "uchar", "a raster has four bands of a byte")
        try Libvips.attempt { () throws(PictureError) in
            raster.resize(width: width, height: height)
            try raster.bytes.withUnsafeMutableBufferPointer { bytes throws(PictureError) in
                let target = try Self.make(
                    UnsafeRawBufferPointer(bytes), width, height, bands: 4, copying: false)
                defer { g_object_unref(target) }
                guard vips_image_write(pointer, target) == 0 else {
                    throw PictureError(.operation, "write", Libvips.takeWords())
                }
            }
        }
    }

    /// The image as 8-bit sRGB, from any form: grey, CMYK, 16 bits, scene-linear floats; an embedded profile is
    /// followed. It has three bands, or four where there is alpha.
    ///
    /// A profile that cannot be used (broken, or made for another number of bands) is ignored, as in viewers: the
    /// values then count as sRGB, or as libvips' stock CMYK.
    package func toSRGB() throws(PictureError) -> Image {
        if isLightWithAlpha {
            let alpha = try bands(from: 3, count: 1).linear([255], [0]).rint().cast("uchar")
            return try Self.joiningBands([bands(from: 0, count: 3).toSRGB(), alpha])
        }
        var image = self
        let profile = bytes("icc-profile-data").map(ColourProfile.init)
        let isPlain = format == "uchar" && interpretation == "srgb"
        if let profile, profile.fits(self), !(isPlain && profile.isSRGB), let converted = try? iccTransformToSRGB() {
            image = converted
        } else if interpretation != "srgb" {
            image = try image.colourspace("srgb")
        }
        if image.format != "uchar" { image = try image.cast("uchar") }
        guard image.bands == (image.hasAlpha ? 4 : 3) else {
            throw PictureError(
                .wrongFormat, "read", "has \(bands) samples a pixel, which cannot be taken for colours")
        }
        return image
    }

    /// The pixels as 8-bit sRGB with unchanged alpha (not premultiplied); 255 where the image has none.
    ///
    /// It is for an image that can be computed twice, such as one in memory. Throws `.badPixels` like `checkValues`.
    package func raster() throws(PictureError) -> Raster {
        try checkValues()
        let image = try toSRGB()
        var raster = Raster()
        try (image.bands == 4 ? image : image.appendingBand(of: 255)).write(into: &raster)
        return raster
    }

    /// The pixels as a texture: 8-bit sRGB, premultiplied by alpha and rounded to the nearest.
    package func texture() throws(PictureError) -> Raster {
        var raster = try raster()
        raster.premultiply()
        return raster
    }
}
