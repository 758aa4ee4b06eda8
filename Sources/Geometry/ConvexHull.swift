/// The convex hull of points in space, as triangles that face outwards.
///
/// Quickhull: C. B. Barber, D. P. Dobkin and H. Huhdanpaa, "The quickhull algorithm for convex hulls", ACM Transactions on
/// Mathematical Software 22 (1996), 469–483, doi:10.1145/235815.235821. The same points in the same order give the same
/// hull.
package struct ConvexHull: Sendable {
    /// A triangle of the hull.
    package struct Face: Sendable {
        /// Its corners, counter-clockwise as seen from outside.
        package let corners: [Vector3]
        /// The faces beyond its edges, by their places among the faces: edge k leads from corner k to the next.
        package fileprivate(set) var neighbours: [Int]
        /// Of length 1, outwards.
        package let normal: Vector3

        /// The point's height above the face's plane; below 0 inside.
        package func height(of point: Vector3) -> Double { normal.dot(point - corners[0]) }
    }

    package let faces: [Face]

    /// - Parameter points: in any order; more than once is once.
    /// - Returns: nil where they all lie in one plane, to a millionth of their extent.
    package init?(of points: [Vector3]) {
        guard var builder = Builder(points) else { return nil }
        builder.grow()
        faces = builder.finished()
    }

    /// The middle of its volume.
    package var centroid: Vector3 {
        let origin = faces[0].corners[0]
        var (sum, volume) = (Vector3.zero, 0.0)
        for face in faces {
            let (a, b, c) = (face.corners[0] - origin, face.corners[1] - origin, face.corners[2] - origin)
            let part = a.dot(b.cross(c))
            volume += part
            sum += (a + b + c) * (part / 4)
        }
        return origin + sum / volume
    }
}

extension ConvexHull {
    /// A hull that takes in one point after the other.
    private struct Builder {
        private struct Face {
            var corners: [Int]
            /// By their places in `faces`.
            var neighbours: [Int]
            var normal: Vector3
            var isGone = false
            /// Points that lie outside of it, and of no face before it.
            var outside: [Int] = []
        }

        private let points: [Vector3]
        private let tolerance: Double
        private var faces: [Face] = []

        init?(_ points: [Vector3]) {
            self.points = points
            guard let first = points.first else { return nil }
            let (lower, upper) = points.reduce((first, first)) { (pointwiseMin($0.0, $1), pointwiseMax($0.1, $1)) }
            tolerance = (upper - lower).length * 1e-6
            guard let corners = Self.tetrahedron(points, tolerance) else { return nil }
            for face in [[0, 1, 2], [0, 3, 1], [1, 3, 2], [2, 3, 0]] {
                let own = face.map { corners[$0] }
                faces.append(Face(corners: own, neighbours: [0, 0, 0], normal: Self.normal(points, own)))
            }
            link()
            spread(Array(points.indices), over: Array(faces.indices))
        }

        /// Four points that span a volume, the last below the plane of the others, which are counter-clockwise from above.
        private static func tetrahedron(_ points: [Vector3], _ tolerance: Double) -> [Int]? {
            func farthest(_ measure: (Vector3) -> Double) -> (index: Int, reach: Double) {
                var best = (index: 0, reach: -Double.infinity)
                for (index, point) in points.enumerated() {
                    let reach = measure(point)
                    if reach > best.reach { best = (index, reach) }
                }
                return best
            }
            let a = farthest { -$0.x }.index
            let b = farthest { ($0 - points[a]).length }
            guard b.reach > tolerance else { return nil }
            let along = (points[b.index] - points[a]).normalized
            let c = farthest { (($0 - points[a]) - along * along.dot($0 - points[a])).length }
            guard c.reach > tolerance else { return nil }
            let normal = along.cross(points[c.index] - points[a]).normalized
            let d = farthest { abs(normal.dot($0 - points[a])) }
            guard d.reach > tolerance else { return nil }
            let isAbove = normal.dot(points[d.index] - points[a]) > 0
            return isAbove ? [a, c.index, b.index, d.index] : [a, b.index, c.index, d.index]
        }

