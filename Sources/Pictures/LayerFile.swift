internal import CVips
import Findings

/// Pictures of numbers, one for each pixel of an image, as files.
package enum LayerFile {
    /// A grey PNG of 16 bits.
    package static func png(_ values: [UInt16], width: Int, height: Int) throws(PictureError) -> [UInt8] {
        try encode(values, width, height, VIPS_FORMAT_USHORT, VIPS_INTERPRETATION_GREY16) {
            image throws(PictureError) in
            // Depth changes slowly: without a filter the file is nearly as small and is made much faster.
            try Operation("pngsave_buffer", ["in": .image(image), "compression": .int(3), "strip": true])
        }
    }

    /// A grey TIFF of 32-bit floats, deflated.
    package static func tiff(_ values: [Float], width: Int, height: Int) throws(PictureError) -> [UInt8] {
        try encode(values, width, height, VIPS_FORMAT_FLOAT, VIPS_INTERPRETATION_B_W) { image throws(PictureError) in
            try Operation(
                "tiffsave_buffer", ["in": .image(image), "compression": "deflate", "predictor": "float"])
        }
    }

    /// The numbers of a TIFF of one band, by rows.
    ///
    /// Throws `.missing`, `.unreadable` and `.empty`, `.wrongFormat` for another file, `.tooLarge` by the default limit,
    /// `.damaged` and `.operation`.
    package static func numbers(
        ofTIFF path: String
    ) throws(PictureError) -> (values: [Float], width: Int, height: Int) {
        let start = try FileBytes(path: path, limit: 1024)
        guard try PictureFormat(of: start.buffer, file: path) == .tiff else {
            throw PictureError(.wrongFormat, "read", file: path, "is no TIFF")
        }
        do throws(PictureError) {
            let image = try Operation("tiffload", ["filename": .string(path), "fail_on": "error"]).image().cast("float")
            try PhotoFile.check(image.width, image.height, PhotoFile.defaultMaxPixels, path)
            guard image.bands == 1 else { throw PictureError(.wrongFormat, "read", file: path, "has several bands") }
            var values = [Float](repeating: 0, count: image.width * image.height)
            try Libvips.attempt { () throws(PictureError) in
                try values.withUnsafeMutableBufferPointer { values throws(PictureError) in
                    let bytes = UnsafeMutableRawBufferPointer(values)
                    guard
                        let target = vips_image_new_from_memory(
                            bytes.baseAddress, bytes.count, Int32(image.width), Int32(image.height), 1,
                            VIPS_FORMAT_FLOAT)
                    else { throw PictureError(.operation, "new_from_memory", Libvips.takeWords()) }
                    defer { g_object_unref(target) }
                    guard vips_image_write(image.pointer, target) == 0 else {
                        throw PictureError(.operation, "write", Libvips.takeWords())
                    }
                }
            }
            return (values, image.width, image.height)
        } catch { throw error.concerning(path) }
    }

    private static func encode<Number: BitwiseCopyable>(
        _ values: [Number], _ width: Int, _ height: Int, _ format: VipsBandFormat,
        _ interpretation: VipsInterpretation, _ save: (Image) throws(PictureError) -> Operation
    ) throws(PictureError) -> [UInt8] {
        precondition(values.count == width * height && width > 0 && height > 0, "a number a pixel")
        var bytes: [UInt8] = []
        try values.withUnsafeBufferPointer { values throws(PictureError) in
            let memory = UnsafeRawBufferPointer(values)
            let image = try Libvips.attempt { () throws(PictureError) in
                guard
                    let image = vips_image_new_from_memory(
                        memory.baseAddress, memory.count, Int32(width), Int32(height), 1, format)
                else { throw PictureError(.operation, "new_from_memory", Libvips.takeWords()) }
                image.pointee.Type = interpretation
                return image
            }
            try save(Image(owning: image)).read(into: &bytes)
        }
        return bytes
    }
}
