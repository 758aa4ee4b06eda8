package import Cards

/// The object's alpha, faded out towards its edge.
package struct FeatherBlend: Blend {
    /// The radius in image pixels.
    package var radius = 2.0

    package init() {}

    package static let card = Card<FeatherBlend>(
        "feather", "The object's edge, faded out inwards, so that no cut line shows.",
        .field("radius", \.radius, .number(in: 0...64, .pixels), "How far the fading reaches into the object.")
    )

    package var featherPixels: Double { radius }
}
