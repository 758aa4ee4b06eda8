package import Geometry
package import Rendering

/// The object to be placed, before it has a place.
package struct Subject: Sendable {
    package var shape: Shape
    package var heightMetres: Double?
    /// The longer side as a share of the image's shorter side.
    package var size: Double
    /// The world's axes from the object's, at yaw 0 facing the camera. For a model it also holds the scale.
    package var linear: Matrix3
    /// True as long as the object is not known: then its place is not known either, only where it would be seen.
    package var isStandIn = false
    /// The category of its label.
    package var category = ""
    /// The size that labels of a dataset ask for.
    package var asked: AskedSize?
    /// Its box about the point that its anchor was put at, in pixels, as an earlier try has shown it.
    package var reach: Rect?

    package enum Shape: Sendable {
        /// A card, with its width over its height.
        case card(aspect: Double)
        /// A model, with its box once it is turned and scaled, in metres.
        case solid(Mesh.Bounds)
    }
}
