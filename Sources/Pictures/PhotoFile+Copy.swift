extension PhotoFile {
    /// Replaces the content of `bytes` by the bytes of a photo's file, where the file has the wanted format and its
    /// pixels are upright. Everything else in the file, such as its EXIF record, is copied too.
    ///
    /// - Returns: false where the photo has to be encoded anew.
    package static func copy(
        _ path: String, as encoding: Encoding, into bytes: inout [UInt8]
    ) throws(PictureError) -> Bool {
        guard try probe(path, maxPixels: .max).orientation == 1 else { return false }
        let file = try FileBytes(path: path)
        guard try PictureFormat(of: file.buffer, file: path) == encoding.format else { return false }
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: file.buffer)
        return true
    }
}

extension PhotoFile.Encoding {
    fileprivate var format: PictureFormat {
        switch self {
        case .jpeg: .jpeg
        case .png: .png
        case .webp: .webp
        case .tiff: .tiff
        }
    }
}
