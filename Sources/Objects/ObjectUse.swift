package import Geometry

/// What an object is chosen for.
package struct ObjectUse: Sendable {
    /// The photo that the object is set into.
    package var photo: String?
    /// The edges of the picture that an object may be set flush against, by its placer and pose.
    package var edges: Edges

    package init(photo: String? = nil, edges: Edges = []) {
        (self.photo, self.edges) = (photo, edges)
    }
}
