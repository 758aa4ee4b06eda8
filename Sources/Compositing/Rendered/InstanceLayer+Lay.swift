import Geometry
import Masks
import Pictures
import Rendering

extension InstanceLayer {
    /// Lays the instance over an image.
    func lay(over image: inout Raster) {
        let frame = PixelRect(width: image.width, height: image.height)
        let part = rect.intersection(frame)
        let (width, rect) = (image.width, rect)
        colour.bytes.withUnsafeBufferPointer { source in
            image.bytes.withUnsafeMutableBufferPointer { bytes in
                for y in part.minY..<max(part.minY, part.maxY) {
                    var from = ((y - rect.minY) * rect.width + part.minX - rect.minX) * 4
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
}

extension Coverage {
    /// Marks the pixels that are covered by at least one half. The id 0 is for an object without a label, which hides
    /// others all the same.
    func mark(_ id: UInt16, on map: inout InstanceMap) {
        let part = rect.intersection(PixelRect(width: map.width, height: map.height))
        let (width, rect) = (map.width, rect)
        shares.withUnsafeBufferPointer { shares in
            map.ids.withUnsafeMutableBufferPointer { ids in
                for y in part.minY..<max(part.minY, part.maxY) {
                    let from = (y - rect.minY) * rect.width - rect.minX
                    for x in part.minX..<part.maxX where shares[from + x] >= 0.5 { ids[y * width + x] = id }
                }
            }
        }
    }

    /// The pixels that are covered by at least one half.
    var mask: Mask { Mask(rect: rect, bits: shares.map { $0 >= 0.5 ? 1 : 0 }) }
}
