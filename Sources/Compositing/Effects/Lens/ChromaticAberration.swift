package import Cards
import Pictures

/// A lens that draws red and blue at other sizes than green: coloured fringes, which grow towards the corners.
///
/// Lateral chromatic aberration in its first order, a scale about the middle of the image per colour (Mallon and Whelan,
/// "Calibration and removal of lateral chromatic aberration in images", Pattern Recognition Letters 28, 2007). Green stays
/// where it is, and labels with it. Between pixels of the encoded image, cubic convolution (Keys, 1981) with −1/2; beyond
/// the edges the image goes on with its outermost pixels.
package struct ChromaticAberration: Effect {
    package var red = 1.0
    package var blue = -1.0

    package init() {}

    package static let card = Card<ChromaticAberration>(
        "chromatic_aberration", "A lens with coloured fringes towards the corners.",
        .field(
            "red", \.red, .number(in: -20...20, .pixels),
            "How far red is moved outwards at the corners; 0 leaves it as it is."),
        .field(
            "blue", \.blue, .number(in: -20...20, .pixels),
            "How far blue is moved outwards at the corners; 0 leaves it as it is.")
    )

    package func apply(to composite: inout Composite, streams: RandomStreams) {
        for (channel, pixels) in [(0, red), (2, blue)] where pixels != 0 {
            RadialShift(pixels: pixels, width: composite.image.width, height: composite.image.height)
                .apply(to: &composite.image, channel: channel)
        }
    }
}

/// The scale of one channel about the middle of the image.
struct RadialShift {
    /// How far from the middle a pixel is taken, as a multiple of where it comes to lie.
    private let scale: Double
    /// How far pixels are moved, rounded up.
    private let reach: Int

    /// - Parameter pixels: how far the corners move outwards.
    init(pixels: Double, width: Int, height: Int) {
        let radius = Double(width * width + height * height).squareRoot() / 2
        // A small image turns no corner past its middle.
        let source = max(radius - pixels, 0)
        scale = source / radius
        reach = Int(abs(radius - source).rounded(.up))
    }

    /// Four neighbours and their weights, from `first` on.
    private struct Taps {
        var first: Int
        var weights: SIMD4<Float>

        /// - Parameters:
        ///   - index: of a pixel.
        ///   - size: of the image along this axis.
        init(_ index: Int, of size: Int, scale: Double) {
            let middle = Double(size) / 2
            let place = middle + (Double(index) + 0.5 - middle) * scale - 0.5
            let whole = place.rounded(.down)
            first = Int(whole) - 1
            let t = Float(place - whole)
            let (t2, t3) = (t * t, t * t * t)
            weights = SIMD4(
                -t3 / 2 + t2 - t / 2, t3 * 1.5 - t2 * 2.5 + 1, -t3 * 1.5 + t2 * 2 + t / 2, (t3 - t2) / 2)
        }
    }

    func apply(to image: inout Raster, channel: Int) {
        let (width, height) = (image.width, image.height)
        let margin = reach + 3
        var window = RowWindow(stride: width + 2 * margin, height: height, reach: reach + 3, of: Float(0))
        let columns = (0..<width).map { Taps($0, of: width, scale: scale) }
        var mixed = [Float](repeating: 0, count: window.stride)
        for y in 0..<height {
            window.advance(to: y) { row, levels in
                image.bytes.withUnsafeBufferPointer { bytes in
                    for index in levels.indices {
                        let x = min(max(index - margin, 0), width - 1)
                        levels[index] = Float(bytes[(row * width + x) * 4 + channel])
                    }
                }
            }
            let rows = Taps(y, of: height, scale: scale)
            let (a, b) = (window.start(ofRow: rows.first), window.start(ofRow: rows.first + 1))
            let (c, d) = (window.start(ofRow: rows.first + 2), window.start(ofRow: rows.first + 3))
            mixed.withUnsafeMutableBufferPointer { mixed in
                window.elements.withUnsafeBufferPointer { levels in
                    for index in mixed.indices {
                        let upper = levels[a + index] * rows.weights.x + levels[b + index] * rows.weights.y
                        let lower = levels[c + index] * rows.weights.z + levels[d + index] * rows.weights.w
                        mixed[index] = upper + lower
                    }
                }
                columns.withUnsafeBufferPointer { columns in
                    image.bytes.withUnsafeMutableBufferPointer { bytes in
                        for x in 0..<width {
                            let (at, weights) = (columns[x].first + margin, columns[x].weights)
                            let left = mixed[at] * weights.x + mixed[at + 1] * weights.y
                            let right = mixed[at + 2] * weights.z + mixed[at + 3] * weights.w
                            let level = min(255, max(0, left + right))
                            bytes[(y * width + x) * 4 + channel] = UInt8(level + 0.5)
                        }
                    }
                }
            }
        }
    }
}
