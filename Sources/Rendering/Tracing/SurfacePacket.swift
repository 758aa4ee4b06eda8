/// How light leaves eight points of surfaces: a diffuse part and a GGX reflection, in the frame of the shading normal.
///
/// Directions have length 1 and point away from the surface. The reflection is the Cook–Torrance model with GGX's
/// distribution and the height-correlated masking of Smith (Heitz, "Understanding the masking-shadowing function in
/// microfacet-based BRDFs", JCGT 3 (2014)), Fresnel by Schlick (1994). The diffuse part is multiplied by the light that
/// enters and leaves the surface, (1 − F(n·l)) (1 − F(n·v)): with the plain (1 − F) of glTF a surface would return more
/// light than it gets at grazing angles.
struct SurfacePacket {
    let normal: Vector8
    /// Two directions that make a frame with the normal.
    private let tangent: Vector8
    private let bitangent: Vector8
    /// Diffuse reflectance.
    private let diffuse: Vector8
    /// The reflected shares, straight on and at a grazing angle.
    private let reflectance: Vector8
    private let grazing: Float8
    /// GGX's width.
    private let alpha: Float8
    /// The probability that a sample is drawn from the reflection.
    private let reflectionShare: Float8
    /// Whether none of the eight surfaces reflects.
    private let isMatte: Bool

    /// A smaller value would make most samples miss the sun's disc, and the others fireflies.
    static let smallestAlpha: Float = 0.01

    /// - Parameter view: the direction to the viewer, on the side of the normal.
    @inline(__always) init(
        normal: Vector8, view: Vector8, baseColour: Vector8, roughness: Float8, metalness: Float8, specular: Float8
    ) {
        self.normal = normal
        (tangent, bitangent) = normal.frame
        let dielectric = 1 - metalness
        diffuse = baseColour * dielectric
        let straight = 0.04 * specular * dielectric
        reflectance = Vector8(straight, straight, straight) + baseColour * metalness
        grazing = specular * dielectric + metalness
        alpha = (roughness * roughness).largest(Float8(repeating: Self.smallestAlpha))
        let nv = normal.dot(view).largest(.zero)
        let reflected = SurfacePacket.schlick(reflectance, grazing, nv).luminance
        let scattered = diffuse.luminance
        // The reflection is never drawn rarely where there is any, so that no sample has a large weight.
        let share = (reflected / (reflected + scattered)).largest(Float8(repeating: 0.1))
            .smallest(Float8(repeating: 0.9))
        reflectionShare = share.replacing(with: 1, where: scattered .<= 0).replacing(with: 0, where: reflected .<= 0)
        isMatte = !(reflectionShare .> 0).isAnySet
    }

    @inline(__always) private static func schlick(_ straight: Vector8, _ grazing: Float8, _ cosine: Float8) -> Vector8 {
        let rest = 1 - cosine.smallest(Float8(repeating: 1))
        let square = rest * rest
        let fifth = square * square * rest
        return straight + (Vector8(grazing, grazing, grazing) - straight) * fifth
    }

    /// About the share of an even light that goes to `view`.
    @inline(__always) func albedo(view: Vector8) -> Vector8 {
        diffuse + SurfacePacket.schlick(reflectance, grazing, normal.dot(view).largest(.zero))
    }

    /// About the share of the light on the surface that its diffuse part sends to `view`.
    @inline(__always) func scattered(view: Vector8) -> Vector8 {
        guard !isMatte else { return diffuse }
        let one = Vector8(repeating: .one)
        return diffuse * (one - reflectance) * (one - Self.schlick(reflectance, grazing, normal.dot(view)))
    }

    /// The cosines of directions with the normal, 0…1.
    @inline(__always) func cosine(_ light: Vector8) -> Float8 { normal.dot(light).largest(.zero) }

