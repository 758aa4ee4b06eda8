package import Geometry
package import Masks

/// The label to draw for one object of a picture.
package struct PictureLabel: Hashable, Sendable {
    /// The category's name.
    package var category: String
    /// The visible pixels, of the picture's size.
    package var mask: RunLengths
    /// The box in the picture's pixels.
    package var box: PixelRect
    /// The share 0…1 of the object that something hides, written behind the name where it is given and at least ½ %.
    package var hiddenShare: Double?

    package init(category: String, mask: RunLengths, box: PixelRect, hiddenShare: Double? = nil) {
        self.category = category
        self.mask = mask
        self.box = box
        self.hiddenShare = hiddenShare
    }
}
