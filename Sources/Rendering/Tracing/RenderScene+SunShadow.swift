internal import Geometry

extension RenderScene {
    /// The pixels on whose ground a shadow of the sun may fall, by rows of a rectangle, with a margin.
    func sunShadow(within rect: PixelRect) -> [Bool] {
        var marked = [Bool](repeating: false, count: rect.area)
        let rays = camera.groundRays
        for index in instances.indices {
            let hull = sunShadow(ofInstance: index)
            guard hull.vertices.count > 2 else { continue }
            let part = pixels(of: hull.vertices.map { [$0.x, 0, $0.y] }).intersection(rect)
            for y in part.minY..<max(part.minY, part.maxY) {
                for x in part.minX..<max(part.minX, part.maxX) {
                    let at = (y - rect.minY) * rect.width + x - rect.minX
                    guard !marked[at], let ground = rays.groundPoint(at: Point(Double(x) + 0.5, Double(y) + 0.5))
                    else { continue }
                    marked[at] = hull.contains(Point(ground.x, ground.z))
                }
            }
        }
        // The margin is two pixels on all sides, for shadows between the pixels' centres.
        let inner = marked
        for y in 0..<rect.height {
            for x in 0..<rect.width where inner[y * rect.width + x] {
                for row in max(0, y - 2)...min(rect.height - 1, y + 2) {
                    for column in max(0, x - 2)...min(rect.width - 1, x + 2) {
                        marked[row * rect.width + column] = true
                    }
                }
            }
        }
        return marked
    }

    /// A convex outline on the ground, as x and z, that holds the shadow that the sun makes of an instance.
    private func sunShadow(ofInstance index: Int) -> Polygon {
        if let near = sunShadowOfVertices(index) { return near }
        return Polygon(sunShadow(of: corners(index)).map { Point($0.x, $0.z) }).convexHull
    }

    /// The same from all vertices instead of the corners of the box: sixteen lines around the shadow, each as near to it as
    /// it can be. Nil for a sun so low that shadows are not followed to their ends.
    private func sunShadowOfVertices(_ index: Int) -> Polygon? {
        guard let sun, sun.isHigh else { return nil }
        let instance = instances[index]
        let count = 16
        let lines = (0..<count).map { line in
            let turn = Angle.degrees(360 * Double(line) / Double(count))
            return (x: turn.cosine, z: turn.sine)
        }
        // How far a point a metre up throws its shadow across each line. What is below the ground counts with its place
        // on the sun's ray: the part of an edge that is above it lies between the two.
        var (x, z, most, least) = (SIMD16<Float>(), SIMD16<Float>(), SIMD16<Float>(), SIMD16<Float>())
        for line in lines.indices {
            let rises = sun.wideRim.map { Float(-(lines[line].x * $0.x + lines[line].z * $0.z) / $0.y) }
            (x[line], z[line]) = (Float(lines[line].x), Float(lines[line].z))
            (most[line], least[line]) = (rises.max() ?? 0, rises.min() ?? 0)
        }
        let (ax, ay, az) = (
            Vector(instance.pose.linear.x), Vector(instance.pose.linear.y), Vector(instance.pose.linear.z)
        )
        // From the instance's own place, so that the numbers stay small.
        let height = Float(instance.pose.position.y)
        var reach = SIMD16<Float>(repeating: -.infinity)
        var size: Float = 0
        let positions = instance.model.storage.view.positions
        for vertex in 0..<instance.model.vertexCount {
            let p = positions[vertex]
            let moved = ax * p.x + ay * p.y + az * p.z
            let up = moved.y + height
            let across = x * moved.x + z * moved.z + (up > 0 ? most : least) * up
            reach.replace(with: across, where: across .> reach)
            size = max(size, abs(moved.x), abs(moved.z), abs(up))
        }
        guard size.isFinite, reach.max().isFinite else { return nil }
        let margin = 1e-3 * Double(size)
        // Where each line meets the next.
        return Polygon(
            lines.indices.map { line in
                let next = (line + 1) % count
                let (a, b) = (Double(reach[line]) + margin, Double(reach[next]) + margin)
                let (m, n) = (lines[line], lines[next])
                let scale = 1 / (m.x * n.z - m.z * n.x)
                return Point(
                    (a * n.z - b * m.z) * scale + instance.pose.position.x,
                    (b * m.x - a * n.x) * scale + instance.pose.position.z)
            })
    }
}

extension RenderScene.Sun {
    /// Whether shadows of all of its disc end within `sunReach`.
    fileprivate var isHigh: Bool {
        wideRim.allSatisfy { light in
            light.y > 0
                && (light.x * light.x + light.z * light.z).squareRoot() < RenderScene.sunReach * light.y
        }
    }

    /// Directions to the corners of an octagon around its disc.
    fileprivate var wideRim: [Vector3] { rim(widened: 1 / Angle.degrees(22.5).cosine) }
}
