/// What a file's first bytes say that it is. Its name plays no part.
enum PictureFormat: String, Sendable {
    case jpeg, png, webp, tiff

    /// Throws `.wrongFormat`, naming what the bytes look like instead.
    init(of bytes: UnsafeRawBufferPointer, file: String?) throws(VipsError) {
        func starts(_ text: String, at offset: Int = 0) -> Bool {
            bytes.dropFirst(offset).starts(with: text.utf8)
        }
        func starts(_ magic: [UInt8]) -> Bool { bytes.starts(with: magic) }

        if starts([0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if starts([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if starts("RIFF") && starts("WEBP", at: 8) {
            self = .webp
        } else if starts([0x49, 0x49, 0x2A, 0]) || starts([0x4D, 0x4D, 0, 0x2A]) || starts([0x49, 0x49, 0x2B, 0])
            || starts([0x4D, 0x4D, 0, 0x2B])
        {
            self = .tiff
        } else {
            let likeness =
                if starts("GIF8") {
                    "is a GIF"
                } else if starts("BM") {
                    "is a BMP"
                } else if starts("ftyp", at: 4) {
                    "is a HEIF, AVIF or video file"
                } else if starts("%PDF") {
                    "is a PDF"
                } else if starts([0x76, 0x2F, 0x31, 0x01]) {
                    "is an OpenEXR image"
                } else if starts("#?RADIANCE") || starts("#?RGBE") {
                    "is a Radiance image"
                } else if starts("<svg") || starts("<?xml") {
                    "is an XML or SVG file"
                } else if bytes.prefix(512).allSatisfy({ $0 >= 0x20 || (0x09...0x0D).contains($0) }) {
                    "is text"
                } else {
                    "is of no known kind"
                }
            throw VipsError(.wrongFormat, "read", file: file, likeness + ", not a JPEG, PNG, WebP or TIFF picture")
        }
    }

    /// libvips' operation that reads it from a file; with `_buffer` behind it, from memory.
    var loader: String { rawValue + "load" }
}
