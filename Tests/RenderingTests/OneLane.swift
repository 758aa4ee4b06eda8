@testable import Rendering

extension Sobol {
    /// One of the points.
    func point(_ index: Int, set: UInt32, seed: UInt32) -> SIMD4<Float> {
        let points = points(index & ~7, set: set, seed: seed)
        let lane = index & 7
        return SIMD4(x(points)[lane], y(points)[lane], z(points)[lane], w(points)[lane])
    }
}

/// One surface, as eight of the same.
struct Surface {
    private let packet: SurfacePacket

    init(
        normal: SIMD3<Float>, view: SIMD3<Float>, baseColour: SIMD3<Float>, roughness: Float, metalness: Float,
        specular: Float
    ) {
        packet = SurfacePacket(
            normal: Vector8(repeating: normal), view: Vector8(repeating: view),
            baseColour: Vector8(repeating: baseColour), roughness: Float8(repeating: roughness),
            metalness: Float8(repeating: metalness), specular: Float8(repeating: specular))
    }

    /// A purely diffuse one.
    init(normal: SIMD3<Float>, reflectance: SIMD3<Float>) {
        self.init(normal: normal, view: normal, baseColour: reflectance, roughness: 1, metalness: 0, specular: 0)
    }

    func evaluate(view: SIMD3<Float>, light: SIMD3<Float>) -> (value: SIMD3<Float>, density: Float) {
        let (value, density) = packet.evaluate(view: Vector8(repeating: view), light: Vector8(repeating: light))
        return (value[5], density[5])
    }

    func sample(view: SIMD3<Float>, _ u: Float, _ v: Float) -> SIMD3<Float>? {
        let (light, isAbove) = packet.sample(
            view: Vector8(repeating: view), Float8(repeating: u), Float8(repeating: v))
        return isAbove[5] ? light[5] : nil
    }
}
