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
        colour.bytes.withUnsafeBufferPointer { source in
            image.bytes.withUnsafeMutableBufferPointer { bytes in
                for y in part.minY..<max(part.minY, part.maxY) {
                    var from = offset(x: part.minX, y: y)
                    var to = (y * width + part.minX) * 4
                    for _ in part.minX..<part.maxX {
                        let alpha = UInt32(source[from + 3])
                        if alpha > 0 {
                            for channel in 0..<3 {
                                // Rounded to nearest; the sum stays in a byte since the colour is premultiplied.
                                let product = UInt32(bytes[to + channel]) * (255 - alpha) + 128
                                let rest = (product + product >> 8) >> 8
                                bytes[to + channel] = UInt8(min(255, UInt32(source[from + channel]) + rest))
                            }
                        }
                        from += 4
                        to += 4
                    }
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
