internal import CPNG
import Findings

/// libpng's writer, called directly: for photos and cut-outs. `InstancePNG` writes maps of ids.
enum PNG {
    /// Replaces the content of `bytes` by the raster as an 8-bit PNG, with alpha or without.
    static func encode(_ raster: Raster, alpha: Bool, level: Int, into bytes: inout [UInt8]) throws(PictureError) {
        var encoded = cpng_bytes()
        let words = withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CPNG_MESSAGE_SIZE)) { message in
            raster.bytes.withUnsafeBufferPointer { pixels -> String? in
                guard let start = message.baseAddress,
                    !cpng_encode(
                        pixels.baseAddress, UInt32(raster.width), UInt32(raster.height), alpha, Int32(level), &encoded,
                        start)
                else { return nil }
                return String(cString: start)
            }
        }
        if let words { throw PictureError(.operation, "PNG", words) }
        defer { cpng_free(&encoded) }
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: UnsafeBufferPointer(start: encoded.bytes, count: encoded.count))
    }
}
