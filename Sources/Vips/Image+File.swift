extension Image {
    /// Reads a picture file whole: JPEG, PNG, WebP or TIFF by its first bytes, in whatever bands it has, not turned.
    ///
    /// For cut-outs and masks; photos go through `PhotoFile`. The pixels are in memory after. Throws `VipsError` as
    /// `PhotoFile.decode` does.
    package convenience init(
        file path: String, maxPixels: Int = PhotoFile.defaultMaxPixels
    ) throws(VipsError) {
        let file = try FileBytes(path: path)
        let format = try PictureFormat(of: file.buffer, file: path)
        if format == .png {
            try PNGStructure.checkSize(file.buffer, maxPixels, path)
            try PNGStructure.checkEnd(file.buffer, path)
        }
        do throws(VipsError) {
            self.init(
                sharing: try Libvips.attempt { () throws(VipsError) in
                    let image = try Operation(
                        format.loader + "_buffer", ["buffer": .bytes(file), "fail_on": "error"]
                    ).image()
                    try PhotoFile.check(image.width, image.height, maxPixels, path)
                    return try image.inMemory()
                })
        } catch {
            throw error.concerning(path)
        }
    }
}
