import Findings

extension PhotoFile {
    /// A file format to write, with its settings.
    package enum Encoding: Hashable, Sendable {
        /// `quality` 1…100. `optimized` makes Huffman tables for the picture: a little smaller, for one more pass.
        case jpeg(quality: Int = 90, subsampling: ChromaSubsampling = .quarter, optimized: Bool = false)
        /// `level` is libdeflate's, 0…12. At 2, photos take half as long again for 10 % fewer bytes.
        case png(level: Int = 1)
        /// `quality` 0…100; where `lossless`, it is the effort.
        case webp(quality: Int = 90, lossless: Bool = false)
        /// Deflate compression.
        case tiff
    }

    /// A photo as the bytes of a file. The fourth byte of a pixel is not written.
    package static func encode(_ raster: Raster, as encoding: Encoding) throws(PictureError) -> [UInt8] {
        var bytes: [UInt8] = []
        try encode(raster, as: encoding, into: &bytes)
        return bytes
    }

    /// Replaces the content of `bytes` by a photo as the bytes of a file, in the same storage where that is large
    /// enough.
    ///
    /// The same pixels give the same bytes; the file holds no time or place of writing. Throws `.tooLarge` where the
    /// format cannot hold so many rows or columns.
    package static func encode(
        _ raster: Raster, as encoding: Encoding, into bytes: inout [UInt8]
    ) throws(PictureError) {
        precondition(raster.width > 0 && raster.height > 0, "a file holds at least one pixel")
        try encoding.check(raster)
        switch encoding {
        case .jpeg(let quality, let subsampling, let optimized):
            try JPEG.encode(raster, quality: quality, subsampling: subsampling, optimized: optimized, into: &bytes)
        case .png(let level):
            try PNG.encode(raster, alpha: false, level: level, into: &bytes)
        case .webp(let quality, let lossless):
            try raster.withImage { image throws(PictureError) in
                try Operation(
                    "webpsave_buffer",
                    ["in": .image(image), "Q": .int(quality), "lossless": .bool(lossless), "strip": true]
                ).read(into: &bytes)
            }
        case .tiff:
            try raster.withImage { image throws(PictureError) in
                try Operation(
                    "tiffsave_buffer", ["in": .image(image), "compression": "deflate", "predictor": "horizontal"]
                ).read(into: &bytes)
            }
        }
    }

    /// A texture or a cut-out as the bytes of a PNG with alpha. In PNG alpha is not premultiplied; the bytes are
    /// written unchanged.
    package static func encodeWithAlpha(_ raster: Raster, level: Int = 1) throws(PictureError) -> [UInt8] {
        precondition(raster.width > 0 && raster.height > 0, "a file holds at least one pixel")
        try Encoding.png(level: level).check(raster)
        var bytes: [UInt8] = []
        try PNG.encode(raster, alpha: true, level: level, into: &bytes)
        return bytes
    }
}

extension PhotoFile.Encoding {
    /// The most pixels of a file along a side.
    package var longestSide: Int {
        switch self {
        case .jpeg: 65_500
        case .png, .tiff: 0x7FFF_FFFF
        case .webp: 16_383
        }
    }

    private var name: String {
        switch self {
        case .jpeg: "JPEG"
        case .png: "PNG"
        case .webp: "WebP"
        case .tiff: "TIFF"
        }
    }

    fileprivate func check(_ raster: Raster) throws(PictureError) {
        switch self {
        case .jpeg(let quality, _, _): precondition((1...100).contains(quality), "JPEG quality is 1…100")
        case .png(let level): precondition((0...12).contains(level), "a PNG's level is 0…12")
        case .webp(let quality, _): precondition((0...100).contains(quality), "WebP quality is 0…100")
        case .tiff: break
        }
        guard max(raster.width, raster.height) <= longestSide else {
            throw PictureError(
                .tooLarge, name,
                "\(name) holds at most \(longestSide) rows and columns, not \(raster.width) × \(raster.height)")
        }
    }
}

extension Raster {
    /// Gives the pixels to libvips, without a copy and without the fourth byte.
    fileprivate func withImage(_ body: (Image) throws(PictureError) -> Void) throws(PictureError) {
        try bytes.withUnsafeBufferPointer { bytes throws(PictureError) in
            let whole = Image(
                owning: try Image.make(UnsafeRawBufferPointer(bytes), width, height, bands: 4, copying: false))
            try body(whole.bands(from: 0, count: 3))
        }
    }
}
