package import Cards

/// Every effect that a pipeline can name.
package enum Effects {
    package static let all: [any Effect.Type] = [
        ChromaticAberration.self, CloudShadow.self, Contrast.self, Defocus.self, Distortion.self, Dust.self,
        Exposure.self, Fog.self, Glow.self, LowSun.self, MotionBlur.self, Night.self, Noise.self, Rain.self,
        Recompress.self, RollingShutter.self, Snow.self, Vignette.self, WhiteBalance.self,
    ]
    package static let catalogue = Catalogue("effect", all)
}
