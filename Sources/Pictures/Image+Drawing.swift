internal import CVips
import Findings

extension Image {
    /// Unblocks libvips' SVG loader for the whole process, from the first call on.
    ///
    /// It only loads drawings that the user names as objects. They are loaded from memory without a base address, so
    /// that a drawing can refer to no file and no network; pictures are within its text.
    private static let openSVG: Void = vips_operation_block_set("VipsForeignLoadSvg", 0)

    /// A drawing in SVG, rendered at `scale` times its own size as 8-bit sRGB with alpha that is not premultiplied,
    /// held in memory. `file` is for messages.
    ///
    /// Throws `.operation` with librsvg's words for text that is not SVG, and `.tooLarge` by the limit.
    package convenience init(
        svg: String, scale: Double = 1, file: String? = nil, maxPixels: Int = PhotoFile.defaultMaxPixels
    ) throws(PictureError) {
        let bytes = FileBytes(Array(svg.utf8))
        do throws(PictureError) {
            self.init(
                sharing: try Libvips.attempt { () throws(PictureError) in
                    Self.openSVG
                    let image = try Operation(
                        "svgload_buffer",
                        [
                            "buffer": .bytes(bytes), "scale": .double(scale), "fail_on": "error",
                            // Otherwise libxml2 refuses a picture of more than 10 MB in an address.
                            "unlimited": .bool(bytes.count > 8 << 20),
                        ]
                    ).image()
                    try PhotoFile.check(image.width, image.height, maxPixels, file ?? "drawing")
                    return try image.inMemory()
                })
        } catch {
            var error = error
            error.file = file
            throw error
        }
    }

    /// Text in Pango's markup (https://docs.gtk.org/Pango/pango_markup.html), cut to its ink, as 8-bit sRGB with alpha
    /// that is not premultiplied, held in memory.
    ///
    /// - Parameters:
    ///   - font: Pango's description, such as `DejaVu Sans Bold 40`; the number is points.
    ///   - dpi: Pixels to an inch; at 72 a point is a pixel.
    ///   - width: Lines are broken at this many pixels, if given.
    ///   - height: With a width too, the text is made as large as fits the two, whatever size `font` and `dpi` give.
    ///   - align: `low` (left), `centre` or `high`.
    ///   - fontFile: A font to load besides the installed ones, for the whole process.
    ///
    /// Throws `.operation` for broken markup. A font that is not installed is no failure: Pango takes
    /// the nearest.
    package convenience init(
        text: String, font: String = "DejaVu Sans 40", dpi: Int = 72, width: Int? = nil, height: Int? = nil,
        align: String = "centre", fontFile: String? = nil
    ) throws(PictureError) {
        var arguments: [(String, Argument)] = [
            ("text", .string(text)), ("font", .string(font)), ("align", .string(align)), ("rgba", true),
        ]
        if let width { arguments.append(("width", .int(width))) }
        if let height { arguments.append(("height", .int(height))) }
        // A resolution would switch the fitting off.
        if width == nil || height == nil { arguments.append(("dpi", .int(dpi))) }
        if let fontFile { arguments.append(("fontfile", .string(fontFile))) }
        self.init(
            sharing: try Libvips.attempt { () throws(PictureError) in
                try Operation("text", arguments).image().inMemory()
            })
    }
}
