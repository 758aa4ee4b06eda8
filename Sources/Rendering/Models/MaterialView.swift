/// A material as the tracer reads it: without its name, so that the loops count no references.
struct MaterialView {
    let baseColour: SIMD3<Float>
    let opacity: Float
    let alpha: Material.Alpha
    let roughness: Float
    let metalness: Float
    let specular: Float
    let emission: SIMD3<Float>
    let isUnlit: Bool
    let baseTexture: Int?
    let roughnessMetalnessTexture: Int?
    let normalTexture: Int?
    let emissionTexture: Int?
    let hasTextures: Bool

    init(_ material: Material) {
        baseColour = material.baseColour
        opacity = material.opacity
        alpha = material.alpha
        roughness = material.roughness
        metalness = material.metalness
        specular = material.specular
        emission = material.emission
        isUnlit = material.isUnlit
        baseTexture = material.baseTexture
        roughnessMetalnessTexture = material.roughnessMetalnessTexture
        normalTexture = material.normalTexture
        emissionTexture = material.emissionTexture
        hasTextures =
            baseTexture != nil || roughnessMetalnessTexture != nil || normalTexture != nil || emissionTexture != nil
    }
}
