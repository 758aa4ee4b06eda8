import Geometry

extension SolidShape {
    /// The faces of a box.
    static let boxFaces = ["front", "back", "left", "right", "top", "bottom"]

    /// A box about the origin whose edges and corners are rounded by quarters of cylinders and spheres.
    ///
    /// - Parameters:
    ///   - half: half its size, in metres.
    ///   - radius: the radius of the rounding: at most the smallest of `half`; 0 for sharp edges.
    static func box(half: Vector3, radius: Double) -> SolidShape {
        // The surface of a cube of lattice points: along each axis first the points around the low edge, then the high
        // one.
        let steps = radius > 0 ? radius < 0.005 ? 2 : max(3, min(8, segments(forRadius: radius) / 8)) : 0
        let last = 2 * steps + 1
        func tangent(_ index: Int) -> Double {
            guard steps > 0 else { return index == 0 ? -1 : 1 }
            return index <= steps
                ? -Angle.degrees(45 * (1 - Double(index) / Double(steps))).tangent
                : Angle.degrees(45 * Double(index - steps - 1) / Double(steps)).tangent
        }
        let tangents = (0...last).map(tangent)
        let core = half - Vector3(repeating: radius)
        let size = 2 * half
        var shape = SolidShape(
            extents: [
                SIMD2(size.x, size.y), SIMD2(size.x, size.y), SIMD2(size.z, size.y), SIMD2(size.z, size.y),
                SIMD2(size.x, size.z), SIMD2(size.x, size.z),
            ])
        var known: [SIMD3<Int>: UInt32] = [:]
        func point(_ index: SIMD3<Int>) -> UInt32 {
            if let known = known[index] { return known }
            let direction = Vector3(tangents[index.x], tangents[index.y], tangents[index.z])
            func side(_ index: Int) -> Double { index <= last / 2 ? -1 : 1 }
            let corner = Vector3(side(index.x), side(index.y), side(index.z)) * core
            let made = shape.addPoint(steps > 0 ? corner + direction.normalized * radius : direction * half)
            known[index] = made
            return made
        }
        // For each face the axes of u and v with their senses, and the fixed axis at its end.
        let frames: [(u: SIMD3<Int>, v: SIMD3<Int>, out: SIMD3<Int>)] = [
            ([1, 0, 0], [0, 1, 0], [0, 0, 1]), ([-1, 0, 0], [0, 1, 0], [0, 0, -1]),
            ([0, 0, 1], [0, 1, 0], [-1, 0, 0]), ([0, 0, -1], [0, 1, 0], [1, 0, 0]),
            ([1, 0, 0], [0, 0, -1], [0, 1, 0]), ([1, 0, 0], [0, 0, 1], [0, -1, 0]),
        ]
        func lattice(_ axis: SIMD3<Int>, _ index: Int) -> SIMD3<Int> {
            var at = SIMD3<Int>()
            for component in 0..<3 where axis[component] != 0 {
                at[component] = axis[component] > 0 ? index : last - index
            }
            return at
        }
        for (face, frame) in frames.enumerated() {
            var rows: [[UInt32]] = []
            for row in 0...last {
                rows.append(
                    (0...last).map {
                        point(lattice(frame.u, $0) &+ lattice(frame.v, row) &+ lattice(frame.out, last))
                    })
            }
            let (u, v) = (Vector3(frame.u), Vector3(frame.v))
            let points = shape.points
            shape.addGrid(rows, isClosed: false, face: face) { row, column in
                let at = points[Int(rows[row][column])]
                return SIMD2(0.5 + at.dot(u) / size.dot(u * u), 0.5 + at.dot(v) / size.dot(v * v))
            }
        }
        return shape
    }
}
