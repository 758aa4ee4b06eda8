internal import CVips
import Findings

/// A picture of libvips: a recipe for pixels, or pixels in memory. It never changes; operations return new ones.
///
/// `@unchecked Sendable`: after it is made, the C object is only read, which libvips allows from any thread at once,
/// and its reference count is atomic. No operation that draws into an image can be called (`Operation` refuses them),
/// and nothing here sets metadata on an image that was handed out. An image that `PhotoFile` streams from a file, and
/// that can be read only once, stays within `PhotoFile`.
package final class Image: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<VipsImage>
    /// Whether its recipe holds code of `VectorCode`, which goes with the last reference.
    let isVectored: Bool

    /// Takes over one reference.
    init(owning pointer: UnsafeMutablePointer<VipsImage>, isVectored: Bool = false) {
        self.pointer = pointer
        self.isVectored = isVectored
    }

    /// Another reference to the same C object, which lets an initializer use the result of a call.
    convenience init(sharing image: Image) {
        g_object_ref(image.pointer)
        self.init(owning: image.pointer, isVectored: image.isVectored)
    }

    deinit {
        VectorCode.taking(turns: isVectored) { g_object_unref(pointer) }
    }

    // MARK: - Facts

    package var width: Int { Int(vips_image_get_width(pointer)) }
    package var height: Int { Int(vips_image_get_height(pointer)) }
    package var bands: Int { Int(vips_image_get_bands(pointer)) }
    package var hasAlpha: Bool { vips_image_hasalpha(pointer) != 0 }

    /// libvips' nick for the type of a band: `uchar`, `ushort`, `float`…
    package var format: String {
        String(cString: vips_enum_nick(vips_band_format_get_type(), Int32(vips_image_get_format(pointer).rawValue)))
    }

    /// libvips' nick for the meaning of the bands: `srgb`, `b-w`, `cmyk`, `rgb16`, `scrgb`…
    package var interpretation: String {
        let value = vips_image_get_interpretation(pointer).rawValue
        return String(cString: vips_enum_nick(vips_interpretation_get_type(), Int32(value)))
    }

    /// EXIF's and TIFF's orientation, 1…8; 1 where the file states none.
    package var orientation: Int { Int(vips_image_get_orientation(pointer)) }

    package func has(_ field: String) -> Bool {
        vips_image_get_typeof(pointer, field) != 0
    }

    /// A whole number among the metadata, if there is one of that name and type.
    package func int(_ field: String) -> Int? {
        guard vips_image_get_typeof(pointer, field) == cvips_type_int else { return nil }
        var value: Int32 = 0
        return vips_image_get_int(pointer, field, &value) == 0 ? Int(value) : nil
    }

    /// Text among the metadata, if there is some of that name.
    package func string(_ field: String) -> String? {
        var text: UnsafePointer<CChar>?
        guard has(field), vips_image_get_string(pointer, field, &text) == 0, let text else { return nil }
        return String(cString: text)
    }

    /// Bytes among the metadata, such as `icc-profile-data` and `exif-data`, if there are some of that name.
    package func bytes(_ field: String) -> [UInt8]? {
        guard vips_image_get_typeof(pointer, field) == vips_blob_get_type() else { return nil }
        var start: UnsafeRawPointer?
        var count = 0
        guard vips_image_get_blob(pointer, field, &start, &count) == 0 else { return nil }
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    // MARK: - Pixels

    /// The same image with all of its pixels computed and held in memory, so that no later step can fail, and no pixel
    /// is computed twice.
    package func inMemory() throws(PictureError) -> Image {
        try Libvips.attempt { () throws(PictureError) in
            guard let copy = vips_image_copy_memory(pointer) else {
                throw PictureError(.operation, "copy_memory", Libvips.takeWords())
            }
            return Image(owning: copy)
        }
    }

    /// The same for an image of four 8-bit bands in sRGB, with nothing computed by another thread than this one.
    func inMemoryByThisThread() throws(PictureError) -> Image {
        precondition(bands == 4 && format == "uchar", "four bands of a byte")
        return try Libvips.attempt { () throws(PictureError) in
            guard let region = vips_region_new(pointer) else {
                throw PictureError(.operation, "region", Libvips.takeWords())
            }
            defer { g_object_unref(region) }
            var count = 0
            guard let bytes = vips_region_fetch(region, 0, 0, Int32(width), Int32(height), &count) else {
                throw PictureError(.operation, "region", Libvips.takeWords())
            }
            defer { g_free(bytes) }
            return Image(
                owning: try Self.make(
                    UnsafeRawBufferPointer(start: bytes, count: count), width, height, bands: 4, copying: true))
        }
    }
}
