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
        func render() throws(PictureError) -> Image {
            try Libvips.attempt { () throws(PictureError) in
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
                return try image.inMemoryByThisThread()
            }
        }
        do throws(PictureError) {
            // Only a drawing whose source has this word can have text.
            self.init(sharing: try svg.contains("text") ? FontAccess.exclusively(render) : render())
        } catch {
            var error = error
            error.file = file
            throw error
        }
    }
}
