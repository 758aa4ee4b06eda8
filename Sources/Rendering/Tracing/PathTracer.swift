internal import Geometry
import Pictures

/// Follows light backwards from the camera, eight samples of a pixel at a time: to a first surface, and from there over
/// at most one more to the sun and the sky.
///
/// At each surface the sun is sampled directly (a point of its disc). On the first surface a panorama is sampled both
/// directly and along the direction that the surface draws, weighed by the power heuristic (Veach, "Robust Monte Carlo
/// methods for light transport simulation", 1997, §9.2). A constant sky is sampled only along the latter. On the second
/// surface a panorama is sampled directly alone, the reflection is widened and its light limited: the loss is invisible,
/// and the image does not sparkle.
///
/// One thread uses it at a time. A pixel's result depends only on the scene, the number of samples, the seed and the
/// pixel's place in the image.
final class PathTracer {
    /// An instance in the form that the loops read.
    struct Placed {
        var mesh: ModelStorage.View
        var x: Vector
        var y: Vector
        var z: Vector
        var position: Vector
        var normalX: Vector
        var normalY: Vector
        var normalZ: Vector
        /// The factor that undoes the scaling of the normals, for areas.
        var normalScale: Float
        var isPatterned: Bool

        init(_ instance: RenderScene.Instance) {
            let linear = instance.pose.linear
            let normals = instance.pose.normals
            mesh = instance.model.storage.view
            (x, y, z) = (Vector(linear.x), Vector(linear.y), Vector(linear.z))
            position = Vector(instance.pose.position)
            // The length of the normals does not matter; a length near 1 keeps small objects in range.
            let scale = 1 / max(normals.x.length, normals.y.length, normals.z.length)
            normalScale = Float(1 / scale)
            (normalX, normalY, normalZ) = (
                Vector(normals.x * scale), Vector(normals.y * scale), Vector(normals.z * scale)
            )
            isPatterned = instance.model.isPatterned
        }

        @inline(__always) func point(_ p: Vector) -> Vector { x * p.x + y * p.y + z * p.z + position }
        @inline(__always) func direction(_ d: Vector) -> Vector { x * d.x + y * d.y + z * d.z }
        @inline(__always) func normal(_ n: Vector) -> Vector { normalX * n.x + normalY * n.y + normalZ * n.z }
    }

    /// The end of the ground; farther away there is only the horizon.
    static let farthestGroundMetres: Float = 10_000

    let sampler: Sobol
    /// All instances, and those that the camera sees.
    let tree: Tree
    let seenTree: Tree
    /// Kept alive for the pointers in `placed`.
    private let instances: [RenderScene.Instance]
    let placed: UnsafeMutablePointer<Placed>
    let linear: UnsafeMutablePointer<Float>
    let packet = RayPacket()
    let hits = HitPacket()
    /// The light of the ground, where objects send rays to it.
    let glow = GroundGlow()
    /// Whether rays may pass through some surface of any object, and of those that the camera sees.
    let isPatterned: Bool
    let isSeenPatterned: Bool
    /// The objects that no ray passes through, and the others; nil where there is none of them.
    private let solidTree: Tree?
    private let patternedTree: Tree?
    /// The layers that the rays of the last `look` went through.
    let veils = Veils()

    let origin: Vector
    private let right: Vector
    private let up: Vector
    let forward: Vector
    private let focal: Float
    private let principal: SIMD2<Double>
    /// The width of a sample at depth 1, and of a pixel.
    let spread: Float
    let spreadOfPixel: Float

    let sunDirection: Vector
    let sunFrame: (x: Vector, y: Vector)
    let sunIrradiance: Vector
    /// 1 − the cosine of the disc's radius.
    let sunCap: Float
    let hasSun: Bool
    let skyRadiance: Vector
    /// The map that replaces `skyRadiance` where the sky is not even.
    let gradient: OctahedralMap?
    /// A panorama, which is looked up exactly and also sampled by its brightness.
    let panorama: Environment?
    let ground: Vector?
    /// The light of the open, by which objects are lit with less noise; nil where it is not asked for, or where the sky has
    /// lamps.
    private(set) var open: OpenLight?
    /// The most that light over a second surface adds to a sample.
    let mostIndirect: Float

