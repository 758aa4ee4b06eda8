/// Eight samples of the current pixel, on their way back from the camera.
struct Paths {
    /// The samples in use: fewer than eight where a pixel takes fewer.
    var isUsed: Mask8
    /// Where the ray from the camera ended on an object, and where it ended on the ground; elsewhere on neither.
    var isObject: Mask8
    var isGround: Mask8
    /// Where the camera's ray met any blended surface; the tracer keeps their shares in `veils`.
    var isVeiled: Mask8
    /// Whether the path goes on.
    var isAlive: Mask8
    /// The direction of the current ray.
    var direction: Vector8
    /// The last surface.
    var point: Vector8
    var geometric: Vector8
    var view: Vector8
    var surface: SurfacePacket
    /// The share of the light at the surface that reaches the camera.
    var throughput: Vector8
    var radiance: Vector8
    /// For the ground: the light that it would have without any object.
    var unshadowed: Vector8
    /// The first instance that the ray met, whether or not the light passed it, and the place. −1 for none.
    var seen: SIMD8<Int32>
    var depth: Float8
    var normal: Vector8
    /// The instance whose surface the camera's ray ended on, where `isObject` is set, and about the share of its light
    /// that the surface reflects.
    var struck: SIMD8<Int32>
    var albedo: Vector8
    /// The point of the sun's disc that the first surface samples.
    var sunU: Float8
    var sunV: Float8

    /// A value for each field, before the first sample.
    static let empty: Paths = {
        let none = SIMD8<Int32>().isNegative
        let up = Vector8(repeating: Vector(0, 1, 0))
        return Paths(
            isUsed: none, isObject: none, isGround: none, isVeiled: none, isAlive: none, direction: up, point: .zero,
            geometric: up, view: up,
            surface: SurfacePacket(
                normal: up, view: up, baseColour: .zero, roughness: .zero, metalness: .zero, specular: .zero),
            throughput: .zero, radiance: .zero, unshadowed: .zero, seen: SIMD8(repeating: -1), depth: .zero,
            normal: .zero, struck: SIMD8(repeating: -1), albedo: .zero, sunU: .zero, sunV: .zero)
    }()

    /// Prepares the paths for other samples. Fields that are only read after they were written keep their values.
    @inline(__always) mutating func begin(used: Mask8, direction: Vector8) {
        isUsed = used
        isAlive = used
        isVeiled = SIMD8<Int32>().isNegative
        self.direction = direction
        throughput = Vector8(repeating: .one)
        radiance = .zero
        unshadowed = .zero
        seen = SIMD8(repeating: -1)
    }

    /// The start of rays from the surface, a little off it.
    @inline(__always) var start: Vector8 {
        let size = point.x.magnitudes.largest(point.y.magnitudes).largest(point.z.magnitudes)
        return point + geometric * (size * 1e-5).largest(Float8(repeating: 2e-5))
    }
}
