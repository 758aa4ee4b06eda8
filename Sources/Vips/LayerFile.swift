internal import CVips

/// Pictures of numbers, one for each pixel of an image, as files.
package enum LayerFile {
    /// A grey PNG of 16 bits.
    package static func png(_ values: [UInt16], width: Int, height: Int) throws(VipsError) -> [UInt8] {
        try encode(values, width, height, VIPS_FORMAT_USHORT, VIPS_INTERPRETATION_GREY16) { image throws(VipsError) in
            // Depth changes slowly: compressed without a filter it is nearly as small and much faster.
            try Operation("pngsave_buffer", ["in": .image(image), "compression": .int(3), "strip": true])
        }
    }

    /// A grey TIFF of 32-bit floats, deflated.
    package static func tiff(_ values: [Float], width: Int, height: Int) throws(VipsError) -> [UInt8] {
        try encode(values, width, height, VIPS_FORMAT_FLOAT, VIPS_INTERPRETATION_B_W) { image throws(VipsError) in
            try Operation(
                "tiffsave_buffer", ["in": .image(image), "compression": "deflate", "predictor": "float"])
        }
    }

    private static func encode<Number: BitwiseCopyable>(
        _ values: [Number], _ width: Int, _ height: Int, _ format: VipsBandFormat,
        _ interpretation: VipsInterpretation, _ save: (Image) throws(VipsError) -> Operation
    ) throws(VipsError) -> [UInt8] {
        precondition(values.count == width * height && width > 0 && height > 0, "a number a pixel")
        var bytes: [UInt8] = []
        try values.withUnsafeBufferPointer { values throws(VipsError) in
            let memory = UnsafeRawBufferPointer(values)
            let image = try Libvips.attempt { () throws(VipsError) in
                guard
                    let image = vips_image_new_from_memory(
                        memory.baseAddress, memory.count, Int32(width), Int32(height), 1, format)
                else { throw VipsError(.operation, "new_from_memory", Libvips.takeWords()) }
                image.pointee.Type = interpretation
                return image
            }
            try save(Image(owning: image)).read(into: &bytes)
        }
        return bytes
    }
}
