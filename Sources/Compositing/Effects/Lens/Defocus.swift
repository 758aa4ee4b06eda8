package import Cards
import Foundation
import Pictures

/// A lens that is out of focus: each point becomes a disc.
///
/// The disc of equal light that a thin lens with a round stop makes (Potmesil and Chakravarty, "A lens and aperture camera
/// model for synthetic image generation", SIGGRAPH 1981), in linear light, everywhere alike: what is near and what is far
/// is as much out of focus. Beyond the edges the image goes on with its outermost pixels.
///
/// In each of its rows of pixels the disc is a run as long as its area there says, with a share of a pixel at either end.
/// Sums along the rows of the image then give a run's light at once, so that the cost grows with the radius, not with the
/// area.
package struct Defocus: Effect {
    package var radius = 2.0

    package init() {}

    package static let card = Card<Defocus>(
        "defocus", "A lens that is out of focus.",
        .field(
            "radius", \.radius, .number(in: 0...100, .pixels),
            "The radius of the disc that a point becomes; up to half a pixel changes nothing."))

    package static func needs(of values: DraftValues) -> [Need] {
        values.greatest("radius").map { [.side(pixels: 2 * $0, isLonger: false, key: "radius")] } ?? []
    }

    package func apply(to composite: inout Composite, streams: RandomStreams) {
        let disc = Disc(radius: radius)
        guard disc.reach > 0 else { return }
        disc.blur(&composite.image)
    }
}

/// A disc as the runs of its rows.
struct Disc {
    /// How many rows lie above the middle one.
    let reach: Int
    private let runs: [Run]
    /// One divided by the area.
    private let share: Float

    /// 2 · `whole` + 1 pixels, and `rest` of one more at either end.
    struct Run {
        var whole: Int
        var rest: Float
    }

    init(radius: Double) {
        reach = max(0, Int((radius - 0.5).rounded(.up)))
        runs = (-reach...reach).map { row in
            // Half of the disc's area between two lines.
            let half = Disc.area(radius, upTo: Double(row) + 0.5) - Disc.area(radius, upTo: Double(row) - 0.5)
            let whole = (half - 0.5).rounded(.down)
            return Run(whole: Int(whole), rest: Float(half - 0.5 - whole))
        }
        share = 1 / runs.reduce(0) { $0 + Float(2 * $1.whole + 1) + 2 * $1.rest }
    }

    /// ∫ √(r² − y²) dy from the middle up to a height, 0 beyond the disc.
    private static func area(_ radius: Double, upTo height: Double) -> Double {
        let y = min(radius, max(-radius, height))
        guard radius > 0 else { return 0 }
        return (y * (radius * radius - y * y).squareRoot() + radius * radius * asin(y / radius)) / 2
    }

    /// Spreads every pixel of an image over the disc.
    func blur(_ image: inout Raster) {
        let (width, height) = (image.width, image.height)
        // A run reads the sums up to two beyond its whole pixels.
        let margin = reach + 2
        var window = RowWindow(
            stride: width + 2 * margin + 1, height: height, reach: reach, of: SIMD4<Int32>(repeating: 0))
        var starts = [Int](repeating: 0, count: runs.count)
        for y in 0..<height {
            window.advance(to: y) { row, sums in Disc.sum(row, of: image, margin: margin, into: sums) }
            for index in runs.indices { starts[index] = window.start(ofRow: y + index - reach) + margin }
            window.elements.withUnsafeBufferPointer { sums in
                starts.withUnsafeBufferPointer { starts in
                    image.bytes.withUnsafeMutableBufferPointer { bytes in
                        write(
                            row: UnsafeMutableBufferPointer(rebasing: bytes[y * width * 4..<(y + 1) * width * 4]), sums,
                            starts)
                    }
                }
            }
        }
    }

    /// The light of a row added up from its left end, element i + margin being that of all pixels before the i-th.
    ///
    /// Sums wrap round; their differences, which no disc makes larger than 31 bits, are right all the same.
    private static func sum(
        _ row: Int, of image: Raster, margin: Int, into sums: UnsafeMutableBufferPointer<SIMD4<Int32>>
    ) {
        let width = image.width
        LinearLight.ofByte.withUnsafeBufferPointer { linear in
            image.bytes.withUnsafeBufferPointer { bytes in
                var sum = SIMD4<Int32>(repeating: 0)
                for index in sums.indices {
                    sums[index] = sum
                    let pixel = (row * width + min(max(index - margin, 0), width - 1)) * 4
                    sum &+= SIMD4(
                        Int32(linear[Int(bytes[pixel])]), Int32(linear[Int(bytes[pixel + 1])]),
                        Int32(linear[Int(bytes[pixel + 2])]), 0)
                }
            }
        }
    }

    private func write(
        row: UnsafeMutableBufferPointer<UInt8>, _ sums: UnsafeBufferPointer<SIMD4<Int32>>,
        _ starts: UnsafeBufferPointer<Int>
    ) {
        LinearLight.byte.withUnsafeBufferPointer { encoded in
            runs.withUnsafeBufferPointer { runs in
                for x in 0..<row.count / 4 {
                    var whole = SIMD4<Int32>(repeating: 0)
                    var rest = SIMD4<Float>(repeating: 0)
                    for index in runs.indices {
                        let run = runs[index]
                        let (left, right) = (starts[index] + x - run.whole, starts[index] + x + run.whole + 1)
                        let (first, last) = (sums[left], sums[right])
                        whole &+= last &- first
                        let ends = first &- sums[left - 1] &+ sums[right + 1] &- last
                        rest += SIMD4<Float>(ends) * run.rest
                    }
                    let light = (SIMD4<Float>(whole) + rest) * share
                    row[x * 4] = encoded[LinearLight.index(light.x)]
                    row[x * 4 + 1] = encoded[LinearLight.index(light.y)]
                    row[x * 4 + 2] = encoded[LinearLight.index(light.z)]
                }
            }
        }
    }
}
