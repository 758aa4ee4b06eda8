import Datasets
import Geometry
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
                path: hasOutline
                    ? LabelOutline.path(
                        annotation.segmentation, width: photo.frame.width, height: photo.frame.height,
                        tolerance: 0.75 / scale) : "", isMarked: place == marked)
        }
    }
}
