import Pictures

extension Raster {
    /// Multiplies alpha by how bright a mask of the same size is: 0 where that is black or transparent.
    ///
    /// Brightness is luma after ITU-R BT.601, in 256ths, so that a grey mask counts by its own values.
    mutating func multiplyAlpha(by mask: Raster) {
        precondition(mask.width == width && mask.height == height, "a mask has the size of its picture")
        let count = width * height
        mask.bytes.withUnsafeBufferPointer { mask in
            bytes.withUnsafeMutableBufferPointer { bytes in
                for at in stride(from: 0, to: count * 4, by: 4) {
                    let luma =
                        (77 * Int(mask[at]) + 150 * Int(mask[at + 1]) + 29 * Int(mask[at + 2]) + 128) >> 8
                    let share = (luma * Int(mask[at + 3]) + 127) / 255
                    bytes[at + 3] = UInt8((share * Int(bytes[at + 3]) + 127) / 255)
                }
            }
        }
    }
}