    /// The scene must have been checked.
    ///
    /// - Parameter lightsObjects: whether the light on objects will be asked for; finding it without `open` has more noise.
    init(_ scene: RenderScene, samples: Int, lightsObjects: Bool = false) throws(RenderingError) {
        sampler = Sobol(count: samples)
        instances = scene.instances
        tree = try Tree(instances: scene.instances.map { ($0.model.tree, $0.pose) })
        seenTree =
            scene.instances.allSatisfy(\.isSeen)
            ? tree
            : try Tree(instances: scene.instances.map { $0.isSeen ? ($0.model.tree, $0.pose) : nil })
        isPatterned = scene.instances.contains { $0.model.isPatterned }
        isSeenPatterned = scene.instances.contains { $0.isSeen && $0.model.isPatterned }
        func part(_ isIncluded: (RenderScene.Instance) -> Bool) throws(RenderingError) -> Tree? {
            guard scene.instances.contains(where: isIncluded) else { return nil }
            return try Tree(instances: scene.instances.map { isIncluded($0) ? ($0.model.tree, $0.pose) : nil })
        }
        (solidTree, patternedTree) =
            isPatterned ? (try part { !$0.model.isPatterned }, try part { $0.model.isPatterned }) : (tree, nil)

        let camera = scene.camera
        origin = Vector(camera.position)
        (right, up, forward) = (
            Vector(camera.worldFromCamera.x), Vector(camera.worldFromCamera.y), -Vector(camera.worldFromCamera.z)
        )
        focal = Float(camera.focalPixels)
        principal = SIMD2(camera.principal.x, camera.principal.y)
        // The samples of a pixel share its width.
        spread = 1 / (focal * Float(min(samples, 16)).squareRoot())
        spreadOfPixel = 1 / focal

        sunDirection = Vector((scene.sun?.direction ?? [0, 1, 0]).normalized)
        sunFrame = sunDirection.frame
        sunIrradiance = Vector(scene.sun?.irradiance ?? .zero)
        // 1 − cos a is written as 2 sin²(a/2), which keeps its digits for a small disc.
        let sine = ((scene.sun?.angularRadius ?? .zero) / 2).sine
        sunCap = Float(2 * sine * sine)
        hasSun = sunIrradiance.max() > 0
        skyRadiance = Vector(scene.sky.meanRadiance)
        switch scene.sky {
        case .constant: (gradient, panorama) = (nil, nil)
        case .gradient(let whole): (gradient, panorama) = (OctahedralMap(whole), nil)
        case .panorama(let whole): (gradient, panorama) = (nil, whole)
        }
        ground = scene.ground.map { Vector($0.reflectance) }
        mostIndirect = 4 * (sunIrradiance / .pi + skyRadiance).max()

        placed = .allocate(capacity: max(1, scene.instances.count))
        placed.initialize(from: scene.instances.map(Placed.init), count: scene.instances.count)
        linear = .allocate(capacity: 256)
        linear.initialize(from: SRGB.linearOfByte, count: 256)
        if lightsObjects, panorama == nil {
            open = OpenLight(
                constant: skyRadiance, gradient: gradient, sun: hasSun ? sunOnGround : .zero, reflectance: ground)
        }
    }

    deinit {
        placed.deinitialize(count: instances.count)
        placed.deallocate()
        linear.deallocate()
    }

    // MARK: - Samples

