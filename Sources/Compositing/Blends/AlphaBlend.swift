package import Cards

/// The object's own alpha, as it is.
package struct AlphaBlend: Blend {
    package init() {}

    package static let card = Card<AlphaBlend>("alpha", "The object's own edge, as it is.")
}
