/// How a surface answers light: glTF 2.0's metallic-roughness model (Khronos, "glTF 2.0 Specification", 2021, §3.9 and
/// appendix B), with the strength of the dielectric reflection of KHR_materials_specular.
///
/// Every surface is two-sided. Colours are scene-linear with the primaries of sRGB. A texture is an index into the
/// mesh's `textures`; its channels multiply the material's own values, as the colours of the vertices do the base colour.
package struct Material: Sendable, Equatable {
    /// The effect of alpha (`opacity` times the base texture's).
    package enum Alpha: Sendable, Equatable {
        /// Alpha has no effect.
        case opaque
        /// Parts with alpha below the threshold do not exist: no colour, no shadow, no label.
        case cutOut(below: Float)
        /// Alpha is the share of the light that is stopped and shaded; the rest goes straight on. The part counts as
        /// present in labels, except where alpha is 0.
        case blend
    }

    package var name = ""
    /// 0…1: the diffuse colour, or the colour of a metal's reflection.
    package var baseColour = SIMD3<Float>(repeating: 0.8)
    package var opacity: Float = 1
    package var alpha = Alpha.opaque
    /// 0 mirror, 1 matte: the square root of GGX's alpha.
    package var roughness: Float = 0.8
    /// 0 dielectric, 1 metal.
    package var metalness: Float = 0
    /// 0…1: a factor on the reflection from a dielectric's surface; at 0 the surface is purely diffuse.
    package var specular: Float = 1
    /// In the unit of the scene's light.
    package var emission = SIMD3<Float>()
    /// Whether it emits its base colour, in the unit of the scene's light, and takes no other light, as in glTF's
    /// KHR_materials_unlit.
    package var isUnlit = false
    /// sRGB colour and alpha.
    package var baseTexture: Int?
    /// Numbers: green is roughness, blue is metalness.
    package var roughnessMetalnessTexture: Int?
    /// Numbers: a normal in the frame of the texture (right, up, out), 0…1 for −1…1, as OpenGL has it.
    package var normalTexture: Int?
    /// sRGB colour.
    package var emissionTexture: Int?

    package init() {}

    package init(
        name: String = "", baseColour: SIMD3<Float>, roughness: Float = 0.8, metalness: Float = 0, specular: Float = 1
    ) {
        self.name = name
        self.baseColour = baseColour
        self.roughness = roughness
        self.metalness = metalness
        self.specular = specular
    }
}
