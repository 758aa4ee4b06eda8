internal import CDeflate
import Findings

/// Photos and cut-outs as PNG, compressed by libdeflate. `InstancePNG` writes maps of ids.
///
/// All rows are filtered by their difference from the row above: over 39 photos, upright and turned, files are 3 % larger
/// than with the best filter of each, and to find that one takes longer.
enum PNG {
    /// The most bytes of a chunk: well below PNG's own limit of 2³¹ − 1.
    private static let chunkSize = 1 << 30

    /// Replaces the content of `bytes` by the raster as an 8-bit PNG, with alpha or without.
    ///
    /// - Parameter level: libdeflate's, 0…12.
    static func encode(_ raster: Raster, alpha: Bool, level: Int, into bytes: inout [UInt8]) throws(PictureError) {
        guard let compressor = libdeflate_alloc_compressor(Int32(level)) else { throw PNG.outOfMemory }
        defer { libdeflate_free_compressor(compressor) }
        var file = PNGChunks(
            takingOver: &bytes, width: raster.width, height: raster.height, depth: 8, alpha ? .rgba : .rgb)
        let count = (raster.width * (alpha ? 4 : 3) + 1) * raster.height
        let isWhole = withUnsafeTemporaryAllocation(byteCount: count + slack, alignment: 16) { rows in
            filter(raster, alpha: alpha, into: rows)
            let bound = libdeflate_zlib_compress_bound(compressor, count)
            return withUnsafeTemporaryAllocation(byteCount: bound, alignment: 16) { stream in
                let size = libdeflate_zlib_compress(compressor, rows.baseAddress, count, stream.baseAddress, bound)
                for start in stride(from: 0, to: size, by: chunkSize) {
                    let piece = stream[start..<min(start + chunkSize, size)]
                    file.append("IDAT") { $0.append(contentsOf: UnsafeRawBufferPointer(rebasing: piece)) }
                }
                return size > 0
            }
        }
        bytes = file.finish()
        if !isWhole { throw PNG.outOfMemory }
    }

    private static var outOfMemory: PictureError { PictureError(.operation, "PNG", "out of memory") }

    /// Bytes behind the rows that the last store may reach.
    private static let slack = 8

    /// Writes the rows, each behind the number of its filter, 2 for the difference from the row above.
    private static func filter(_ raster: Raster, alpha: Bool, into rows: UnsafeMutableRawBufferPointer) {
        let (width, stride) = (raster.width, raster.width * 4)
        let size = width * (alpha ? 4 : 3) + 1
        raster.bytes.withUnsafeBytes { pixels in
            guard let pixels = pixels.baseAddress, let rows = rows.baseAddress else { return }
            for y in 0..<raster.height {
                let (row, this) = (rows + y * size, pixels + y * stride)
                row.storeBytes(of: 2, as: UInt8.self)
                // Two pixels at a time, as one word; what is stored too far is written over by what follows.
                func write(_ x: Int, _ word: UInt64) {
                    if alpha {
                        row.storeBytes(of: word.littleEndian, toByteOffset: 1 + x * 4, as: UInt64.self)
                    } else {
                        let packed = word & 0xFF_FFFF | word >> 8 & 0xFFFF_FF00_0000
                        row.storeBytes(of: packed.littleEndian, toByteOffset: 1 + x * 3, as: UInt64.self)
                    }
                }
                func word(_ row: UnsafeRawPointer, _ x: Int) -> UInt64 {
                    x + 2 <= width
                        ? UInt64(littleEndian: row.loadUnaligned(fromByteOffset: x * 4, as: UInt64.self))
                        : UInt64(UInt32(littleEndian: row.loadUnaligned(fromByteOffset: x * 4, as: UInt32.self)))
                }
                if y == 0 {
                    for x in Swift.stride(from: 0, to: width, by: 2) { write(x, word(this, x)) }
                } else {
                    let above = this - stride
                    for x in Swift.stride(from: 0, to: width, by: 2) {
                        write(x, difference(word(this, x), word(above, x)))
                    }
                }
            }
        }
    }

    /// Eight differences of bytes, each modulo 256.
    private static func difference(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let high: UInt64 = 0x8080_8080_8080_8080
        return ((a | high) &- (b & ~high)) ^ ((a ^ ~b) & high)
    }
}
