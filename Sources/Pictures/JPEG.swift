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
        let (horizontal, vertical) = subsampling.factors
        var encoded = cjpeg_bytes()
        let words = raster.bytes.withUnsafeBufferPointer { pixels in
            message { message in
                cjpeg_encode(
                    pixels.baseAddress, UInt32(raster.width), UInt32(raster.height), Int32(quality), horizontal,
                    vertical, optimized, &encoded, message)
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
