package import Geometry
package import Rendering

/// The object to be placed, before it has a place.
package struct Subject: Sendable {
    package var shape: Shape
    package var heightMetres: Double?
    /// Its longer side as a share of the image's shorter side.
    package var size: Double
    /// The world's axes from the object's, at yaw 0 facing the camera. Of a model it also says the scale.
    package var linear: Matrix3
    /// True before it is known what it is: where it may be is not known then, only where it would be seen.
    package var isStandIn = false

    package enum Shape: Sendable {
        /// A card: its width over its height.
        case card(aspect: Double)
        /// A model: its box once it is turned and scaled, in metres.
        case solid(Mesh.Bounds)
    }
}
