/// How light leaves a point of a surface: a diffuse part and a GGX reflection, in the frame of the shading normal.
///
/// Directions have length 1 and point away from the surface. The reflection is the Cook–Torrance model with GGX's
/// distribution and the height-correlated masking of Smith (Heitz, "Understanding the masking-shadowing function in
/// microfacet-based BRDFs", JCGT 3 (2014)), Fresnel by Schlick (1994). The diffuse part keeps what the surface lets
/// through on the way in and out, (1 − F(n·l)) (1 − F(n·v)): the plain (1 − F) of glTF would return more than it gets at
/// grazing angles.
struct Surface {
    var normal: Vector
    /// Two directions that make a frame with the normal.
    private let tangent: Vector
    private let bitangent: Vector
    /// Diffuse reflectance.
    let diffuse: Vector
    /// What is reflected straight on and at a grazing angle.
    let reflectance: Vector
    let grazing: Float
    /// GGX's width.
    let alpha: Float
    /// How often a sample is drawn from the reflection.
    private let reflectionShare: Float

    /// Below this the sun's disc would be missed by most samples and give fireflies.
    static let smallestAlpha: Float = 0.01

    /// - Parameter view: towards the viewer, on the side of the normal.
    init(
        normal: Vector, view: Vector, baseColour: Vector, roughness: Float, metalness: Float, specular: Float
    ) {
        self.normal = normal
        (tangent, bitangent) = normal.frame
        diffuse = baseColour * (1 - metalness)
        reflectance = Vector(repeating: 0.04 * specular * (1 - metalness)) + baseColour * metalness
        grazing = specular * (1 - metalness) + metalness
        alpha = max(Self.smallestAlpha, roughness * roughness)
        let reflected = Surface.schlick(reflectance, grazing, max(0, normal.dot(view))).luminance
        let scattered = diffuse.luminance
        // Never rare where there is any, so that no sample weighs much.
        reflectionShare =
            reflected <= 0 ? 0 : scattered <= 0 ? 1 : min(0.9, max(0.1, reflected / (reflected + scattered)))
    }

    /// A purely diffuse surface.
    init(normal: Vector, reflectance colour: Vector) {
        self.init(normal: normal, view: normal, baseColour: colour, roughness: 1, metalness: 0, specular: 0)
    }

    @inline(__always) private static func schlick(_ straight: Vector, _ grazing: Float, _ cosine: Float) -> Vector {
        let rest = 1 - min(1, cosine)
        let fifth = rest * rest * rest * rest * rest
        return straight + (Vector(repeating: grazing) - straight) * fifth
    }

    /// The share of light from `light` that goes to `view` per steradian, times the cosine at the surface; and the
    /// density with which `sample` draws `light`.
    func evaluate(view: Vector, light: Vector) -> (value: Vector, density: Float) {
        let nv = normal.dot(view)
        let nl = normal.dot(light)
        guard nl > 0, nv > 0 else { return (.zero, 0) }
        var value = diffuse * (nl / .pi)
        var density = (1 - reflectionShare) * nl / .pi
        guard reflectionShare > 0 else { return (value, density) }
        value *=
            (Vector.one - Surface.schlick(reflectance, grazing, nl))
            * (Vector.one - Surface.schlick(reflectance, grazing, nv))
        let half = (view + light).normalizedOrZero
        let nh = max(0, normal.dot(half))
        let a2 = alpha * alpha
        let base = nh * nh * (a2 - 1) + 1
        let distribution = a2 / (.pi * base * base)
        let rootV = (a2 + (1 - a2) * nv * nv).squareRoot()
        let rootL = (a2 + (1 - a2) * nl * nl).squareRoot()
        // D G2 / (4 nl nv) times nl: the visibility term is 0.5 / (nl rootV + nv rootL).
        let visibility = 0.5 / (nl * rootV + nv * rootL)
        value += Surface.schlick(reflectance, grazing, max(0, view.dot(half))) * (distribution * visibility * nl)
        // The density of visible normals, G1(v) D max(0, v·h) / nv, over the Jacobian 4 v·h: G1 = 2 nv / (nv + rootV).
        density += reflectionShare * distribution * 0.5 / (nv + rootV)
        return (value, density)
    }

    /// A direction in which to look for light, from three numbers in 0 ..< 1; nil where it falls below the surface.
    func sample(view: Vector, _ choice: Float, _ u: Float, _ v: Float) -> Vector? {
        let local: Vector
        if choice < reflectionShare {
            let v0 = Vector(view.dot(tangent), view.dot(bitangent), view.dot(normal))
            guard v0.z > 0 else { return nil }
            local = reflected(v0, u, v)
        } else {
            let radius = u.squareRoot()
            let turn = turned(v)
            local = Vector(radius * turn.cosine, radius * turn.sine, max(0, 1 - u).squareRoot())
        }
        guard local.z > 0 else { return nil }
        return (tangent * local.x + bitangent * local.y + normal * local.z).normalizedOrZero
    }

    /// Mirrored at a visible normal of GGX: Heitz, "Sampling the GGX distribution of visible normals", JCGT 7 (2018).
    private func reflected(_ view: Vector, _ u: Float, _ v: Float) -> Vector {
        let stretched = Vector(alpha * view.x, alpha * view.y, view.z).normalizedOrZero
        let across = stretched.x * stretched.x + stretched.y * stretched.y
        let first = across > 0 ? Vector(-stretched.y, stretched.x, 0) / across.squareRoot() : Vector(1, 0, 0)
        let second = stretched.cross(first)
        let radius = u.squareRoot()
        let turn = turned(v)
        let t1 = radius * turn.cosine
        let s = 0.5 * (1 + stretched.z)
        let t2 = (1 - s) * max(0, 1 - t1 * t1).squareRoot() + s * radius * turn.sine
        let along = max(0, 1 - t1 * t1 - t2 * t2).squareRoot()
        let flat = first * t1 + second * t2 + stretched * along
        let half = Vector(alpha * flat.x, alpha * flat.y, max(0, flat.z)).normalizedOrZero
        return half * (2 * view.dot(half)) - view
    }
}

extension SIMD3<Float> {
    @inline(__always) static var one: Vector { Vector(repeating: 1) }
}
