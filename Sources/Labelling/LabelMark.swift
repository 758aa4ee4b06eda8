import Datasets
package import Geometry
import Pipelines
package import Scenes

/// A real label as a mere count needs it.
package struct LabelMark: Sendable {
    package let category: String
    /// In the photo, in its pixels.
    package let area: Double
    package let box: Rect
    /// The share of it that must stay visible, or else it is dropped.
    package let leastShare: Double
}

extension RealDatasets {
    /// The labels of a photo, without crowds, which are not one thing; none where they cannot be read, which has been
    /// reported.
    package func marks(of photo: Photo) -> [LabelMark] {
        guard let real = try? labels(of: photo) else { return [] }
        let keep = real.rules.keep
        return zip(real.annotations, real.categories).compactMap { annotation, category in
            guard !annotation.isCrowd, let box = annotation.box else { return nil }
            return LabelMark(
                category: category.name, area: annotation.area ?? box.area, box: box,
                leastShare: keep.below == .drop ? keep.visible.min : 0)
        }
    }
}
