internal import Geometry
internal import Pictures

/// The traced light that one instance sends into each pixel: for every pixel of a rectangle, by rows.
struct TracedLight {
    /// Exposed light divided by its albedo, so that the pattern of a surface does not count as its light.
    private(set) var pixels: NoisyPixels
    /// The mean albedo of a pixel's samples, 0…1, in steps of its square root, which are fine where it is dark.
    private(set) var albedo: [SIMD4<UInt8>]

    /// Light divided by a darker albedo would be lost in the rounding.
    private static let darkest: Float = 12

    init(rect: PixelRect) {
        pixels = NoisyPixels(width: rect.width, height: rect.height)
        albedo = [SIMD4<UInt8>](repeating: SIMD4(), count: rect.area)
    }

    /// - Parameters:
    ///   - struck: the number of samples on the instance, in eight sums of which four make a half.
    ///   - radiances: their light, exposed, summed in the same way.
    ///   - albedos: their albedos, summed in the same way.
    mutating func set(_ index: Int, _ struck: SIMD8<Int32>, radiances: Vector8, albedos: Vector8) {
        let count = Float(struck.total)
        guard count > 0 else { return }
        let steps = (albedos.total * (1 / count)).squareRoot() * 255 + 0.5
        let stored = SIMD3<UInt8>(
            steps.clamped(lowerBound: SIMD3(repeating: Self.darkest), upperBound: SIMD3(repeating: 255)))
        albedo[index] = SIMD4(stored, 0)
        let scale = 1 / Self.albedo(albedo[index])
        let (n, m) = (Float(struck.lowHalf.wrappedSum()), Float(struck.highHalf.wrappedSum()))
        pixels.set(
            index,
            .init(
                first: radiances.firstHalf * scale / max(n, 1), second: radiances.secondHalf * scale / max(m, 1),
                firstCount: n, secondCount: m))
    }

    @inline(__always) private static func albedo(_ stored: SIMD4<UInt8>) -> Vector {
        let root = Vector(SIMD3(stored.x, stored.y, stored.z)) * (1 / 255)
        return root * root
    }

    /// Writes the colour without its noise into the layer, whose alpha and normals are known.
    func show(in layer: inout InstanceLayer, _ tone: ToneCurve) {
        let calm = NoiseFilter.filtered(pixels, on: .init(normals: layer.normals, albedo: albedo))
        for index in calm.indices {
            let alpha = layer.colour.bytes[4 * index + 3]
            guard alpha > 0 else { continue }
            let colour = calm[index] * Self.albedo(albedo[index])
            for channel in 0..<3 {
                let shown = tone.shown(colour[channel])
                layer.colour.bytes[4 * index + channel] =
                    alpha == 255 ? SRGB.byte(ofLinear: shown) : UInt8(SRGB.encoded(shown) * Float(alpha) + 0.5)
            }
        }
    }
}
