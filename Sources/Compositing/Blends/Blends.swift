package import Cards

/// Every blend that a pipeline can name.
package enum Blends {
    package static let all: [any Blend.Type] = [
        AlphaBlend.self, BoxBlend.self, FeatherBlend.self, MotionBlend.self, PoissonBlend.self, PyramidBlend.self,
    ]
    package static let catalogue = Catalogue("blend", all)
}
