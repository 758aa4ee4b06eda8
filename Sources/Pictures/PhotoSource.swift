internal import CJPEG
internal import CVips
import Findings

/// The pixels of a photo's file, from which any window of it can be shown in any size.
///
/// A JPEG that is made smaller is decoded at a half, a quarter or an eighth of its size already, as long as that leaves
/// 1.25 times the wanted size: what the filter then makes of it differs from the same made of all pixels by less than
/// what a JPEG of quality 92 loses. So a source serves all windows and sizes that ask for the same part.
package struct PhotoSource: Sendable {
    /// As the file stores them, but for those that libvips had to turn upright.
    private var pixels = Raster()
    /// The whole photo's, as in the file.
    package private(set) var frame = PhotoFrame(width: 0, height: 0)
    /// The part of its size that the photo was decoded at: 1, 2, 4 or 8.
    private var shrink = 1
    /// Whether other options may ask for another part.
    private var isScalable = false
    /// EXIF's orientation by which `pixels` are still to be turned.
    private var orientation = 1
    /// The profile by which the colours of `pixels` are still to be converted to sRGB.
    private var profile: [UInt8]?

    /// A source of nothing, whose storage is to be used.
    package init() {}

    /// The source of a photo whose upright pixels are at hand.
    package init(_ photo: Raster) {
        pixels = photo
        frame = PhotoFrame(width: photo.width, height: photo.height)
    }

    /// The memory that it takes.
    package var byteCount: Int { pixels.bytes.count }

    /// Whether it shows with these options what a source that is read for them shows.
    package func serves(_ options: PhotoFile.Options) -> Bool {
        !isScalable || shrink == PhotoSource.shrink(frame, options)
    }

    /// Reads a file, as far as a view needs it.
    ///
    /// - Throws: as `PhotoFile.decode`; the source is then unspecified.
    package mutating func read(_ path: String, for options: PhotoFile.Options) throws(PictureError) {
        let file = try FileBytes(path: path)
        let format = try PictureFormat(of: file.buffer, file: path)
        if format == .jpeg {
            try readJPEG(file, JPEGHeader(of: file, path), path, options)
        } else {
            try readOther(file, format, path, options)
        }
    }

    mutating func readJPEG(
        _ file: FileBytes, _ header: JPEGHeader, _ path: String, _ options: PhotoFile.Options
    ) throws(PictureError) {
        try PhotoFile.check(header, options.maxPixels, path)
        let info = PhotoFile.Info(header)
        try PhotoFile.check(options.crop, info.width, info.height, path)
        frame = info.frame
        orientation = header.exif.orientation
        isScalable = true
        shrink = PhotoSource.shrink(frame, options)
        let (width, height) = ((header.width + shrink - 1) / shrink, (header.height + shrink - 1) / shrink)
        pixels.resize(width: width, height: height)
        // libjpeg-turbo decodes everything, since it reports damage.
        guard header.colour == .cmyk else {
            profile = header.foreignProfile
            try JPEG.decode(file, header, layout: CJPEG_RGBA, shrink: shrink, into: &pixels.bytes, path)
            return
        }
        profile = nil
        try JPEG.decode(file, header, layout: CJPEG_CMYK, shrink: shrink, into: &pixels.bytes, path)
        let inks = pixels.bytes
        try Libvips.attempt(about: path) { () throws(PictureError) in
            // The image exists only within this closure, and so within the life of `inks`.
            try inks.withUnsafeBufferPointer { inks throws(PictureError) in
                try Image(
                    owning: Image.make(
                        UnsafeRawBufferPointer(inks), width, height, bands: 4, copying: false,
                        interpretation: VIPS_INTERPRETATION_CMYK)
                ).labelled(orientation: 1, profile: header.foreignProfile).toSRGB().appendingBand(of: 255)
                    .write(into: &pixels)
            }
        }
    }

    mutating func readOther(
        _ file: FileBytes, _ format: PictureFormat, _ path: String, _ options: PhotoFile.Options
    ) throws(PictureError) {
        (shrink, isScalable, orientation, profile) = (1, false, 1, nil)
        if format == .png {
            try PNGStructure.checkSize(file.buffer, options.maxPixels, path)
            try PNGStructure.checkEnd(file.buffer, path)
        }
        try Libvips.attempt(about: path, format) { () throws(PictureError) in
            func open(_ access: String) throws(PictureError) -> Image {
                try Operation(
                    format.loader + "_buffer",
                    ["buffer": .bytes(file), "fail_on": "error", "access": .string(access)]
                ).image()
            }
            // Rows in the file's order need not be held in memory by libvips; turning needs all of them.
            var image = try open("sequential")
            try PhotoFile.check(image.width, image.height, options.maxPixels, path)
            let header = format == .tiff ? TIFFHeader(file) : nil
            image = try image.admitted(header)
            if image.format != "uchar" {
                try image.checkValues()
                image = try open("sequential").admitted(header)
            }
            frame = PhotoFrame(stored: image.width, image.height, orientation: image.orientation)
            if image.orientation > 1 { image = try open("random").admitted(header).inMemory() }
            image = try image.toSRGB()
            if image.hasAlpha { image = try image.flatten(background: [255, 255, 255]) }
            if image.orientation > 1 { image = try image.autorot() }
            try image.appendingBand(of: 255).write(into: &pixels)
        }
    }

    /// Shows a view of the photo in `raster`, which takes its size and keeps its storage where that is large enough.
    ///
    /// - Parameters:
    ///   - options: such that the source serves.
    ///   - path: the photo's, for messages.
    /// - Throws: `.outOfRange` for a crop that reaches outside. `raster` is then unspecified.
    package func show(
        _ options: PhotoFile.Options, of path: String, into raster: inout Raster
    ) throws(PictureError) {
        precondition(serves(options), "a source is read for the options that it is shown with")
        try PhotoFile.check(options.crop, frame.width, frame.height, path)
        let crop = options.crop ?? PhotoFile.Crop(left: 0, top: 0, width: frame.width, height: frame.height)
        let turned = PhotoFrame(width: frame.width, height: frame.height, orientation: orientation)
        let (left, top) = (Double(crop.left), Double(crop.top))
        let one = turned.stored(x: left, y: top)
        let other = turned.stored(x: left + Double(crop.width), y: top + Double(crop.height))
        let scale = 1 / Double(shrink)
        var width = options.width ?? crop.width
        var height = options.height ?? crop.height
        if turned.exchangesSides { (width, height) = (height, width) }
        let columns = FilterSpan(
            start: min(one.x, other.x) * scale, length: abs(other.x - one.x) * scale, pixels: width)
        let rows = FilterSpan(start: min(one.y, other.y) * scale, length: abs(other.y - one.y) * scale, pixels: height)
        if options.keepsSize(of: frame) {
            raster.copyWindow(of: pixels, left: Int(columns.start), top: Int(rows.start), width: width, height: height)
        } else {
            Resampler(sourceWidth: pixels.width, sourceHeight: pixels.height, columns: columns, rows: rows)
                .resample(pixels, into: &raster)
        }
        if orientation > 1 || profile != nil {
            try Libvips.attempt(about: path) { () throws(PictureError) in
                try Image(raster).bands(from: 0, count: 3).labelled(orientation: orientation, profile: profile)
                    .toSRGB().autorot().appendingBand(of: 255).write(into: &raster)
            }
        }
        if options.flip { raster.flipHorizontally() }
    }

    /// The factor by which a JPEG may be decoded smaller: 1, 2, 4 or 8.
    private static func shrink(_ photo: PhotoFrame, _ options: PhotoFile.Options) -> Int {
        guard let width = options.width, let height = options.height else { return 1 }
        let shown = (options.crop?.width ?? photo.width, options.crop?.height ?? photo.height)
        return [8, 4, 2].first { shown.0 * 4 >= width * $0 * 5 && shown.1 * 4 >= height * $0 * 5 } ?? 1
    }
}

extension Libvips {
    /// Runs libvips calls whose failure belongs to a file.
    fileprivate static func attempt(
        about path: String, _ format: PictureFormat? = nil, _ body: () throws(PictureError) -> Void
    ) throws(PictureError) {
        do throws(PictureError) {
            try attempt(body)
        } catch {
            throw format.map { error.whileReading(path, $0) } ?? error.concerning(path)
        }
    }
}
