import Datasets
import Geometry
import Masks
import Pictures

/// A label over a tile, in the image's pixels.
struct ReportLabel: Sendable {
    /// The place of its category; nil for one that is not listed.
    let category: Int?
    let box: Rect
    /// SVG path data of its outline; empty where it has none.
    let path: String
    /// Whether the tile is about this label.
    let isMarked: Bool

    /// More labels than this on one image are drawn as boxes only.
    private static let mostOutlines = 150

    static func labels(
        of photo: DatasetSurvey.Photo, in view: Rect, marked: Int?, scale: Double, categories: [Int: Int]
    ) -> [ReportLabel] {
        let annotations = photo.labels.annotations
        return annotations.enumerated().compactMap { place, annotation in
            guard let box = annotation.box, box.intersection(view) != nil else { return nil }
            let hasOutline = annotations.count <= mostOutlines || place == marked
            return ReportLabel(
                category: categories[annotation.categoryID], box: box,
                path: hasOutline ? path(annotation, photo, scale) : "", isMarked: place == marked)
        }
    }

    /// The outline, thinned to what the tile can show.
    private static func path(_ annotation: COCO.Annotation, _ photo: DatasetSurvey.Photo, _ scale: Double) -> String {
        let rings: [Polygon]
        switch annotation.segmentation {
        case nil: return ""
        case .polygons(let polygons)?: rings = polygons.map { Polygon(ring: $0) }
        case let runs?:
            guard let mask = try? runs.mask(width: photo.frame.width, height: photo.frame.height) else { return "" }
            let contours = mask.contours
            rings = contours.outer + contours.holes
        }
        var path = ""
        for ring in rings {
            let thinned = ring.thinned(0.75 / scale).vertices
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
