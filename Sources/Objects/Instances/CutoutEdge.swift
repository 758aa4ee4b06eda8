import Geometry
import Masks
import Pictures

/// Cleans the edge of an object that is cut out of a photo.
///
/// Labels are drawn a little too wide, and the pixels along an edge are mixed with the background. So the rim is taken
/// off, and the new edge is made soft. The pixels there take their colour from the nearest pixel that lies deep enough
/// to be the object's own: the nearer a pixel is to the edge, the more.
struct CutoutEdge {
    private let depth: DepthField
    private let erode: Double
    private let feather: Double

    /// - Parameters:
    ///   - mask: in the photo's pixels.
    ///   - window: the part of the photo that is cut out.
    ///   - erode: the width of the rim in pixels, like `feather`.
    init(_ mask: Mask, window: PixelRect, erode: Double, feather: Double) {
        depth = DepthField(mask, window: window)
        self.erode = erode
        self.feather = feather
    }

    /// Makes the window's pixels the cut-out, with straight alpha.
    func clean(_ raster: inout Raster) {
        // As deep as this a pixel is the object's own; a thin object has what is deepest in it.
        let deepest = depth.deepest
        let rim = erode + feather > 0 ? erode + feather + 1 : 0
        let taken = min(erode, max(0, deepest - 0.5))
        let own = depth.nearest { $0 >= min(rim, deepest) }
        let source = raster.bytes
        for pixel in depth.depths.indices {
            let deep = depth.depths[pixel]
            let alpha = deep <= 0 ? 0 : min(1, max(0, (deep - taken) / max(feather, 0.5)))
            raster.bytes[pixel * 4 + 3] = UInt8((alpha * 255).rounded())
            guard deep < rim, alpha > 0 else { continue }
            let share = min(1, max(0, (rim - deep) / rim))
            for band in 0..<3 {
                let mixed =
                    Double(source[pixel * 4 + band]) * (1 - share) + Double(source[own[pixel] * 4 + band]) * share
                raster.bytes[pixel * 4 + band] = UInt8(mixed.rounded())
            }
        }
    }
}
