internal import CJPEG
internal import CVips
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
    /// resized) goes straight from libjpeg-turbo into the raster. Where a JPEG is made smaller it is decoded at a half,
    /// a quarter or an eighth of its size already, as long as that leaves twice the wanted size, and a crop whose four
    /// numbers are multiples of that much.
    ///
    /// Throws like `probe`, `.damaged` also for a photo that is cut off or lacks a part, and `.outOfRange` for a crop
    /// that reaches outside. `raster` is then unspecified.
    ///
    /// - Returns: the frame of the whole photo, whatever the options.
    @discardableResult
    package static func decode(
        _ path: String, _ options: Options = Options(), into raster: inout Raster
    ) throws(PictureError) -> PhotoFrame {
        let file = try FileBytes(path: path)
        let format = try PictureFormat(of: file.buffer, file: path)
        if format == .jpeg {
            return try decodeJPEG(file, path, options, into: &raster)
        } else {
            if format == .png {
                try PNGStructure.checkSize(file.buffer, options.maxPixels, path)
                try PNGStructure.checkEnd(file.buffer, path)
            }
            var frame = PhotoFrame(width: 0, height: 0)
            try attempt(path, format) { () throws(PictureError) in
                func open(_ access: String) throws(PictureError) -> Image {
                    try Operation(
                        format.loader + "_buffer",
                        ["buffer": .bytes(file), "fail_on": "error", "access": .string(access)]
                    ).image()
                }
                // Rows in the file's order need not be held in memory; turning needs all of them.
                var image = try open("sequential")
                try check(image.width, image.height, options.maxPixels, path)
                let header = format == .tiff ? TIFFHeader(file) : nil
                image = try image.admitted(header)
                if image.format != "uchar" {
                    try image.checkValues()
                    image = try open("sequential").admitted(header)
                }
                frame = PhotoFrame(stored: image.width, image.height, orientation: image.orientation)
                if image.orientation > 1 { image = try open("random").admitted(header).inMemory() }
                try image.finish(options, path, into: &raster)
            }
            return frame
        }
    }

    /// Makes from a photo's upright pixels what `decode` makes from its file: cropped, resized, mirrored. A resized
    /// result may differ a little from that, since a file may be decoded at a smaller size.
    ///
    /// - Parameter path: the photo's path, for messages.
    package static func show(
        _ photo: Raster, of path: String, _ options: Options, into raster: inout Raster
    ) throws(PictureError) {
        try attempt(path) { () throws(PictureError) in
            try Image(photo).bands(from: 0, count: 3).finish(options, path, into: &raster)
        }
    }

    // MARK: - JPEG

    private static func decodeJPEG(
        _ file: FileBytes, _ path: String, _ options: Options, into raster: inout Raster
    ) throws(PictureError) -> PhotoFrame {
        let header = try JPEGHeader(of: file, path)
        try check(header, options.maxPixels, path)
        let info = Info(header)
        try check(options.crop, info.width, info.height, path)
        let isSRGB = header.profile.map { header.colour == .colour && ColourProfile($0).isSRGB } ?? true
        let size = (options.crop?.width ?? info.width, options.crop?.height ?? info.height)
        let keepsSize = options.width == nil || (options.width == size.0 && options.height == size.1)

        if header.colour != .cmyk, isSRGB, header.exif.orientation == 1, keepsSize {
            raster.resize(width: header.width, height: header.height)
            try raster.bytes.withUnsafeMutableBufferPointer { pixels throws(PictureError) in
                try JPEG.decode(
                    file.buffer, header, layout: CJPEG_RGBA, into: UnsafeMutableRawBufferPointer(pixels), file: path)
            }
            if let crop = options.crop {
                raster.crop(left: crop.left, top: crop.top, width: crop.width, height: crop.height)
            }
            if options.flip { raster.flipHorizontally() }
            return info.frame
        }

        // libjpeg-turbo decodes everything else as well, since it reports damage; libvips does the rest.
        let shrink = shrink(info, options)
        let width = (header.width + shrink - 1) / shrink
        let height = (header.height + shrink - 1) / shrink
        let isCMYK = header.colour == .cmyk
        let bands = isCMYK ? 4 : 3
        let storage = UnsafeMutableRawBufferPointer.allocate(byteCount: width * height * bands, alignment: 16)
        defer { storage.deallocate() }
        try JPEG.decode(
            file.buffer, header, layout: isCMYK ? CJPEG_CMYK : CJPEG_RGB, shrink: shrink, into: storage, file: path)
        var scaled = options
        scaled.crop = options.crop.map {
            Crop(left: $0.left / shrink, top: $0.top / shrink, width: $0.width / shrink, height: $0.height / shrink)
        }
        if options.width == nil { (scaled.width, scaled.height) = size }
        try attempt(path) { () throws(PictureError) in
            // The image exists only within this closure, and so within the life of `storage`.
            let pixels = Image(
                owning: try Image.make(
                    UnsafeRawBufferPointer(storage), width, height, bands: bands, copying: false,
                    interpretation: isCMYK ? VIPS_INTERPRETATION_CMYK : VIPS_INTERPRETATION_sRGB))
            let image = try pixels.labelled(
                orientation: header.exif.orientation, profile: isSRGB ? nil : header.profile)
            try image.finish(scaled, path, into: &raster)
        }
        return info.frame
    }

    /// The factor by which a JPEG may be decoded smaller: 1, 2, 4 or 8.
    private static func shrink(_ info: Info, _ options: Options) -> Int {
        guard let width = options.width, let height = options.height else { return 1 }
        let crop = options.crop ?? Crop(left: 0, top: 0, width: info.width, height: info.height)
        // A whole photo's size need not be a multiple: its last row and column then hold part of a pixel more.
        let edges = options.crop.map { [$0.left, $0.top, $0.width, $0.height] } ?? []
        return [8, 4, 2].first { shrink in
            crop.width >= width * shrink * 2 && crop.height >= height * shrink * 2
                && edges.allSatisfy { $0.isMultiple(of: shrink) }
        } ?? 1
    }

    // MARK: - Shared

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

    /// Runs libvips calls whose failure belongs to this file.
    private static func attempt(
        _ path: String, _ format: PictureFormat? = nil, _ body: () throws(PictureError) -> Void
    ) throws(PictureError) {
        do throws(PictureError) {
            try Libvips.attempt(body)
        } catch {
            throw format.map { error.whileReading(path, $0) } ?? error.concerning(path)
        }
    }
}

extension Image {
    /// The remaining steps from a file's pixels to a photo: sRGB without alpha, upright, cropped, resized, mirrored.
    fileprivate func finish(
        _ options: PhotoFile.Options, _ path: String, into raster: inout Raster
    ) throws(PictureError) {
        var image = try toSRGB()
        if image.hasAlpha { image = try image.flatten(background: [255, 255, 255]) }
        if image.orientation > 1 { image = try image.autorot() }
        try PhotoFile.check(options.crop, image.width, image.height, path)
        if let crop = options.crop {
            image = try image.crop(left: crop.left, top: crop.top, width: crop.width, height: crop.height)
        }
        if let width = options.width, let height = options.height, width != image.width || height != image.height {
            image = try image.resize(width: width, height: height)
        }
        if options.flip { image = try image.flipHorizontally() }
        try image.appendingBand(of: 255).write(into: &raster)
    }
}
