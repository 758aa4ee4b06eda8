extension PathTracer {
    /// The most layers that a ray meets; a later one counts as solid. This bounds files with endless layers.
    static let mostLayers = 64

    /// Lets rays pass cut-out parts of a surface, and some of them pass blended parts.
    func pass(_ first: Int, seed: UInt32, set: UInt32, tree: Tree) {
        var chances: Float8?
        followLayers(tree) { lane in
            let alpha = opacity(lane)
            guard alpha < 1 else { return false }
            var numbers = chances ?? sampler.w(sampler.points(first, set: set, seed: seed))
            let goesOn = numbers[lane] >= alpha
            // The rest of the range serves for the next layer, and is as even as before.
            if goesOn { numbers[lane] = (numbers[lane] - alpha) / (1 - alpha) }
            chances = numbers
            return goesOn
        }
    }

    /// Follows the camera's rays through all cut-out and blended surfaces, and leaves each ray at one of the layers on
    /// its way, drawn in proportion to the light that the layer stops.
    ///
    /// So every sample knows how much light each instance stops, to the last layer; only the choice of the layer that
    /// is shaded is left to chance.
    func divide(_ paths: inout Paths, _ first: Int, seed: UInt32, tree: Tree) {
        veils.removeAll()
        var chances: Float8?
        var clear = Float8(repeating: 1)
        var veiled = SIMD8<Int32>()
        var drawn = SIMD8<Int32>()
        followLayers(tree) { lane in
            let alpha = opacity(lane)
            guard alpha < 1 else { return false }
            guard alpha > 0 else { return true }
            if paths.seen[lane] < 0, isSolid(lane) { see(&paths, lane) }
            veils.append(Int32(packet.instance(lane)), clear[lane] * alpha)
            veiled[lane] = -1
            clear[lane] *= 1 - alpha
            guard drawn[lane] == 0 else { return true }
            let numbers = chances ?? sampler.w(sampler.points(first, set: 7, seed: seed))
            chances = numbers
            if numbers[lane] < 1 - clear[lane] {
                packet.keep(lane)
                drawn[lane] = -1
            }
            return true
        }
        guard veiled.isNegative.isAnySet else { return }
        // Where a ray ends on an object, the object stops the rest.
        let ended = veiled.isNegative .& packet.hits
        for lane in 0..<8 where ended[lane] {
            veils.append(Int32(packet.instance(lane)), clear[lane])
            if paths.seen[lane] < 0 { see(&paths, lane) }
        }
        packet.takeBack(drawn.isNegative)
        paths.isVeiled = veiled.isNegative
    }

    /// Traces the rays that have hit something to the next layer, and so on, as long as they continue.
    ///
    /// - Parameter goesOn: asked for each ray at each layer that it meets.
    @inline(__always) private func followLayers(_ tree: Tree, _ goesOn: (_ lane: Int) -> Bool) {
        let wasSet = packet.isSet
        for _ in 0..<Self.mostLayers {
            let stopped = packet.isSet .& packet.hits
            var resumed = SIMD8<Int32>()
            for lane in 0..<8 where stopped[lane] && goesOn(lane) { resumed[lane] = -1 }
            guard resumed.isNegative.isAnySet else { break }
            packet.resume(resumed.isNegative)
            packet.intersect(tree, coherent: false)
        }
        packet.isSet = wasSet
    }

    /// Whether the surface that a ray hit counts as a part of its object. All glass does, however clear; a part that a
    /// texture blends away does where at least a half of it is left.
    private func isSolid(_ lane: Int) -> Bool {
        let place = placed + packet.instance(lane)
        let triangle = packet.triangle(lane)
        let material = place.pointee.mesh.material(of: triangle)
        guard material.pointee.opacity > 0 else { return true }
        return alpha(lane, place, triangle, material) >= 0.5 * material.pointee.opacity
    }

    /// The share of the light that is stopped where a ray hit, 0…1.
    func opacity(_ lane: Int) -> Float {
        let place = placed + packet.instance(lane)
        guard place.pointee.isPatterned else { return 1 }
        let triangle = packet.triangle(lane)
        let material = place.pointee.mesh.material(of: triangle)
        switch material.pointee.alpha {
        case .opaque: return 1
        case .cutOut(let threshold): return alpha(lane, place, triangle, material) < threshold ? 0 : 1
        case .blend: return alpha(lane, place, triangle, material)
        }
    }

    private func alpha(
        _ lane: Int, _ place: UnsafePointer<Placed>, _ triangle: Int, _ material: UnsafePointer<MaterialView>
    ) -> Float {
        guard let texture = material.pointee.baseTexture, let coordinates = place.pointee.mesh.coordinates else {
            return material.pointee.opacity
        }
        let corners = place.pointee.mesh.triangles[triangle]
        let b = packet.barycentric(lane)
        let uv =
            coordinates[Int(corners.x)] * (1 - b.x - b.y) + coordinates[Int(corners.y)] * b.x
            + coordinates[Int(corners.z)] * b.y
        let value = place.pointee.mesh.textures[texture].value(at: uv, width: 0, linear: linear)
        return material.pointee.opacity * value.w
    }

    /// Notes the surface that the camera's ray has reached.
    private func see(_ paths: inout Paths, _ lane: Int) {
        let place = placed + packet.instance(lane)
        let corners = place.pointee.mesh.triangles[packet.triangle(lane)]
        let p = place.pointee.mesh.positions
        let normal = place.pointee.normal(
            (p[Int(corners.y)] - p[Int(corners.x)]).cross(p[Int(corners.z)] - p[Int(corners.x)])
        ).normalizedOrZero
        paths.seen[lane] = Int32(packet.instance(lane))
        paths.depth[lane] = packet.distance(lane)
        paths.normal[lane] = normal.dot(paths.direction[lane]) > 0 ? -normal : normal
    }
}
