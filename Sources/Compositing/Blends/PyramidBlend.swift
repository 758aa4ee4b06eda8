package import Cards
import Geometry
package import Pictures

/// The object and the photo, blended band by band: fine detail over a sharp edge, coarse over a soft one.
///
/// P. J. Burt and E. H. Adelson, "A multiresolution spline with application to image mosaics", ACM Transactions on
/// Graphics 2(4), 1983. Their sum over the levels is photo + Σ mask · bandpass(object − photo), so that one pyramid of
/// the difference is enough; where there is no object the difference is 0.
package struct PyramidBlend: Blend {
    /// How often both are made half as large.
    package var levels = 3

    package init() {}

    package static let card = Card<PyramidBlend>(
        "pyramid", "The object blended band by band, the coarse ones over a wide edge (a Laplacian pyramid).",
        .field(
            "levels", \.levels, .integer(in: 0...6, .other("levels")),
            "How often object and photo are halved; each level doubles the edge's width. 0 is the object's own edge.")
    )

    package var changesPixels: Bool { levels > 0 }

    /// Each halving and each doubling reaches two pixels of its level.
    package var reach: Int { 4 * (1 << levels - 1) }

    /// A pixel of the coarsest level is at most a quarter of the object's shorter side.
    package func fitted(to object: BlendedSize) -> PyramidBlend {
        var fitted = self
        while fitted.levels > 0, 4 << fitted.levels > object.shorter { fitted.levels -= 1 }
        return fitted
    }

    package func finish(_ laid: LaidObject, in image: inout Raster, with memory: BlendMemory) {
        let (rect, outer) = (laid.rect, laid.layerRect)
        let bands = BandPyramid(width: rect.width, height: rect.height, levels: levels, memory)
        let imageWidth = image.width
        laid.layer.bytes.withUnsafeBufferPointer { layer in
            image.bytes.withUnsafeMutableBufferPointer { bytes in
                for y in 0..<rect.height {
                    let from = (y + rect.minY - outer.minY) * outer.width + rect.minX - outer.minX
                    let to = (y + rect.minY) * imageWidth + rect.minX
                    for x in 0..<rect.width {
                        let at = 4 * (from + x)
                        let alpha = Float(layer[at + 3])
                        var value = SIMD4<Float>.zero
                        if alpha > 0 {
                            let scale = 255 / alpha
                            for channel in 0..<3 {
                                let colour = min(255, Float(layer[at + channel]) * scale)
                                value[channel] = colour - Float(bytes[4 * (to + x) + channel])
                            }
                            value.w = alpha / 255
                        }
                        bands.finest[y * rect.width + x] = value
                    }
                }
                let change = bands.blend()
                for y in 0..<rect.height {
                    let to = (y + rect.minY) * imageWidth + rect.minX
                    for x in 0..<rect.width {
                        for channel in 0..<3 {
                            let at = 4 * (to + x) + channel
                            let value = Float(bytes[at]) + change[y * rect.width + x][channel]
                            bytes[at] = UInt8(min(255, max(0, value + 0.5)))
                        }
                    }
                }
            }
        }
    }
}
