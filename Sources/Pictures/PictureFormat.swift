import Findings

/// The format by a file's first bytes. The file's name is not used.
enum PictureFormat: String, Sendable {
    case jpeg, png, webp, tiff

    var name: String { self == .webp ? "WebP" : rawValue.uppercased() }

    /// Throws `.wrongFormat` with the kind that the bytes look like.
    init(of bytes: UnsafeRawBufferPointer, file: String?) throws(PictureError) {
        guard let format = Self(startingWith: bytes) else {
            throw PictureError(
                .wrongFormat, "read", file: file, Self.likeness(of: bytes) + ", not a JPEG, PNG, WebP or TIFF picture")
        }
        self = format
    }

    private init?(startingWith bytes: UnsafeRawBufferPointer) {
        func starts(_ magic: [UInt8]) -> Bool { bytes.starts(with: magic) }

        if starts([0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if starts([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if starts(Array("RIFF".utf8)) && bytes.dropFirst(8).starts(with: "WEBP".utf8) {
            self = .webp
        } else if starts([0x49, 0x49, 0x2A, 0]) || starts([0x4D, 0x4D, 0, 0x2A]) || starts([0x49, 0x49, 0x2B, 0])
            || starts([0x4D, 0x4D, 0, 0x2B])
        {
            self = .tiff
        } else {
            return nil
        }
    }

    /// The kind that a file's first bytes look like: “is a …”.
    static func likeness(of bytes: UnsafeRawBufferPointer) -> String {
        func starts(_ text: String, at offset: Int = 0) -> Bool {
            bytes.dropFirst(offset).starts(with: text.utf8)
        }

        switch Self(startingWith: bytes) {
        case .jpeg: return "is a JPEG"
        case .png: return "is a PNG"
        case .webp: return "is a WebP picture"
        case .tiff: return "is a TIFF picture"
        case nil: break
        }
        return if starts("GIF8") {
            "is a GIF"
        } else if starts("BM") {
            "is a BMP"
        } else if starts("ftyp", at: 4) {
            "is a HEIF, AVIF or video file"
        } else if starts("%PDF") {
            "is a PDF"
        } else if bytes.starts(with: [0x76, 0x2F, 0x31, 0x01]) {
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
    }

    /// The libvips operation that reads the format from a file; with `_buffer` behind it, from memory.
    var loader: String { rawValue + "load" }
}
