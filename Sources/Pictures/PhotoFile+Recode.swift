internal import CJPEG

extension PhotoFile {
    /// Makes of a photo what a file of it shows: encodes and decodes it in memory.
    ///
    /// The same pixels give the same pixels. A format without losses changes nothing. Throws as `encode`.
    package static func recode(_ raster: inout Raster, as encoding: Encoding) throws(PictureError) {
        switch encoding {
        case .png, .tiff, .webp(_, lossless: true):
            return
        case .jpeg:
            let file = FileBytes(try encode(raster, as: encoding))
            let header = try JPEGHeader(of: file, "the image encoded as JPEG")
            try JPEG.decode(file, header, layout: CJPEG_RGBA, into: &raster.bytes, nil)
        case .webp:
            let file = FileBytes(try encode(raster, as: encoding))
            try Libvips.attempt { () throws(PictureError) in
                try Operation("webpload_buffer", ["buffer": .bytes(file)]).image()
                    .appendingBand(of: 255).write(into: &raster)
            }
        }
    }
}
