import Findings
internal import Glibc

/// Reads and writes photos: their headers, their pixels, and our pixels as files.
///
/// It reads JPEG, PNG, WebP and TIFF, recognised by their first bytes. However a photo was stored, its pixels are
/// returned as 8-bit sRGB, upright: EXIF's orientation is applied once, here; an embedded colour profile is followed;
/// grey, CMYK, palettes, CIELab, 16 bits and floats are converted; alpha is laid on white. `Image.admitted` states what
/// is refused.
package enum PhotoFile {
    /// The default limit on the pixels of a photo, checked before anything is decoded.
    package static let defaultMaxPixels = 200_000_000

    /// The facts in a photo's header.
    package struct Info: Hashable, Sendable {
        /// The size in pixels, after orientation.
        package var width: Int
        package var height: Int
        /// EXIF's focal length as on 35 mm film, in millimetres, where given.
        package var focalLength35mm: Double?
        /// EXIF's time, place and direction, where all three are known.
        package var shot: PhotoShot?
        /// EXIF's values that should tell these and tell nothing.
        package var oddities: [ExifOddity] = []
        /// The sampling of a JPEG's chroma, where it is one that we can write as well.
        package var subsampling: ChromaSubsampling?
        /// The distance in pixels to which the file's coding may carry a trace of a pixel: 1 for lossless formats, the
        /// reach of blocks in a JPEG, and that of most JPEGs where it is not known.
        package var traceReach: Int
        /// EXIF's orientation, which has been applied: 1…8, and 1 where the file states none.
        package var orientation: Int

        package init(
            width: Int, height: Int, focalLength35mm: Double? = nil, shot: PhotoShot? = nil,
            subsampling: ChromaSubsampling? = nil, traceReach: Int = 17, orientation: Int = 1
        ) {
            self.traceReach = traceReach
            self.width = width
            self.height = height
            self.focalLength35mm = focalLength35mm
            self.shot = shot
            self.subsampling = subsampling
            self.orientation = orientation
        }

        package var frame: PhotoFrame { PhotoFrame(width: width, height: height, orientation: orientation) }
    }

    /// Reads a photo's header, and no more of the file than needed for that.
    ///
    /// Throws `.missing`, `.unreadable`, `.empty`, `.wrongFormat`, `.damaged`, `.operation`, and `.tooLarge` for more
    /// than `maxPixels`.
    package static func probe(_ path: String, maxPixels: Int = defaultMaxPixels) throws(PictureError) -> Info {
        let start = try FileBytes(path: path, limit: 128 * 1024)
        let format = try PictureFormat(of: start.buffer, file: path)
        if format == .jpeg {
            let header: JPEGHeader
            do throws(JPEGHeader.Failure) {
                header = try JPEGHeader(start.buffer)
            } catch {
                // The header may have a long thumbnail or profile, or the file may end here.
                guard case .cutOff = error else { throw error.explained(path) }
                header = try JPEGHeader(of: try FileBytes(path: path), path)
            }
            try check(header, maxPixels, path)
            return Info(header)
        }
        if format == .png { try PNGStructure.checkSize(start.buffer, maxPixels, path) }
        let image: Image
        do throws(PictureError) {
            image = try Operation(format.loader, ["filename": .string(path), "fail_on": "error"]).image()
            _ = try image.admitted(format == .tiff ? TIFFHeader(path: path) : nil)
        } catch {
            throw error.concerning(path)
        }
        try check(image.width, image.height, maxPixels, path)
        let exif = Exif(image.bytes("exif-data") ?? [])
        let frame = PhotoFrame(stored: image.width, image.height, orientation: image.orientation)
        var info = Info(
            width: frame.width, height: frame.height,
            focalLength35mm: exif.focalLength35mm, shot: exif.shot, traceReach: format == .png ? 1 : 17,
            orientation: frame.orientation)
        info.oddities = exif.oddities
        return info
    }

    static func check(_ header: JPEGHeader, _ maxPixels: Int, _ path: String) throws(PictureError) {
        try check(header.width, header.height, maxPixels, path)
        guard header.precision == 8 else {
            throw PictureError(
                .wrongFormat, "read", file: path, "is a JPEG of \(header.precision) bits; 8 are supported")
        }
    }

    static func check(_ width: Int, _ height: Int, _ maxPixels: Int, _ path: String) throws(PictureError) {
        let (count, isHuge) = width.multipliedReportingOverflow(by: height)
        guard isHuge || count > maxPixels else { return }
        throw PictureError(
            .tooLarge, "read", file: path,
            "has \(width) × \(height) pixels, more than the limit of \(maxPixels) (raise it with --max-pixels)")
    }
}

extension PhotoFile.Info {
    init(_ header: JPEGHeader) {
        let frame = PhotoFrame(stored: header.width, header.height, orientation: header.exif.orientation)
        self.init(
            width: frame.width, height: frame.height,
            focalLength35mm: header.exif.focalLength35mm, shot: header.exif.shot, subsampling: header.subsampling,
            traceReach: header.reach, orientation: frame.orientation)
        oddities = header.exif.oddities
    }
}

extension JPEGHeader {
    /// Reads a whole file.
    init(of file: FileBytes, _ path: String) throws(PictureError) {
        do throws(Failure) {
            try self.init(file.buffer)
        } catch {
            throw error.explained(path)
        }
    }
}

extension JPEGHeader.Failure {
    func explained(_ path: String) -> PictureError {
        switch self {
        case .cutOff: PictureError(.damaged, "read", file: path, "damaged JPEG: is cut off within its header")
        case .damaged(let words): PictureError(.damaged, "read", file: path, "damaged JPEG: " + words)
        }
    }
}
