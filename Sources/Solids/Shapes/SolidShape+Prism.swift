import Geometry

extension SolidShape {
    static let prismFaces = ["front", "back", "side"]

    /// A polygon with holes, extended along z about the origin.
    ///
    /// - Parameters:
    ///   - loops: The outline, counter-clockwise as seen from +z, then the holes, clockwise.
    ///   - bevel: The depth of the rounding of the front and back edges, in metres: less than half the depth.
    /// - Returns: nil where the rounding leaves no room inside the outline, or the outline crosses itself.
    static func prism(_ loops: [[Point]], depth: Double, bevel: Double) -> SolidShape? {
        let bounds = Bounds2(loops[0])
        var length = 0.0
        for (a, b) in zip(loops[0], loops[0].dropFirst() + loops[0].prefix(1)) { length += a.distance(to: b) }
        var shape = SolidShape(extents: [bounds.size, bounds.size, SIMD2(length, depth)])

        // From the back to the front: the inset and the z of each ring.
        let steps = bevel > 0 ? max(2, min(6, segments(forRadius: bevel) / 8)) : 0
        let arc = (0...max(0, steps)).map { Angle.degrees(steps > 0 ? 90 * Double($0) / Double(steps) : 90) }
        let back = arc.map { (inset: bevel * (1 - $0.sine), z: -depth / 2 + bevel * (1 - $0.cosine)) }
        let profile = back + back.reversed().map { (inset: $0.inset, z: -$0.z) }

        var rings: [[[UInt32]]] = []
        var innermost: [[Point]] = []
        for (index, level) in profile.enumerated() {
            var ring: [[UInt32]] = []
            for loop in loops {
                guard let moved = level.inset > 0 ? inset(loop, by: level.inset) : loop else { return nil }
                if index == 0 { innermost.append(moved) }
                ring.append(moved.map { shape.addPoint([$0.x, $0.y, level.z]) })
            }
            rings.append(ring)
        }
        for loop in loops.indices {
            var along = [0.0]
            for (a, b) in zip(loops[loop], loops[loop].dropFirst() + loops[loop].prefix(1)) {
                along.append(along[along.count - 1] + a.distance(to: b))
            }
            let whole = along[along.count - 1]
            shape.addGrid(rings.map { $0[loop] }, isClosed: true, face: 2) { row, column in
                SIMD2(along[column] / whole, profile[row].z / depth + 0.5)
            }
        }
        guard let triangles = EarClipping.triangles(innermost) else { return nil }
        let (first, last) = (rings[0].flatMap { $0 }, rings[rings.count - 1].flatMap { $0 })
        func corner(_ point: UInt32, mirrored: Bool) -> Corner {
            let place = bounds.place(shape.points[Int(point)])
            return Corner(point: point, place: SIMD2<Float>(mirrored ? SIMD2(1 - place.x, place.y) : place))
        }
        for triangle in triangles {
            shape.addTriangle(
                corner(last[triangle.x], mirrored: false), corner(last[triangle.y], mirrored: false),
                corner(last[triangle.z], mirrored: false), face: 0)
            shape.addTriangle(
                corner(first[triangle.x], mirrored: true), corner(first[triangle.z], mirrored: true),
                corner(first[triangle.y], mirrored: true), face: 1)
        }
        return shape
    }

    /// Every edge moved to its left by a distance; nil where one would turn about.
    private static func inset(_ loop: [Point], by distance: Double) -> [Point]? {
        let count = loop.count
        let normals = (0..<count).map { index -> Point in
            let (a, b) = (loop[index], loop[(index + 1) % count])
            let length = a.distance(to: b)
            return Point((a.y - b.y) / length, (b.x - a.x) / length)
        }
        let moved = (0..<count).map { index -> Point in
            let (before, after) = (normals[(index + count - 1) % count], normals[index])
            let scale = distance / max(0.1, 1 + before.x * after.x + before.y * after.y)
            return Point(
                loop[index].x + (before.x + after.x) * scale, loop[index].y + (before.y + after.y) * scale)
        }
        for index in 0..<count {
            let (a, b) = (loop[index], loop[(index + 1) % count])
            let (c, d) = (moved[index], moved[(index + 1) % count])
            guard (b.x - a.x) * (d.x - c.x) + (b.y - a.y) * (d.y - c.y) > 0 else { return nil }
        }
        return moved
    }

    /// The box around points of a plane.
    struct Bounds2 {
        let lower: SIMD2<Double>
        let size: SIMD2<Double>

        init(_ points: [Point]) {
            let (xs, ys) = (points.map(\.x), points.map(\.y))
            lower = SIMD2(xs.min() ?? 0, ys.min() ?? 0)
            size = SIMD2(xs.max() ?? 0, ys.max() ?? 0) - lower
        }

        /// The place of a point in the box, 0…1.
        func place(_ point: Vector3) -> SIMD2<Double> { (SIMD2(point.x, point.y) - lower) / size }
    }
}
