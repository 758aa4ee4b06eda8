/// What reaches the pixels of a rectangle of the light of the sun and of the sky.
struct SharedLight {
    /// The share of the sun that each pixel sees, 0…1, by rows.
    var seenSun: [Float]
    /// The share of the sky's light that is hidden from each, from 0 on; 1 and more is all of it.
    var hiddenSky: [Float]
    /// The shares of the sun and of the rest in all light, per channel.
    let sun: SIMD3<Float>
    let rest: SIMD3<Float>

    /// Lends the factors of the light.
    @inline(__always)
    func withReader<Result>(_ body: (Reader) -> Result) -> Result {
        seenSun.withUnsafeBufferPointer { seenSun in
            hiddenSky.withUnsafeBufferPointer { hiddenSky in
                body(Reader(seenSun: seenSun, hiddenSky: hiddenSky, sun: sun, rest: rest))
            }
        }
    }

    /// Makes factors. It is valid within `withReader` alone.
    struct Reader {
        fileprivate let seenSun: UnsafeBufferPointer<Float>
        fileprivate let hiddenSky: UnsafeBufferPointer<Float>
        fileprivate let sun: SIMD3<Float>
        fileprivate let rest: SIMD3<Float>

        /// The factors of four pixels that follow each other.
        @inline(__always)
        func four(from index: Int) -> LightLanes {
            func load(_ values: UnsafeBufferPointer<Float>) -> SIMD4<Float> {
                UnsafeRawPointer(values.baseAddress.unsafelyUnwrapped + index).loadUnaligned(as: SIMD4<Float>.self)
            }
            let (seen, hidden) = (load(seenSun), load(hiddenSky))
            let one = SIMD4<Float>(repeating: 1)
            let open = one - one.replacing(with: hidden, where: hidden .< one)
            return LightLanes(
                red: seen * sun.x + open * rest.x, green: seen * sun.y + open * rest.y,
                blue: seen * sun.z + open * rest.z)
        }

        /// The factor of a pixel's light, linear, per channel.
        @inline(__always)
        subscript(index: Int) -> SIMD3<Float> {
            sun * seenSun[index] + rest * (1 - min(1, hiddenSky[index]))
        }
    }
}
