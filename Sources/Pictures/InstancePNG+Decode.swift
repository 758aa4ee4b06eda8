internal import CPNG
import Findings

extension InstancePNG {
    /// The ids in a file: rows without padding.
    package struct Map: Sendable, Equatable {
        package var width: Int
        package var height: Int
        package var ids: [UInt16]

        package init(width: Int, height: Int, ids: [UInt16]) {
            (self.width, self.height, self.ids) = (width, height, ids)
        }
    }

    /// Reads the file back: the indices of a palette, whatever its colours, or the values of grey, of up to 16 bits.
    ///
    /// Throws `.missing`, `.unreadable` and `.empty`; `.wrongFormat` for a PNG of another kind or with more pixels
    /// than the limit; and `.damaged` for a file that is no PNG, is cut off or corrupt.
    package static func decode(
        _ path: String, maxPixels: Int = PhotoFile.defaultMaxPixels
    ) throws(PictureError) -> Map {
        try decode(FileBytes(path: path), named: path, maxPixels: maxPixels)
    }

    /// Reads bytes in memory in the same way.
    ///
    /// - Parameter name: the name of the bytes in errors.
    package static func decode(
        _ bytes: [UInt8], named name: String, maxPixels: Int = PhotoFile.defaultMaxPixels
    ) throws(PictureError) -> Map {
        try decode(FileBytes(bytes), named: name, maxPixels: maxPixels)
    }

    private static func decode(_ file: FileBytes, named path: String, maxPixels: Int) throws(PictureError) -> Map {
        var decoded = cpng_ids()
        let words = withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CPNG_MESSAGE_SIZE)) { message in
            guard
                let start = message.baseAddress,
                !cpng_decode_ids(
                    file.buffer.bindMemory(to: UInt8.self).baseAddress, file.buffer.count, UInt64(maxPixels), &decoded,
                    start)
            else { return nil as String? }
            return String(cString: start)
        }
        if let words {
            // A sound PNG of another kind is not damaged.
            let isOther = words.hasPrefix("it has ")
            throw PictureError(
                isOther ? .wrongFormat : .damaged, "read", file: path, isOther ? words : "damaged PNG: \(words)")
        }
        defer { cpng_free_ids(&decoded) }
        let (width, height) = (Int(decoded.width), Int(decoded.height))
        return Map(
            width: width, height: height,
            ids: Array(UnsafeBufferPointer(start: decoded.ids, count: width * height)))
    }
}
