internal import Geometry

/// Follows light backwards from the camera, eight samples of a pixel at a time: to a first surface, and from there over
/// at most one more to the sun and the sky.
///
/// At each surface the sun is looked at directly (a point of its disc), a panorama both directly and along the
/// direction that the surface draws, weighed by the power heuristic (Veach, "Robust Monte Carlo methods for light
/// transport simulation", 1997, §9.2), a constant sky only along the latter. On the second surface the reflection is
/// widened and its light limited: what is left out is invisible, what is kept does not sparkle.
///
/// For one thread at a time. What a pixel comes out as depends on the scene, the number of samples, the seed and the
/// pixel's place in the image, and on nothing else.
final class PathTracer {
    /// One sample of the pixel at work.
    struct Lane {
        /// What the ray from the camera fell on.
        enum Target {
            case nothing, object, ground
        }

        var target = Target.nothing
        /// Whether the path goes on.
        var isAlive = false
        /// The last surface.
        var point = Vector()
        var geometric = Vector()
        var view = Vector()
        var surface = Surface(normal: Vector(0, 1, 0), reflectance: .zero)
        /// What of the light at the surface reaches the camera.
        var throughput = Vector.one
        var radiance = Vector()
        /// For the ground: the light it would have without any object.
        var unshadowed = Vector()
        /// What the ray under way adds if it meets nothing.
        var pending = Vector()
        /// The direction of the ray under way.
        var direction = Vector()
        /// The first instance met, whether or not the light went through it, and where. −1 for none.
        var seen = -1
        var depth: Float = 0
        var normal = Vector()
        /// The instance whose surface the camera's ray ended on, where `target` is `object`.
        var struck = -1

        /// Makes it ready for another sample. What is only read after it was written stays as it is.
        @inline(__always) mutating func begin() {
            target = .nothing
            isAlive = false
            throughput = .one
            radiance = .zero
            unshadowed = .zero
            seen = -1
        }
    }

    /// An instance as the loops read it.
    struct Placed {
        var mesh: ModelStorage.View
        var x: Vector
        var y: Vector
        var z: Vector
        var position: Vector
        var normalX: Vector
        var normalY: Vector
        var normalZ: Vector
        var isPatterned: Bool

        init(_ instance: RenderScene.Instance) {
            let linear = instance.pose.linear
            let normals = instance.pose.normals
            mesh = instance.model.storage.view
            (x, y, z) = (Vector(linear.x), Vector(linear.y), Vector(linear.z))
            position = Vector(instance.pose.position)
            // Their length does not matter; kept near 1 so that small objects stay in range.
            let scale = 1 / max(normals.x.length, normals.y.length, normals.z.length)
            (normalX, normalY, normalZ) = (
                Vector(normals.x * scale), Vector(normals.y * scale), Vector(normals.z * scale)
            )
            isPatterned = instance.model.isPatterned
        }

        @inline(__always) func point(_ p: Vector) -> Vector { x * p.x + y * p.y + z * p.z + position }
        @inline(__always) func direction(_ d: Vector) -> Vector { x * d.x + y * d.y + z * d.z }
        @inline(__always) func normal(_ n: Vector) -> Vector { normalX * n.x + normalY * n.y + normalZ * n.z }
    }

    /// The ground ends here: what lies further is horizon.
    static let farthestGroundMetres: Float = 10_000

    let sampler: Sobol
    /// All instances, and those that the camera sees.
    private let tree: Tree
    private let seenTree: Tree
    /// Kept for the pointers in `placed`.
    private let instances: [RenderScene.Instance]
    private let placed: UnsafeMutablePointer<Placed>
    private let linear: UnsafeMutablePointer<Float>
    let lanes: UnsafeMutablePointer<Lane>
    private let packet = RayPacket()
    private let isPatterned: Bool

    private let origin: Vector
    private let right: Vector
    private let up: Vector
    private let forward: Vector
    private let focal: Float
    private let principal: SIMD2<Double>
    /// How wide a sample is at depth 1.
    private let spread: Float

