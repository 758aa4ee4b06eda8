import Cards
import Foundation
import Geometry
import Pictures

/// A square of noise with a photo's grain, of deviation 1, that is laid out side by side over an image.
///
/// To make it once for each photo costs less than to make the noise of every pixel.
struct NoiseTile: Sendable {
    static let side = 128
    /// Steps of a value of 1; a byte then holds five deviations.
    private static let scale: Float = 24
    /// Red, green, blue and nothing, by rows.
    private let values: [Int8]

    init(_ model: NoiseModel) {
        let luma = NoiseTile.filtered(0, model.lumaCorrelation)
        let blue = NoiseTile.filtered(1, model.chromaCorrelation)
        let red = NoiseTile.filtered(2, model.chromaCorrelation)
        var values: [Int8] = []
        values.reserveCapacity(luma.count * 4)
        func step(_ value: Float) -> Int8 { Int8(min(127, max(-127, (value * NoiseTile.scale).rounded()))) }
        for index in luma.indices {
            let (cb, cr) = (blue[index] * model.chromaShare.x, red[index] * model.chromaShare.y)
            values.append(step(luma[index] + 1.402 * cr))
            values.append(step(luma[index] - 0.344_136 * cb - 0.714_136 * cr))
            values.append(step(luma[index] + 1.772 * cb))
            values.append(0)
        }
        self.values = values
    }

