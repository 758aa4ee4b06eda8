import Pictures

/// A new level for each of the 256 levels of red, green and blue: an effect that does the same to every pixel.
struct LevelTable {
    /// 256 bytes for red, then for green, then for blue.
    private let levels: [UInt8]

    /// - Parameter change: the new light of some linear light, 1 is white, in channel 0, 1 or 2; what it gives outside of
    ///   0…1 is cut off.
    init(linear change: (_ light: Double, _ channel: Int) -> Double) {
        self.init(encoded: { level, channel in SRGB.encoded(change(SRGB.linear(level), channel)) })
    }

    /// - Parameter change: the new value of an encoded one, 0…1, in channel 0, 1 or 2; what it gives outside is cut off.
    init(encoded change: (_ level: Double, _ channel: Int) -> Double) {
        levels = (0..<3).flatMap { channel in
            (0..<256).map { UInt8((min(1, max(0, change(Double($0) / 255, channel))) * 255).rounded()) }
        }
    }

    func apply(to image: inout Raster) {
        levels.withUnsafeBufferPointer { levels in
            image.bytes.withUnsafeMutableBufferPointer { bytes in
                for pixel in stride(from: 0, to: bytes.count, by: 4) {
                    bytes[pixel] = levels[Int(bytes[pixel])]
                    bytes[pixel + 1] = levels[256 + Int(bytes[pixel + 1])]
                    bytes[pixel + 2] = levels[512 + Int(bytes[pixel + 2])]
                }
            }
        }
    }
}