    private let sunDirection: Vector
    private let sunFrame: (x: Vector, y: Vector)
    private let sunIrradiance: Vector
    /// 1 − the cosine of the disc's radius.
    private let sunCap: Float
    private let hasSun: Bool
    private let skyRadiance: Vector
    /// What is looked up instead of `skyRadiance`, where the sky is not even.
    private let environment: Environment?
    /// The same, where it is also sampled by its brightness.
    private let panorama: Environment?
    private let ground: Vector?
    /// The most that light over a second surface adds to a sample.
    private let mostIndirect: Float

    /// The scene was checked.
    init(_ scene: RenderScene, samples: Int) throws(RenderingError) {
        sampler = Sobol(count: samples)
        instances = scene.instances
        tree = try Tree(instances: scene.instances.map { ($0.model.tree, $0.pose) })
        seenTree =
            scene.instances.allSatisfy(\.isSeen)
            ? tree
            : try Tree(instances: scene.instances.map { $0.isSeen ? ($0.model.tree, $0.pose) : nil })
        isPatterned = scene.instances.contains { $0.model.isPatterned }

        let camera = scene.camera
        origin = Vector(camera.position)
        (right, up, forward) = (
            Vector(camera.worldFromCamera.x), Vector(camera.worldFromCamera.y), -Vector(camera.worldFromCamera.z)
        )
        focal = Float(camera.focalPixels)
        principal = SIMD2(camera.principal.x, camera.principal.y)
        // The samples of a pixel share it between them.
        spread = 1 / (focal * Float(min(samples, 16)).squareRoot())

        sunDirection = Vector((scene.sun?.direction ?? [0, 1, 0]).normalized)
        sunFrame = sunDirection.frame
        sunIrradiance = Vector(scene.sun?.irradiance ?? .zero)
        // 1 − cos a as 2 sin²(a/2), which keeps its digits for a small disc.
        let sine = ((scene.sun?.angularRadius ?? .zero) / 2).sine
        sunCap = Float(2 * sine * sine)
        hasSun = sunIrradiance.max() > 0
        switch scene.sky {
        case .constant(let radiance):
            skyRadiance = Vector(radiance)
            (environment, panorama) = (nil, nil)
        case .gradient(let gradient):
            skyRadiance = gradient.meanRadiance
            (environment, panorama) = (gradient, nil)
        case .panorama(let whole):
            skyRadiance = whole.meanRadiance
            (environment, panorama) = (whole, whole)
        }
        ground = scene.ground.map { Vector($0.reflectance) }
        mostIndirect = 4 * (sunIrradiance / .pi + skyRadiance).max()

        placed = .allocate(capacity: max(1, scene.instances.count))
        placed.initialize(from: scene.instances.map(Placed.init), count: scene.instances.count)
        linear = .allocate(capacity: 256)
        linear.initialize(from: SRGB.linearOfByte, count: 256)
        lanes = .allocate(capacity: 8)
        lanes.initialize(repeating: Lane(), count: 8)
    }

    deinit {
        placed.deinitialize(count: instances.count)
        placed.deallocate()
        linear.deallocate()
        lanes.deinitialize(count: 8)
        lanes.deallocate()
    }

    // MARK: - A sample

    /// Follows samples `first ..< first + count` of a pixel, of at most 8, and leaves them in `lanes`.
    ///
    /// - Parameter onlySeen: whether only what the camera sees is asked for, not how it is lit.
    func trace(x: Int, y: Int, first: Int, count: Int, seed: UInt32, onlySeen: Bool) {
        packet.clear()
        for lane in 0..<count {
            lanes[lane].begin()
            let jitter = sampler.point(first + lane, set: 0, seed: seed)
            // In double, since the image may be large and the sample's place in the pixel matters for labels.
            let dx = Float((Double(x) + Double(jitter.x) - principal.x)) / focal
            let dy = Float((principal.y - Double(y) - Double(jitter.y))) / focal
            // Of depth 1, so that the distance along the ray is the depth.
            let direction = right * dx + up * dy + forward
            lanes[lane].direction = direction
            packet.set(lane, origin: origin, direction: direction, near: 1e-3, far: groundDistance(origin, direction))
        }
        find(first, count, seed: seed, bounce: 0)
        for lane in 0..<count { arrive(lane, bounce: 0) }
        guard !onlySeen else { return }
        for bounce in 0..<2 {
            guard (0..<count).contains(where: { lanes[$0].isAlive }) else { return }
            lightBySun(first, count, seed, bounce)
            if panorama != nil { lightByPanorama(first, count, seed, bounce) }
            bounceOn(first, count, seed, bounce)
        }
    }

