import Foundation
import Pictures

/// The light of the bright parts of a picture, on grids of 2, 4, 8 … pixels.
struct GlowSources {
    /// 16-bit linear, as `LinearLight`.
    private let finest: Level

    /// - Parameter from: the share of white from which on light counts, in the brightest channel.
    /// - Returns: nil where nothing is as bright.
    init?(of image: Raster, from: Float) {
        let (width, height) = (image.width, image.height)
        let least = from * LinearLight.white
        guard let byte = LinearLight.ofByte.firstIndex(where: { Float($0) > least }) else { return nil }
        var first = Level(width: (width + 1) / 2, height: (height + 1) / 2)
        var isDark = true
        image.bytes.withUnsafeBufferPointer { bytes in
            for y in 0..<height {
                for x in 0..<width {
                    let at = (y * width + x) * 4
                    let peak = max(bytes[at], bytes[at + 1], bytes[at + 2])
                    guard peak >= byte else { continue }
                    isDark = false
                    let light = SIMD4<Float>(
                        Float(LinearLight.ofByte[Int(bytes[at])]), Float(LinearLight.ofByte[Int(bytes[at + 1])]),
                        Float(LinearLight.ofByte[Int(bytes[at + 2])]), 0)
                    // It sets in smoothly, so that noise at the border does not flicker.
                    let share = smoothStep(least, 1.5 * least, light.max())
                    first.lights[y / 2 * first.width + x / 2] += light * (share / 4)
                }
            }
        }
        guard !isDark else { return nil }
        finest = first
    }

    /// The light that is scattered from them.
    func scatter(_ octaves: [Glow.Octave], strength: Float) -> GlowLight {
        var levels = [finest]
        while let last = levels.last, last.width > 8, last.height > 8 { levels.append(last.halved()) }
        // Each octave is blurred on the finest grid on which its Gaussian is no more than three cells wide.
        var blurred = levels.map { Level(width: $0.width, height: $0.height) }
        for octave in octaves {
            var number = 0
            var deviation = octave.deviationPixels / 2
            while deviation > 3, number + 1 < levels.count {
                number += 1
                deviation /= 2
            }
            blurred[number].add(levels[number].blurred(by: deviation), times: Float(octave.share) * strength)
        }
        while blurred.count > 1, let coarse = blurred.popLast() { blurred[blurred.count - 1].addDoubled(coarse) }
        return GlowLight(level: blurred[0])
    }

    /// Light on a grid of cells.
    struct Level {
        let width: Int
        let height: Int
        /// By rows.
        var lights: [SIMD4<Float>]

        init(width: Int, height: Int) {
            (self.width, self.height) = (width, height)
            lights = [SIMD4<Float>](repeating: .zero, count: width * height)
        }

        /// The means of two by two cells; beyond the edges it is dark.
        func halved() -> Level {
            var half = Level(width: (width + 1) / 2, height: (height + 1) / 2)
            for y in 0..<height {
                for x in 0..<width { half.lights[y / 2 * half.width + x / 2] += lights[y * width + x] / 4 }
            }
            return half
        }

        mutating func add(_ other: Level, times factor: Float) {
            for cell in lights.indices { lights[cell] += other.lights[cell] * factor }
        }

        /// Adds a level of cells twice as wide, with linear interpolation.
        mutating func addDoubled(_ coarse: Level) {
            for y in 0..<height {
                for x in 0..<width { lights[y * width + x] += coarse.halfway(x, y) }
            }
        }

        /// The light at a cell of the grid that is twice as fine.
        @inline(__always)
        func halfway(_ x: Int, _ y: Int) -> SIMD4<Float> {
            let (column, row) = (min(x / 2, width - 1), min(y / 2, height - 1))
            let beside = min(max(0, x % 2 == 0 ? column - 1 : column + 1), width - 1)
            let next = min(max(0, y % 2 == 0 ? row - 1 : row + 1), height - 1)
            let own = lights[row * width + column] * 0.75 + lights[row * width + beside] * 0.25
            let other = lights[next * width + column] * 0.75 + lights[next * width + beside] * 0.25
            return own * 0.75 + other * 0.25
        }

        /// - Parameter deviation: in cells.
        func blurred(by deviation: Double) -> Level {
            let kernel = Level.kernel(deviation)
            let reach = kernel.count / 2
            var (rows, both) = (self, self)
            for y in 0..<height {
                for x in 0..<width {
                    var sum = SIMD4<Float>.zero
                    for offset in max(-reach, -x)...min(reach, width - 1 - x) {
                        sum += lights[y * width + x + offset] * kernel[offset + reach]
                    }
                    rows.lights[y * width + x] = sum
                }
            }
            for y in 0..<height {
                for x in 0..<width {
                    var sum = SIMD4<Float>.zero
                    for offset in max(-reach, -y)...min(reach, height - 1 - y) {
                        sum += rows.lights[(y + offset) * width + x] * kernel[offset + reach]
                    }
                    both.lights[y * width + x] = sum
                }
            }
            return both
        }

        /// The shares of a Gaussian in the cells round it, out to three deviations: their sum is 1.
        private static func kernel(_ deviation: Double) -> [Float] {
            let reach = max(1, Int((3 * deviation).rounded(.up)))
            let weights = (-reach...reach).map { exp(-0.5 * pow(Double($0) / max(deviation, 0.3), 2)) }
            let sum = weights.reduce(0, +)
            return weights.map { Float($0 / sum) }
        }
    }
}

/// Light that is scattered over a picture.
struct GlowLight {
    fileprivate let level: GlowSources.Level

    /// At a pixel: 16-bit linear, as `LinearLight`.
    @inline(__always)
    func callAsFunction(_ x: Int, _ y: Int) -> SIMD4<Float> { level.halfway(x, y) }

    /// Adds it to the picture's own.
    func add(to image: inout Raster) {
        let (width, height) = (image.width, image.height)
        LinearLight.ofByte.withUnsafeBufferPointer { linear in
            LinearLight.byte.withUnsafeBufferPointer { encoded in
                image.bytes.withUnsafeMutableBufferPointer { bytes in
                    for y in 0..<height {
                        for x in 0..<width {
                            let light = self(x, y)
                            // Less than half of the darkest step cannot be seen.
                            guard light.max() > 10 else { continue }
                            let at = (y * width + x) * 4
                            for channel in 0..<3 {
                                bytes[at + channel] =
                                    encoded[
                                        LinearLight.index(Float(linear[Int(bytes[at + channel])]) + light[channel])]
                            }
                        }
                    }
                }
            }
        }
    }
}
