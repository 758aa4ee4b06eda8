import Geometry
import Pictures

/// An object's own pixels before they are laid over the photo.
struct ObjectLayer {
    var rect: PixelRect
    /// Premultiplied by alpha, as large as the rectangle.
    var colour = Raster()

    /// The first byte of a pixel of the image that lies in the rectangle.
    func offset(x: Int, y: Int) -> Int { ((y - rect.minY) * rect.width + x - rect.minX) * 4 }

    /// Lays it over an image.
    func lay(over image: inout Raster) {
        let frame = PixelRect(width: image.width, height: image.height)
        let part = rect.intersection(frame)
        let width = image.width
        guard !part.isEmpty else { return }
        colour.bytes.withUnsafeBytes { source in
            image.bytes.withUnsafeMutableBytes { bytes in
                guard let source = source.baseAddress, let bytes = bytes.baseAddress else { return }
                for y in part.minY..<part.maxY {
                    PasteRows.lay(
                        source + offset(x: part.minX, y: y), part.width, bytes + (y * width + part.minX) * 4)
                }
            }
        }
    }

    /// Keeps a part of it.
    mutating func crop(to part: PixelRect) {
        guard part != rect else { return }
        precondition(rect.contains(part), "a part lies in the whole")
        colour.crop(left: part.minX - rect.minX, top: part.minY - rect.minY, width: part.width, height: part.height)
        rect = part
    }
}