        private static func normal(_ points: [Vector3], _ corners: [Int]) -> Vector3 {
            let cross = (points[corners[1]] - points[corners[0]]).cross(points[corners[2]] - points[corners[0]])
            return cross.length > 0 ? cross.normalized : [0, 1, 0]
        }

        /// Finds the neighbours of the first four faces by their edges.
        private mutating func link() {
            for index in faces.indices {
                for edge in 0..<3 {
                    let (from, to) = (faces[index].corners[edge], faces[index].corners[(edge + 1) % 3])
                    let other = faces.firstIndex { face in
                        (0..<3).contains { face.corners[$0] == to && face.corners[($0 + 1) % 3] == from }
                    }
                    faces[index].neighbours[edge] = other ?? index
                }
            }
        }

        /// Gives each point to the first of some faces that it lies outside of; others lie inside, and are let go.
        private mutating func spread(_ points: [Int], over targets: [Int]) {
            for point in points {
                for index in targets where height(of: point, above: index) > tolerance {
                    faces[index].outside.append(point)
                    break
                }
            }
        }

        private func height(of point: Int, above index: Int) -> Double {
            faces[index].normal.dot(points[point] - points[faces[index].corners[0]])
        }

        /// Takes in all points that lie outside.
        mutating func grow() {
            var waiting = Array(faces.indices)
            while let index = waiting.popLast() {
                guard !faces[index].isGone, let point = farthest(outside: index) else { continue }
                waiting += take(point, from: index)
            }
        }

        private func farthest(outside index: Int) -> Int? {
            var best: (point: Int, height: Double)?
            for point in faces[index].outside {
                let height = height(of: point, above: index)
                if height > best?.height ?? tolerance { best = (point, height) }
            }
            return best?.point
        }

        /// Replaces the faces that see a point by ones that end in it; returns these.
        private mutating func take(_ point: Int, from start: Int) -> [Int] {
            var (seen, stack) = ([start], [start])
            var isSeen: Set<Int> = [start]
            // Edges between a face that sees the point and one that does not, as they run round the former.
            var horizon: [(from: Int, to: Int, beyond: Int)] = []
            while let index = stack.popLast() {
                for edge in 0..<3 {
                    let beyond = faces[index].neighbours[edge]
                    guard !isSeen.contains(beyond) else { continue }
                    if height(of: point, above: beyond) > tolerance {
                        isSeen.insert(beyond)
                        seen.append(beyond)
                        stack.append(beyond)
                    }
                }
            }
            for index in seen {
                for edge in 0..<3 where !isSeen.contains(faces[index].neighbours[edge]) {
                    horizon.append(
                        (
                            faces[index].corners[edge], faces[index].corners[(edge + 1) % 3],
                            faces[index].neighbours[edge]
                        ))
                }
            }
            let first = faces.count
            var startingAt: [Int: Int] = [:]
            for (number, edge) in horizon.enumerated() {
                startingAt[edge.from] = first + number
                let corners = [edge.from, edge.to, point]
                faces.append(
                    Face(
                        corners: corners, neighbours: [edge.beyond, first, first],
                        normal: Self.normal(points, corners)))
                let back = (0..<3).first {
                    faces[edge.beyond].corners[$0] == edge.to && faces[edge.beyond].corners[($0 + 1) % 3] == edge.from
                }
                if let back { faces[edge.beyond].neighbours[back] = first + number }
            }
            for (number, edge) in horizon.enumerated() {
                let next = startingAt[edge.to] ?? first + number
                faces[first + number].neighbours[1] = next
                faces[next].neighbours[2] = first + number
            }
            let new = Array(first..<faces.count)
            let orphans = seen.flatMap { faces[$0].outside }.filter { $0 != point }
            for index in seen {
                faces[index].isGone = true
                faces[index].outside = []
            }
            spread(orphans, over: new)
            return new
        }

        func finished() -> [ConvexHull.Face] {
            var places: [Int: Int] = [:]
            for index in faces.indices where !faces[index].isGone { places[index] = places.count }
            return faces.filter { !$0.isGone }.map { face in
                ConvexHull.Face(
                    corners: face.corners.map { points[$0] }, neighbours: face.neighbours.compactMap { places[$0] },
                    normal: face.normal)
            }
        }
    }
}
