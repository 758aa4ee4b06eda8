package import Pipelines

/// How the edge of an object meets the photo.
package protocol Blend: Part {
    /// What the blend makes of an object's edge.
    var edge: Look.Edge { get }
}

/// Every blend that a pipeline can name.
package enum Blends {
    package static let all: [any Blend.Type] = [AlphaBlend.self, FeatherBlend.self]
    package static let catalogue = Catalogue("blend", all)
}
