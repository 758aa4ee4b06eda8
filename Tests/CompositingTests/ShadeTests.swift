import Geometry
import Pictures
import Testing

@testable import Compositing

/// Shadows as they fall on pixels.
@Suite struct ShadeTests {
    /// A column for each byte, and a row for each of these factors of the light.
    private let factors: [Float] = [0, 0.02, 0.1, 0.3, 0.5, 0.75, 0.9, 0.98, 1]

    private func shade(_ factor: (Float) -> SIMD3<Float>) -> Shade {
        Shade(
            rect: PixelRect(width: 256, height: factors.count),
            factors: factors.flatMap { [SIMD3<Float>](repeating: factor($0), count: 256) })
    }

    private var levels: Raster {
        var image = Raster(width: 256, height: factors.count)
        for at in 0..<256 * factors.count {
            for band in 0..<3 { image.bytes[4 * at + band] = UInt8(at % 256) }
            image.bytes[4 * at + 3] = 255
        }
        return image
    }

    @Test func aPhotoIsDarkenedAsItsLightIs() {
        var image = levels
        _ = shade { [$0, ($0 + 1) / 2, 1] }.apply(to: &image)
        for (row, factor) in factors.enumerated() {
            for level in 0..<256 {
                let light = SRGB.linear(Double(level) / 255)
                let at = (row * 256 + level) * 4
                for (band, factor) in [Double(factor), (Double(factor) + 1) / 2, 1].enumerated() {
                    let wanted = SRGB.encoded(Float(light * factor)) * 255
                    let most: Float = factor < 0.1 ? 2.5 : 1.6
                    #expect(abs(Float(image.bytes[at + band]) - wanted) < most, "\(level) × \(factor)")
                }
                #expect(image.bytes[at + 3] == 255)
            }
        }
    }

    @Test func whereNothingIsShadedNoByteChanges() {
        var image = levels
        #expect(shade { _ in [1, 1, 1] }.apply(to: &image).isEmpty)
        #expect(image == levels)
        // The brightness of one channel changes no other.
        _ = shade { [1, 1, $0] }.apply(to: &image)
        for at in stride(from: 0, to: image.bytes.count, by: 4) {
            #expect(image.bytes[at] == levels.bytes[at] && image.bytes[at + 1] == levels.bytes[at + 1])
        }
    }

    /// Half covered pixels take the gain of `encodedGain`, and keep their alpha; however long the row.
    @Test(arguments: [1, 3, 4, 7, 256]) func anObjectIsDarkenedAsItsLightIs(count: Int) {
        let shade = shade { [$0, $0, $0] }
        for (row, factor) in factors.enumerated() {
            var pixels = (0..<256).map { UInt32($0 / 2) * 0x1_0101 + 0x8000_0000 }
            let before = pixels
            pixels.withUnsafeMutableBufferPointer { pixels in
                guard let base = pixels.baseAddress else { return }
                shade.apply(to: base, row: row, 0..<count)
            }
            for index in 0..<256 {
                let gain = index < count ? encodedGain(linear: factor) : 1
                let wanted = Float(before[index] & 255) * gain
                for shift in [UInt32(0), 8, 16] {
                    #expect(abs(Float(pixels[index] &>> shift & 255) - wanted) < 1.1, "\(index) × \(factor)")
                }
                #expect(pixels[index] >> 24 == 128)
            }
        }
    }
}
