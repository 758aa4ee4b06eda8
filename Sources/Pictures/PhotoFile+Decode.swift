internal import CJPEG
import Findings

extension PhotoFile {
    /// A window of an upright photo, in its pixels.
    package struct Crop: Hashable, Sendable {
        package var left: Int
        package var top: Int
        package var width: Int
        package var height: Int

        package init(left: Int, top: Int, width: Int, height: Int) {
            self.left = left
            self.top = top
            self.width = width
            self.height = height
        }
    }

    /// The changes to a photo while it is decoded. In this order: turned upright, cropped, resized, mirrored.
    package struct Options: Hashable, Sendable {
        package var maxPixels: Int
        /// The window in pixels of the upright photo, wholly inside it.
        package var crop: Crop?
        /// The exact size of the result in pixels, after the crop where there is one.
        package var width: Int?
        package var height: Int?
        /// Whether the photo is mirrored left to right.
        package var flip: Bool

        /// A size is given by both numbers or neither.
        package init(
            maxPixels: Int = defaultMaxPixels, crop: Crop? = nil, width: Int? = nil, height: Int? = nil,
            flip: Bool = false
        ) {
            precondition((width == nil) == (height == nil), "a size has a width and a height")
            self.maxPixels = maxPixels
            self.crop = crop
            self.width = width
            self.height = height
            self.flip = flip
        }
    }

    /// Decodes a photo into `raster`, which takes its size and keeps its storage where that is large enough.
    ///
    /// The same file and options give the same bytes, whatever else runs. A plain JPEG (8-bit, upright, sRGB, not
    /// resized) goes straight from libjpeg-turbo into the raster; everything else is what `PhotoSource` shows.
    ///
    /// Throws like `probe`, `.damaged` also for a photo that is cut off or lacks a part, and `.outOfRange` for a crop
    /// that reaches outside. `raster` is then unspecified.
    ///
    /// - Parameter source: holds the pixels of the file on the way to its view; its storage is used again.
    /// - Returns: the frame of the whole photo, whatever the options.
    @discardableResult
    package static func decode(
        _ path: String, _ options: Options = Options(), by source: inout PhotoSource, into raster: inout Raster
    ) throws(PictureError) -> PhotoFrame {
        let file = try FileBytes(path: path)
        let format = try PictureFormat(of: file.buffer, file: path)
        if format == .jpeg {
            let header = try JPEGHeader(of: file, path)
            let info = Info(header)
            if header.isPlain, options.keepsSize(of: info.frame) {
                try check(header, options.maxPixels, path)
                try check(options.crop, info.width, info.height, path)
                raster.resize(width: header.width, height: header.height)
                try JPEG.decode(file, header, layout: CJPEG_RGBA, into: &raster.bytes, path)
                if let crop = options.crop {
                    raster.crop(left: crop.left, top: crop.top, width: crop.width, height: crop.height)
                }
                if options.flip { raster.flipHorizontally() }
                return info.frame
            }
            try source.readJPEG(file, header, path, options)
        } else {
            try source.readOther(file, format, path, options)
        }
        try source.show(options, of: path, into: &raster)
        return source.frame
    }

    /// Decodes a single photo, as the other `decode` does.
    ///
    /// - Returns: the frame of the whole photo, whatever the options.
    @discardableResult
    package static func decode(
        _ path: String, _ options: Options = Options(), into raster: inout Raster
    ) throws(PictureError) -> PhotoFrame {
        var source = PhotoSource()
        return try decode(path, options, by: &source, into: &raster)
    }

    static func check(_ crop: Crop?, _ width: Int, _ height: Int, _ path: String) throws(PictureError) {
        guard let crop else { return }
        let isInside =
            crop.left >= 0 && crop.top >= 0 && crop.width > 0 && crop.height > 0 && crop.left <= width - crop.width
            && crop.top <= height - crop.height
        guard isInside else {
            throw PictureError(
                .outOfRange, "crop", file: path,
                "a crop of \(crop.width) × \(crop.height) at (\(crop.left), \(crop.top)) "
                    + "reaches outside \(width) × \(height) pixels")
        }
    }
}

extension PhotoFile.Options {
    /// Whether the photo's pixels are shown one by one.
    func keepsSize(of photo: PhotoFrame) -> Bool {
        width == nil || (width == crop?.width ?? photo.width && height == crop?.height ?? photo.height)
    }
}

extension JPEGHeader {
    /// Whether libjpeg's pixels are those of the photo: upright sRGB.
    var isPlain: Bool { colour != .cmyk && exif.orientation == 1 && foreignProfile == nil }

    /// The profile, where its colours are not sRGB.
    var foreignProfile: [UInt8]? {
        guard let profile, !(colour == .colour && ColourProfile(profile).isSRGB) else { return nil }
        return profile
    }
}