    /// How far the ground is, in lengths of the direction; infinite where there is none.
    @inline(__always) private func groundDistance(_ from: Vector, _ direction: Vector) -> Float {
        guard ground != nil, direction.y < 0, from.y > 0 else { return .infinity }
        let distance = -from.y / direction.y
        return distance * direction.length < Self.farthestGroundMetres ? distance : .infinity
    }

    /// Traces the rays that are set to the first surface that stops them.
    private func find(_ first: Int, _ count: Int, seed: UInt32, bounce: UInt32) {
        let tree = bounce == 0 ? seenTree : self.tree
        packet.intersect(tree, coherent: bounce == 0)
        guard isPatterned else { return }
        pass(first, count, seed: seed, set: 7 + bounce, marks: bounce == 0) {
            self.packet.intersect(tree, coherent: false)
        }
    }

    /// Finds out which of the rays that are set reach their end, and adds what is pending on those that do.
    private func settle(_ first: Int, _ count: Int, seed: UInt32, bounce: UInt32) {
        if isPatterned {
            packet.intersect(tree, coherent: false)
            pass(first, count, seed: seed, set: 9 + bounce, marks: false) {
                self.packet.intersect(self.tree, coherent: false)
            }
            for lane in 0..<count where packet.isSet(lane) && !packet.hits(lane) { add(lane, bounce) }
        } else {
            packet.occlude(tree, coherent: false)
            for lane in 0..<count where packet.isSet(lane) && packet.distance(lane) >= 0 { add(lane, bounce) }
        }
    }

    @inline(__always) private func add(_ lane: Int, _ bounce: UInt32) {
        var light = lanes[lane].pending
        if bounce > 0 { light = pointwiseMin(light, Vector(repeating: mostIndirect)) }
        lanes[lane].radiance += light
    }

    /// Lets rays go on through what is cut out of a surface, and some of them through what is blended.
    private func pass(_ first: Int, _ count: Int, seed: UInt32, set: UInt32, marks: Bool, _ again: () -> Void) {
        var isOpen = 0 as UInt32
        for lane in 0..<count where packet.isSet(lane) && packet.hits(lane) { isOpen |= 1 << UInt32(lane) }
        let wasSet = (0..<count).reduce(0 as UInt32) { packet.isSet($1) ? $0 | 1 << UInt32($1) : $0 }
        // A bound for files with endless layers; what is left is then taken as solid.
        for layer in 0..<64 where isOpen != 0 {
            for lane in 0..<8 { packet.drop(lane) }
            var resumed = 0 as UInt32
            for lane in 0..<count where isOpen >> UInt32(lane) & 1 == 1 && packet.hits(lane) {
                let place = placed[packet.instance(lane)]
                guard place.isPatterned else { continue }
                let (material, alpha) = opacity(lane, place)
                let passes: Bool
                switch material.alpha {
                case .opaque: passes = false
                case .cutOut(let threshold): passes = alpha < threshold
                case .blend:
                    if marks, alpha > 0, lanes[lane].seen < 0 { see(lane) }
                    // One number per sample, turned on by the golden section at every layer, keeps the samples even.
                    let chance = sampler.point(first + lane, set: set, seed: seed).w + Float(layer) * 0.618_034
                    passes = chance - chance.rounded(.down) >= alpha
                }
                if passes {
                    packet.resume(lane)
                    resumed |= 1 << UInt32(lane)
                }
            }
            isOpen = resumed
            if resumed != 0 { again() }
        }
        for lane in 0..<count where wasSet >> UInt32(lane) & 1 == 1 { packet.keep(lane) }
    }

