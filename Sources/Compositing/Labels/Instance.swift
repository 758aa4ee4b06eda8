package import Geometry
package import Masks
package import Scenes

/// A labelled object in a finished image.
package struct Instance: Sendable {
    /// The object as its scene has it.
    package var object: PlacedObject
    /// The object's index in the scene's objects.
    package var index: Int
    /// The pixels where the object is the topmost label.
    package var visible: RunLengths
    /// The smallest box around `visible`.
    package var box: PixelRect
    /// The area of `visible`, in pixels.
    package var area: Int
    /// The object's pixels inside the image, hidden or not.
    package var amodal: RunLengths
    /// The smallest box around the whole object; it reaches outside the image where the object does.
    package var amodalBox: PixelRect
    /// The visible share of the object's pixels inside the image, 0…1.
    package var visibility: Double
    /// The share of the object's pixels outside the image, 0…1.
    package var truncation: Double
    /// The label in space of a 3D object.
    package var solid: SolidLabel?
}
