internal import CJPEG
import Findings

/// libjpeg-turbo, called directly: the codec of the plain JPEGs that nearly every dataset is made of.
enum JPEG {
    /// Decodes into rows without padding.
    ///
    /// libjpeg only warns where some pixels were lost (a file that was cut off, a part that is missing). This throws
    /// `.damaged` for such warnings; `pixels` is then unspecified. No decoder notices wrong bits that still make codes.
    static func decode(
        _ bytes: UnsafeRawBufferPointer, _ header: JPEGHeader, layout: cjpeg_layout, shrink: Int = 1,
        into pixels: UnsafeMutableRawBufferPointer, file: String?
    ) throws(PictureError) {
        let words = message { message in
            cjpeg_decode(
                bytes.baseAddress, bytes.count, layout, Int32(shrink), UInt32(header.width), UInt32(header.height),
                pixels.baseAddress, pixels.count, message)
        }
        if let words { throw PictureError(.damaged, "decode", file: file, "damaged JPEG: " + words) }
    }

    /// Decodes into the beginning of `pixels`, as the other `decode` does.
    static func decode(
        _ file: FileBytes, _ header: JPEGHeader, layout: cjpeg_layout, shrink: Int = 1, into pixels: inout [UInt8],
        _ path: String?
    ) throws(PictureError) {
        try pixels.withUnsafeMutableBufferPointer { pixels throws(PictureError) in
            try decode(
                file.buffer, header, layout: layout, shrink: shrink, into: UnsafeMutableRawBufferPointer(pixels),
                file: path)
        }
    }

    /// Replaces the content of `bytes` by the raster as a JPEG, in the same storage where that is large enough.
    static func encode(
        _ raster: Raster, quality: Int, subsampling: ChromaSubsampling, optimized: Bool, into bytes: inout [UInt8]
    ) throws(PictureError) {
        try encode(raster, quality: quality, nil, subsampling.factors, optimized: optimized, into: &bytes)
    }

    /// The same by quantisation tables: those of the three components one after the other, each by rows of the block, of
    /// 1 to 255.
    ///
    /// - Parameter factors: the number of luma samples for a chroma sample, across and down.
    static func encode(
        _ raster: Raster, tables: [UInt16], factors: (horizontal: Int32, vertical: Int32), into bytes: inout [UInt8]
    ) throws(PictureError) {
        precondition(tables.count == 192, "three components have three tables of 64 steps")
        try tables.withUnsafeBufferPointer { tables throws(PictureError) in
            try encode(raster, quality: 1, tables.baseAddress, factors, optimized: false, into: &bytes)
        }
    }

    private static func encode(
        _ raster: Raster, quality: Int, _ tables: UnsafePointer<UInt16>?,
        _ factors: (horizontal: Int32, vertical: Int32), optimized: Bool, into bytes: inout [UInt8]
    ) throws(PictureError) {
        var encoded = cjpeg_bytes()
        let words = raster.bytes.withUnsafeBufferPointer { pixels in
            message { message in
                cjpeg_encode(
                    pixels.baseAddress, UInt32(raster.width), UInt32(raster.height), Int32(quality), tables,
                    factors.horizontal, factors.vertical, optimized, &encoded, message)
            }
        }
        if let words { throw PictureError(.operation, "JPEG", words) }
        defer { cjpeg_free(&encoded) }
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: UnsafeBufferPointer(start: encoded.bytes, count: encoded.count))
    }

    /// Runs a call that returns whether it succeeded, with a buffer for its error message.
    private static func message(_ call: (UnsafeMutablePointer<CChar>) -> Bool) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CJPEG_MESSAGE_SIZE)) { message in
            guard let start = message.baseAddress, !call(start) else { return nil }
            return String(cString: start)
        }
    }
}
