package import Cards

/// Every effect that a pipeline can name.
package enum Effects {
    package static let all: [any Effect.Type] = [
        ChromaticAberration.self, Contrast.self, Defocus.self, Exposure.self, Fog.self, MotionBlur.self, Noise.self,
        Recompress.self, Vignette.self, WhiteBalance.self,
    ]
    package static let catalogue = Catalogue("effect", all)
}
