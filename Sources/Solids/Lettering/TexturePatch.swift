package import Geometry
import Rendering

/// A patch of a mesh as a map from its texture to the surface: flat on each triangle.
package struct TexturePatch {
    private let triangles: [Triangle]
    /// The box round its places on the texture, u to the right and v up.
    let lower: SIMD2<Double>
    let upper: SIMD2<Double>

    /// A point of the surface.
    struct Place {
        var point: Vector3
        /// Outwards.
        var normal: Vector3
        /// Whether it is a point of a triangle, and not one beside it in its plane.
        var isOnSurface: Bool
    }

    private struct Triangle {
        let corners: [SIMD2<Double>]
        let points: [Vector3]
        let normal: Vector3
        /// Twice its area on the texture, negative where it is mirrored.
        let area: Double

        /// - Returns: nil for one without an area on the texture, which shows nothing of it.
        init?(_ corners: [SIMD2<Double>], _ points: [Vector3]) {
            let (a, b) = (corners[1] - corners[0], corners[2] - corners[0])
            area = a.x * b.y - a.y * b.x
            guard abs(area) > 1e-14 else { return nil }
            (self.corners, self.points) = (corners, points)
            let cross = (points[1] - points[0]).cross(points[2] - points[0])
            normal = cross.length > 0 ? cross.normalized : .zero
        }

        var lower: SIMD2<Double> { pointwiseMin(pointwiseMin(corners[0], corners[1]), corners[2]) }
        var upper: SIMD2<Double> { pointwiseMax(pointwiseMax(corners[0], corners[1]), corners[2]) }

        /// The shares of the corners at a place; one of them is negative outside.
        func shares(_ place: SIMD2<Double>) -> Vector3 {
            let (a, b, p) = (corners[1] - corners[0], corners[2] - corners[0], place - corners[0])
            let second = (p.x * b.y - p.y * b.x) / area
            let third = (a.x * p.y - a.y * p.x) / area
            return [1 - second - third, second, third]
        }
    }

    /// - Parameter triangles: the places of its triangles' corners on the texture, and the corners, counterclockwise as
    ///   seen from outside.
    /// - Returns: nil where it shows nothing of its texture.
    package init?(_ triangles: [(places: [SIMD2<Double>], points: [Vector3])]) {
        self.triangles = triangles.compactMap { Triangle($0.places, $0.points) }
        guard let first = self.triangles.first else { return nil }
        lower = self.triangles.dropFirst().reduce(first.lower) { pointwiseMin($0, $1.lower) }
        upper = self.triangles.dropFirst().reduce(first.upper) { pointwiseMax($0, $1.upper) }
    }

    private init(_ triangles: [Triangle], _ lower: SIMD2<Double>, _ upper: SIMD2<Double>) {
        (self.triangles, self.lower, self.upper) = (triangles, lower, upper)
    }

    /// The part of it in and around a box of the texture; nil where there is none.
    func near(_ low: SIMD2<Double>, _ high: SIMD2<Double>) -> TexturePatch? {
        let near = triangles.filter { triangle in
            let (lower, upper) = (triangle.lower, triangle.upper)
            return lower.x <= high.x && lower.y <= high.y && upper.x >= low.x && upper.y >= low.y
        }
        return near.isEmpty ? nil : TexturePatch(near, lower, upper)
    }

    /// The point of the surface that shows a place of the texture. Beside the patch it is one in the plane of the nearest
    /// triangle.
    func place(_ place: SIMD2<Double>) -> Place {
        var (best, most) = (triangles[0], -Double.infinity)
        var shares = Vector3.zero
        for triangle in triangles {
            let own = triangle.shares(place)
            guard own.min() > most else { continue }
            (best, most, shares) = (triangle, own.min(), own)
        }
        let point = best.points[0] * shares.x + best.points[1] * shares.y + best.points[2] * shares.z
        return Place(point: point, normal: best.normal, isOnSurface: most > -1e-6)
    }

    /// Where a straight way over the texture goes from one triangle to the next: shares of its length, between 0 and 1.
    func bends(from start: SIMD2<Double>, to end: SIMD2<Double>) -> [Double] {
        let way = end - start
        return triangles.flatMap { triangle in
            (0..<3).compactMap { side -> Double? in
                let a = triangle.corners[side]
                let edge = triangle.corners[(side + 1) % 3] - a
                let cross = way.x * edge.y - way.y * edge.x
                guard abs(cross) > 1e-14 else { return nil }
                let offset = a - start
                let along = (offset.x * edge.y - offset.y * edge.x) / cross
                let onEdge = (offset.x * way.y - offset.y * way.x) / cross
                return along > 1e-6 && along < 1 - 1e-6 && onEdge > -1e-9 && onEdge < 1 + 1e-9 ? along : nil
            }
        }
    }
}
