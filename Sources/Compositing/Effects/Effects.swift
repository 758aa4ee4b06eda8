package import Cards
package import Scenes

/// Every effect that a pipeline can name.
package enum Effects {
    package static let all: [any Effect.Type] = [
        ChromaticAberration.self, CloudShadow.self, Contrast.self, Defocus.self, Distortion.self, Dust.self,
        Exposure.self, Fog.self, Glow.self, LowSun.self, MotionBlur.self, Night.self, Noise.self, Rain.self,
        Recompress.self, RollingShutter.self, Snow.self, Vignette.self, WhiteBalance.self,
    ]
    package static let catalogue = Catalogue("effect", all)

    /// What effects do to the places of things.
    package static let maps = PictureMaps(
        movers: Set(zip(catalogue.names, all).filter { $0.1 is any WarpingEffect.Type }.map(\.0))
    ) { drawn, camera in
        // What cannot be warped is an error of the image, which comes when it is made.
        let effects = drawn.compactMap { try? catalogue.make($0, as: (any Effect).self) as? any WarpingEffect }
        let picture = try? effects.reduce(PictureWarp(camera)) { try $1.warped($0, of: "") ?? $0 }
        return picture.flatMap { $0.steps.isEmpty ? nil : $0 }
    }
}
