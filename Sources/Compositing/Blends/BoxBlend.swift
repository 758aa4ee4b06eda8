package import Cards
import Geometry
package import Pictures

/// The object's edge, smoothed by a box filter: D. Dwibedi, I. Misra and M. Hebert, "Cut, Paste and Learn", ICCV 2017,
/// use it beside Gaussian smoothing.
///
/// The coverage is the mean of the object's own over a square. The object's colours stay; beyond its own edge they go on
/// as the mean of its colours near by, so that no dark or bright line shows.
package struct BoxBlend: Blend {
    /// The square's side in image pixels.
    package var size = 3.0

    package init() {}

    package static let card = Card<BoxBlend>(
        "box", "The object's edge, smoothed by a box filter, inwards and outwards.",
        .field(
            "size", \.size, .number(in: 1...65, .pixels),
            "The side of the filter's square, at most the object's shorter side; 1 changes nothing.")
    )

    package static func needs(of values: DraftValues) -> [Need] {
        values.greatest("size").map { [.side(pixels: $0, isLonger: false, key: "size")] } ?? []
    }

    private var spread: Spread { Spread(boxSize: size) }

    package var changesPixels: Bool { size > 1 }
    package var reach: Int { spread.reach }
    package var spreadsCoverage: Bool { changesPixels }

    package func fitted(to object: BlendedSize) -> BoxBlend {
        var fitted = self
        fitted.size = min(size, max(1, Double(object.shorter)))
        return fitted
    }

    package func spread(_ shares: inout [UInt8], width: Int, with memory: BlendMemory) {
        spread.apply(to: &shares, width: width, with: memory)
    }

    package func finish(_ laid: LaidObject, in image: inout Raster, with memory: BlendMemory) {
        let (rect, outer) = (laid.rect, laid.layerRect)
        let values = memory.values.reserve(2 * outer.area, of: SIMD4<Float>.self)
        laid.layer.bytes.withUnsafeBufferPointer { layer in
            for pixel in 0..<outer.area {
                values[pixel] = SIMD4(
                    Float(layer[4 * pixel]), Float(layer[4 * pixel + 1]), Float(layer[4 * pixel + 2]),
                    Float(layer[4 * pixel + 3]))
            }
            let smooth = spread.apply(values, values + outer.area, width: outer.width, height: outer.height)
            let imageWidth = image.width
            image.bytes.withUnsafeMutableBufferPointer { bytes in
                for y in rect.minY..<rect.maxY {
                    let row = (y - outer.minY) * outer.width - outer.minX
                    for x in rect.minX..<rect.maxX {
                        let mean = smooth[row + x]
                        guard mean.w > 0 else { continue }
                        let from = 4 * (row + x)
                        let own = Float(layer[from + 3])
                        // Premultiplied colours become those of the new coverage. Faint pixels know too little of theirs.
                        let colour =
                            own >= 128
                            ? SIMD4(Float(layer[from]), Float(layer[from + 1]), Float(layer[from + 2]), own)
                                * (mean.w / own) : mean
                        let rest = 1 - mean.w / 255
                        let to = 4 * (y * imageWidth + x)
                        for channel in 0..<3 {
                            let value = colour[channel] + rest * Float(bytes[to + channel])
                            bytes[to + channel] = UInt8(min(255, value + 0.5))
                        }
                    }
                }
            }
        }
    }
}
