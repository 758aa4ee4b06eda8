import Findings

extension Image {
    /// Reads a picture file whole: JPEG, PNG, WebP or TIFF by its first bytes, as `admitted` lets it in, not turned.
    ///
    /// For cut-outs and masks; photos go through `PhotoFile`. The pixels are in memory after. Throws `PictureError` as
    /// `PhotoFile.decode` does.
    package convenience init(
        file path: String, maxPixels: Int = PhotoFile.defaultMaxPixels
    ) throws(PictureError) {
        try self.init(encoded: try FileBytes(path: path), named: path, maxPixels: maxPixels)
    }

    /// The same for a picture file that lies in memory, as those within a 3D model do; `name` is what an error calls it.
    package convenience init(
        encoded file: FileBytes, named name: String, maxPixels: Int = PhotoFile.defaultMaxPixels
    ) throws(PictureError) {
        let format = try PictureFormat(of: file.buffer, file: name)
        if format == .png {
            try PNGStructure.checkSize(file.buffer, maxPixels, name)
            try PNGStructure.checkEnd(file.buffer, name)
        }
        let header = format == .tiff ? TIFFHeader(file) : nil
        do throws(PictureError) {
            self.init(
                sharing: try Libvips.attempt { () throws(PictureError) in
                    let image = try Operation(
                        format.loader + "_buffer", ["buffer": .bytes(file), "fail_on": "error"]
                    ).image()
                    try PhotoFile.check(image.width, image.height, maxPixels, name)
                    return try image.admitted(header).inMemory()
                })
        } catch {
            var error = error.concerning(name)
            // libvips reads as it writes the pixels to memory: the step that failed reports nothing of use.
            if error.code == .operation {
                var reason = error
                (reason.code, reason.file) = (.damaged, nil)
                error = PictureError(.damaged, "read", file: name, "damaged \(format.name): \(reason)")
            }
            throw error
        }
    }
}
