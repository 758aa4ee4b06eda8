package import Cards
import Foundation
import Pictures

/// A sensor's noise: more in the shadows of a dark exposure, more at a higher ISO.
///
/// Shot noise of the electrons counted and the read noise of the amplifier, as variances that add up in linear light
/// (Healey and Kondepudy, "Radiometric CCD camera calibration and noise estimation", 1994, doi:10.1109/34.276126),
/// brought to sRGB's steps by the slope of its curve. Each channel of each pixel draws by itself; the sensor is an
/// average one: white is 40,000 electrons at ISO 100, and reading adds 5.
package struct Noise: Effect {
    package var iso = 800.0

    package init() {}

    package static let card = Card<Noise>(
        "noise", "A sensor's noise.",
        .field(
            "iso", \.iso, .number(in: 25...409_600, .other("ISO")),
            "The sensor's sensitivity: 100 is clean, 6400 is noisy.")
    )

    package func apply(to composite: inout Composite, streams: RandomStreams) {
        let deviations = (0...255).map { deviation(ofLevel: $0) }
        let normal = Noise.normal
        var stream = streams.stream("noise")
        // The random words of some thousand pixels at a time, two for each.
        var words = [UInt32](repeating: 0, count: 4096)
        words.withUnsafeMutableBufferPointer { words in
            composite.image.bytes.withUnsafeMutableBufferPointer { bytes in
                deviations.withUnsafeBufferPointer { deviations in
                    normal.withUnsafeBufferPointer { normal in
                        for first in stride(from: 0, to: bytes.count, by: 2 * words.count) {
                            let part = UnsafeMutableBufferPointer(
                                rebasing: bytes[first..<min(bytes.count, first + 2 * words.count)])
                            stream.fill(UnsafeMutableBufferPointer(rebasing: words[..<(part.count / 2)]))
                            Noise.add(UnsafeBufferPointer(words), to: part, deviations, normal)
                        }
                    }
                }
            }
        }
    }

    private static func add(
        _ words: UnsafeBufferPointer<UInt32>, to pixels: UnsafeMutableBufferPointer<UInt8>,
        _ deviations: UnsafeBufferPointer<Float>, _ normal: UnsafeBufferPointer<Float>
    ) {
        for pixel in 0..<pixels.count / 4 {
            // 16 bits a channel pick one of 65,536 equally likely values of the bell curve.
            let (a, b) = (words[2 * pixel], words[2 * pixel + 1])
            for channel in 0..<3 {
                let bits = (channel == 2 ? b : a >> UInt32(16 * channel)) & 0xFFFF
                let level = pixels[4 * pixel + channel]
                let noisy = min(255, max(0, Float(level) + deviations[Int(level)] * normal[Int(bits)]))
                // `rounded` is a call where a processor may lack the instruction.
                let whole = Int32(noisy)
                pixels[4 * pixel + channel] = UInt8(
                    truncatingIfNeeded: whole &+ (noisy - Float(whole) >= 0.5 ? 1 : 0))
            }
        }
    }

    /// The standard deviation of the noise on an 8-bit sRGB level, in levels.
    func deviation(ofLevel level: Int) -> Float {
        let electronsOfWhite = 40_000 * 100 / iso
        let readElectrons = 5.0
        let encoded = Double(level) / 255
        let linear = SRGB.linear(encoded)
        let slope = encoded <= 0.04045 ? 12.92 : 1.055 / 2.4 * pow(linear, 1 / 2.4 - 1)
        let electrons = linear * electronsOfWhite
        return Float((electrons + readElectrons * readElectrons).squareRoot() / electronsOfWhite * slope * 255)
    }

    /// The standard normal distribution's values at the middles of 65,536 equal shares.
    private static let normal: [Float] = (0..<65_536).map { Float(Normal.quantile((Double($0) + 0.5) / 65_536)) }
}
