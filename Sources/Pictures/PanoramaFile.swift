internal import CVips
import Findings

/// A panorama's file: an equirectangular picture of scene-linear light, OpenEXR or Radiance HDR, recognised by its
/// first bytes.
///
/// libvips counts the loaders of both among the untrusted ones, which its authors do not fuzz. They are unblocked here,
/// for the whole process, when a pipeline first names a panorama: a file of its user's own choice. No other picture can
/// reach them, since every file is given to the loader for its first bytes (`PictureFormat`), never to one that libvips
/// looks for; and its size is checked before any of its pixels is decoded.
package final class PanoramaFile {
    package let path: String
    /// The size in pixels: twice as wide as high.
    package let width: Int
    package let height: Int
    /// Three bands of floats.
    private let image: Image

    /// Opens a panorama and reads its header.
    ///
    /// Throws `.missing`, `.unreadable`, `.empty`, `.damaged`; `.wrongFormat` for a picture of another kind or other
    /// proportions, and `.tooLarge` for more than `maxPixels`.
    package init(_ path: String, maxPixels: Int = PhotoFile.defaultMaxPixels) throws(PictureError) {
        let start = try FileBytes(path: path, limit: 64 * 1024)
        let format = try Format(of: start.buffer, file: path)
        self.path = path
        do throws(PictureError) {
            image = try Libvips.attempt { () throws(PictureError) in
                Self.openLoaders
                return try Operation(format.rawValue + "load", ["filename": .string(path), "fail_on": "error"]).image()
                    .admittedAsLight()
            }
        } catch {
            throw error.code == .operation ? Self.damaged(error, path) : error.concerning(path)
        }
        (width, height) = (image.width, image.height)
        try PhotoFile.check(width, height, maxPixels, path)
        guard width == 2 * height else {
            throw PictureError(
                .wrongFormat, "read", file: path,
                "has \(width) × \(height) pixels, and an equirectangular panorama is twice as wide as high")
        }
    }

    /// Calls `body` with every row from the top to the bottom: its number, and red, green and blue of each of its
    /// pixels, unchanged from the file, negative and infinite ones included. Primaries are those of sRGB. May be called
    /// again.
    ///
    /// Throws `.damaged` for a file that is cut off or corrupt.
    package func rows(_ body: (Int, UnsafeBufferPointer<Float>) -> Void) throws(PictureError) {
        do throws(PictureError) {
            let atOnce = max(1, min(height, (1 << 20) / width))
            var strip = [Float](repeating: 0, count: width * atOnce * 3)
            for top in stride(from: 0, to: height, by: atOnce) {
                let count = min(atOnce, height - top)
                let part = try image.crop(left: 0, top: top, width: width, height: count)
                try part.write(into: &strip)
                strip.withUnsafeBufferPointer { strip in
                    for row in 0..<count {
                        body(top + row, UnsafeBufferPointer(rebasing: strip[row * width * 3..<(row + 1) * width * 3]))
                    }
                }
            }
        } catch {
            throw Self.damaged(error, path)
        }
    }

    private static func damaged(_ error: PictureError, _ path: String) -> PictureError {
        var error = error
        error.code = .damaged
        // The decoders of both formats fail without a message.
        if error.words.allSatisfy(\.isWhitespace) { error.words = "is cut off or corrupt" }
        return error.concerning(path)
    }

    private static let openLoaders: Void = {
        vips_operation_block_set("VipsForeignLoadOpenexr", 0)
        vips_operation_block_set("VipsForeignLoadRad", 0)
    }()

    /// The kinds of files that hold light, by libvips' names.
    private enum Format: String {
        case openexr, rad

        init(of bytes: UnsafeRawBufferPointer, file: String) throws(PictureError) {
            if bytes.starts(with: [0x76, 0x2F, 0x31, 0x01]) {
                self = .openexr
                if let channels = OpenEXRChannels(bytes), !channels.holdPicture {
                    throw PictureError(
                        .wrongFormat, "read", file: file,
                        "has none of the channels R, G, B and Y of a picture, only "
                            + channels.names.prefix(8).joined(separator: ", "))
                }
            } else if bytes.starts(with: "#?RADIANCE".utf8) || bytes.starts(with: "#?RGBE".utf8) {
                self = .rad
                try Self.checkOrientation(bytes, file)
            } else {
                throw PictureError(
                    .wrongFormat, "read", file: file,
                    PictureFormat.likeness(of: bytes)
                        + ", which does not hold how bright the light was, as OpenEXR (.exr) and Radiance (.hdr) do")
            }
        }

        /// Refuses a Radiance picture that does not begin at the top left. A picture may be stored from any corner, by
        /// rows or by columns, and libvips ignores this; all but hand-made pictures begin at the top left.
        private static func checkOrientation(_ bytes: UnsafeRawBufferPointer, _ file: String) throws(PictureError) {
            var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
            while let line = lines.popFirst(), !line.isEmpty {}
            let size = String(decoding: (lines.first ?? bytes[0..<0]).prefix(64), as: UTF8.self)
            let words = size.split(separator: " ")
            guard words.count == 4 else {
                throw PictureError(.damaged, "read", file: file, "damaged Radiance picture: its header has no size")
            }
            guard words[0] == "-Y", words[2] == "+X" else {
                throw PictureError(
                    .wrongFormat, "read", file: file,
                    "is stored turned or mirrored (\(words[0]) \(words[2])); store it as -Y +X, from the top left")
            }
        }
    }
}

extension Image {
    /// Computes all pixels of an image of three bands of floats; `values` has the same size.
    fileprivate func write(into values: inout [Float]) throws(PictureError) {
        precondition(bands == 3 && format == "float" && values.count >= width * height * 3, "three floats a pixel")
        try Libvips.attempt { () throws(PictureError) in
            try values.withUnsafeMutableBufferPointer { values throws(PictureError) in
                guard
                    let target = vips_image_new_from_memory(
                        values.baseAddress, width * height * 3 * MemoryLayout<Float>.size, Int32(width), Int32(height),
                        3, VIPS_FORMAT_FLOAT)
                else { throw PictureError(.operation, "new_from_memory", Libvips.takeWords()) }
                defer { g_object_unref(target) }
                guard vips_image_write(pointer, target) == 0 else {
                    throw PictureError(.operation, "write", Libvips.takeWords())
                }
            }
        }
    }
}