    /// The alpha of what a ray hit, and its material.
    private func opacity(_ lane: Int, _ place: Placed) -> (MaterialView, Float) {
        let triangle = packet.triangle(lane)
        let material = place.mesh.materials[Int(place.mesh.materialIndices[triangle])]
        guard material.alpha != .opaque else { return (material, 1) }
        guard let texture = material.baseTexture, let coordinates = place.mesh.coordinates else {
            return (material, material.opacity)
        }
        let corners = place.mesh.triangles[triangle]
        let b = packet.barycentric(lane)
        let uv =
            coordinates[Int(corners.x)] * (1 - b.x - b.y) + coordinates[Int(corners.y)] * b.x
            + coordinates[Int(corners.z)] * b.y
        return (material, material.opacity * place.mesh.textures[texture].value(at: uv, width: 0, linear: linear).w)
    }

    /// Notes the surface that the camera's ray is at.
    private func see(_ lane: Int) {
        let place = placed[packet.instance(lane)]
        let corners = place.mesh.triangles[packet.triangle(lane)]
        let p = place.mesh.positions
        let normal = place.normal(
            (p[Int(corners.y)] - p[Int(corners.x)]).cross(p[Int(corners.z)] - p[Int(corners.x)])
        ).normalizedOrZero
        lanes[lane].seen = packet.instance(lane)
        lanes[lane].depth = packet.distance(lane)
        lanes[lane].normal = normal.dot(lanes[lane].direction) > 0 ? -normal : normal
    }

    // MARK: - Surfaces

    /// Takes a ray to what it met: a surface of an object, the ground, or the sky, whose light it adds.
    private func arrive(_ lane: Int, bounce: Int) {
        let direction = lanes[lane].direction
        lanes[lane].isAlive = false
        if packet.hits(lane) {
            strike(lane, bounce: bounce)
            return
        }
        let start = bounce == 0 ? origin : lanes[lane].point
        let distance = groundDistance(start, direction)
        if let ground, distance.isFinite {
            let point = start + direction * distance
            lanes[lane].point = Vector(point.x, 0, point.z)
            lanes[lane].geometric = Vector(0, 1, 0)
            lanes[lane].view = -direction.normalizedOrZero
            // Seen by the camera, through glass too, it takes shadows, whose share does not depend on its colour.
            lanes[lane].surface = Surface(normal: Vector(0, 1, 0), reflectance: bounce == 0 ? .one : ground)
            if bounce == 0 { lanes[lane].target = .ground }
            lanes[lane].isAlive = true
        }
    }

