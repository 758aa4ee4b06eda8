import Geometry
import Rendering

/// The point of an object that a place is given for.
package enum ObjectAnchor: String, CaseIterable, Sendable {
    case centre
    /// The middle of the object's lower edge.
    case foot

    func point(aspect: Double) -> Point {
        Point(aspect / 2, self == .foot ? 1 : 0.5)
    }

    func point(of bounds: Mesh.Bounds) -> Vector3 {
        [bounds.center.x, self == .foot ? bounds.lower.y : bounds.center.y, bounds.center.z]
    }
}
