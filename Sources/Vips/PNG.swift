internal import CPNG

/// libpng's writer, called directly.
enum PNG {
    /// Replaces what `bytes` holds by the raster as an 8-bit PNG, with alpha or without.
    static func encode(_ raster: Raster, alpha: Bool, level: Int, into bytes: inout [UInt8]) throws(VipsError) {
        try raster.bytes.withUnsafeBufferPointer { pixels throws(VipsError) in
            var image = cpng_image()
            image.pixels = UnsafeRawPointer(pixels.baseAddress)
            image.width = UInt32(raster.width)
            image.height = UInt32(raster.height)
            image.kind = alpha ? CPNG_RGBA : CPNG_RGB
            image.level = Int32(level)
            try write(&image, into: &bytes)
        }
    }

    /// Replaces what `bytes` holds by a map of ids: 8-bit palette where `colours` (three bytes each) are given, which
    /// every id is an index into, else 16-bit grey.
    static func encode(
        ids: [UInt16], width: Int, height: Int, colours: [UInt8], level: Int, into bytes: inout [UInt8]
    ) throws(VipsError) {
        try ids.withUnsafeBufferPointer { ids throws(VipsError) in
            try colours.withUnsafeBufferPointer { colours throws(VipsError) in
                var image = cpng_image()
                image.pixels = UnsafeRawPointer(ids.baseAddress)
                image.width = UInt32(width)
                image.height = UInt32(height)
                image.kind = colours.isEmpty ? CPNG_GREY16 : CPNG_PALETTE
                image.palette = colours.baseAddress
                image.colours = Int32(colours.count / 3)
                image.level = Int32(level)
                image.flat = true
                try write(&image, into: &bytes)
            }
        }
    }

    private static func write(_ image: inout cpng_image, into bytes: inout [UInt8]) throws(VipsError) {
        var encoded = cpng_bytes()
        let words = withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CPNG_MESSAGE_SIZE)) { message in
            guard let start = message.baseAddress, !cpng_encode(&image, &encoded, start) else { return nil as String? }
            return String(cString: start)
        }
        if let words { throw VipsError(.operation, "PNG", words) }
        defer { cpng_free(&encoded) }
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: UnsafeBufferPointer(start: encoded.bytes, count: encoded.count))
    }
}
