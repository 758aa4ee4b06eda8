import Geometry

/// A way through points whose corners may be rounded by circular arcs that both sides touch.
enum RoundedPath {
    struct Corner: Sendable {
        var point: Vector3
        /// The radius in the unit of the points; 0 for a sharp corner.
        var radius: Double
    }

    /// A corner that cannot be rounded: its number, and the largest radius that fits.
    struct Misfit: Error {
        var corner: Int
        var largest: Double
    }

    /// The step of an arc's pieces: exact to 0.2 mm, and between 10° and 30°, which look round.
    private static func step(_ radius: Double) -> Angle {
        let angle = Angle.arcTangent((0.0004 / radius).squareRoot()) * 2
        return max(.degrees(10), min(.degrees(30), angle))
    }

    static func points(_ corners: [Corner], isClosed: Bool) throws(Misfit) -> [Vector3] {
        let count = corners.count
        var made: [Vector3] = []
        for index in 0..<count {
            let corner = corners[index]
            let isEnd = !isClosed && (index == 0 || index == count - 1)
            guard corner.radius > 0, !isEnd, count > 2 else {
                made.append(corner.point)
                continue
            }
            let (before, after) = (corners[(index + count - 1) % count], corners[(index + 1) % count])
            let (back, ahead) = (before.point - corner.point, after.point - corner.point)
            let (toBefore, toAfter) = (back.normalized, ahead.normalized)
            // Half of the angle between the two sides.
            let half = Angle.arcTangent(toBefore.cross(toAfter).length, toBefore.dot(toAfter)) / 2
            guard half.degrees < 89.99, half.degrees > 0.01 else {
                made.append(corner.point)
                continue
            }
            // Two rounded corners share the side between them.
            func room(_ side: Vector3, _ other: Corner, _ index: Int) -> Double {
                let isOtherEnd = !isClosed && (index == 0 || index == count - 1)
                return other.radius > 0 && !isOtherEnd ? side.length / 2 : side.length
            }
            let longest = min(
                room(back, before, (index + count - 1) % count), room(ahead, after, (index + 1) % count))
            let reach = corner.radius / half.tangent
            guard reach <= longest * (1 + 1e-6) else {
                throw Misfit(corner: index, largest: longest * half.tangent)
            }
            // The arc lies in the plane of the two sides, about its middle, from one touching point to the other.
            let middle = corner.point + (toBefore + toAfter).normalized * (corner.radius / half.sine)
            let sweep = Angle.degrees(180) - half * 2
            let from = (corner.point + toBefore * reach - middle).normalized
            let axis = toBefore.cross(toAfter).normalized
            let side = from.cross(axis)
            let steps = max(1, Int((sweep.degrees / step(corner.radius).degrees).rounded(.up)))
            for index in 0...steps {
                let turn = sweep * (Double(index) / Double(steps))
                made.append(middle + (from * turn.cosine + side * turn.sine) * corner.radius)
            }
        }
        return tidy(made, isClosed: isClosed)
    }

    /// The points without those that repeat the one before them.
    private static func tidy(_ points: [Vector3], isClosed: Bool) -> [Vector3] {
        var made: [Vector3] = []
        for point in points {
            if let last = made.last, (point - last).length < 1e-9 { continue }
            made.append(point)
        }
        if isClosed, made.count > 1, (made[made.count - 1] - made[0]).length < 1e-9 { made.removeLast() }
        return made
    }
}
