package import Geometry
package import Masks
package import Scenes

/// A labelled object in a finished image.
package struct Instance: Sendable {
    /// The object as its scene has it.
    package var object: PlacedObject
    /// Its place in the scene's objects.
    package var index: Int
    /// The pixels where it is the topmost label.
    package var visible: RunLengths
    /// Tight around `visible`.
    package var box: PixelRect
    /// Of `visible`, in pixels.
    package var area: Int
    /// Its pixels inside the image, hidden or not.
    package var amodal: RunLengths
    /// Tight around all of it; reaches outside the image where it does.
    package var amodalBox: PixelRect
    /// Visible share of its pixels inside the image, 0…1.
    package var visibility: Double
    /// Share of its pixels outside the image, 0…1.
    package var truncation: Double
    /// Of an object of three dimensions.
    package var solid: SolidLabel?
}
