/// How a surface answers light: glTF 2.0's metallic-roughness model (Khronos, "glTF 2.0 Specification", 2021, §3.9 and
/// appendix B), with the strength of the dielectric reflection of KHR_materials_specular.
///
/// Every surface is two-sided. Colours are scene-linear with the primaries of sRGB. A texture is an index into the
/// mesh's `textures`; its channels multiply the material's own values, as the colours of the vertices do the base colour.
package struct Material: Sendable, Equatable {
    /// What alpha (`opacity` times the base texture's) does.
    package enum Alpha: Sendable, Equatable {
        /// Nothing.
        case opaque
        /// What lies below the threshold is not there: no colour, no shadow, no label.
        case cutOut(below: Float)
        /// That share of the light is stopped and shaded; the rest goes straight on. It counts in labels as present,
        /// except where alpha is 0.
        case blend
    }

    package var name = ""
    /// 0…1: the diffuse colour, or of a metal the colour it mirrors in.
    package var baseColour = SIMD3<Float>(repeating: 0.8)
    package var opacity: Float = 1
    package var alpha = Alpha.opaque
    /// 0 mirror, 1 matte: the square root of GGX's alpha.
    package var roughness: Float = 0.8
    /// 0 dielectric, 1 metal.
    package var metalness: Float = 0
    /// 0…1: a factor on what a dielectric reflects from its surface; at 0 it is purely diffuse.
    package var specular: Float = 1
    /// In the unit of the scene's light.
    package var emission = SIMD3<Float>()
    /// Whether it gives off its base colour, in the unit of the scene's light, and takes no other light: what glTF's
    /// KHR_materials_unlit asks for.
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