    /// Prepares the surface that a ray hit.
    private func strike(_ lane: Int, bounce: Int) {
        let instance = packet.instance(lane)
        let triangle = packet.triangle(lane)
        let barycentric = packet.barycentric(lane)
        let distance = packet.distance(lane)
        let direction = lanes[lane].direction
        let length = direction.length
        let view = direction / -length
        let place = placed[instance]
        let mesh = place.mesh
        let corners = mesh.triangles[triangle]
        let (i0, i1, i2) = (Int(corners.x), Int(corners.y), Int(corners.z))
        let weights = Vector(1 - barycentric.x - barycentric.y, barycentric.x, barycentric.y)
        let p0 = mesh.positions[i0]
        let (e1, e2) = (mesh.positions[i1] - p0, mesh.positions[i2] - p0)
        let point = place.point(p0 + e1 * weights.y + e2 * weights.z)

        var geometric = place.normal(e1.cross(e2)).normalizedOrZero
        if geometric.dot(view) < 0 { geometric = -geometric }
        var normal = place.normal(
            mesh.normals[i0] * weights.x + mesh.normals[i1] * weights.y + mesh.normals[i2] * weights.z
        ).normalizedOrZero
        if normal == .zero { normal = geometric }
        if normal.dot(geometric) < 0 { normal = -normal }

        let material = mesh.materials[Int(mesh.materialIndices[triangle])]
        var colour = material.baseColour
        var roughness = material.roughness
        var metalness = material.metalness
        var emission = material.emission
        if let coordinates = mesh.coordinates {
            let (c0, c1, c2) = (coordinates[i0], coordinates[i1], coordinates[i2])
            let uv = c0 * weights.x + c1 * weights.y + c2 * weights.z
            let (t1, t2) = (c1 - c0, c2 - c0)
            let texelArea = abs(t1.x * t2.y - t1.y * t2.x)
            let (w1, w2) = (place.direction(e1), place.direction(e2))
            let area = w1.cross(w2).length
            let density = area > 0 ? (texelArea / area).squareRoot() : 0
            // A second surface is looked at by few rays from everywhere: a mean over a wide patch serves better.
            let width = density * distance * length * (bounce == 0 ? spread : 0.1)
            if let texture = material.baseTexture {
                let value = mesh.textures[texture].value(at: uv, width: width, linear: linear)
                colour *= Vector(value.x, value.y, value.z)
            }
            if let texture = material.roughnessMetalnessTexture {
                let value = mesh.textures[texture].value(at: uv, width: width, linear: linear)
                roughness *= value.y
                metalness *= value.z
            }
            if let texture = material.emissionTexture {
                let value = mesh.textures[texture].value(at: uv, width: width, linear: linear)
                emission *= Vector(value.x, value.y, value.z)
            }
            if bounce == 0, let texture = material.normalTexture, texelArea > 0 {
                let value = mesh.textures[texture].value(at: uv, width: width, linear: linear)
                let bump = Vector(value.x, value.y, value.z) * 2 - .one
                // The directions in which u and v grow, made square to the normal.
                let along = w1 * t2.y - w2 * t1.y
                let turn: Float = t1.x * t2.y - t1.y * t2.x < 0 ? -1 : 1
                let tangent = ((along - normal * along.dot(normal)) * turn).normalizedOrZero
                let rise = (w2 * t1.x - w1 * t2.x) * turn
                let bitangent = (rise - normal * rise.dot(normal) - tangent * rise.dot(tangent)).normalizedOrZero
                let bent = (tangent * bump.x + bitangent * bump.y + normal * bump.z).normalizedOrZero
                if bent.dot(geometric) > 0 { normal = bent }
            }
        }
        // Interpolated and mapped normals may face away at a silhouette, where no light could then reach the viewer.
        if normal.dot(view) <= 0.01 { normal = (normal + view * (0.02 - normal.dot(view))).normalizedOrZero }

        lanes[lane].point = point
        lanes[lane].geometric = geometric
        lanes[lane].view = view
        lanes[lane].surface = Surface(
            normal: normal, view: view, baseColour: colour,
            roughness: bounce == 0 ? roughness : max(roughness, 0.6), metalness: metalness,
            specular: material.specular)
        lanes[lane].isAlive = true
        lanes[lane].radiance += lanes[lane].throughput * emission
        if bounce == 0 {
            lanes[lane].target = .object
            lanes[lane].struck = instance
            if lanes[lane].seen < 0 {
                lanes[lane].seen = instance
                lanes[lane].depth = distance
                lanes[lane].normal = normal
            }
        }
    }

    // MARK: - Light

    /// Where a ray leaves a surface, a little off it.
    @inline(__always) private func start(_ lane: Int) -> Vector {
        let point = lanes[lane].point
        let size = max(abs(point.x), max(abs(point.y), abs(point.z)))
        return point + lanes[lane].geometric * max(2e-5, size * 1e-5)
    }

    /// Whether light from a direction can reach a surface at all: not through it, and not through the ground.
    @inline(__always) private func isOpen(_ lane: Int, _ light: Vector) -> Bool {
        lanes[lane].geometric.dot(light) > 0 && (ground == nil || light.y > 0)
    }

