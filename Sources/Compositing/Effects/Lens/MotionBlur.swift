package import Cards
import Geometry
import Pictures

/// A camera that moves while it exposes: each point becomes a straight line of equal light.
///
/// The mean over a path at constant speed (Potmesil and Chakravarty, "Modeling motion blur in computer-generated images",
/// SIGGRAPH 1983), in linear light, everywhere alike, with linear interpolation between pixels. The line's middle is
/// where the point was, so that labels stay in the middle of what they name. Beyond the edges the image goes on with its
/// outermost pixels.
package struct MotionBlur: Effect {
    package var length = 10.0
    package var angle = 0.0

    package init() {}

    package static let card = Card<MotionBlur>(
        "motion_blur", "A camera that moves while it exposes.",
        .field(
            "length", \.length, .number(in: 0...200, .pixels), "The line that a point becomes; 0 changes nothing."),
        .field(
            "angle", \.angle, .number(in: -180...180, .degrees),
            "The line's direction: 0 is level, 90 upright, 45 rises to the right.")
    )

    package static func needs(of values: DraftValues) -> [Need] {
        values.greatest("length").map { [.side(pixels: $0, isLonger: true, key: "length")] } ?? []
    }

    package func apply(to composite: inout Composite, streams: RandomStreams) {
        guard length > 0 else { return }
        LineBlur(length: length, angle: .degrees(angle)).blur(&composite.image)
    }
}

/// A line as the weights of the pixels on both of its sides.
struct LineBlur {
    let taps: [Tap]
    private let reach: Int

    struct Tap {
        var dx: Int
        var dy: Int
        var weight: Float
    }

    init(length: Double, angle: Angle) {
        let reach = Int((length / 2).rounded(.up)) + 1
        let side = 2 * reach + 1
        var weights = [Double](repeating: 0, count: side * side)
        // Sixteen samples for each pixel of the way.
        let samples = max(1, Int((length * 16).rounded(.up)))
        for sample in 0..<samples {
            let along = ((Double(sample) + 0.5) / Double(samples) - 0.5) * length
            // Exactly on the rows or columns of pixels for a level or an upright line.
            let (x, y) = (along * angle.cosine + Double(reach), -along * angle.sine + Double(reach))
            let (left, top) = (Int(x), Int(y))
            let (fx, fy) = (x - Double(left), y - Double(top))
            for (column, row, weight) in [
                (left, top, (1 - fx) * (1 - fy)), (left + 1, top, fx * (1 - fy)), (left, top + 1, (1 - fx) * fy),
                (left + 1, top + 1, fx * fy),
            ] where weight > 0 {
                weights[row * side + column] += weight / Double(samples)
            }
        }
        self.reach = reach
        taps = weights.enumerated().filter { $0.element > 0 }.map {
            Tap(dx: $0.offset % side - reach, dy: $0.offset / side - reach, weight: Float($0.element))
        }
    }

    /// Spreads every pixel of an image along the line.
    func blur(_ image: inout Raster) {
        let (width, height) = (image.width, image.height)
        // The last pixels are reckoned four at a time as well, from what lies beyond the row's end.
        var window = RowWindow(
            stride: width + 2 * reach + 3, height: height, reach: taps.map { abs($0.dy) }.max() ?? 0,
            of: SIMD4<Float>(repeating: 0))
        // For each tap where it lies from a pixel of the row, in the window.
        var places = [Int](repeating: 0, count: taps.count)
        for y in 0..<height {
            window.advance(to: y) { row, light in lift(row, of: image, into: light) }
            for (index, tap) in taps.enumerated() { places[index] = window.start(ofRow: y + tap.dy) + reach + tap.dx }
            places.withUnsafeBufferPointer { places in
                taps.withUnsafeBufferPointer { taps in
                    window.elements.withUnsafeBufferPointer { light in
                        LinearLight.byte.withUnsafeBufferPointer { encoded in
                            image.bytes.withUnsafeMutableBufferPointer { bytes in
                                for x in stride(from: 0, to: width, by: 4) {
                                    var sums = (
                                        SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero
                                    )
                                    for index in taps.indices {
                                        let (at, weight) = (places[index] + x, SIMD4(repeating: taps[index].weight))
                                        sums.0 += light[at] * weight
                                        sums.1 += light[at + 1] * weight
                                        sums.2 += light[at + 2] * weight
                                        sums.3 += light[at + 3] * weight
                                    }
                                    func write(_ light: SIMD4<Float>, _ x: Int) {
                                        let pixel = (y * width + x) * 4
                                        for channel in 0..<3 {
                                            bytes[pixel + channel] = encoded[LinearLight.index(light[channel])]
                                        }
                                    }
                                    write(sums.0, x)
                                    if x + 1 < width { write(sums.1, x + 1) }
                                    if x + 2 < width { write(sums.2, x + 2) }
                                    if x + 3 < width { write(sums.3, x + 3) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// A row's light, with its ends carried on.
    private func lift(_ row: Int, of image: Raster, into light: UnsafeMutableBufferPointer<SIMD4<Float>>) {
        let width = image.width
        LinearLight.ofByte.withUnsafeBufferPointer { linear in
            image.bytes.withUnsafeBufferPointer { bytes in
                for index in light.indices {
                    let pixel = (row * width + min(max(index - reach, 0), width - 1)) * 4
                    light[index] = SIMD4(
                        Float(linear[Int(bytes[pixel])]), Float(linear[Int(bytes[pixel + 1])]),
                        Float(linear[Int(bytes[pixel + 2])]), 0)
                }
            }
        }
    }
}
