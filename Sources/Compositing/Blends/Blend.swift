package import Cards

/// How the edge of an object meets the photo.
package protocol Blend: Part {
    /// What the blend makes of an object's edge.
    var edge: Look.Edge { get }
}