    /// Finds the surfaces that samples `first ..< first + count` of a pixel see; at most 8.
    ///
    /// - Parameters:
    ///   - meetsObjects: whether any object may be in the pixel; otherwise no rays are traced.
    ///   - litLater: whether `light` follows, so that more than the instances must be known.
    func look(
        x: Int, y: Int, first: Int, count: Int, seed: UInt32, meetsObjects: Bool, litLater: Bool,
        _ paths: inout Paths
    ) {
        let used = Float8(0, 1, 2, 3, 4, 5, 6, 7) .< Float8(repeating: Float(count))
        let points = sampler.points(first, set: 0, seed: seed)
        let dx = (sampler.x(points) + Float(Double(x) - principal.x)) * (1 / focal)
        let dy = (Float(principal.y - Double(y)) - sampler.y(points)) * (1 / focal)
        // The direction has depth 1, so that the distance along the ray is the depth.
        let direction = right * dx + up * dy + Vector8(repeating: forward)
        paths.begin(used: used, direction: direction)
        let origin = Vector8(repeating: origin)
        packet.set(used, origin: origin, direction: direction, near: 1e-3, far: groundDistances(origin, direction))
        if meetsObjects { find(&paths, first, seed: seed, bounce: 0) } else { veils.removeAll() }
        guard litLater else {
            let isFirst = packet.isSet .& packet.hits .& paths.seen.isNegative .& .!paths.isVeiled
            paths.seen = paths.seen.replacing(with: packet.instances, where: isFirst)
            return
        }
        (paths.sunU, paths.sunV) = (sampler.z(points), sampler.w(points))
        arrive(&paths, from: origin, bounce: 0)
    }

    /// The light to find on the surfaces that `look` found.
    enum Sources {
        case all
        /// What comes from the sun on a straight way.
        case sun
        /// All the rest: from the sky, and from the sun by way of other surfaces.
        case sky
    }

    /// Finds the light on the surfaces that `look` found.
    func light(_ paths: inout Paths, first: Int, seed: UInt32, from sources: Sources) {
        for bounce in 0..<2 {
            guard paths.isAlive.isAnySet else { return }
            if hasSun, bounce == 1 || sources != .sky { lightBySun(&paths, first, seed, bounce) }
            if sources == .sun { return }
            if panorama != nil { lightByPanorama(&paths, first, seed, bounce) }
            bounceOn(&paths, first, seed, bounce)
        }
    }

    /// The distance of the ground, in lengths of the direction; infinite where there is none.
    @inline(__always) func groundDistances(_ from: Vector8, _ direction: Vector8) -> Float8 {
        let none = Float8(repeating: .infinity)
        guard ground != nil else { return none }
        let distance = -from.y / direction.y
        let isThere =
            (direction.y .< 0) .& (from.y .> 0) .& (distance * direction.length .< Self.farthestGroundMetres)
        return none.replacing(with: distance, where: isThere)
    }

    /// Traces the rays that are set to the first surface that stops them.
    func find(_ paths: inout Paths, _ first: Int, seed: UInt32, bounce: Int) {
        let tree = bounce == 0 ? seenTree : self.tree
        packet.intersect(tree, coherent: bounce == 0)
        guard bounce == 0 ? isSeenPatterned : isPatterned else { return }
        if bounce == 0 {
            divide(&paths, first, seed: seed, tree: tree)
        } else {
            pass(first, seed: seed, set: 8, tree: tree)
        }
    }

    /// The rays, among those that are set, that reach their end.
    func arriving(_ paths: inout Paths, _ first: Int, seed: UInt32, bounce: Int) -> Mask8 {
        // Most rays are stopped, or not, by objects without any holes, of which one hit is enough to know.
        if let solidTree {
            packet.occlude(solidTree, coherent: false)
            packet.isSet = packet.isSet .& (packet.distances .>= 0)
        }
        guard let patternedTree, packet.isSet.isAnySet else { return packet.isSet }
        packet.intersect(patternedTree, coherent: false)
        pass(first, seed: seed, set: 9 + UInt32(bounce), tree: patternedTree)
        return packet.isSet .& .!packet.hits
    }
}