    private func lightBySun(_ first: Int, _ count: Int, _ seed: UInt32, _ bounce: Int) {
        guard hasSun else { return }
        packet.clear()
        for lane in 0..<count where lanes[lane].isAlive {
            let point = sampler.point(first + lane, set: bounce == 0 ? 0 : 3, seed: seed)
            let fall = point.z * sunCap
            let radius = max(0, fall * (2 - fall)).squareRoot()
            let turn = turned(point.w)
            let light =
                (sunDirection * (1 - fall) + sunFrame.x * (radius * turn.cosine)
                    + sunFrame.y * (radius * turn.sine))
            guard isOpen(lane, light) else { continue }
            let value = lanes[lane].surface.evaluate(view: lanes[lane].view, light: light).value
            let pending = lanes[lane].throughput * value * sunIrradiance
            guard pending.max() > 0 else { continue }
            lanes[lane].pending = pending
            if bounce == 0, lanes[lane].target == .ground { lanes[lane].unshadowed += pending }
            packet.set(lane, origin: start(lane), direction: light)
        }
        settle(first, count, seed: seed, bounce: UInt32(bounce))
    }

    private func lightByPanorama(_ first: Int, _ count: Int, _ seed: UInt32, _ bounce: Int) {
        guard let panorama else { return }
        packet.clear()
        for lane in 0..<count where lanes[lane].isAlive {
            let point = sampler.point(first + lane, set: bounce == 0 ? 5 : 6, seed: seed)
            let light = panorama.sample(point.x, point.y)
            guard isOpen(lane, light) else { continue }
            let (radiance, density) = panorama.evaluate(light)
            guard density > 0 else { continue }
            let (value, other) = lanes[lane].surface.evaluate(view: lanes[lane].view, light: light)
            let weight = density / (density * density + other * other)
            let pending = lanes[lane].throughput * value * radiance * weight
            guard pending.max() > 0 else { continue }
            lanes[lane].pending = pending
            if bounce == 0, lanes[lane].target == .ground { lanes[lane].unshadowed += pending }
            packet.set(lane, origin: start(lane), direction: light)
        }
        settle(first, count, seed: seed, bounce: UInt32(bounce))
    }

    /// Sends each path on in a direction that its surface draws. After the first surface it may meet another; after the
    /// second only the sky counts.
    private func bounceOn(_ first: Int, _ count: Int, _ seed: UInt32, _ bounce: Int) {
        packet.clear()
        for lane in 0..<count where lanes[lane].isAlive {
            lanes[lane].isAlive = false
            let point = sampler.point(first + lane, set: bounce == 0 ? 1 : 4, seed: seed)
            let surface = lanes[lane].surface
            let view = lanes[lane].view
            guard let light = surface.sample(view: view, point.x, point.y, point.z),
                lanes[lane].geometric.dot(light) > 0
            else { continue }
            let (value, density) = surface.evaluate(view: view, light: light)
            guard density > 0, value.max() > 0 else { continue }
            let throughput = lanes[lane].throughput * value / density
            var radiance = skyRadiance
            if let environment {
                let (value, other) = environment.evaluate(light)
                radiance = panorama == nil ? value : value * (density * density / (density * density + other * other))
            }
            let isBlocked = ground != nil && light.y <= 0
            if bounce == 1 && isBlocked { continue }
            lanes[lane].throughput = throughput
            lanes[lane].pending = isBlocked ? .zero : throughput * radiance
            lanes[lane].direction = light
            if bounce == 0, lanes[lane].target == .ground { lanes[lane].unshadowed += lanes[lane].pending }
            let from = start(lane)
            lanes[lane].point = from
            packet.set(lane, origin: from, direction: light, far: groundDistance(from, light))
        }
        guard bounce == 0 else {
            settle(first, count, seed: seed, bounce: 1)
            return
        }
        find(first, count, seed: seed, bounce: 1)
        for lane in 0..<count where packet.isSet(lane) {
            if !packet.hits(lane) { lanes[lane].radiance += lanes[lane].pending }
            arrive(lane, bounce: 1)
        }
    }
}
