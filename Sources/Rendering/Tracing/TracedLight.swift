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

    /// The samples on the instance whose light was found, in eight sums each, of which four make a half.
    struct Samples {
        var count: SIMD8<Int32>
        /// Their light, exposed.
        var radiances: Vector8
        var albedos: Vector8
    }

    /// - Parameters:
    ///   - all: the mean albedo of all samples on the instance.
    ///   - lit: those whose light was found. Their light over their own albedo is that of all, since the pattern of a
    ///     surface does not count.
    mutating func set(_ index: Int, albedo all: Vector, _ lit: Samples) {
        let count = Float(lit.count.total)
        guard count > 0 else { return }
        albedo[index] = Self.stored(all)
        let scale = 1 / Self.albedo(Self.stored(lit.albedos.total / count))
        let (n, m) = (Float(lit.count.lowHalf.wrappedSum()), Float(lit.count.highHalf.wrappedSum()))
        pixels.set(
            index,
            .init(
                first: lit.radiances.firstHalf * scale / max(n, 1),
                second: lit.radiances.secondHalf * scale / max(m, 1), firstCount: n, secondCount: m))
    }

    private static func stored(_ albedo: Vector) -> SIMD4<UInt8> {
        let steps = albedo.squareRoot() * 255 + 0.5
        return SIMD4(
            SIMD3<UInt8>(
                steps.clamped(lowerBound: SIMD3(repeating: Self.darkest), upperBound: SIMD3(repeating: 255))), 0)
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
