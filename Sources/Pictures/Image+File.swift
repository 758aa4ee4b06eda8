import Findings

extension Image {
    /// Reads a whole picture file: JPEG, PNG, WebP or TIFF by its first bytes, after the check of `admitted`, not
    /// turned.
    ///
    /// It is for cut-outs and masks; photos go through `PhotoFile`. The pixels are then in memory. Throws
    /// `PictureError` like `PhotoFile.decode`.
    package convenience init(
        file path: String, maxPixels: Int = PhotoFile.defaultMaxPixels
    ) throws(PictureError) {
        try self.init(encoded: try FileBytes(path: path), named: path, maxPixels: maxPixels)
    }

    /// Reads a picture file in memory in the same way, such as one within a 3D model; errors call it `name`.
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
            throw error.whileReading(name, format)
        }
    }
}

extension PictureError {
    /// The same about a picture file. libvips reads as it writes the pixels to memory: the step that failed reports nothing
    /// of use, and the picture is damaged.
    func whileReading(_ name: String, _ format: PictureFormat) -> PictureError {
        let error = concerning(name)
        guard error.code == .operation else { return error }
        var reason = error
        (reason.code, reason.file) = (.damaged, nil)
        return PictureError(.damaged, "read", file: name, "damaged \(format.name): \(reason)")
    }
}
