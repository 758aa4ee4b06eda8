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

    /// Lays the air over an image, and what falls before it.
    ///
    /// - Parameters:
    ///   - streaks: of drops or flakes that are seen one by one, with their light: 16-bit linear.
    ///   - hidden: gets the pixels of objects of which less contrast than `leastContrast` arrives.
    func lay(
        over composite: inout Composite, before streaks: (streaks: Streaks, light: SIMD3<Float>)? = nil,
        hiding hidden: inout HiddenPixels
    ) {
        let (width, height) = (composite.image.width, composite.image.height)
        let air = air
        let covers = Streaks.Covers()
        var clearness = Clearness(of: distances, through: arriving, width: width, height)
        var drawn = streaks.map { StreakRows($0.streaks) }
        for y in 0..<height {
            clearness.advance(to: y)
            drawn?.advance(to: y)
            LinearLight.ofByte.withUnsafeBufferPointer { linear in
                LinearLight.byte.withUnsafeBufferPointer { encoded in
                    clearness.shares.withUnsafeBufferPointer { shares in
                        composite.image.bytes.withUnsafeMutableBufferPointer { bytes in
                            @inline(__always) func light(_ x: Int) -> SIMD3<Float> {
                                let pixel = (y * width + x) * 4
                                let own: SIMD3<Float> = SIMD3(
                                    Float(linear[Int(bytes[pixel])]), Float(linear[Int(bytes[pixel + 1])]),
                                    Float(linear[Int(bytes[pixel + 2])]))
                                return air + (own - air) * shares[x]
                            }
                            @inline(__always) func write(_ light: SIMD3<Float>, _ x: Int) {
                                let pixel = (y * width + x) * 4
                                bytes[pixel] = encoded[LinearLight.index(light.x)]
                                bytes[pixel + 1] = encoded[LinearLight.index(light.y)]
                                bytes[pixel + 2] = encoded[LinearLight.index(light.z)]
                            }
                            if let own = streaks?.light, let drawn {
                                drawn.withRow(y) { depths in
                                    for x in 0..<width {
                                        let behind = light(x)
                                        write(behind + (own - behind) * covers(depths[x]), x)
                                    }
                                }
                            } else {
                                for x in 0..<width { write(light(x), x) }
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
