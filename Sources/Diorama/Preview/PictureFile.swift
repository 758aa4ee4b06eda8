import Datasets
package import Vips

/// A picture for people to look at, written as PNG or JPEG by its name's extension.
package struct PictureFile: Sendable {
    package let path: String
    private let encoding: PhotoFile.Encoding

    /// nil where the path does not end in `.png`, `.jpg` or `.jpeg`, in any case.
    package init?(_ path: String) {
        let name = path.lowercased()
        if name.hasSuffix(".png") {
            encoding = .png(level: 6)
        } else if name.hasSuffix(".jpg") || name.hasSuffix(".jpeg") {
            // Full chroma, since type and thin lines in colour would smear.
            encoding = .jpeg(quality: 90, subsampling: .full, optimized: true)
        } else {
            return nil
        }
        self.path = path
    }

    /// Writes under a temporary name, then renames. The same pixels give the same bytes.
    ///
    /// Throws `VipsError` for a picture that is too large for the format, `DatasetError` where the disk refuses.
    package func write(_ picture: Raster) throws {
        do {
            try AtomicFile.write(PhotoFile.encode(picture, as: encoding), to: path)
        } catch var error as VipsError {
            error.file = path
            throw error
        }
    }
}
