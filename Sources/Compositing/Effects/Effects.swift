package import Cards

/// Every effect that a pipeline can name.
package enum Effects {
    package static let all: [any Effect.Type] = [Noise.self]
    package static let catalogue = Catalogue("effect", all)
}