    /// Adds noise to an object in an image.
    ///
    /// - Parameters:
    ///   - layer: the object's pixels, of which the alpha counts.
    ///   - deviations: of the noise at each level of the luma.
    ///   - origin: the tile's corner in the image, 0 ..< `side`.
    func add(to image: inout Raster, in layer: ObjectLayer, _ deviations: [Float], origin: (x: Int, y: Int)) {
        let part = layer.rect.intersection(PixelRect(width: image.width, height: image.height))
        let (width, mask) = (image.width, NoiseTile.side - 1)
        let scaled = deviations.map { $0 / NoiseTile.scale }
        values.withUnsafeBufferPointer { values in
            scaled.withUnsafeBufferPointer { deviations in
                NoiseTile.shareOfAlpha.withUnsafeBufferPointer { shares in
                    layer.colour.bytes.withUnsafeBufferPointer { source in
                        image.bytes.withUnsafeMutableBufferPointer { bytes in
                            guard let base = bytes.baseAddress, let tile = values.baseAddress,
                                let alphas = source.baseAddress
                            else { return }
                            for y in part.minY..<max(part.minY, part.maxY) {
                                var from = layer.offset(x: part.minX, y: y) + 3
                                var to = (y * width + part.minX) * 4
                                let row = ((y &+ origin.y) & mask) * NoiseTile.side
                                var x = part.minX
                                while x < part.maxX {
                                    let column = (x &+ origin.x) & mask
                                    let at = (row &+ column) &* 4
                                    // Eight pixels where the row has as many, and the tile.
                                    let count = column &+ 8 <= NoiseTile.side && x &+ 8 <= part.maxX ? 8 : 1
                                    if count == 8 {
                                        NoiseTile.addEight(
                                            UnsafeRawPointer(tile + at), UnsafeRawPointer(alphas + (from - 3)),
                                            to: base + to,
                                            deviations, shares)
                                    } else if alphas[from] > 0 {
                                        let level =
                                            (77 &* Int(bytes[to]) &+ 150 &* Int(bytes[to + 1])
                                                &+ 29 &* Int(bytes[to + 2])) &>> 8
                                        let deviation = deviations[level] * shares[Int(alphas[from])]
                                        let noise = SIMD4(
                                            Float(tile[at]), Float(tile[at &+ 1]), Float(tile[at &+ 2]), 0)
                                        let place = UnsafeMutableRawPointer(base + to)
                                        let value =
                                            PixelLanes.real(place.loadUnaligned(as: UInt32.self))
                                            + noise * deviation + 0.5
                                        place.storeBytes(of: PixelLanes.clamped(value), as: UInt32.self)
                                    }
                                    x += count
                                    from += 4 * count
                                    to += 4 * count
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Adds noise to eight pixels of an image.
    ///
    /// - Parameters:
    ///   - tile: of these.
    ///   - layer: the object's pixels.
    ///   - deviations: of the noise at each level of the luma, in steps of the tile.
    ///   - shares: of the deviation, at each alpha.
    @inline(__always)
    private static func addEight(
        _ tile: UnsafeRawPointer, _ layer: UnsafeRawPointer, to image: UnsafeMutableRawPointer,
        _ deviations: UnsafeBufferPointer<Float>, _ shares: UnsafeBufferPointer<Float>
    ) {
        let alphas = layer.loadUnaligned(as: SIMD8<UInt32>.self) &>> 24
        guard alphas != .zero else { return }
        let pixels = image.loadUnaligned(as: SIMD8<UInt32>.self)
        let (red, green, blue) = PixelLanes.planes(pixels)
        // Whole numbers, and so exact.
        let levels =
            (unsafeBitCast(red * 77 + green * 150 + blue * 29 + 0x1p23, to: SIMD8<UInt32>.self) & 0x7F_FFFF) &>> 8
        var deviation = SIMD8<Float>()
        for lane in 0..<8 { deviation[lane] = deviations[Int(levels[lane])] * shares[Int(alphas[lane])] }
        // From bytes with a sign to such that are larger by 128.
        let noise = PixelLanes.planes(tile.loadUnaligned(as: SIMD8<UInt32>.self) ^ 0x80_8080)
        image.storeBytes(
            of: PixelLanes.clamped(
                red + (noise.red - 128) * deviation + 0.5, green + (noise.green - 128) * deviation + 0.5,
                blue + (noise.blue - 128) * deviation + 0.5, alphaOf: pixels), as: SIMD8<UInt32>.self)
    }

    /// The share of the deviation that a pixel lacks in which an object lets 1 − alpha of the photo's own noise through.
    private static let shareOfAlpha: [Float] = (0...255).map { alpha in
        let clear = 1 - Float(alpha) / 255
        return (1 - clear * clear).squareRoot()
    }

    // MARK: - The grain

    /// White noise of deviation 1, three planes.
    private static let white: [[Float]] = (0..<3).map { plane in
        var stream = RandomStream(seed: 0, image: 0, name: "match/noise/\(plane)")
        return (0..<side * side).map { _ in Float(Normal.quantile((Double(stream.next()) + 0.5) * 0x1p-32)) }
    }

    /// A plane of the white noise whose neighbours are then correlated by this much, across and down.
    private static func filtered(_ plane: Int, _ correlation: SIMD2<Float>) -> [Float] {
        let source = white[plane]
        let (across, down) = (taps(correlation.x), taps(correlation.y))
        var middle = source
        if across.count > 1 { filter(source, across, step: 1, into: &middle) }
        guard down.count > 1 else { return middle }
        var result = middle
        filter(middle, down, step: side, into: &result)
        return result
    }

    /// Filters along rows (step 1) or columns (step `side`) of a tile that repeats.
    private static func filter(_ source: [Float], _ taps: [Float], step: Int, into result: inout [Float]) {
        let reach = taps.count / 2
        let (mask, other) = (side - 1, step == 1 ? side : 1)
        source.withUnsafeBufferPointer { source in
            taps.withUnsafeBufferPointer { taps in
                result.withUnsafeMutableBufferPointer { result in
                    for line in 0..<side {
                        for place in 0..<side {
                            var sum: Float = 0
                            for tap in 0..<taps.count {
                                let at = (place &+ tap &- reach) & mask
                                sum += taps[tap] * source[line &* other &+ at &* step]
                            }
                            result[line &* other &+ place &* step] = sum
                        }
                    }
                }
            }
        }
    }

    /// The bell curve's taps, of square sum 1, that correlate neighbours of white noise by this much; with changing
    /// signs for a negative correlation.
    static func taps(_ correlation: Float) -> [Float] {
        let wanted = abs(correlation)
        guard wanted > 0.03 else { return [1] }
        func curve(_ deviation: Float) -> [Float] {
            (-3...3).map { exp(-Float($0 * $0) / (2 * deviation * deviation)) }
        }
        func neighbours(_ taps: [Float]) -> Float {
            zip(taps, taps.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / taps.reduce(0) { $0 + $1 * $1 }
        }
        var (low, high): (Float, Float) = (0.1, 3)
        for _ in 0..<20 {
            let middle = (low + high) / 2
            if neighbours(curve(middle)) < wanted { low = middle } else { high = middle }
        }
        let taps = curve(high)
        let norm = taps.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return taps.enumerated().map { index, tap in (correlation < 0 && index % 2 == 0 ? -tap : tap) / norm }
    }
}
