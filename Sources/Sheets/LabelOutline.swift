package import Datasets
import Geometry
import Masks

/// The outline of a label's mask as SVG path data, to draw over a picture with the even-odd rule.
package enum LabelOutline {
    /// - Parameters:
    ///   - width: the width of the label's image in pixels, in which the path is too.
    ///   - tolerance: how far the outline may lie from the mask's, in pixels; at 0 it is exact.
    /// - Returns: to a tenth of a pixel; empty for a label without a mask.
    package static func path(
        _ segmentation: COCO.Segmentation?, width: Int, height: Int, tolerance: Double
    ) -> String {
        let rings: [Polygon]
        switch segmentation {
        case nil: return ""
        case .polygons(let polygons)?: rings = polygons.map { Polygon(ring: $0) }
        case let runs?:
            guard let mask = try? runs.mask(width: width, height: height) else { return "" }
            let contours = mask.contours
            rings = contours.outer + contours.holes
        }
        var path = ""
        for ring in rings {
            let thinned = tolerance > 0 ? ring.thinned(tolerance).vertices : ring.vertices
            guard thinned.count > 2 else { continue }
            for (place, point) in thinned.enumerated() {
                path += (place == 0 ? "M" : place == 1 ? "L" : " ") + "\(tenth(point.x)) \(tenth(point.y))"
            }
            path += "z"
        }
        return path
    }

    /// To a tenth of a pixel.
    private static func tenth(_ value: Double) -> String { SVG.number((value * 10).rounded() / 10) }
}
