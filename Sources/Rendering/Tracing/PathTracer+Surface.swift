extension PathTracer {
    /// Moves rays to the surface of an object, or the ground, that they met.
    func arrive(_ paths: inout Paths, from: Vector8, bounce: Int) {
        let hit = packet.isSet .& packet.hits
        let distance = groundDistances(from, paths.direction)
        // The light of ground that is met second is known: see `GroundGlow`.
        let isGrounded =
            bounce == 0 ? packet.isSet .& .!hit .& (distance .< .infinity) : Mask8(repeating: false)
        paths.isAlive = (hit .| isGrounded)
        if bounce == 0 { (paths.isObject, paths.isGround) = (hit, isGrounded) }
        guard paths.isAlive.isAnySet else { return }

        let direction = paths.direction
        paths.view = -direction.normalizedOrZero
        let up = Vector8(repeating: Vector(0, 1, 0))
        let onGround = from + direction * distance
        // Ground that the camera sees, through glass too, takes shadows, whose share does not depend on its colour.
        let colour = Vector8(repeating: .one)
        guard hit.isAnySet else {
            paths.point = Vector8(onGround.x, .zero, onGround.z)
            paths.geometric = up
            paths.surface = SurfacePacket(
                normal: up, view: paths.view, baseColour: colour, roughness: Float8(repeating: 1), metalness: .zero,
                specular: .zero)
            return
        }

        // Few rays from everywhere reach a second surface: a mean over a wide patch serves better.
        let width = packet.distances * direction.length * (bounce == 0 ? spread : 0.1)
        for lane in 0..<8 where hit[lane] { strike(lane, width: width[lane], bounce: bounce) }
        paths.point = Vector8(onGround.x, .zero, onGround.z).replacing(with: hits.points, where: hit)
        var geometric = hits.geometric.normalizedOrZero
        geometric = geometric.replacing(with: -geometric, where: geometric.dot(paths.view) .< 0)
        var normal = hits.normals.normalizedOrZero
        normal = normal.replacing(with: geometric, where: normal.dot(normal) .== 0)
        normal = normal.replacing(with: -normal, where: normal.dot(geometric) .< 0)
        // Interpolated and mapped normals may face away at a silhouette; light on that side could not reach the viewer.
        let facing = normal.dot(paths.view)
        let turned = (normal + paths.view * (0.02 - facing)).normalizedOrZero
        normal = normal.replacing(with: turned, where: facing .<= 0.01)
        paths.geometric = up.replacing(with: geometric, where: hit)
        let roughness = bounce == 0 ? hits.roughnesses : hits.roughnesses.largest(Float8(repeating: 0.6))
        paths.surface = SurfacePacket(
            normal: up.replacing(with: normal, where: hit), view: paths.view,
            baseColour: colour.replacing(with: hits.colours, where: hit),
            roughness: Float8(repeating: 1).replacing(with: roughness, where: hit),
            metalness: Float8.zero.replacing(with: hits.metalnesses, where: hit),
            specular: Float8.zero.replacing(with: hits.speculars, where: hit))
        paths.radiance.add(paths.throughput * hits.emissions, where: hit)
        if bounce == 0 {
            paths.struck = packet.instances
            paths.albedo = paths.surface.albedo(view: paths.view)
            let isFirst = hit .& paths.seen.isNegative .& .!paths.isVeiled
            paths.seen = paths.seen.replacing(with: paths.struck, where: isFirst)
            paths.depth = paths.depth.replacing(with: packet.distances, where: isFirst)
            paths.normal = paths.normal.replacing(with: normal, where: isFirst)
        }
    }

    /// Looks up the surface that a ray hit.
    ///
    /// - Parameter width: the width in metres of the patch that the ray stands for.
    private func strike(_ lane: Int, width: Float, bounce: Int) {
        let instance = packet.instance(lane)
        let triangle = packet.triangle(lane)
        let barycentric = packet.barycentric(lane)
        let place = placed + instance
        let corners = place.pointee.mesh.triangles[triangle]
        let (i0, i1, i2) = (Int(corners.x), Int(corners.y), Int(corners.z))
        let weights = Vector(1 - barycentric.x - barycentric.y, barycentric.x, barycentric.y)
        let positions = place.pointee.mesh.positions
        let p0 = positions[i0]
        let (e1, e2) = (positions[i1] - p0, positions[i2] - p0)
        let point = place.pointee.point(p0 + e1 * weights.y + e2 * weights.z)
        let geometric = place.pointee.normal(e1.cross(e2))
        let normals = place.pointee.mesh.normals
        var normal = place.pointee.normal(
            normals[i0] * weights.x + normals[i1] * weights.y + normals[i2] * weights.z)

        let material = place.pointee.mesh.material(of: triangle)
        var colour = material.pointee.baseColour
        var roughness = material.pointee.roughness
        var metalness = material.pointee.metalness
        var emission = material.pointee.emission
        if let colours = place.pointee.mesh.colours {
            colour *= colours[i0] * weights.x + colours[i1] * weights.y + colours[i2] * weights.z
        }
        if material.pointee.hasTextures, let coordinates = place.pointee.mesh.coordinates {
            let (c0, c1, c2) = (coordinates[i0], coordinates[i1], coordinates[i2])
            let uv = c0 * weights.x + c1 * weights.y + c2 * weights.z
            let (t1, t2) = (c1 - c0, c2 - c0)
            let texelArea = abs(t1.x * t2.y - t1.y * t2.x)
            let area = geometric.length * place.pointee.normalScale
            let density = area > 0 ? (texelArea / area).squareRoot() : 0
            let width = width * density
            let textures = place.pointee.mesh.textures
            if let texture = material.pointee.baseTexture {
                let value = textures[texture].value(at: uv, width: width, linear: linear)
                colour *= Vector(value.x, value.y, value.z)
            }
            if let texture = material.pointee.roughnessMetalnessTexture {
                let value = textures[texture].value(at: uv, width: width, linear: linear)
                roughness *= value.y
                metalness *= value.z
            }
            if let texture = material.pointee.emissionTexture {
                let value = textures[texture].value(at: uv, width: width, linear: linear)
                emission *= Vector(value.x, value.y, value.z)
            }
            if bounce == 0, let texture = material.pointee.normalTexture, texelArea > 0 {
                let value = textures[texture].value(at: uv, width: width, linear: linear)
                let bump = Vector(value.x, value.y, value.z) * 2 - .one
                let front = geometric.dot(packet.direction(lane)) > 0 ? -geometric : geometric
                var base = normal.normalizedOrZero
                if base == .zero { base = front.normalizedOrZero }
                if base.dot(front) < 0 { base = -base }
                // The directions in which u and v grow, made perpendicular to the normal.
                let (w1, w2) = (place.pointee.direction(e1), place.pointee.direction(e2))
                let along = w1 * t2.y - w2 * t1.y
                let turn: Float = t1.x * t2.y - t1.y * t2.x < 0 ? -1 : 1
                let tangent = ((along - base * along.dot(base)) * turn).normalizedOrZero
                let rise = (w2 * t1.x - w1 * t2.x) * turn
                let bitangent = (rise - base * rise.dot(base) - tangent * rise.dot(tangent)).normalizedOrZero
                let bent = (tangent * bump.x + bitangent * bump.y + base * bump.z).normalizedOrZero
                normal = bent.dot(front) > 0 ? bent : base
            }
        }
        if material.pointee.isUnlit { (emission, colour) = (colour, .zero) }
        hits.set(
            lane, point: point, geometric: geometric, normal: normal, colour: colour, emission: emission,
            roughness: roughness, metalness: metalness, specular: material.pointee.specular)
    }
}
