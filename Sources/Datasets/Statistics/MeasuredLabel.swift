package import Geometry

/// The facts of a label that statistics need, whatever format it comes from.
package struct MeasuredLabel: Hashable, Sendable {
    package var categoryID: Int
    /// In pixels of its image.
    package var box: Rect?
    /// In pixels: that of the mask, where there is one.
    package var area: Double
    /// The share of it inside the image that nothing hides, where that is known.
    package var visibility: Double?
    /// The share of it outside the image, where that is known.
    package var truncation: Double?
    /// Whether it stands for many objects.
    package var isCrowd = false

    package init(categoryID: Int, box: Rect?, area: Double) {
        (self.categoryID, self.box, self.area) = (categoryID, box, area)
    }

    package init(_ annotation: COCO.Annotation) {
        self.init(
            categoryID: annotation.categoryID, box: annotation.box, area: annotation.area ?? annotation.box?.area ?? 0)
        (visibility, truncation, isCrowd) = (annotation.visibility, annotation.truncation, annotation.isCrowd)
    }
}
