import Masks
import Pictures

/// Air that takes contrast by distance and puts its own light in its place: fog, dust, and the rain or snow that is too
/// far away for its drops to be seen.
///
/// Koschmieder, "Theorie der horizontalen Sichtweite", Beiträge zur Physik der freien Atmosphäre 12, 1924: of the light of
/// a thing at distance d, exp(−σd) arrives, and 1 − exp(−σd) of the airlight comes in its place, both in linear light.
struct Veil {
    /// 16-bit linear, as `LinearLight`.
    let air: SIMD3<Float>
    let distances: SeenDistances
    let arriving: Transmittance

    /// The contrast below which a thing cannot be seen: that of the meteorological optical range (WMO-No. 8).
    static let leastContrast: Float = 0.05

    /// Lays the air over an image.
    ///
    /// - Parameter hidden: gets the pixels of objects of which less contrast than `leastContrast` arrives.
    func lay(over composite: inout Composite, hiding hidden: inout HiddenPixels) {
        let (width, height) = (composite.image.width, composite.image.height)
        let air = air
        var clearness = Clearness(of: distances, through: arriving, width: width, height)
        for y in 0..<height {
            clearness.advance(to: y)
            LinearLight.ofByte.withUnsafeBufferPointer { linear in
                LinearLight.byte.withUnsafeBufferPointer { encoded in
                    clearness.shares.withUnsafeBufferPointer { shares in
                        composite.image.bytes.withUnsafeMutableBufferPointer { bytes in
                            for x in 0..<width {
                                let pixel = (y * width + x) * 4
                                for channel in 0..<3 {
                                    let own = Float(linear[Int(bytes[pixel + channel])])
                                    let light = air[channel] + (own - air[channel]) * shares[x]
                                    bytes[pixel + channel] = encoded[LinearLight.index(light)]
                                }
                            }
                        }
                    }
                }
            }
            for x in 0..<width { hidden.note(x: x, y: y, contrast: clearness.shares[x]) }
        }
    }

    /// Lays the air over an image. Pixels of objects of which less contrast than `leastContrast` arrives are hidden ones.
    func lay(over composite: inout Composite) {
        var hidden = HiddenPixels(of: composite)
        lay(over: &composite, hiding: &hidden)
        hidden.count(in: &composite)
    }
}
