import Geometry

extension SolidShape {
    static let tubeFaces = ["side", "start", "end"]

    /// A round tube along a way through space, with flat ends.
    ///
    /// Each cross-section is turned against the one before by no more than the way itself turns: the double reflection
    /// method of W. Wang et al., "Computation of rotation minimizing frames", ACM Transactions on Graphics 27 (2008),
    /// doi:10.1145/1330511.1330513.
    ///
    /// - Parameter way: two points or more; no two neighbours are equal.
    static func tube(_ way: [Vector3], radius: Double) -> SolidShape {
        let segments = max(12, min(48, segments(forRadius: radius) / 2 / 4 * 4))
        let count = way.count
        let directions = (0..<count).map { index -> Vector3 in
            let before = index > 0 ? (way[index] - way[index - 1]).normalized : .zero
            let after = index < count - 1 ? (way[index + 1] - way[index]).normalized : .zero
            let sum = before + after
            return sum.length > 1e-9 ? sum.normalized : (index > 0 ? before : after)
        }
        // At a bend the section lies in the plane that halves the angle, and is wider by the slant of this cut.
        let stretches = (0..<count).map { index -> Double in
            guard index > 0, index < count - 1 else { return 1 }
            return min(4, 1 / max(0.25, directions[index].dot((way[index + 1] - way[index]).normalized)))
        }
        var across = directions[0].cross(abs(directions[0].y) < 0.9 ? [0, 1, 0] : [0, 0, 1]).normalized
        var lengths = [0.0]
        var shape = SolidShape(extents: [.one, SIMD2(repeating: 2 * radius), SIMD2(repeating: 2 * radius)])
        var rings: [[UInt32]] = []
        for index in 0..<count {
            if index > 0 {
                let step = way[index] - way[index - 1]
                lengths.append(lengths[index - 1] + step.length)
                let mirrored = across - step * (2 * step.dot(across) / step.dot(step))
                let direction = directions[index - 1] - step * (2 * step.dot(directions[index - 1]) / step.dot(step))
                let rest = directions[index] - direction
                across = rest.dot(rest) > 1e-18 ? mirrored - rest * (2 * rest.dot(mirrored) / rest.dot(rest)) : mirrored
            }
            let other = directions[index].cross(across)
            let bend =
                index > 0 && index < count - 1
                ? ((way[index + 1] - way[index]).normalized - (way[index] - way[index - 1]).normalized) : .zero
            let bent = bend.length > 1e-9 ? bend.normalized : .zero
            rings.append(
                (0..<segments).map { segment in
                    let turn = Angle.degrees(360 * Double(segment) / Double(segments))
                    var offset = across * turn.cosine + other * turn.sine
                    offset += bent * (offset.dot(bent) * (stretches[index] - 1))
                    return shape.addPoint(way[index] + offset * radius)
                })
        }
        let length = lengths[count - 1]
        shape.extents[0] = SIMD2(2 * .pi * radius, length)
        shape.addGrid(rings, isClosed: true, face: 0) { row, column in
            SIMD2(Double(column) / Double(segments), lengths[row] / length)
        }
        for (face, ring, middle) in [(1, rings[0], way[0]), (2, rings[count - 1], way[count - 1])] {
            let centre = Corner(point: shape.addPoint(middle), place: SIMD2(0.5, 0.5))
            func corner(_ segment: Int) -> Corner {
                let turn = Angle.degrees(360 * Double(segment) / Double(segments))
                let across = face == 2 ? turn.cosine : -turn.cosine
                return Corner(
                    point: ring[segment % segments],
                    place: SIMD2<Float>(SIMD2(0.5 + across / 2, 0.5 + turn.sine / 2)))
            }
            for segment in 0..<segments {
                if face == 2 {
                    shape.addTriangle(corner(segment), corner(segment + 1), centre, face: face)
                } else {
                    shape.addTriangle(corner(segment + 1), corner(segment), centre, face: face)
                }
            }
        }
        return shape
    }
}