    /// The share of light from `light` that goes to `view` per steradian, times the cosine at the surface; and the
    /// density with which `sample` draws `light`.
    @inline(__always) func evaluate(view: Vector8, light: Vector8) -> (value: Vector8, density: Float8) {
        let nv = normal.dot(view)
        let nl = normal.dot(light)
        let isFront = (nl .> 0) .& (nv .> 0)
        let lambert = nl * (1 / .pi)
        var value = diffuse * lambert
        var density = lambert
        if !isMatte {
            let shines = reflectionShare .> 0
            let one = Vector8(repeating: .one)
            let lit = (one - Self.schlick(reflectance, grazing, nl)) * (one - Self.schlick(reflectance, grazing, nv))
            let half = (view + light).normalizedOrZero
            let nh = normal.dot(half).largest(.zero)
            let a2 = alpha * alpha
            let base = nh * nh * (a2 - 1) + 1
            let distribution = a2 / (.pi * base * base)
            let rootV = (a2 + (1 - a2) * nv * nv).root
            let rootL = (a2 + (1 - a2) * nl * nl).root
            // D G2 / (4 nl nv) times nl: the visibility term is 0.5 / (nl rootV + nv rootL).
            let visibility = 0.5 / (nl * rootV + nv * rootL)
            let fresnel = Self.schlick(reflectance, grazing, view.dot(half).largest(.zero))
            let shining = value * lit + fresnel * (distribution * visibility * nl)
            value = value.replacing(with: shining, where: shines)
            // The density of visible normals, G1(v) D max(0, v·h) / nv, over the Jacobian 4 v·h: G1 = 2 nv / (nv + rootV).
            density =
                (1 - reflectionShare) * lambert
                + Float8.zero.replacing(
                    with: reflectionShare * distribution * 0.5 / (nv + rootV), where: shines)
        }
        return (
            Vector8.zero.replacing(with: value, where: isFront), Float8.zero.replacing(with: density, where: isFront)
        )
    }

    /// Directions for samples of the light, from two numbers in 0 ..< 1, and a mask of those above the surface.
    ///
    /// The first number also selects one of the two parts and is then stretched to its full range again, so that points
    /// which are spread evenly over the square stay even within each part.
    @inline(__always) func sample(view: Vector8, _ first: Float8, _ v: Float8) -> (light: Vector8, isAbove: Mask8) {
        var u = first
        let isReflection = first .< reflectionShare
        if !isMatte {
            let scattered = (first - reflectionShare) / (1 - reflectionShare)
            u = scattered.replacing(with: first / reflectionShare, where: isReflection)
                .smallest(Float8(repeating: 0x1.fffffep-1))
        }
        let radius = u.root
        let turn = turned(v)
        let disc = (x: radius * turn.cosine, y: radius * turn.sine)
        var local = Vector8(disc.x, disc.y, (1 - u).root)
        if !isMatte {
            let v0 = Vector8(view.dot(tangent), view.dot(bitangent), view.dot(normal))
            let mirrored = reflected(v0, disc.x, disc.y)
            let below = Vector8(.zero, .zero, Float8(repeating: -1))
            local = local.replacing(with: below.replacing(with: mirrored, where: v0.z .> 0), where: isReflection)
        }
        let light = (tangent * local.x + bitangent * local.y + normal * local.z).normalizedOrZero
        return (light, local.z .> 0)
    }

    /// The view mirrored at a visible normal of GGX: Heitz, "Sampling the GGX distribution of visible normals", JCGT 7
    /// (2018).
    ///
    /// - Parameter x, y: a point of the unit disc.
    @inline(__always) private func reflected(_ view: Vector8, _ x: Float8, _ y: Float8) -> Vector8 {
        let stretched = Vector8(alpha * view.x, alpha * view.y, view.z).normalizedOrZero
        let across = stretched.x * stretched.x + stretched.y * stretched.y
        let scale = 1 / across.root
        let isTilted = across .> 0
        let first = Vector8(
            Float8(repeating: 1).replacing(with: -stretched.y * scale, where: isTilted),
            Float8.zero.replacing(with: stretched.x * scale, where: isTilted), .zero)
        let second = stretched.cross(first)
        let s = 0.5 * (1 + stretched.z)
        let t2 = (1 - s) * (1 - x * x).largest(.zero).root + s * y
        let along = (1 - x * x - t2 * t2).largest(.zero).root
        let flat = first * x + second * t2 + stretched * along
        let half = Vector8(alpha * flat.x, alpha * flat.y, flat.z.largest(.zero)).normalizedOrZero
        return half * (2 * view.dot(half)) - view
    }
}
