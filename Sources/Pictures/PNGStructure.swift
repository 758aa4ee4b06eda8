import Findings

/// The checks of a PNG that need no decoding.
///
/// libvips accepts some PNGs whose end is missing, and its own limit on size gives no number. Chunks as in "Portable
/// Network Graphics (PNG) Specification (Third Edition)", W3C 2025, section 5.
enum PNGStructure {
    /// Throws `.tooLarge` by the header; `bytes` may hold no more than that.
    static func checkSize(_ bytes: UnsafeRawBufferPointer, _ maxPixels: Int, _ path: String) throws(PictureError) {
        guard bytes.count >= 33 else { throw damaged("is cut off", path) }
        guard word(bytes, 8) == 13, name(bytes, 8).elementsEqual("IHDR".utf8) else {
            throw damaged("has no header", path)
        }
        try PhotoFile.check(word(bytes, 16), word(bytes, 20), maxPixels, path)
    }

    /// Throws `.damaged` where the chunks of a whole file do not end with an end chunk.
    static func checkEnd(_ bytes: UnsafeRawBufferPointer, _ path: String) throws(PictureError) {
        var place = 8
        while true {
            guard place <= bytes.count - 12, word(bytes, place) <= bytes.count - 12 - place else {
                throw damaged("is cut off", path)
            }
            if name(bytes, place).elementsEqual("IEND".utf8) { return }
            place += 12 + word(bytes, place)
        }
    }

    /// The name of the chunk that begins at `place`.
    private static func name(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> Slice<UnsafeRawBufferPointer> {
        bytes[(place + 4)..<(place + 8)]
    }

    private static func word(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> Int {
        bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
    }

    private static func damaged(_ words: String, _ path: String) -> PictureError {
        PictureError(.damaged, "read", file: path, "damaged PNG: " + words)
    }
}
