extension PathTracer {
    /// The paths whose surface light from a direction can reach at all: not through the surface, and not through the
    /// ground.
    @inline(__always) private func open(_ paths: Paths, to light: Vector8) -> Mask8 {
        let isInFront = paths.isAlive .& (paths.geometric.dot(light) .> 0)
        return ground == nil ? isInFront : isInFront .& (light.y .> 0)
    }

    /// Adds the light from directions on those paths that it reaches.
    private func settle(
        _ pending: Vector8, from light: Vector8, _ mask: Mask8, _ paths: inout Paths, _ first: Int, _ seed: UInt32,
        _ bounce: Int
    ) {
        let lit = mask .& (pending.most .> 0)
        guard lit.isAnySet else { return }
        if bounce == 0 { paths.unshadowed.add(pending, where: lit .& paths.isGround) }
        packet.set(lit, origin: paths.start, direction: light)
        let arriving = arriving(&paths, first, seed: seed, bounce: bounce)
        paths.radiance.add(bounce == 0 ? pending : limited(pending), where: arriving)
    }

    @inline(__always) func limited(_ light: Vector8) -> Vector8 {
        let most = Float8(repeating: mostIndirect)
        return Vector8(light.x.smallest(most), light.y.smallest(most), light.z.smallest(most))
    }

    /// The directions to points of the sun's disc, from two numbers in 0 ..< 1 each.
    @inline(__always) private func sunDirections(_ u: Float8, _ v: Float8) -> Vector8 {
        let fall = u * sunCap
        let radius = (fall * (2 - fall)).root
        let turn = turned(v)
        return sunDirection * (1 - fall) + sunFrame.x * (radius * turn.cosine) + sunFrame.y * (radius * turn.sine)
    }

    /// The radiance of white level ground in the light that comes straight from the sun.
    var sunOnGround: Vector {
        // The height of the sun as the mean over its disc, of which a part may lie below the horizon.
        let steps = 32
        var height: Float = 0
        for row in 0..<steps {
            for first in stride(from: 0, to: steps, by: 8) {
                let u = (Float8(0, 1, 2, 3, 4, 5, 6, 7) + (Float(first) + 0.5)) * (1 / Float(steps))
                let v = Float8(repeating: (Float(row) + 0.5) / Float(steps))
                height += sunDirections(u, v).y.largest(.zero).sum()
            }
        }
        return sunIrradiance * (height / Float(steps * steps) / .pi)
    }

    func lightBySun(_ paths: inout Paths, _ first: Int, _ seed: UInt32, _ bounce: Int) {
        var (u, v) = (paths.sunU, paths.sunV)
        if bounce == 1 {
            let points = sampler.points(first, set: 3, seed: seed)
            (u, v) = (sampler.z(points), sampler.w(points))
        }
        let light = sunDirections(u, v)
        let isOpen = open(paths, to: light)
        guard isOpen.isAnySet else { return }
        let value = paths.surface.evaluate(view: paths.view, light: light).value
        settle(
            paths.throughput * value * Vector8(repeating: sunIrradiance), from: light, isOpen, &paths, first, seed,
            bounce)
    }

    func lightByPanorama(_ paths: inout Paths, _ first: Int, _ seed: UInt32, _ bounce: Int) {
        guard let panorama else { return }
        let points = sampler.points(first, set: bounce == 0 ? 5 : 6, seed: seed)
        let (light, radiance, density) = panorama.drawn(sampler.x(points), sampler.y(points))
        let isOpen = open(paths, to: light)
        guard isOpen.isAnySet else { return }
        let (value, other) = paths.surface.evaluate(view: paths.view, light: light)
        let weight = bounce == 0 ? density / (density * density + other * other) : 1 / density
        settle(
            paths.throughput * value * radiance * weight, from: light, isOpen .& (density .> 0), &paths, first, seed,
            bounce)
    }

    /// The light from the sky in drawn directions, weighed against that which `lightByPanorama` finds.
    ///
    /// - Parameter density: that with which the directions were drawn.
    @inline(__always) private func sky(_ light: Vector8, density: Float8, _ mask: Mask8) -> Vector8 {
        if let panorama {
            let (seen, other) = panorama.evaluate(light, mask)
            return seen * (density * density / (density * density + other * other))
        }
        return gradient?.radiance(light) ?? Vector8(repeating: skyRadiance)
    }

    /// Sends each path on in a direction that its surface draws. After the first surface it may meet another; after the
    /// second only the sky counts.
    func bounceOn(_ paths: inout Paths, _ first: Int, _ seed: UInt32, _ bounce: Int) {
        // What a panorama lights on a second surface, it has lit already: the surface is rough, and shows no lamp.
        if bounce == 1, panorama != nil { return }
        let points = sampler.points(first, set: bounce == 0 ? 1 : 4, seed: seed)
        let (light, isAbove) = paths.surface.sample(view: paths.view, sampler.x(points), sampler.y(points))
        // A ray towards the ground meets it, if nothing else: the sky sends no light from there.
        let isBlocked = ground == nil ? Mask8(repeating: false) : light.y .<= 0
        var mask = paths.isAlive .& isAbove .& (paths.geometric.dot(light) .> 0)
        if bounce == 1 { mask = (mask .& .!isBlocked) }
        let (value, density) = paths.surface.evaluate(view: paths.view, light: light)
        if bounce == 0, let open, paths.isObject.isAnySet {
            addDifference(to: open, from: light, density, &paths)
        }
        mask = (mask .& (density .> 0) .& (value.most .> 0))
        guard mask.isAnySet else {
            paths.isAlive = mask
            return
        }
        let throughput = paths.throughput * value * (1 / density)
        guard bounce == 0 else {
            let radiance = sky(light, density: density, mask)
            settle(throughput * radiance, from: light, mask, &paths, first, seed, bounce)
            return
        }
        paths.throughput = throughput
        paths.direction = light
        let from = paths.start
        let ground = groundDistances(from, light)
        packet.set(mask, origin: from, direction: light, far: ground)
        find(&paths, first, seed: seed, bounce: 1)
        // The sky is looked up only where it is seen, or where the ground's light without any object is asked for.
        let isSeen = mask .& .!packet.hits
        let isAsked = mask .& paths.isGround
        let pending = throughput * sky(light, density: density, (isSeen .| isAsked) .& .!isBlocked)
        paths.unshadowed.add(pending, where: isAsked .& .!isBlocked)
        paths.radiance.add(pending, where: isSeen .& .!isBlocked)
        let isGrounded = isSeen .& (ground .< .infinity)
        arrive(&paths, from: from, bounce: 1)
        if isGrounded.isAnySet {
            addGround(throughput, from: from, along: light, ground, isGrounded, &paths)
        }
    }

    /// Adds the difference between the whole light of the open on objects and a sample of it.
    ///
    /// - Parameter density: that with which the directions were drawn; 0 for a direction that does not count.
    @inline(__always) private func addDifference(
        to open: OpenLight, from light: Vector8, _ density: Float8, _ paths: inout Paths
    ) {
        let surface = paths.surface
        let sky = gradient?.radiance(light) ?? Vector8(repeating: skyRadiance)
        let weight = surface.cosine(light) * (1 / .pi) / density
        let drawn = open.radiance(light, sky: sky) * Float8.zero.replacing(with: weight, where: density .> 0)
        let scattered = paths.throughput * surface.scattered(view: paths.view)
        let isLit = paths.isObject .& paths.isAlive .& (surface.normal.dot(paths.view) .> 0)
        paths.radiance.add(scattered * (open.light(on: surface.normal) - drawn), where: isLit)
    }
}
